"""What one page says about a person: whose permission counts, who was told what, and where we stand on each matter."""

from dataclasses import dataclass

from django.db.models import Q

from records.models import Relationship

from .grounds import is_sixteen
from .models import BestInterests, NoticeGiven, Power
from .models.kind import Kind
from .permitting import besides_sharing
from .shown import ASK_THE_LEAD, IN_DOUBT, SHOWN
from .standing import Matter, Standing, standings_of
from .voices import Voice, is_to_be_told, voices_among
from .whose import ReadAlong


@dataclass(frozen=True)
class Told:
    """Somebody who should know what we do with information, and the newest time it was gone through with them."""

    name: str
    link: str
    notice: NoticeGiven | None

    @property
    def status(self) -> tuple[str, str]:
        if self.notice is None:
            return "Not told yet", "yellow"
        if not self.notice.is_up_to_date:
            return "Told of an older edition", "yellow"
        return ("Told", "green") if self.notice.understood_when_not else ("Told, not yet understood", "yellow")


@dataclass(frozen=True)
class Line:
    """One matter, and where we stand on it."""

    matter: Matter
    standing: Standing

    @property
    def tag(self) -> tuple[str, str]:
        doubted = self.is_for_staff_only and self.standing.state == "none"
        return ASK_THE_LEAD if doubted else SHOWN[self.standing.state]

    @property
    def was_asked(self) -> bool:
        return bool(self.standing.rows)

    @property
    def ask_url(self) -> str:
        """What the link to ask this adds to the address of the page on which an answer is recorded."""
        return self.matter.in_a_link

    @property
    def is_for_staff_only(self) -> bool:
        unsound = any(row.state == "given" and row.failed_checks for row in self.standing.rows)
        return unsound or self.standing.state in IN_DOUBT

    @property
    def state_word(self) -> str:
        return self.standing.state.capitalize()

    @property
    def answered(self) -> list:
        return [row for row in self.standing.rows if row.footing]


class Overview:
    """What one reader may know of it, in as many queries however much there is."""

    def __init__(self, person, reader):
        self.person, self.whose = person, ReadAlong(person, reader)
        records = person.every_record()
        hidden = Relationship.objects.of(person).hidden_from(reader)
        notices = NoticeGiven.objects.filter(person__in=records).exclude(Q(to_person__in=hidden.values("other")))
        self.told = told_among(person, voices_among(self.whose.grounds), notices.select_related("explained_by"))
        self.asked = [Line(*pair) for pair in standings_of(person)]
        self.decided = list(BestInterests.objects.filter(person__in=records).select_related("recorded_by"))
        self.powers = list(Power.objects.standing_open_to(reader).filter(person__in=records))
        self.outweighable = reader.decides and person.is_run_by(reader)

    @property
    def lines(self) -> list[Line]:
        """What was asked about sharing."""
        return [line for line in self.asked if line.matter.is_to_share]

    @property
    def besides(self) -> list[tuple[Kind, list[Line]]]:
        """What else can be asked, kind by kind, and where we stand on each thing."""
        found = besides_sharing((line.matter, line.standing) for line in self.asked)
        return [(kind, [Line(*pair) for pair in things]) for kind, things in found]

    @property
    def assessments(self) -> list:
        """Newest first."""
        return sorted(self.whose.grounds.assessments.rows, key=lambda row: row.assessed_at, reverse=True)

    @property
    def wishes(self) -> tuple:
        return self.whose.grounds.wishes

    @property
    def untold(self) -> list[Told]:
        return [told for told in self.told if told.notice is None]

    @property
    def is_sixteen(self) -> bool:
        return is_sixteen(self.person, self.whose.grounds.at)

    @property
    def is_a_child(self) -> bool:
        return not self.person.is_adult() and not self.person.is_unborn


def told_among(person, known: list[Voice], notices) -> list[Told]:
    """Whoever should hear it, then anybody else it was gone through with, each with the newest time."""
    newest: dict = {}
    for notice in notices:
        newest.setdefault(notice.to_person_id or notice.to_name, notice)
    should = [voice for voice in known if is_to_be_told(voice, person)]
    told = [Told(voice.name, voice.link, newest.pop(voice.who.pk, None)) for voice in should]
    return told + [Told(notice.to_name, notice.to_link, notice) for notice in newest.values()]
