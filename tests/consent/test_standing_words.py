"""Where we stand, in the very words that staff read: each state with its reasons, and each question with its name."""

import uuid
from dataclasses import FrozenInstanceError, fields
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from consent.models import Competence, Consent
from consent.standing import Answer, Matter, Standing, standings_in, weigh
from consent.standing import _sentence as in_words
from records.models import Agency, Person, Relationship

NOW = datetime(2026, 6, 10, 12, tzinfo=timezone.get_default_timezone())
NURSE, POLICE = Agency(pk=1, name="Example Health", kind="health"), Agency(pk=2, name="Police", kind="police")
CHILD = Person(pk=1, name="Nia Larkin", group="child", born_on=NOW.date().replace(year=2012))
MOTHER, FATHER = Person(pk=11, name="Femi Larkin"), Person(pk=12, name="Tunde Larkin")
LINKS = {one.pk: Relationship(pk=one.pk, person=CHILD, other=one, pr_basis="order") for one in (MOTHER, FATHER)}
ABLE = Competence(pk=1, person=CHILD, purpose="health", **dict.fromkeys(Competence.QUESTIONS, True))
FOR_HEALTH = {"purpose": "health", "information": "personal", "recipient": NURSE}
FREE = dict.fromkeys(Consent.CHECKS, True)
HEARD = "A young person who can decide is heard before the adults."
NO_WINNER = "They do not agree with each other, so nobody's answer wins: the safeguarding lead decides."


def said(who, state="given", days=3, **other):
    """One answer to the nurse's question, so many days before the tenth of June."""
    given, own = NOW - timedelta(days=days), who is CHILD
    row = {
        "public_id": uuid.UUID(int=1000 - days), "person": CHILD, "state": state, "answered_by": who,
        "footing": "young_person" if own else "parent", "relationship": LINKS.get(who.pk), "answered_at": given,
        "competence": ABLE if own else None, "respondent_name": who.name, "respondent_link": "" if own else "Mother",
        "review_on": (NOW + timedelta(days=30)).date(), **FOR_HEALTH, **FREE, **other,
    }  # fmt: skip
    return Consent(**row)


def gone(days):
    return NOW - timedelta(days=days)


def not_asked(ground, days=3):
    """Nobody could be asked."""
    nobody = {"footing": "", "relationship": None, "answered_by": None, "ground": ground}
    return said(MOTHER, "not_sought", days, **nobody)


