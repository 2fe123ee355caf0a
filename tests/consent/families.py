"""Invented families that were never saved: who belongs to whom, what courts said, who was assessed, and who answered.

Each comes of one number, so that a family which breaks a rule can be made again. What is assessed may be recorded
later than its day, and what is known of a link may change after somebody answered on it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.utils import timezone

from consent.ending import lapsing
from consent.footing import why_not_theirs
from consent.grounds import Assessments, Grounds, is_sixteen
from consent.models import BestInterests, Capacity, Competence, Consent, Power
from consent.rests_on import look_up
from records.models import Agency, Order, Person, Relationship
from records.models.order import Limits

NOW = timezone.now()
NURSE, SCHOOL = Agency(pk=1, name="Nurse", kind="health"), Agency(pk=2, name="School", kind="school")
WHOM = [{"recipient": NURSE}, {"recipient": NURSE}, {"recipient_kind": "health"}, {"recipient": SCHOOL}]
PR = {"mother": "mother", "father": "order", "guardian": "guardian", "adopter": "adopter"}
OTHERS = ["grandparent", "step_parent", "childminder", "attorney", "attorney", "attorney"]
LEAD, WORKER = type("Lead", (), {"decides": True})(), type("Worker", (), {"decides": False})()


def ago(days):
    return NOW - timedelta(days=days)


def day(days):
    return timezone.localdate(ago(days))


@dataclass
class Family:
    """Everything about one person: the reference and the rules are asked of the same rows."""

    person: Person
    topics: list = field(default_factory=list)  # what people are asked about most
    links: list = field(default_factory=list)
    orders: list = field(default_factory=list)
    assessments: list = field(default_factory=list)  # (recorded how many days ago, row)
    powers: list = field(default_factory=list)
    decisions: list = field(default_factory=list)
    answers: list = field(default_factory=list)  # those that were accepted
    refused: list = field(default_factory=list)  # (answer, why)

    def known(self, days):
        rows = tuple(row for recorded, row in self.assessments if recorded >= days)
        return Assessments(self.person, rows)

    def _ordered(self, other, on):
        """As `limits_towards` gives it: the orders on every record of that person."""
        return (one for one in self.orders if one.limited.stands_for == other.stands_for and one.counts_on(on))

    def grounds(self, days):
        limits = {link.other.pk: Limits(tuple(self._ordered(link.other, day(days)))) for link in self.links}
        return Grounds(self.person, ago(days), self.known(days), limits, tuple(self.links), tuple(self.powers))


def families(seed):
    """One family: two to six adults, one to five children; then each of its children, and one adult, by themselves."""
    chance = Random(seed)
    adults = [
        Person(pk=100 + n, name=f"Adult {n}", group="adult", born_on=day(9000)) for n in range(chance.randint(2, 6))
    ]
    if chance.random() < 0.3:  # a second record of the same adult
        adults.append(Person(pk=190, name="Adult 0", group="adult", merged_into=adults[0], born_on=day(9000)))
    children = [
        Person(
            pk=1 + n,
            name=f"Child {n}",
            group="child",
            born_on=day(chance.randint(3, 20) * 365 + chance.randint(0, 364)),
        )
        for n in range(chance.randint(1, 5))
    ]
    return [lived(person, adults, chance) for person in [*children, Person(pk=99, group="adult", born_on=day(20000))]]


def lived(person, adults, chance):
    family = Family(
        person, topics=[{"purpose": "health", "information": "personal", "recipient": NURSE}, _matter(chance)]
    )
    for number, adult in enumerate(adults):
        family.links.append(_link(person, adult, number, chance))
    family.orders += [_order(person, adult, chance) for adult in adults if chance.random() < 0.2]
    family.powers += [
        _power(link, chance) for link in family.links if link.kind == "attorney" and chance.random() < 0.8
    ]
    events = [("assess", chance.randint(0, 400)) for _ in range(chance.randint(0, 5))]
    events += [("answer", chance.randint(0, 400)) for _ in range(chance.randint(2, 10))]
    for what, days in sorted(events, key=lambda event: -event[1]):
        (_assess if what == "assess" else _answer)(family, days, chance)
    _change_something(family, chance)
    return family


def _link(person, adult, number, chance):
    kind = _usual(person)[number] if number < 2 else chance.choice([*PR, *OTHERS])
    basis = PR.get(kind, "") if chance.random() < 0.85 else ""
    starts = day(chance.randint(0, 900)) if chance.random() < 0.2 else None
    ends = day(chance.randint(-300, 600)) if chance.random() < 0.2 else None
    limit = "Supervised" if chance.random() < 0.1 else ""
    key = person.pk * 1000 + number
    return Relationship(
        pk=key, person=person, other=adult, kind=kind, pr_basis=basis, starts_on=starts, ends_on=ends, restriction=limit
    )


def _usual(person):
    """Who the first two of a family mostly are, so that many answers meet: parents, or attorneys of a grown person."""
    return ["mother", "father"] if person.group == "child" else ["attorney", "attorney"]


def _order(person, adult, chance):
    starts = chance.randint(0, 800)
    ends = day(starts - chance.randint(0, 500)) if chance.random() < 0.5 else None
    kinds = {"no_consent": chance.random() < 0.7, "not_told": True}
    return Order(person=person, limited=adult, kind="prohibited_steps", starts_on=day(starts), ends_on=ends, **kinds)


def _power(link, chance):
    registered = day(chance.randint(0, 900)) if chance.random() < 0.85 else None
    ended = day(chance.randint(-200, 500)) if chance.random() < 0.2 else None
    kind = chance.choice(["welfare", "welfare", "deputy_welfare", "property"])
    return Power(pk=link.pk, person=link.person, relationship=link, kind=kind, registered_on=registered, ended_on=ended)


def _matter(chance):
    purpose = "health" if chance.random() < 0.8 else "learning"
    return {"purpose": purpose, "information": chance.choice(["personal", "personal", "send"]), **chance.choice(WHOM)}


def _topic(family, chance):
    return chance.choice(family.topics[:1] * 2 + family.topics) if chance.random() < 0.9 else _matter(chance)


def _assess(family, days, chance):
    """Recorded on that day, of the same day or an earlier one."""
    at = ago(days + (chance.randint(1, 200) if chance.random() < 0.3 else 0))
    able, told = chance.random() < 0.3, {"pk": len(family.assessments) + 1, "person": family.person, "assessed_at": at}
    if is_sixteen(family.person, at):
        review = timezone.localdate(at) + timedelta(days=chance.randint(20, 365))
        abilities = dict.fromkeys(Capacity.ABILITIES, able)
        row = Capacity(
            **told, **_topic(family, chance), **abilities, impairment="x", because_of_it=True, review_on=review
        )
    else:
        row = Competence(**told, **_topic(family, chance), **dict.fromkeys(Competence.QUESTIONS, able))
    family.assessments.append((days, row))
    for answer, moment in list(lapsing(row, [one for one in family.answers if not one.lapsed_at], family.known(days))):
        answer.lapsed_at = moment
    if not able and isinstance(row, Capacity) and chance.random() < 0.7:
        matter = {name: getattr(row, name) for name in ("purpose", "information", "recipient", "recipient_kind")}
        review = day(days - chance.randint(5, 300))
        shares = chance.random() < 0.7
        made = BestInterests(person=family.person, capacity=row, shares=shares, review_on=review, **matter)
        made.decided_by, made.reasons, made.decided_at = "Dr Oak", "Care", ago(days)
        family.decisions.append(made)


def _answer(family, days, chance):
    answer = _said(family, days, chance)
    grounds = family.grounds(days)
    look_up(answer, grounds)
    why = why_not_theirs(answer, grounds)
    if any(why):
        family.refused.append((answer, why))
        return
    answer.taken_by_lead = answer.asked_by.decides
    family.answers.append(answer)
    if answer.state == "given" and chance.random() < 0.25:
        answer.withdrawn_at = ago(chance.randint(0, days))
        answer.withdrawal_doubted = chance.random() < 0.2


def _said(family, days, chance):
    person, link = family.person, chance.choice(family.links[:2] * 2 + family.links)
    own = "adult" if person.is_adult(day(days)) else "young_person"
    others = ["parent"] * 4 if person.group == "child" else ["attorney"] * 3
    footing = chance.choice([own, own, *others, "attorney", "best_interests", "best_interests"])
    theirs = {own: person, "best_interests": None}.get(footing, link.other)
    answer = Consent(
        pk=len(family.answers) + len(family.refused) + 1, person=person, footing=footing, answered_by=theirs,
        relationship=link if theirs is link.other else None, state=chance.choice(["given"] * 3 + ["refused"]),
        answered_at=ago(days), review_on=day(days - chance.randint(30, 365)), respondent_name="x",
        coercion_suspected=chance.random() < 0.06, **_topic(family, chance),
        **{check: chance.random() < 0.95 for check in Consent.CHECKS},
    )  # fmt: skip
    answer._state.fields_cache["asked_by"] = chance.choice([LEAD, WORKER, WORKER])
    if footing == "best_interests":
        made = [one for one in family.decisions if one.decided_at <= answer.answered_at and one.bears_on(answer)]
        answer.best_interests = made[-1] if made else BestInterests(person=person, purpose="another")
    return answer


def _change_something(family, chance):
    """Something turns out to be otherwise after people answered on it."""
    link = chance.choice(family.links)
    what = chance.random()
    if what < 0.15:
        link.pr_basis = ""
    elif what < 0.25:
        link.restriction = "Since then"
    elif what < 0.3:
        link.kind = "other"
