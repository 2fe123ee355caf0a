"""The address of a page about one thing; it holds nothing but a random id."""

from django.urls import reverse


def to(page, thing):
    return reverse(f"records:{page}", args=[thing.public_id])
