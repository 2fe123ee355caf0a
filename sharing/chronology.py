"""Decisions to share, or not to, stand in the chronology of whoever they are about; so does what then left (S-29)."""

from django.urls import reverse

from records.chronology import Moment, chronicles

from .models import Decision


@chronicles("decision", "Decisions about sharing", weight="significant", folder="safeguarding")
def decisions(span):
    found = _about(span).filter(signed_at__isnull=False)
    return [_moment(span, one, one.signed_at, _title(one)) for one in span.cut(found, "signed_at")]


@chronicles("disclosure", "What was shared", weight="significant", folder="safeguarding")
def disclosures(span):
    found = _about(span).filter(disclosure__isnull=False).select_related("disclosure")
    rows = span.cut(found, "disclosure__shared_at")
    return [_moment(span, one, one.disclosure.shared_at, f"Shared with {one.disclosure.to_whom}") for one in rows]


def _about(span):
    return Decision.objects.to_look_at(span.user).about(span.people).prefetch_related("about__person")


def _title(decision):
    return "Decided to share" if decision.outcome == Decision.Outcome.SHARE else "Decided not to share"


def _moment(span, decision, at, title):
    whom = span.whom(about.person for about in decision.about.all())
    return Moment(at, title, whom, url=reverse("sharing:decision", args=[decision.public_id]))
