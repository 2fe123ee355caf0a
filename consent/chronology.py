"""What people were told and agreed to, and took back, stands in the chronology of whom it is about (H-12)."""

from django.urls import reverse

from records.chronology import Moment, chronicles

from .models import Consent, NoticeGiven


@chronicles("agreement", "Agreements", weight="noted", folder="personal")
def agreements(span):
    """Given, refused or not asked for; and once more where a yes was taken back."""
    found = Consent.objects.open_to(span.user).filter(person__in=span.people).select_related("person")
    said = [_moment(one, one.answered_at, f"Agreement: {one.get_state_display().lower()}") for one in _cut(span, found)]
    taken = span.cut(found.filter(withdrawn_at__isnull=False), "withdrawn_at")
    return said + [_moment(one, one.withdrawn_at, "An agreement was taken back") for one in taken]


def _cut(span, found):
    return span.cut(found, "answered_at")


@chronicles("notice", "Notices explained", weight="routine", folder="personal")
def notices(span):
    found = NoticeGiven.objects.open_to(span.user).filter(person__in=span.people).select_related("person")
    title = "It was explained what we do with information"
    return [_moment(one, one.explained_at, title) for one in span.cut(found, "explained_at")]


def _moment(row, at, title):
    return Moment(at, title, row.person_id, url=reverse("consent:person", args=[row.person.public_id]))
