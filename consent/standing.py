"""Where do we stand? One answer for a person, purpose, recipient and kind of information, at any moment.

Only a yes runs out: a no stands until the same person answers anew. Whatever is in doubt never comes out as a yes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from policy import packs
from records.models import Agency, Order, Person

from .bearing import answers_bearing_on
from .ending import respondent, why_ended
from .models import Consent
from .models.kind import Kind

State = Literal["given", "refused", "withdrawn", "expired", "disputed", "coerced", "none"]
CAUTION: list[State] = ["given", "expired", "none", "withdrawn", "refused", "coerced"]  # of two at once, the later
NO = ("refused", "withdrawn")
OVERRIDES_YES = (*NO, "coerced")


@dataclass(frozen=True)
class Standing:
    """Where we stand, the rows that count towards it, and why, in sentences for staff (never for the family)."""

    state: State
    rows: tuple[Consent, ...] = ()
    reasons: tuple[str, ...] = ("Nothing is recorded.",)


@dataclass(frozen=True)
class Matter:
    """One question that can be put to somebody: what to share, for what and with whom; or another thing altogether."""

    purpose: str
    information: str = ""
    recipient: Agency | None = None
    recipient_kind: str = ""
    kind: str = Kind.SHARING

    @classmethod
    def of(cls, row: Consent) -> "Matter":
        return cls(row.purpose, row.information, row.recipient, row.recipient_kind, Kind(row.kind))

    @property
    def is_to_share(self) -> bool:
        return self.kind == Kind.SHARING

    @property
    def kind_in_words(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def title(self) -> str:
        """In one line: whom we would tell, or what else is asked."""
        return self.whom if self.is_to_share else f"{self.kind_in_words}: {self.why[:1].lower()}{self.why[1:]}"

    @property
    def whom(self) -> str:
        if self.recipient or not self.is_to_share:
            return self.recipient.name if self.recipient else ""
        return f"Any service of this kind: {Agency.Kind(self.recipient_kind).label}"

    @property
    def what(self) -> str:
        return packs.current().information.get(self.information, self.information)

    @property
    def why(self) -> str:
        """What it is for; of another kind than sharing, the thing that is asked."""
        if thing := Kind(self.kind).things.get(self.purpose):
            return thing.words
        return packs.current().purposes.get(self.purpose, self.purpose) if self.is_to_share else self.purpose

    @property
    def in_a_link(self) -> str:
        """What a link to a form adds to its address, so that nobody chooses all of this again (forms/matter.py)."""
        asks = {"kind": str(self.kind), "what": self.purpose}
        if self.is_to_share:
            whom = f"agency:{self.recipient.public_id}" if self.recipient else f"kind:{self.recipient_kind}"
            asks |= {"whom": whom, "information": self.information}
        return f"?{urlencode(asks)}"

    def bears(self, row: Consent) -> bool:
        """Whether an answer counts here: of this kind of permission, and about this agency or its kind."""
        if (row.kind, row.purpose, row.information) != (self.kind, self.purpose, self.information):
            return False
        if self.recipient is None:
            return row.recipient_kind == self.recipient_kind
        return row.recipient_id == self.recipient.pk or row.recipient_kind == self.recipient.kind


@dataclass(frozen=True)
class Answer:
    """One row as it counts at a moment."""

    row: Consent
    state: State
    at: datetime
    ended: str = ""  # why it is not theirs any more
    is_own_no: bool = False  # the person took back, themselves, what somebody else had agreed

    @property
    def weight(self) -> tuple[datetime, int]:
        return self.at, CAUTION.index(self.state)


def standing(
    person: Person, purpose: str, recipient: Agency | str | None, information: str, at: datetime | None = None
) -> Standing:
    """Where we stood on sharing at a moment (now, unless given): no other permission counts. Two queries.

    ``recipient`` is an agency, or a kind of agency.
    """
    rows = answers_bearing_on(person, purpose, recipient, information)
    return weigh(rows, person=person, orders=orders_about(person), at=at)


def orders_about(person: Person) -> list[Order]:
    return Order.objects.every_one_towards(person)


def standings_of(person: Person, at: datetime | None = None) -> list[tuple[Matter, Standing]]:
    """Every matter somebody was asked about for a person, newest first, and where we stand on each. Two queries."""
    rows = list(Consent.objects.about(person))
    return standings_in(rows, person, orders_about(person), at)


def standings_in(
    rows: list[Consent], person: Person, orders: list[Order], at: datetime | None = None
) -> list[tuple[Matter, Standing]]:
    matters = dict.fromkeys(Matter.of(row) for row in rows)
    return [(matter, weigh(filter(matter.bears, rows), person=person, orders=orders, at=at)) for matter in matters]


def weigh(rows: Iterable[Consent], *, person: Person, orders: Iterable[Order], at: datetime | None = None) -> Standing:
    """Weigh every answer to one question, in whatever order they come. Asks the database nothing.

    ``orders``: each that was ever recorded about this person, in whichever of their records.
    """
    at = at or timezone.now()
    known = [row for row in rows if row.answered_at <= at]
    said = defaultdict(list)
    for row in known:
        if row.state != Consent.State.NOT_SOUGHT:
            said[respondent(row)].append(_as_it_counts(row, why_ended(row, person, orders, at), at))
            if row.withdrawn_word_of_id and row.is_withdrawn(at):
                said[person.stands_for].append(_own_no(row))
    last = [_last_word(answers) for answers in said.values()]
    own = _own_word(said, person, at)
    counting = sorted(own or last, key=lambda answer: (answer.at, answer.row.public_id))
    state = _together(counting)
    reasons = [_sentence(answer) for answer in counting]
    reasons += _why(state, own, last) + [_not_asked(row) for row in known if row.state == Consent.State.NOT_SOUGHT]
    return Standing(state, _rows_of(counting), tuple(reasons) or Standing.reasons)


def _rows_of(counting: list[Answer]) -> tuple[Consent, ...]:
    """Each once: one that somebody else took back is an answer of both."""
    return tuple({answer.row.public_id: answer.row for answer in counting}.values())


def _as_it_counts(row: Consent, ended: str, at: datetime) -> Answer:
    withdrawn = row.is_withdrawn(at)
    moment = row.withdrawn_at if withdrawn and row.withdrawn_at else row.answered_at
    return Answer(row, "expired" if ended else _state_of(row, at, withdrawn), moment, ended)


def _own_no(row: Consent) -> Answer:
    """Their own word, heard as their answer: whoever agreed for them cannot simply agree again."""
    state: State = "coerced" if row.withdrawal_doubted else "withdrawn"
    return Answer(row, state, row.withdrawn_at or row.answered_at, is_own_no=True)


def _state_of(row: Consent, at: datetime, withdrawn: bool) -> State:
    if row.coercion_suspected or withdrawn and row.withdrawal_doubted:
        return "coerced"
    if withdrawn:
        return "withdrawn"
    if row.state == Consent.State.REFUSED:
        return "refused"
    if row.failed_checks:
        return "none"
    return "expired" if timezone.localdate(at) > row.review_on else "given"


def _last_word(answers: list[Answer]) -> Answer:
    """What one person said last. The answer about this agency comes before the one about its kind, but a later no
    to the kind takes back an earlier yes to the agency: people who say no do not go through every yes they gave.
    """
    newest = max(answers, key=lambda answer: answer.weight)
    named = [answer for answer in answers if answer.row.recipient_id]
    if not named or newest.state in OVERRIDES_YES:
        return newest
    return max(named, key=lambda answer: answer.weight)


def _own_word(said: Mapping[int | None, list[Answer]], person: Person, at: datetime) -> list[Answer]:
    """A young person who can decide is heard before the adults, and before a dispute between them.

    What turned out not to be theirs to decide takes nothing from what anybody else answered.
    """
    if person.is_adult(timezone.localdate(at)):
        return []
    own = [_last_word(said[key]) for key in {person.stands_for} & said.keys()]
    return [answer for answer in own if answer.is_own_no or not answer.ended and _could_decide(answer.row)]


def _could_decide(row: Consent) -> bool:
    return row.state == Consent.State.REFUSED or row.competent


def _together(counting: list[Answer]) -> State:
    states = {answer.state for answer in counting}
    if "coerced" in states:
        return "coerced"
    noes = [answer for answer in counting if answer.state in NO]
    if noes and "given" in states:
        return "disputed"
    if noes:
        return max(noes, key=lambda answer: answer.weight).state
    return next((state for state in ("given", "expired") if state in states), "none")


def _sentence(answer: Answer) -> str:
    """One answer, in words for staff."""
    row = answer.row
    if answer.is_own_no:
        return f"{row.person.name} took it back themselves on {_day(timezone.localdate(answer.at))}."
    who = f"{row.who_answered} ({row.their_link})" if row.their_link else row.who_answered
    said = "agreed" if row.state == Consent.State.GIVEN else "did not agree"
    return f"{who} {said} on {_day(timezone.localdate(row.answered_at))}{_since(answer)}."


def _since(answer: Answer) -> str:
    row = answer.row
    return {
        "given": f", until {_day(row.review_on)}",
        "refused": "",
        "withdrawn": f", and {_who_took_back(row)}took it back on {_day(timezone.localdate(answer.at))}",
        "coerced": ". The answer may not have been free, so it counts as none",
        "none": f". It does not count, because {' and '.join(row.failed_checks)}",
        "expired": f". {answer.ended}" if answer.ended else f". That ran out on {_day(row.review_on)}",
    }[answer.state]


def _who_took_back(row: Consent) -> str:
    return f"{row.person.name} " if row.withdrawn_word_of_id else ""


def _why(state: State, own: list[Answer], last: list[Answer]) -> list[str]:
    why = []
    if own and len(last) > len(own):
        why.append("A young person who can decide is heard before the adults.")
    if state == "disputed":
        why.append("They do not agree with each other, so nobody's answer wins: the safeguarding lead decides.")
    return why


def _not_asked(row: Consent) -> str:
    ground = packs.current().questions["unsafe_to_ask"].answers.get(row.ground, row.ground)
    return f"Nobody was asked on {_day(timezone.localdate(row.answered_at))}: {ground[:1].lower()}{ground[1:]}."


@lru_cache(maxsize=1000)  # the same few days are said again and again, and Django spells each out anew
def _day(day: date) -> str:
    return date_format(day, "j F Y")
