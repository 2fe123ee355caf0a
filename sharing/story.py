"""Decisions belong to the story of everybody they are about: what was asked, decided, shared, and taken a copy of."""

from django.urls import reverse

from audit.models import key_of
from records.story import Place, belongs_beside

from .models import Decision


@belongs_beside
def decisions(person, user):
    """Every decision about this person whose page this user may open today."""
    found = Decision.objects.to_look_at(user).about(person.every_record())
    return {key_of(one): Place("the decision", reverse("sharing:decision", args=[one.public_id])) for one in found}
