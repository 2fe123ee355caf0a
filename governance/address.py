"""Where a thing of the oversight desk is."""

from django.urls import reverse


def to(page, thing):
    return reverse(f"governance:{page}", args=[thing.public_id])
