"""An earlier register, kept in a spreadsheet, line by line: what each would become, or in plain words why it cannot.

Nothing is written here. Whoever brings it in must be able to open each record; what they may not open is not there.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import reduce
from operator import and_

from django.core.exceptions import ValidationError
from django.utils import timezone

from policy import packs
from records.models import Agency

from ..footing import Footing
from ..grounds import Gathering
from ..models import Consent
from ..models.kind import BLANKET, NOT_SHARED, Kind
from ..voices import voices_among
from . import spreadsheet
from .copying import HEAD as OF_A_COPY
from .lists import people

MOST, LONGEST = 500, 400_000  # lines, and characters of all of them
NEEDED = ["Agency or kind", "Purpose", "Information", "Answer", "Answered by", "How", "Answered on", "Look again by"]
MAY_STAND = ["Record", "Name", "Kind of permission", "Born on", "Witness", "Four checks", "Language", "Wording"]
MAY_STAND += ["Words", "Evidence"]
DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y")
THEMSELVES = {"themselves", "self", "the person"}
NOT_FROM_A_LIST = (Footing.BEST_INTERESTS,)
FOUR_CHECKS = (
    "Write “yes” under “Four checks” when they knew what they agreed to, could decide it, were free, and it was about "
    "this alone. Where that is not so, leave the line out and ask them again."
)
NOT_FOUND = "Nobody in your register is called that. Look at the reference on their record, or at the spelling."
SEVERAL = "More than one record fits. Give the reference that stands on the record."


class Unfit(Exception):
    """Why a line cannot be brought in, and what to do."""


@dataclass(frozen=True)
class Line:
    """One line of the list, as it is numbered in a spreadsheet: the answer it would become, or what is wrong."""

    number: int
    said: str
    answer: Consent | None = None
    problem: str = ""


def lines_of(text, by):
    """Every line that says anything. Raises Unfit where it is not such a list at all."""
    head, *rows = _table(text)
    numbered = [(number, dict(zip(head, row, strict=False))) for number, row in enumerate(rows, 2) if any(row)]
    if not numbered:
        raise Unfit("There is no line under the names of the columns.")
    if len(numbered) > MOST:
        raise Unfit(f"There are {len(numbered)} lines. Bring in at most {MOST} at once, the rest in another list.")
    reader = Reader(by, [cells for _, cells in numbered])
    return [reader.line(number, cells) for number, cells in numbered]


def _table(text):
    if len(text) > LONGEST:
        raise Unfit(f"This is longer than {LONGEST:,} letters. Bring it in in several lists.")
    try:
        rows = spreadsheet.read(text.strip("\ufeff\r\n "))
    except csv.Error:
        raise Unfit("This is not a list that a spreadsheet wrote. Save it as “CSV UTF-8”, then choose it.") from None
    if not rows:
        raise Unfit("There is nothing in this list.")
    _check_head(rows[0])
    return rows


def _check_head(head):
    known = {*NEEDED, *MAY_STAND, *OF_A_COPY}
    missing = [f"“{name}”" for name in NEEDED if name not in head]
    missing += [] if {"Record", "Name"} & set(head) else ["“Record” or “Name”"]
    if missing:
        raise Unfit(f"The first line must name the columns. Missing: {', '.join(missing)}.")
    odd = [f"“{name[:40]}”" for name in head if name and name not in known]
    if odd or len(set(head)) < len(head):
        raise Unfit(f"No such column, or twice the same: {', '.join(odd) or 'look for a name that stands twice'}.")


class Reader:
    """What lines are read with: the people and agencies this user may name, and what was answered before.

    Who decides for the people of the list is gathered once, as this user knows it and as it is.
    """

    def __init__(self, by, lines):
        self.by, self.voices = by, {}
        needed = ("pk", "public_id", "name", "known_as", "born_on", "due_on", "group", "merged_into")
        everybody = people(by).only(*needed)
        self.called = defaultdict(list)
        for one in everybody:
            for name in _names_of(one):
                self.called[name].append(one)
        named = list({one.pk: one for cells in lines for one in self.called[_wanted(cells)]}.values())
        self.known, self.grounds = Gathering(named, by), Gathering(named)
        self.agencies = {agency.name.casefold(): agency for agency in Agency.objects.open_to(by)}
        self.kinds = {str(label).casefold(): key for key, label in Agency.Kind.choices}
        kept = Consent.objects.filter(person__in=named).exclude(state=Consent.State.NOT_SOUGHT)
        self.there = {_same(row) for row in kept.only(*SAME)}

    def line(self, number, cells):
        who, what = cells.get("Record") or cells.get("Name", ""), cells["Agency or kind"] or cells["Purpose"]
        said = ", ".join(filter(None, [who, what]))
        try:
            return Line(number, said, self._answer(cells))
        except Unfit as reason:
            return Line(number, said, problem=str(reason))

    def _answer(self, cells):
        person = self._person(cells)
        on = _since(cells)
        answer = Consent(
            person=person,
            asked_by=self.by,
            answered_at=min(timezone.make_aware(datetime.combine(on, time(12))), timezone.now()),
            review_on=_until(cells),
            **self._matter(cells),
            **_said(cells),
            **self._respondent(person, on, cells["Answered by"]),
        )
        answer.grounds = self.grounds.on(person, on)
        return self._sound(answer)

    def _person(self, cells):
        born = _day(cells, "Born on") if cells.get("Born on") else None
        found = [one for one in self.called[_wanted(cells)] if born in (None, one.born_on)]
        if len(found) != 1:
            raise Unfit(SEVERAL if found else NOT_FOUND)
        return found[0]

    def _matter(self, cells):
        kind = _kind(cells)
        if kind == Kind.SHARING:
            return self._whom(cells["Agency or kind"]) | _shared(cells)
        if cells["Agency or kind"] or cells["Information"]:
            raise Unfit(f"{NOT_SHARED} Leave “Agency or kind” and “Information” empty.")
        things = [(key, thing.words) for key, thing in kind.things.items()]
        return {"kind": kind, "purpose": _chosen(cells, "Purpose", things)}

    def _whom(self, name):
        whom = name.removeprefix("Any service of this kind: ").casefold()
        if whom in self.agencies:
            return {"recipient": self.agencies[whom]}
        kind = self.kinds.get(whom, "")
        if kind in ("", Agency.Kind.OTHER):
            raise Unfit(
                BLANKET if "other" in whom else f"There is no agency “{name[:80]}” in the directory. Add it there."
            )
        return {"recipient_kind": kind}

    def _respondent(self, person, on, name):
        if (person.pk, on) not in self.voices:
            self.voices[person.pk, on] = voices_among(self.known.on(person, on))
        known = [voice for voice in self.voices[person.pk, on] if voice.footing not in NOT_FROM_A_LIST]
        found = [voice for voice in known if _speaks(voice, person, name)]
        if len(found) != 1:
            raise Unfit(f"“{name[:80]}” is not recorded as family or as able to answer. Add them to the family first.")
        if found[0].footing is None:
            raise Unfit(found[0].why)
        return {"answered_by": found[0].who, "relationship": found[0].relationship, "footing": found[0].footing}

    def _sound(self, answer):
        answer.keep_snapshot()
        try:
            answer.full_clean(exclude=KEYS, validate_unique=False, validate_constraints=False)
            _held_by_the_table(answer)
        except ValidationError as problem:
            raise Unfit(" ".join(dict.fromkeys(problem.messages))) from None
        if _same(answer) in self.there:
            raise Unfit("This answer is in the register already, or twice in this list. Leave the line out.")
        self.there.add(_same(answer))
        return answer


KEYS = ["person", "recipient", "answered_by", "relationship", "asked_by", "earlier_register"]
KEYS += ["competence", "capacity", "power", "best_interests"]
SAME = [
    "person_id",
    "kind",
    "purpose",
    "information",
    "recipient_id",
    "recipient_kind",
    "answered_by_id",
    "answered_at",
]


def _same(row):
    return *(getattr(row, name) for name in SAME[:-1]), timezone.localdate(row.answered_at)


def _held_by_the_table(answer):
    """Every rule of the table in one question; only where one is broken is each asked, to say which."""
    said = answer._get_field_expression_map(answer._meta)
    if not reduce(and_, (rule.condition for rule in Consent._meta.constraints)).check(said):
        answer.validate_constraints()


def _wanted(cells):
    return (cells.get("Record") or cells.get("Name", "")).casefold()


def _names_of(person):
    """Each way in which a list may call somebody, once."""
    references = {str(person), person.public_id.hex[:8], str(person.public_id)}
    return references | {name.casefold() for name in person.names} - {""}


def _speaks(voice, person, name):
    if voice.who == person and name.casefold() in THEMSELVES:
        return True
    return voice.who is not None and name.casefold() in {each.casefold() for each in voice.who.names}


def _kind(cells):
    """A list that says nothing of it is about sharing: that is what registers were kept for."""
    return Kind(_chosen(cells, "Kind of permission", Kind.choices) if cells.get("Kind of permission") else "sharing")


def _shared(cells):
    pack = packs.current()
    return {
        "purpose": _chosen(cells, "Purpose", pack.purposes.items()),
        "information": _chosen(cells, "Information", pack.information.items()),
    }


def _said(cells):
    given = _chosen(cells, "Answer", [("given", "Agreed"), ("refused", "Did not agree")])
    checked = cells.get("Four checks", "").casefold() in ("yes", "y")
    if given == Consent.State.GIVEN and not checked:
        raise Unfit(FOUR_CHECKS)
    how = _chosen(cells, "How", Consent.How.choices)
    if how == Consent.How.SPOKEN and not cells.get("Witness"):
        raise Unfit("A spoken answer has a witness. Write under “Witness” who else heard it.")
    return {
        "state": given,
        "how": how,
        "witness": cells.get("Witness", ""),
        "language": cells.get("Language") or "English",
        "wording_edition": cells.get("Wording") or "Not known",
        "words": cells.get("Words", ""),
        "evidence": cells.get("Evidence", ""),
        **dict.fromkeys(Consent.CHECKS, checked),
    }


def _chosen(cells, column, choices):
    """By its key or by the words that pages show."""
    said = {text.casefold(): key for key, label in choices for text in (key, str(label))}
    cell = cells.get(column, "")
    if cell.casefold() not in said:
        offered = "; ".join(str(label) for _, label in choices)
        raise Unfit(f"“{cell[:80]}” cannot stand under “{column}”. Write one of these: {offered}.")
    return said[cell.casefold()]


def _since(cells):
    on = _day(cells, "Answered on")
    if on > timezone.localdate():
        raise Unfit("Give under “Answered on” a day that has been.")
    return on


def _until(cells):
    on = _day(cells, "Look again by")
    if on < timezone.localdate():
        raise Unfit("This has run out. Leave the line out, and ask them again.")
    return on


def _day(cells, column) -> date:
    cell = cells.get(column, "")
    for shape in DATES:
        try:
            return datetime.strptime(cell, shape).date()
        except ValueError:
            continue
    raise Unfit(f"“{cell[:40]}” under “{column}” is not a day. Write it as 2026-03-27 or 27/03/2026.")
