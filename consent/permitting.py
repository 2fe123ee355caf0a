"""Photographs, medical help and taking part: each is asked by itself, and no yes to share is a yes to it (H-12)."""

from collections.abc import Iterable
from datetime import datetime

from records.models import Person

from .models import Consent
from .models.kind import Kind
from .standing import Matter, Standing, orders_about, weigh

Found = tuple[Matter, Standing]


def permits(person: Person, kind: str, thing: str, at: datetime | None = None) -> bool:
    """Whether a yes to this very thing stands at a moment (now, unless given). Two queries."""
    answers = Consent.objects.about(person).filter(kind=kind, purpose=thing)
    return weigh(answers, person=person, orders=orders_about(person), at=at).state == "given"


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
