"""Every reason why an answer is not somebody's to give, word for word, each on the one thing that is wrong with it."""

from dataclasses import replace

import pytest

from consent.footing import Footing, deciding_for_them, is_presumed_able, why_not_theirs
from consent.grounds import Assessments, Grounds
from consent.models import BestInterests, Capacity, Competence, Consent, Power
from records.models import Order, Person, Relationship
from records.models.order import Limits

from .families import LEAD, NOW, NURSE, SCHOOL, WORKER, ago, day

MATTER = {"purpose": "health", "information": "personal", "recipient": NURSE}
OTHER = Person(pk=50, name="Other", group="adult", born_on=day(12000))
AGES = {"child": 10, "young": 17, "adult": 40}

GOOD = ("", "")
NOT_18 = ("answered_by", "They are not yet 18.")
NOBODY_ELSE = (
    "answered_by",
    "An adult decides for themselves. Being a relative or carer gives no right to agree for them.",
)
FOUND_UNABLE = (
    "answered_by",
    "They were assessed as not able to decide this. Ask what they want all the same; then their attorney or deputy "
    "decides, or a best-interests decision is made.",
)
ONLY_OWN = ("answered_by", "This footing is a young person's own, up to their 18th birthday.")
ABOUT_ANOTHER = (
    "competence",
    "That assessment was about another decision. Understanding is assessed for each decision.",
)
NOT_ABLE = (
    "competence",
    "They were assessed as not able to decide this. Ask somebody with parental responsibility.",
)
NOT_ABLE_YET = (
    "competence",
    "They were assessed as not able to decide this. Assess it again, or ask somebody with parental responsibility.",
)
NOT_ASSESSED = (
    "competence",
    "Under 16, a young person may decide when somebody has recorded that they understand this very decision. Assess "
    "that first, or ask somebody with parental responsibility.",
)
NO_RESPONSIBILITY = (
    "answered_by",
    "Only somebody with parental responsibility may agree for this child, and none is recorded for this person. Write "
    "down what they say as information from them.",
)
LIMITED = (
    "answered_by",
    "A court or the lead has set a limit on this person, so the safeguarding lead takes this answer.",
)
OLD_ENOUGH = (
    "answered_by",
    "At 16 and 17 young people decide for themselves. Somebody else may only where they were assessed as not able to "
    "decide this.",
)
UNDER_16 = ("answered_by", "Under 16 it is for somebody with parental responsibility.")
STILL_THEIRS = (
    "answered_by",
    "Everybody is presumed able to decide. Record first, in both stages, that they cannot decide this.",
)
THEIRS = (
    "answered_by",
    "Somebody holds a registered power that covers this, so it is theirs to decide. Ask them.",
)
NO_DECISION = (
    "best_interests",
    "Record the best-interests decision first: who was asked, what they want, what would restrict them less.",
)
OTHERWISE = ("state", "The best-interests decision says otherwise. If it has changed, record a new one first.")
NO_ADULT = ("answered_by", "Only an adult can have an attorney.")
NO_POWER = ("answered_by", "No power of attorney or deputyship is recorded for this person.")
NOT_SEEN = ("power", "See the registered paper first, and record which power it gives them.")
ENDED = ("power", "Their power has ended.")
NOBODY = ("footing", "Say who is answering, and why it is theirs to answer.")


class Case:
    """One answer, by somebody about ten, seventeen or forty years old or for them, and what is known that day."""

    def __init__(self, age, footing, by="self", **answer):
        self.person = Person(pk=1, name="One", group="adult" if age == "adult" else "child", born_on=born(AGES[age]))
        self.link = Relationship(pk=1, person=self.person, other=OTHER, kind="mother", pr_basis="mother")
        self.grounds = Grounds(self.person, NOW, Assessments(self.person), links=(self.link,))
        whom = {"self": self.person, "other": OTHER, None: None}[by]
        link = self.link if by == "other" else None
        said = {"state": "given", "answered_at": NOW, **MATTER, **answer}
        self.answer = Consent(person=self.person, footing=footing, answered_by=whom, relationship=link, **said)
        self.answer._state.fields_cache["asked_by"] = WORKER

    def found(self, able, row=Capacity, days=5, **other):
        """An assessment, as it is kept at their age unless told otherwise."""
        told = {"pk": 7, "person": self.person, "assessed_at": ago(days), **MATTER, **other}
        if row is Capacity:
            abilities = dict.fromkeys(Capacity.ABILITIES, able)
            found = Capacity(**told, **abilities, impairment="x", because_of_it=True, review_on=day(-30))
        else:
            found = Competence(**told, **dict.fromkeys(Competence.QUESTIONS, able))
        known = (*self.grounds.assessments.rows, found)
        self.grounds = replace(self.grounds, assessments=Assessments(self.person, known))
        return self

    def with_(self, **changed):
        for name, value in changed.items():
            setattr(self.answer, name, value)
        return self

    def linked(self, **changed):
        for name, value in changed.items():
            setattr(self.link, name, value)
        return self

    def under_an_order(self, **forbids):
        order = Order(person=self.person, limited=OTHER, kind="prohibited_steps", starts_on=day(9), **forbids)
        self.grounds = replace(self.grounds, limits={OTHER.pk: Limits((order,))})
        return self

    def attorney(self, kind="welfare", registered=90, ended=None):
        self.link.kind, self.link.pr_basis = "attorney", ""
        self.power = Power(pk=1, person=self.person, relationship=self.link, kind=kind, registered_on=day(registered))
        self.power.ended_on = ended
        self.grounds = replace(self.grounds, powers=(self.power,))
        return self

    def decided(self, shares=True, review=-30, **matter):
        made = BestInterests(person=self.person, shares=shares, review_on=day(review), **MATTER | matter)
        return self.with_(best_interests=made)

    def taken_by_a_lead(self):
        self.answer._state.fields_cache["asked_by"] = LEAD
        return self

    @property
    def why(self):
        return why_not_theirs(self.answer, self.grounds)


