"""What people in the tests say, in one line each."""

from datetime import timedelta

from django.utils import timezone

from consent.models import BestInterests, Capacity, Competence, Consent, Conversation, Power, Wish
from consent.voices import is_to_be_told, voices
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


def told(person):
    return {voice.name for voice in voices(person) if is_to_be_told(voice, person)}


def second_parent(cast, person=None):
    """A father with parental responsibility whom nothing limits."""
    father = Person.register(by=cast.dee, name="Tunde Larkin", group="adult", born_on=years_ago(35))
    Relationship.link(by=cast.dee, person=person or cast.leo, other=father, kind="father", pr_basis="birth_register")
    return father


def assessed(cast, person, able=True, **other):
    answers = dict.fromkeys(Competence.QUESTIONS, True) | {"can_weigh": able}
    words = {"about": "Telling the nurse", "reasons": "Said it back.", "wants_parents_told": "yes"}
    return Competence.assess(by=cast.dee, person=person, **{**matter(cast), **words, **answers, **other})


def both_stages(cast, person, able=False, **other):
    """Whether somebody of 16 or over can make this decision."""
    answers = dict.fromkeys(Capacity.ABILITIES, True) | {"weighs": able, "because_of_it": not able}
    words = {"about": "Telling the nurse", "reasons": "Asked twice.", "help_given": "Pictures, in the morning."}
    words |= {"impairment": "" if able else "Dementia, says the surgery.", "review_on": in_a_year(90)}
    return Capacity.assess(by=cast.ade, person=person, **{**matter(cast), **words, **answers, **other})


def attorney(cast, person, other, kind="welfare", **details):
    """Somebody who holds a registered power; for their health and welfare, unless told otherwise."""
    link = Relationship.link(by=cast.ade, person=person, other=other, kind="attorney")
    seen = {"evidence": "Registered copy", "registered_on": in_a_year(-900), **details}
    return Power.record(by=cast.ade, person=person, relationship=link, kind=kind, **seen)


def decided_for(cast, person, capacity, shares=True, **other):
    words = {"wants": "To see the nurse.", "asked": "Her sister: tell them.", "less_restrictive": "Only the dates."}
    words |= {"about": "Telling the nurse", "can_wait": "No.", "reasons": "She asked for help.", "decided_by": "Dr Oak"}
    details = {**matter(cast), **words, "review_on": in_a_year(60), "shares": shares, "capacity": capacity, **other}
    return BestInterests.decide(by=cast.ade, person=person, **details)


def teenager(cast, years=15):
    """Fifteen, with a mother."""
    nia = Person.register(
        by=cast.dee, name="Nia Larkin", group="child", born_on=years_ago(years), key_person=cast.amara
    )
    Relationship.link(by=cast.dee, person=nia, other=cast.femi, kind="mother", pr_basis="mother")
    return nia


def deciding(cast):
    """What says who decides, each with the pages about it; about Hana, but for what is asked of children."""
    unable = both_stages(cast, cast.hana)
    return {
        Wish.hear(by=cast.dee, person=cast.yara): ["consent:end_wish", "consent:outweigh"],
        assessed(cast, cast.leo): ["consent:competence_record"],
        unable: ["consent:capacity_record"],
        decided_for(cast, cast.hana, unable): ["consent:interests_record"],
        attorney(cast, cast.hana, cast.gran): ["consent:end_power"],
    }


def waits_for(user):
    """What stands on somebody's home page, line by line."""
    return [item.title for shelf in shelves_for(user) for item in shelf.items]