MOTHERS = "Femi Larkin (Mother) "
STOOD = {
    "nothing": ([], "none", ["Nothing is recorded."]),
    "a yes": ([said(MOTHER)], "given", [f"{MOTHERS}agreed on 7 June 2026, until 10 July 2026."]),
    "their own": ([said(CHILD)], "given", ["Nia Larkin agreed on 7 June 2026, until 10 July 2026."]),
    "a no": ([said(MOTHER, "refused")], "refused", [f"{MOTHERS}did not agree on 7 June 2026."]),
    "taken back": (
        [said(MOTHER, withdrawn_at=gone(1))],
        "withdrawn",
        [f"{MOTHERS}agreed on 7 June 2026, and took it back on 9 June 2026."],
    ),
    "at this moment": (
        [said(MOTHER, withdrawn_at=NOW)],
        "withdrawn",
        [f"{MOTHERS}agreed on 7 June 2026, and took it back on 10 June 2026."],
    ),
    "taken back tomorrow": (
        [said(MOTHER, withdrawn_at=gone(-1))],
        "given",
        [f"{MOTHERS}agreed on 7 June 2026, until 10 July 2026."],
    ),
    "under pressure": (
        [said(MOTHER, coercion_suspected=True)],
        "coerced",
        [f"{MOTHERS}agreed on 7 June 2026. The answer may not have been free, so it counts as none."],
    ),
    "taken back under pressure": (
        [said(MOTHER, withdrawn_at=gone(1), withdrawal_doubted=True)],
        "coerced",
        [f"{MOTHERS}agreed on 7 June 2026. The answer may not have been free, so it counts as none."],
    ),
    "failed checks": (
        [said(MOTHER, informed=False, free=False)],
        "none",
        [
            f"{MOTHERS}agreed on 7 June 2026. It does not count, because they did not know what they agreed to and "
            "the answer was not free."
        ],
    ),
    "run out": (
        [said(MOTHER, review_on=gone(1).date())],
        "expired",
        [f"{MOTHERS}agreed on 7 June 2026. That ran out on 9 June 2026."],
    ),
    "theirs no more": (
        [said(MOTHER, lapsed_at=gone(1))],
        "expired",
        [
            f"{MOTHERS}agreed on 7 June 2026. An assessment shows that it was not theirs to answer, so the question "
            "must be asked again."
        ],
    ),
    "nobody asked": (
        [not_asked("increased_risk")],
        "none",
        ["Nobody was asked on 7 June 2026: asking could put somebody in more danger."],
    ),
    "on grounds that the pack has no more": (
        [not_asked("Old words")],
        "none",
        ["Nobody was asked on 7 June 2026: old words."],
    ),
    "said later": ([said(MOTHER, days=-1)], "none", ["Nothing is recorded."]),
    "two who agree": (
        [said(MOTHER), said(FATHER, days=5)],
        "given",
        [
            "Tunde Larkin (Mother) agreed on 5 June 2026, until 10 July 2026.",
            f"{MOTHERS}agreed on 7 June 2026, until 10 July 2026.",
        ],
    ),
    "two who do not": (
        [said(MOTHER), said(FATHER, "refused", 5)],
        "disputed",
        [
            "Tunde Larkin (Mother) did not agree on 5 June 2026.",
            f"{MOTHERS}agreed on 7 June 2026, until 10 July 2026.",
            NO_WINNER,
        ],
    ),
    "two noes, the later counts": (
        [said(MOTHER, withdrawn_at=gone(1)), said(FATHER, "refused", 2)],
        "withdrawn",
        [
            "Tunde Larkin (Mother) did not agree on 8 June 2026.",
            f"{MOTHERS}agreed on 7 June 2026, and took it back on 9 June 2026.",
        ],
    ),
    "two noes at once, the plainer counts": (
        [said(MOTHER, withdrawn_at=gone(2), days=4), said(FATHER, "refused", 2)],
        "refused",
        [
            f"{MOTHERS}agreed on 6 June 2026, and took it back on 8 June 2026.",
            "Tunde Larkin (Mother) did not agree on 8 June 2026.",
        ],
    ),
    "the young person first": (
        [said(MOTHER, "refused"), said(CHILD, days=5)],
        "given",
        ["Nia Larkin agreed on 5 June 2026, until 10 July 2026.", HEARD],
    ),
    "a young person who cannot decide it": (
        [said(MOTHER, "refused"), said(CHILD, days=5, competent=False)],
        "refused",
        [
            "Nia Larkin agreed on 5 June 2026. It does not count, because they could not decide this.",
            f"{MOTHERS}did not agree on 7 June 2026.",
        ],
    ),
    "a young person for whom it was not": (
        [said(MOTHER, "refused"), said(CHILD, days=5, competence=None)],
        "refused",
        [
            "Nia Larkin agreed on 5 June 2026. It is no longer theirs to answer, so the question must be asked again.",
            f"{MOTHERS}did not agree on 7 June 2026.",
        ],
    ),
    "a yes of hers that they took back": (
        [said(MOTHER, withdrawn_at=gone(1), withdrawn_word_of=CHILD)],
        "withdrawn",
        ["Nia Larkin took it back themselves on 9 June 2026.", HEARD],
    ),
    "and took back under pressure": (
        [said(MOTHER, withdrawn_at=gone(1), withdrawn_word_of=CHILD, withdrawal_doubted=True)],
        "coerced",
        ["Nia Larkin took it back themselves on 9 June 2026.", HEARD],
    ),
    "what somebody who could not decide agreed, and they took back": (
        [said(MOTHER, withdrawn_at=gone(1), withdrawn_word_of=CHILD, competent=False), said(FATHER)],
        "withdrawn",
        ["Nia Larkin took it back themselves on 9 June 2026.", HEARD],
    ),
    "a yes to be taken back, and a no since": (
        [said(MOTHER, withdrawn_at=gone(-1)), said(MOTHER, "refused", 1)],
        "refused",
        [f"{MOTHERS}did not agree on 9 June 2026."],
    ),
    "agreed by him, and taken back": (
        [said(MOTHER, withdrawn_at=gone(1), withdrawn_word_of=CHILD), said(FATHER)],
        "withdrawn",
        ["Nia Larkin took it back themselves on 9 June 2026.", HEARD],
    ),
}


@pytest.mark.clause("S-02", "H-12")
@pytest.mark.parametrize("case", STOOD)
def test_where_we_stand_and_why(case):
    rows, state, reasons = STOOD[case]
    found = weigh(rows, person=CHILD, orders=[], at=NOW)
    assert (found.state, list(found.reasons)) == (state, reasons)


@pytest.mark.clause("H-12")
def test_a_later_no_to_the_kind_ends_a_yes_to_the_agency_and_an_earlier_one_does_not():
    kind = {"recipient": None, "recipient_kind": "health"}
    for state, days, expected in [("refused", 1, "refused"), ("refused", 9, "given"), ("given", 1, "expired")]:
        last = said(MOTHER, state, days, **kind)
        named = said(MOTHER, review_on=gone(1).date() if state == "given" else NOW.date())
        assert weigh([last, named], person=CHILD, orders=[], at=NOW).state == expected


