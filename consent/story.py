"""What people were told and agreed to belongs to the story of the person, for whoever opens their personal folder."""

from django.urls import reverse

from audit.models import key_of
from records.story import Place, belongs_beside

from .models import Competence, Consent, Letter, NoticeGiven, SheetGiven


@belongs_beside
def agreements(person, user):
    """Every yes and no, notice, assessment, letter and question taken home that this user may open today.

    Not that a talk was put off: whoever presses somebody may be shown their story.
    """
    place = Place("what they were told and agreed to", reverse("consent:person", args=[person.public_id]))
    records = person.every_record()
    kept = [
        model.objects.open_to(user).filter(person__in=records)
        for model in (Consent, NoticeGiven, Competence, SheetGiven)
    ]
    kept.append(Letter.objects.open_to(user).filter(consent__person__in=records))
    return {key_of(row): place for rows in kept for row in rows}
