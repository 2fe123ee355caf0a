"""What people were told and agreed to belongs to the story of the person, for whoever opens their personal folder."""

from django.urls import reverse

from audit.models import key_of
from records.story import Place, belongs_beside

from .models import Competence, Consent, EarlierRegister, NoticeGiven


@belongs_beside
def agreements(person, user):
    """Every yes and no, every notice and assessment that this user may open today."""
    place = Place("what they were told and agreed to", reverse("consent:person", args=[person.public_id]))
    records = person.every_record()
    kept = [model.objects.open_to(user).filter(person__in=records) for model in (Consent, NoticeGiven, Competence)]
    brought = EarlierRegister.objects.filter(answers__in=kept[0]).distinct()
    return {key_of(row): place for rows in [*kept, brought] for row in rows}
