"""What people were told and agreed to belongs to the story of the person, for whoever opens their personal folder."""

from django.urls import reverse

from audit.models import key_of
from records.story import Place, belongs_beside

from .models import (
    BestInterests,
    Capacity,
    Competence,
    Consent,
    EarlierRegister,
    Letter,
    NoticeGiven,
    Power,
    SheetGiven,
    Wish,
)

KEPT = (Consent, NoticeGiven, Competence, Capacity, BestInterests, Power, Wish, SheetGiven)


@belongs_beside
def agreements(person, user):
    """Every yes and no, notice, assessment, wish, letter and question taken home that this user may open today.

    Not that a talk was put off: whoever presses somebody may be shown their story.
    """
    place = Place("what they were told and agreed to", reverse("consent:person", args=[person.public_id]))
    records = person.every_record()
    kept = [model.objects.open_to(user).filter(person__in=records) for model in KEPT]
    letters = Letter.objects.open_to(user).filter(consent__person__in=records)
    brought = EarlierRegister.objects.filter(answers__in=kept[0]).distinct()
    return {key_of(row): place for rows in [*kept, letters, brought] for row in rows}
