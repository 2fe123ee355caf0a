"""Photographs, medical help and taking part: each is asked by itself, and no yes to share is a yes to it (H-12)."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from records.models import Person
from records.pictures import Agreed, knows_what_was_agreed

from .models import Consent
from .models.kind import Kind
from .shown import summed
from .standing import Matter, Standing, orders_about, standings_in

Found = tuple[Matter, Standing]


def agreed_to(person: Person, kind: str, at: datetime | None = None) -> list[Matter]:
    """Each thing of this kind to which a yes stands at a moment (now, unless given). Two queries."""
    rows = list(Consent.objects.about(person).filter(kind=kind))
    found = standings_in(rows, person, orders_about(person), at)
    return [matter for matter, standing in found if standing.state == "given"]


@knows_what_was_agreed
def about_photographs(person: Person) -> Agreed:
    asking = reverse("consent:record", args=[person.public_id]) + "?kind=photographs"
    return Agreed([matter.why for matter in agreed_to(person, Kind.PHOTOGRAPHS)], asking)


def in_short(found: Iterable[Found]) -> list[tuple[Kind, int, list[tuple[str, str, int]]]]:
    """One line for each kind: how many things the policy asks for, and of those that were asked how many stand how."""
    return [
        (kind, len(things), summed(standing for _, standing in things if standing.rows))
        for kind, things in besides_sharing(found)
    ]


def besides_sharing(found: Iterable[Found]) -> list[tuple[Kind, list[Found]]]:
    """Under each kind but sharing: what the policy asks for, then what else was answered once, and where we stand."""
    known = {(matter.kind, matter.purpose): (matter, standing) for matter, standing in found}
    return [
        (kind, [known.get((kind, thing)) or _not_asked(kind, thing) for thing in _things(kind, known)])
        for kind in Kind.others()
    ]


def _things(kind: Kind, known: Iterable[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys([*kind.things, *(thing for of, thing in known if of == kind)]))


def _not_asked(kind: Kind, thing: str) -> Found:
    return Matter(thing, kind=kind), Standing("none")