def test_of_a_grown_person_what_was_taken_back_for_them_stands_in_both_words_and_once_as_a_row():
    grown = Person(pk=1, name="Nia Larkin", group="adult", born_on=CHILD.born_on.replace(year=1990))
    taken = said(MOTHER, withdrawn_at=gone(1), withdrawn_word_of=CHILD, lapsed_at=gone(2))
    found = weigh([taken], person=grown, orders=[], at=NOW)
    assert found.rows == (taken,) and len(found.reasons) == 2


def test_who_took_back_what_another_had_agreed_is_named():
    taken = Answer(said(MOTHER, withdrawn_at=gone(1), withdrawn_word_of=CHILD), "withdrawn", gone(1))
    assert in_words(taken) == f"{MOTHERS}agreed on 7 June 2026, and Nia Larkin took it back on 9 June 2026."


def test_what_nobody_took_back_yet_is_nobodys_own_no():
    for withdrawn in (None, gone(-1)):
        row = said(MOTHER, withdrawn_at=withdrawn, withdrawn_word_of=CHILD)
        assert weigh([row], person=CHILD, orders=[], at=NOW).state == "given"


class TestAQuestion:
    TO_NURSE = Matter("health", "personal", NURSE)
    TO_KIND = Matter("health", "personal", recipient_kind="health")
    PICTURES = Matter("display", kind="photographs")

    def test_is_named_after_whom_we_would_tell_or_what_else_is_asked(self):
        assert [self.TO_NURSE.title, self.TO_NURSE.whom] == ["Example Health"] * 2
        assert self.TO_KIND.title == "Any service of this kind: Health"
        assert self.PICTURES.title == "Photographs and film: photographs of them on the walls here"
        assert (self.PICTURES.whom, self.PICTURES.kind_in_words) == ("", "Photographs and film")
        assert Matter("display", kind="photographs", recipient=NURSE).whom == "Example Health"

    def test_says_what_and_why_in_the_policys_words(self):
        assert self.TO_NURSE.what == "Family, contacts, agreements, letters and reports"
        assert self.TO_NURSE.why == "Health care or therapy"
        assert self.PICTURES.why == "Photographs of them on the walls here"
        gone = Matter("old purpose", "old kind", kind="photographs")
        assert (gone.why, gone.what) == ("old purpose", "old kind")
        assert Matter("health", kind="photographs").why == "health" and Matter("old purpose").why == "old purpose"

    def test_goes_with_a_link(self):
        agency = f"?kind=sharing&what=health&whom=agency%3A{NURSE.public_id}&information=personal"
        assert self.TO_NURSE.in_a_link == agency
        assert self.TO_KIND.in_a_link == "?kind=sharing&what=health&whom=kind%3Ahealth&information=personal"
        assert self.PICTURES.in_a_link == "?kind=photographs&what=display"

    @pytest.mark.parametrize(
        ("changed", "to_nurse", "to_kind"),
        [
            ({}, True, False),
            ({"recipient": None, "recipient_kind": "health"}, True, True),
            ({"recipient": None, "recipient_kind": "police"}, False, False),
            ({"recipient": POLICE}, False, False),
            ({"purpose": "learning"}, False, False),
            ({"information": "send"}, False, False),
            ({"kind": "photographs"}, False, False),
            ({"recipient": None, "recipient_kind": "health", "information": "send"}, False, False),
        ],
    )
    def test_is_answered_by_what_is_about_it(self, changed, to_nurse, to_kind):
        row = said(MOTHER, **changed)
        assert (self.TO_NURSE.bears(row), self.TO_KIND.bears(row)) == (to_nurse, to_kind)

    def test_of_another_kind_is_answered_whomever_it_names(self):
        asked = {"purpose": "display", "information": "", "recipient": None}
        assert Matter("display", kind="photographs").bears(said(MOTHER, kind="photographs", **asked))

    def test_is_what_an_answer_is_about(self):
        assert Matter.of(said(MOTHER)) == self.TO_NURSE and self.TO_NURSE.is_to_share
        assert not self.PICTURES.is_to_share
        other = said(FATHER, "refused", purpose="learning")
        both = standings_in([said(MOTHER), other], CHILD, [], NOW)
        assert {matter.purpose: found.state for matter, found in both} == {"health": "given", "learning": "refused"}


def test_nothing_that_was_weighed_is_changed_afterwards():
    for one in (Standing("none"), Matter("health"), Answer(said(MOTHER), "given", NOW)):
        with pytest.raises(FrozenInstanceError):
            setattr(one, fields(one)[0].name, "given")


def test_where_nothing_is_known_it_says_so():
    assert Standing("none") == Standing("none", (), ("Nothing is recorded.",))