def born(age):
    today = day(0)
    return today.replace(year=today.year - age, day=1)


def own(age="young", **other):
    return Case(age, "adult" if age == "adult" else "young_person", **other)


def parent(age="child", **other):
    return Case(age, "parent", by="other", **other)


def interests(age="adult", able=False, **other):
    return Case(age, "best_interests", by=None, **other).found(able)


def by_attorney(age="adult", able=False, **power):
    case = Case(age, "attorney", by="other").attorney(**power)
    return case.with_(power=case.power).found(able)


def competence_of(case, able=True, **other):
    case.found(able, Competence, **other)
    return case.with_(competence=case.grounds.assessments.rows[-1])


def unborn(case):
    case.person.born_on = None
    return case


STRANGER = Person(pk=77, name="Stranger", group="child", born_on=born(9))
WHY = {
    "nobody says on what footing": (lambda: Case("adult", ""), NOBODY),
    "on one nobody knows": (lambda: Case("adult", "neighbour"), NOBODY),
    # an adult, for themselves
    "an adult": (lambda: own("adult"), GOOD),
    "an adult found able": (lambda: own("adult").found(True), GOOD),
    "an adult found unable": (lambda: own("adult").found(False), FOUND_UNABLE),
    "an adult found unable in something else": (lambda: own("adult").found(False, purpose="learning"), GOOD),
    "another, for an adult": (lambda: Case("adult", "adult", by="other"), NOBODY_ELSE),
    "a child as an adult": (lambda: Case("young", "adult"), NOT_18),
    "another, for a child as an adult": (lambda: Case("child", "adult", by="other"), NOT_18),
    # a young person, for themselves
    "at seventeen": (lambda: own(), GOOD),
    "at seventeen, found unable": (lambda: own().found(False), NOT_ABLE_YET),
    "at seventeen, found able": (lambda: own().found(True), GOOD),
    "an adult as a young person": (lambda: Case("adult", "young_person"), ONLY_OWN),
    "another as the young person": (lambda: Case("young", "young_person", by="other"), ONLY_OWN),
    "at ten, never assessed": (lambda: own("child"), NOT_ASSESSED),
    "at ten, found able": (lambda: own("child").found(True, Competence), GOOD),
    "at ten, found unable": (lambda: own("child").found(False, Competence), NOT_ABLE),
    "at ten, on that record": (lambda: competence_of(own("child")), GOOD),
    "at ten, on a record of no": (lambda: competence_of(own("child"), able=False), NOT_ABLE),
    "at ten, on one of another": (lambda: competence_of(own("child"), person=STRANGER), ABOUT_ANOTHER),
    "at ten, on one of another decision": (lambda: competence_of(own("child"), recipient=SCHOOL), ABOUT_ANOTHER),
    # somebody with parental responsibility
    "a mother": (lambda: parent(), GOOD),
    "a mother of a child whose birthday is unknown": (lambda: unborn(parent()), GOOD),
    "such a child themselves": (lambda: unborn(own("child")), NOT_ASSESSED),
    "a mother of an adult": (lambda: parent("adult"), NOBODY_ELSE),
    "a mother of one of seventeen": (lambda: parent("young"), OLD_ENOUGH),
    "a mother of one of seventeen who cannot": (lambda: parent("young").found(False), GOOD),
    "a mother without responsibility": (lambda: parent().linked(pr_basis=""), NO_RESPONSIBILITY),
    "a mother by no link": (lambda: parent().with_(relationship=None), NO_RESPONSIBILITY),
    "a mother of another": (lambda: parent().linked(person=STRANGER), NO_RESPONSIBILITY),
    "another than who is linked": (lambda: parent().linked(other=STRANGER), NO_RESPONSIBILITY),
    "a mother no longer": (lambda: parent().linked(ends_on=day(0)), NO_RESPONSIBILITY),
    "a mother to the end of today": (lambda: parent().linked(ends_on=day(-1)), GOOD),
    "a mother under a limit": (lambda: parent().linked(restriction="Supervised"), LIMITED),
    "whom the lead hears": (lambda: parent().linked(restriction="Supervised").taken_by_a_lead(), GOOD),
    "a mother under an order about something else": (lambda: parent().under_an_order(not_told=True), GOOD),
    # a best-interests decision
    "in the best interests": (lambda: interests().decided(), GOOD),
    "to the last day of it": (lambda: interests().decided(review=0), GOOD),
    "and not beyond": (lambda: interests().decided(review=1), NO_DECISION),
    "a decision of something else": (lambda: interests().decided(recipient=SCHOOL), NO_DECISION),
    "no decision": (lambda: interests(), NO_DECISION),
    "a decision not to": (lambda: interests().decided(shares=False), OTHERWISE),
    "a no by a decision not to": (lambda: interests(state="refused").decided(shares=False), GOOD),
    "a no by a decision to share": (lambda: interests(state="refused").decided(), OTHERWISE),
    "of somebody who is able": (lambda: interests(able=True).decided(), STILL_THEIRS),
    "of a child": (lambda: Case("child", "best_interests", by=None).decided(), UNDER_16),
    "of one of seventeen": (lambda: interests("young").decided(), GOOD),
    "past an attorney": (lambda: interests().attorney().decided(), THEIRS),
    "past one for money only": (lambda: interests().attorney("property").decided(), GOOD),
    "past one under an order": (lambda: interests().attorney().under_an_order(no_consent=True).decided(), GOOD),
    "past one under another": (lambda: interests().attorney().under_an_order(not_told=True).decided(), THEIRS),
    "past one whom something limits": (lambda: interests().attorney().linked(restriction="x").decided(), GOOD),
    "past one of a child": (lambda: interests("young").attorney().decided(), GOOD),
    # an attorney or deputy
    "an attorney": (lambda: by_attorney(), GOOD),
    "a deputy": (lambda: by_attorney(kind="deputy_welfare"), GOOD),
    "of a child ": (lambda: by_attorney("young"), NO_ADULT),
    "of somebody able": (lambda: by_attorney(able=True), STILL_THEIRS),
    "who is none": (lambda: by_attorney().linked(kind="mother"), NO_POWER),
    "who is one no longer": (lambda: by_attorney().linked(ends_on=day(0)), NO_POWER),
    "by no link": (lambda: by_attorney().with_(relationship=None), NO_POWER),
    "under a limit": (lambda: by_attorney().linked(restriction="Supervised"), LIMITED),
    "without a paper": (lambda: by_attorney().with_(power=None), NOT_SEEN),
    "by the paper of another": (
        lambda: by_attorney().with_(power=Power(relationship=Relationship(pk=2), kind="welfare")),
        NOT_SEEN,
    ),
    "whose power ended": (lambda: by_attorney(ended=day(0)), ENDED),
}


