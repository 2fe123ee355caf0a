"""From the four screens of an emergency to its record; whoever has no record yet becomes a concern as well (H-21)."""

from django.db import transaction
from django.utils.dateparse import parse_date, parse_datetime

from records.models import Concern

from . import apart
from .forms.emergency import ELSE, NATURES, SCREENS
from .models import Decision


def unfinished(draft):
    """The first screen that has not been filled in, or None."""
    return next((screen for screen in SCREENS if screen not in draft.details), None)


@transaction.atomic
def record(draft, *, by):
    """Record what was shared. The lead is told at once, and a second person looks at it within 24 hours."""
    happening, told, family = draft.said("happening"), draft.said("told"), draft.said("family")
    items = list(_items(draft.said("said")))
    rationale = draft.said("said")["rationale"]
    people, group = list(draft.people.all()), happening["group"]
    decision = Decision.record_emergency(
        by=by,
        people=people,
        facts={"danger": "yes"},
        group=group,
        request={
            "name": by.name,
            "post": by.post,
            "asked_for": "\n".join(item["what"] for item in items),
            "why": rationale,
        },
        disclosure=_disclosure(told),
        items=[item | {"why_needed": rationale} for item in items],
        concern=_concern_for(draft, happening, group, by),
        **apart.kept_with(draft, by=by),
        welfare=happening["happening"],
        rationale=rationale,
        tell=family["tell"],
        tell_words=" ".join(filter(None, [family["tell_words"], _also(family["also_told"])])),
        tell_on=parse_date(family["tell_on"] or ""),
        others_at_risk=family["others_at_risk"],
        could_be_harmed=family["could_be_harmed"],
    )
    draft.delete()
    return decision


def _concern_for(draft, happening, group, by):
    """One about a colleague has its concern, and no other is logged: it would go to whoever leads."""
    named = happening.get("others") and draft.colleague is None
    return _concern(draft, happening, group, by) if named else draft.concern


def _concern(draft, happening, group, by):
    """Somebody without a record is a concern too, so that a lead finds out who it is."""
    return Concern.log(
        by=by,
        danger=Concern.Danger.YES,
        group=group,
        facts=happening["happening"],
        people=list(draft.people.all()),
        others=happening["others"][:300],
    )


def _disclosure(told):
    return {
        "contact": None,
        "to_whom": told["to_else"] if told["to_whom"] == ELSE else told["to_whom"],
        "method": told["method"],
        "shared_at": parse_datetime(told["shared_at"]),
        "taken_by": told["taken_by"],
        "reference": told["reference"],
        "will_do": told["will_do"],
    }


def _items(said):
    for nature in NATURES:
        if said[nature]:
            yield {"what": said[nature], "nature": nature}


def _also(words):
    return f"Also told: {words}" if words else ""
