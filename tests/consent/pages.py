"""The pages about agreement as a test meets them."""

from django.urls import reverse

from records.models import Relationship


def page(name, thing):
    return reverse(f"consent:{name}", args=[thing.public_id])


def key(cast, other, person=None):
    return str(Relationship.objects.get(person=person or cast.leo, other=other).public_id)


def text_of(response):
    return response.content.decode()
