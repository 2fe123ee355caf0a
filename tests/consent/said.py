"""What people in the tests say, in one line each."""

from datetime import timedelta

from django.utils import timezone

from consent.models import Competence, Consent, Conversation
from records.models import Person, Relationship
from staff.home import shelves_for
from tests.cast import years_ago


def in_a_year(days=100):
    return timezone.localdate() + timedelta(days=days)


def ago(days):
    return timezone.now() - timedelta(days=days)


def matter(cast, **other):
    return {"purpose": "health", "recipient": cast.social_care, "information": "personal", **other}


def said(cast, person, by, footing, state="given", asked_by=None, **other):
    """Record one answer of somebody for a person; a sound one, unless told otherwise."""
    answer = {
        **matter(cast),
        "state": state,
        "footing": footing,
        "answered_by": by,
        "relationship": Relationship.objects.filter(person=person, other=by).first() if by != person else None,
        **dict.fromkeys(Consent.CHECKS, True),
        "how": "writing",
        "review_on": in_a_year(),
        **other,
    }
    return Consent.record(by=asked_by or cast.amara, person=person, **answer)


def safe_to_ask(by, person):
    """Somebody said who else is there, and that it is safe to ask."""
    return Conversation.begin(by=by, person=person, present="alone", talk="yes", interpreter="not_needed")


def mother(cast, state="given", **other):
    return said(cast, cast.leo, cast.femi, "parent", state, **other)


def yara(cast, state="given", **other):
    return said(cast, cast.yara, cast.yara, "young_person", state, **other)


def second_parent(cast, person=None):
    """A father with parental responsibility whom nothing limits."""
    father = Person.register(by=cast.dee, name="Tunde Larkin", group="adult", born_on=years_ago(35))
    Relationship.link(by=cast.dee, person=person or cast.leo, other=father, kind="father", pr_basis="birth_register")
    return father


def assessed(cast, person, able=True, **other):
    answers = dict.fromkeys(Competence.QUESTIONS, True) | {"can_weigh": able}
    words = {"about": "Telling the nurse", "reasons": "Said it back.", "wants_parents_told": "no"}
    return Competence.assess(by=cast.dee, person=person, **{"purpose": "health", **words, **answers, **other})


def teenager(cast, years=15):
    """Fifteen, with a mother."""
    nia = Person.register(
        by=cast.dee, name="Nia Larkin", group="child", born_on=years_ago(years), key_person=cast.amara
    )
    Relationship.link(by=cast.dee, person=nia, other=cast.femi, kind="mother", pr_basis="mother")
    return nia


def waits_for(user):
    """What stands on somebody's home page, line by line."""
    return [item.title for shelf in shelves_for(user) for item in shelf.items]
