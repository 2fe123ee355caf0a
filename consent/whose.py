"""Whose permission counts, as a page shows it: one sentence, a small picture, what is missing, and each reason."""

from dataclasses import dataclass

from django.urls import reverse

from policy import packs
from records.address import to
from records.models import Person
from records.tree import Small

from .footing import Footing
from .grounds import grounds_of, grounds_on_page, is_sixteen
from .permitting import in_short
from .standing import standings_of
from .voices import TOLD_THEMSELVES_AT, Voice, voices_among

NOBODY = "Nobody may agree yet. Ask the safeguarding lead."
NOT_THE_PARENTS = "Their parents are not asked or told. See whether they can decide this, or ask the safeguarding lead."
LOOK_FIRST = "Before you ask anybody, open “What they ask of us” on this page."
IN_DOUBT = {
    "disputed": "They do not agree, so nobody’s answer wins. The safeguarding lead decides.",
    "coerced": "Somebody may be pressing them. The safeguarding lead looks at it first, and nobody is told so.",
}
IN_THEIR_INTERESTS = "Nobody answers for them. A decision is made in their interests."


@dataclass(frozen=True)
class Place:
    """One voice as the picture draws it: nothing stands there that whoever reads along must not see."""

    name: str
    what: str
    drawn: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Missing:
    """What is not known yet, and where it is put right; without an address where this reader may not go there."""

    words: str
    url: str = ""


class Whose:
    """For one reader; and for one decision, where it is known which, with how its answers stand together."""

    def __init__(self, person, reader, matter=None, state="none"):
        self.person, self.reader, self.matter, self.state = person, reader, matter, state
        self.grounds = self._gathered()
        self.voices = voices_among(self.grounds, matter)

    def _gathered(self):
        return grounds_of(self.person, reader=self.reader)

    @property
    def may(self) -> list[Voice]:
        return [voice for voice in self.voices if voice.footing and voice.ready]

    @property
    def later(self) -> list[Voice]:
        return [voice for voice in self.voices if voice.footing and not voice.ready]

    @property
    def may_not(self) -> list[Voice]:
        return [voice for voice in self.voices if not voice.footing]

    @property
    def not_told(self) -> list[Voice]:
        return [voice for voice in self.voices if voice.not_told]

    @property
    def headline(self) -> str:
        if self.state in IN_DOUBT:
            return IN_DOUBT[self.state]
        if any(voice.footing == Footing.BEST_INTERESTS for voice in self.may):
            return IN_THEIR_INTERESTS
        if any(voice.key == "self" for voice in self.may):
            return f"{self.person.name} decides."
        names = [voice.name for voice in self.may]
        nobody = NOT_THE_PARENTS if any(voice.law == "GC-3" for voice in self.voices) else NOBODY
        return f"Ask {' or '.join(names)}." if names else nobody

    @property
    def laws(self):
        """The rules these places stand on, each once."""
        known = packs.law()
        return [known[key] for key in dict.fromkeys(voice.law for voice in self.voices)]

    @property
    def parts(self) -> list[tuple[str, list[Voice]]]:
        return [("May agree", self.may), ("Only after something else", self.later), ("May not agree", self.may_not)]

    # --- the picture

    @property
    def generations(self):
        """(title, places) from top to bottom, as the picture of a family draws them (records/tree.py)."""
        drawn = ["may", "later", "limited"]
        return [
            (title, [_place(voice, how) for voice in known])
            for (title, known), how in zip(self.parts, drawn, strict=True)
        ]

    @property
    def picture(self):
        return Small(self)

    # --- what is missing

    @property
    def missing(self) -> list[Missing]:
        return [*self._about_the_person(), *(self._about(voice) for voice in self.voices if self._about(voice))]

    def _about_the_person(self):
        person = self.person
        if person.born_on is None and not person.is_unborn:
            words = "The date of birth is not known, and age says who may agree"
            yield Missing(words, to("change_person", person))
        if not person.is_adult() and not any(voice.footing == Footing.PARENT for voice in self.voices):
            words = "Nobody is recorded with parental responsibility who may agree"
            yield Missing(words, to("add_relation", person))
        if self.matter and self._could_be_asked_themselves():
            url = _at("competence", person) + self.matter.in_a_link
            yield Missing("Nobody recorded whether they understand this decision", url)

    def _could_be_asked_themselves(self):
        old_enough = (self.person.age() or 0) >= TOLD_THEMSELVES_AT and not is_sixteen(self.person, self.grounds.at)
        return old_enough and self.grounds.assessments.newest(self.matter, self.grounds.at) is None

    def _about(self, voice):
        link = voice.relationship
        if voice.footing == Footing.PARENT and not voice.verified:
            return Missing(
                f"Nobody saw what shows the parental responsibility of {voice.name}", to("change_relation", link)
            )
        if voice.footing == Footing.ATTORNEY and self.grounds.power_of(link) is None:
            return Missing(f"Nobody saw the power of {voice.name}", _at("power", self.person))
        if voice.footing == Footing.BEST_INTERESTS and voice.ready:
            about = self.matter.in_a_link if self.matter else ""
            return Missing("Record the decision in their interests", _at("best_interests", self.person) + about)
        return None


class OnTheirRecord(Whose):
    """The same on the page of a person; whoever opens the personal folder also reads where answers disagree."""

    def __init__(self, person, reader):
        super().__init__(person, reader)
        opens = Person.objects.whose_personal_folder_opens_to(reader).contains(person)
        found = standings_of(person) if opens else []
        self.disputed = [matter for matter, known in found if known.state == "disputed"]
        self.besides = in_short(found) if opens else []

    def _gathered(self):
        """Two parts of that page ask for them (first_contact.py)."""
        return grounds_on_page(self.person, self.reader)


class ReadAlong(Whose):
    """On a page that may be turned round: not who is told nothing, and nothing of what a young person asked of us."""

    not_told: list[Voice] = []

    def __init__(self, person, reader):
        super().__init__(person, reader)
        self.voices = voices_among(self.grounds.aloud)

    @property
    def headline(self) -> str:
        """It sends nobody to the parents of a young person who may have asked us not to, whether they did or not."""
        return LOOK_FIRST if self._may_ask_of_us() else super().headline

    def _may_ask_of_us(self):
        under_sixteen = not is_sixteen(self.person, self.grounds.at)
        return under_sixteen and any(row.is_able for row in self.grounds.assessments.rows)


def _place(voice: Voice, drawn: str) -> Place:
    return Place(voice.name, voice.link if voice.who else "", drawn)


def _at(page, person):
    return reverse(f"consent:{page}", args=[person.public_id])