@pytest.mark.clause("S-02", "S-05", "H-14")
@pytest.mark.parametrize("case", WHY)
def test_why_an_answer_is_not_theirs(case):
    made, why = WHY[case]
    assert made().why == why


@pytest.mark.clause("S-05")
def test_what_an_order_forbids_is_open_to_no_lead():
    for case in (parent(), by_attorney()):
        field, why = case.under_an_order(no_consent=True).taken_by_a_lead().why
        assert field == "answered_by" and "they may not" in why and why != LIMITED[1]


def test_whoever_holds_a_power_decides_for_an_adult_alone():
    assert deciding_for_them(by_attorney().grounds) == [by_attorney().link]
    for nobody in (by_attorney("young"), by_attorney(registered=-5), by_attorney(ended=day(0)), parent("adult")):
        assert deciding_for_them(nobody.grounds) == []


def test_nobody_decides_by_a_power_who_is_no_attorney():
    assert deciding_for_them(by_attorney().linked(kind="carer").grounds) == []


@pytest.mark.parametrize(("age", "is_presumed"), [(15, False), (16, True), (17, True), (18, False), (90, False)])
def test_at_sixteen_and_seventeen_they_are_presumed_able(age, is_presumed):
    assert is_presumed_able(Person(group="child", born_on=born(age)), day(0)) is is_presumed
    assert is_presumed_able(Person(group="child"), day(0)) is False


def test_each_footing_has_its_check_and_its_words():
    assert {footing.value: footing.label for footing in Footing} == {
        "adult": "An adult, for themselves",
        "young_person": "A young person who can decide this, for themselves",
        "parent": "Somebody with parental responsibility",
        "best_interests": "A best-interests decision",
        "attorney": "An attorney or a deputy of the court",
    }
