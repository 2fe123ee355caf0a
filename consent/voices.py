"""Whose permission counts: who may agree for a person, who must be told, who must not, and what is missing.

Each place comes with its reason, and with the rule of law it stands on (policy/law.toml). A page says for which reader
it is, and leaves out whom that reader may not know of.
"""

from dataclasses import dataclass, field
from datetime import date

from records.models import Person, Relationship
from records.models.order import Limits

from .footing import (
    FOUND_UNABLE,
    LIMITED,
    NO_RESPONSIBILITY,
    NOBODY_ELSE,
    NOT_ABLE_YET,
    NOT_ASSESSED,
    NOT_SEEN,
    OLD_ENOUGH,
    Footing,
    deciding_for_them,
    is_presumed_able,
)
from .grounds import Grounds, grounds_of, is_sixteen
from .models.wish import ASKED, WAY_OUT

TOLD_THEMSELVES_AT = 12  # a rule of thumb, for telling only: understanding is what counts for deciding
ADULTS_DECIDE = "An adult decides for themselves."
PRESUMED = "At 16 and 17 they are presumed able."
UNDERSTANDS = "They were assessed as able to decide this."
IN_THEIR_PLACE = "They were assessed as not able to decide this, so it is for somebody with parental responsibility."
BY_POWER = "Their registered power covers this, and the person was assessed as not able to decide it."
WHEN_UNABLE = "Their registered power covers this, once the person was assessed as not able to decide it."
ONLY_WHEN_UNABLE = "Only when they cannot decide this themselves, and nobody holds a power that covers it."
UNABLE = "They cannot decide this. Record who was asked, what they want and what would restrict them less."


@dataclass(frozen=True)
class Voice:
    """One person's place in a decision. Without a footing they may not agree, and `why` says so."""

    key: str
    link: str
    footing: Footing | None
    why: str
    who: Person | None = None
    relationship: Relationship | None = None
    ready: bool = True  # may answer as things stand, without an assessment, evidence or the lead first
    limits: Limits = field(default_factory=Limits)
    law: str = "PR-1"
    not_told: str = ""  # why they are told nothing
    hears: bool = False  # of what we do with information, though it is not theirs to answer everything

    @property
    def verified(self) -> bool:
        return self.relationship is None or not self.relationship.has_pr or self.relationship.is_verified

    @property
    def restricted(self) -> bool:
        return self.relationship is not None and bool(self.relationship.restriction)

    @property
    def name(self) -> str:
        return self.who.name if self.who else self.link


def voices(person: Person, on: date | None = None, reader=None) -> list[Voice]:
    """Everybody whose place is known: who may answer now, then who may after something else, then who may not."""
    return voices_among(grounds_of(person, on, reader))


def voices_among(grounds: Grounds, matter=None) -> list[Voice]:
    """The same, of what is gathered already; for one decision, where it is known which. Asks the database nothing."""
    unable = matter and grounds.assessments.unable(matter, grounds.at)
    others = (_voice_of(link, grounds, unable) for link in grounds.links)
    found = [_own_voice(grounds, matter, unable), *others, _best_interests(grounds, unable)]
    return sorted((voice for voice in found if voice), key=lambda voice: (voice.footing is None, not voice.ready))


def is_to_be_told(voice: Voice, person: Person, on: date | None = None) -> bool:
    """Who should hear what we do with information: whoever may decide, and a young person from about twelve (S-01)."""
    if voice.who is None or voice.footing is None or voice.not_told:
        return False
    return voice.ready or voice.hears or voice.who == person and (person.age(on) or 0) >= TOLD_THEMSELVES_AT


def _own_voice(grounds, matter, unable) -> Voice | None:
    person = grounds.person
    if person.is_unborn:
        return None
    sixteen = is_sixteen(person, grounds.at)
    footing = Footing.ADULT if person.is_adult(grounds.on) else Footing.YOUNG_PERSON
    if sixteen and unable:
        return Voice("self", "themselves", None, FOUND_UNABLE, person, ready=False, law="MC-1")
    if sixteen:
        why, law = (ADULTS_DECIDE, "MC-1") if footing == Footing.ADULT else (PRESUMED, "GC-2")
        return Voice("self", "themselves", footing, why, person, law=law)
    able = matter and grounds.assessments.able(matter, grounds.at)
    why = UNDERSTANDS if able else NOT_ABLE_YET if unable else NOT_ASSESSED
    return Voice("self", "themselves", footing, why, person, ready=bool(able), law="GC-1")


def _voice_of(link: Relationship, grounds, unable) -> Voice:
    footing, why, ready, law = _place(link, grounds, unable)
    limits, named = grounds.limits_on(link.other), link.get_kind_display()
    quiet, hears = _why_not_told(link, grounds, limits), _decides_something(link, grounds)
    return Voice(str(link.public_id), named, footing, why, link.other, link, ready, limits, law, quiet, hears)


def _decides_something(link, grounds) -> bool:
    """An attorney or deputy, of somebody who cannot make some decision: an adult who can is told nothing past."""
    return link in deciding_for_them(grounds) and grounds.assessments.unable_in_something(grounds.at)


def _place(link: Relationship, grounds, unable) -> tuple[Footing | None, str, bool, str]:
    footing, adult = _footing_of(link, grounds), grounds.person.is_adult(grounds.on)
    if footing is None:
        return None, NOBODY_ELSE if adult else NO_RESPONSIBILITY, False, "MC-1" if adult else "PR-1"
    if why := grounds.limits_on(link.other).why_not("consent"):
        return None, why, False, "PR-3"
    if link.restriction:
        return footing, LIMITED, False, "PR-3"
    if footing == Footing.ATTORNEY:
        return _by_power(link, grounds, unable)
    if is_presumed_able(grounds.person, grounds.on):
        return footing, IN_THEIR_PLACE if unable else OLD_ENOUGH, bool(unable), "GC-2"
    if grounds.quiet:
        return footing, f"{ASKED} {WAY_OUT}", False, "GC-3"
    return footing, f"Parental responsibility: {link.get_pr_basis_display()}.", True, "PR-1"


def _footing_of(link: Relationship, grounds) -> Footing | None:
    if grounds.person.is_adult(grounds.on):
        return Footing.ATTORNEY if link.kind == Relationship.Kind.ATTORNEY else None
    return Footing.PARENT if link.has_pr else None


def _by_power(link, grounds, unable):
    power = grounds.power_of(link)
    why = power.why_not(grounds.on) if power else NOT_SEEN
    return Footing.ATTORNEY, why or (BY_POWER if unable else WHEN_UNABLE), bool(unable) and not why, "MC-1"


def _why_not_told(link, grounds, limits) -> str:
    if order := limits.why_not("be_told"):
        return order
    if link.has_pr and grounds.quiet:
        return f"{ASKED} {WAY_OUT}"
    return LIMITED if link.restriction else ""


def _best_interests(grounds, unable) -> Voice | None:
    if not is_sixteen(grounds.person, grounds.at):
        return None
    ready = bool(unable) and not deciding_for_them(grounds)
    why = UNABLE if ready else ONLY_WHEN_UNABLE
    named = "A best-interests decision"
    return Voice("best_interests", named, Footing.BEST_INTERESTS, why, ready=ready, law="MC-1")
