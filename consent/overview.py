"""What one page says about a person: whose permission counts, who was told what, and where we stand on each matter."""

from dataclasses import dataclass

from django.utils import timezone

from .footing import Voice, voices
from .models import Competence, NoticeGiven
from .standing import Matter, Standing, State, standings_of

# The word and colour of each state. Two of them say only whom to ask: whoever presses somebody may be reading along.
SHOWN: dict[State, tuple[str, str]] = {
    "given": ("Given", "green"),
    "refused": ("Refused", "orange"),
    "withdrawn": ("Withdrawn", "grey"),
    "expired": ("Expired", "yellow"),
    "disputed": ("Ask the lead", "yellow"),
    "coerced": ("Ask the lead", "yellow"),
    "none": ("None", "grey"),
}
FOR_STAFF_ONLY = ("disputed", "coerced")


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
        return SHOWN[self.standing.state]

    @property
    def is_for_staff_only(self) -> bool:
        return self.standing.state in FOR_STAFF_ONLY

    @property
    def state_word(self) -> str:
        return self.standing.state.capitalize()

    @property
    def withdrawable(self) -> list:
        return [row for row in self.standing.rows if row.can_be_withdrawn]

    @property
    def answered(self) -> list:
        return [row for row in self.standing.rows if row.footing]


class Overview:
    """Four queries, however much there is."""

    def __init__(self, person):
        self.person = person
        self.voices = voices(person)
        self.told = _told(person, self.voices)
        self.lines = [Line(*pair) for pair in standings_of(person)]
        self.competences = list(Competence.objects.filter(person=person).select_related("assessed_by"))

    @property
    def may_agree(self) -> list[Voice]:
        return [voice for voice in self.voices if voice.footing]

    @property
    def may_not(self) -> list[Voice]:
        return [voice for voice in self.voices if not voice.footing]

    @property
    def untold(self) -> list[Told]:
        return [told for told in self.told if told.notice is None]

    @property
    def can_be_assessed(self) -> bool:
        return not self.person.is_adult(timezone.localdate()) and not self.person.is_unborn


def _told(person, known: list[Voice]) -> list[Told]:
    """Whoever may agree, with a limit on nobody's safety; then anybody else it was gone through with."""
    newest: dict = {}
    for notice in NoticeGiven.objects.filter(person=person).select_related("explained_by"):
        newest.setdefault(notice.to_person_id or notice.to_name, notice)
    should = [voice for voice in known if voice.footing and voice.who and not voice.restricted]
    told = [Told(voice.name, voice.link, newest.pop(voice.who.pk, None)) for voice in should]
    return told + [Told(notice.to_name, notice.to_link, notice) for notice in newest.values()]
