"""Who may agree for a person on a day, on what footing, and why somebody else may not.

An adult decides for themselves; so does a young person who can; for other children it is somebody with parental
responsibility; for somebody who cannot decide, an attorney or a best-interests decision (S-02, S-05).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils import timezone

from records.models import Order, Person, Relationship
from records.models.order import Limits
from records.models.person import ADULT_AT

PRESUMED_ABLE_AT = 16
TOLD_THEMSELVES_AT = 12  # a rule of thumb, for telling only: understanding is what counts for deciding


class Footing(models.TextChoices):
    ADULT = "adult", "An adult, for themselves"
    YOUNG_PERSON = "young_person", "A young person who can decide this, for themselves"
    PARENT = "parent", "Somebody with parental responsibility"
    BEST_INTERESTS = "best_interests", "A best-interests decision"
    ATTORNEY = "attorney", "An attorney or a deputy of the court"


NOBODY_ELSE = "An adult decides for themselves. Being a relative or carer gives no right to agree for them."
NO_RESPONSIBILITY = (
    "Only somebody with parental responsibility may agree for this child, and none is recorded for this person. "
    "Write down what they say as information from them."
)
OLD_ENOUGH = (
    "At 16 and 17 young people decide for themselves. Somebody else may only where they were assessed as not able "
    "to decide this."
)
LIMITED = "A court or the lead has set a limit on this person, so the safeguarding lead takes this answer."
NOT_ASSESSED = (
    "Under 16, a young person may decide when somebody has recorded that they understand this very decision. "
    "Assess that first, or ask somebody with parental responsibility."
)
NOT_ABLE_YET = (
    "They were assessed as not able to decide this. Assess it again, or ask somebody with parental responsibility."
)
NOT_ABLE = "They were assessed as not able to decide this. Ask somebody with parental responsibility."


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

    @property
    def verified(self) -> bool:
        return self.relationship is None or self.relationship.is_verified

    @property
    def restricted(self) -> bool:
        return self.relationship is not None and bool(self.relationship.restriction)

    @property
    def name(self) -> str:
        return self.who.name if self.who else self.link


def voices(person: Person, on: date | None = None, reader=None) -> list[Voice]:
    """Everybody whose place is known: who may answer now, then who may after something else, then who may not.

    A page says for which ``reader`` it is, and leaves out whom that reader may not know of. Three queries.
    """
    on = on or timezone.localdate()
    links = Relationship.objects.in_force(on).of(person).select_related("other").order_by("pk")
    return voices_among(links.known_to(reader) if reader else links, person, on, Order.objects.limits_of(person, on))


def voices_among(links: Iterable[Relationship], person: Person, on: date, limits: Mapping[int, Limits]) -> list[Voice]:
    """The same, where the relationships and orders in force are known already. Asks the database nothing."""
    others = (_voice_of(link, person, on, limits.get(link.other_id, Limits())) for link in links)
    found = [_own_voice(person, on), *others, _best_interests(person, on)]
    return sorted((voice for voice in found if voice), key=lambda voice: (voice.footing is None, not voice.ready))


def is_to_be_told(voice: Voice, person: Person, on: date | None = None) -> bool:
    """Who should hear what we do with information: whoever may decide, and a young person from about twelve (S-01)."""
    if voice.who is None or voice.footing is None or voice.limits.on("be_told"):
        return False
    return voice.ready or voice.who == person and (person.age(on) or 0) >= TOLD_THEMSELVES_AT


def _own_voice(person: Person, on: date) -> Voice | None:
    if person.is_unborn:
        return None
    if person.is_adult(on):
        return Voice("self", "themselves", Footing.ADULT, "An adult decides for themselves.", person)
    if is_presumed_able(person, on):
        return Voice("self", "themselves", Footing.YOUNG_PERSON, "At 16 and 17 they are presumed able.", person)
    return Voice("self", "themselves", Footing.YOUNG_PERSON, NOT_ASSESSED, person, ready=False)


def _voice_of(link: Relationship, person: Person, on: date, limits: Limits) -> Voice:
    footing, why, ready = _place(link, person, on, limits)
    return Voice(str(link.public_id), link.get_kind_display(), footing, why, link.other, link, ready, limits)


def _place(link: Relationship, person: Person, on: date, limits: Limits) -> tuple[Footing | None, str, bool]:
    footing = _footing_of(link, person, on)
    if footing is None:
        return None, NOBODY_ELSE if person.is_adult(on) else NO_RESPONSIBILITY, False
    if limits.on("consent"):
        return None, limits.why_not("consent"), False
    if link.restriction:
        return footing, LIMITED, False
    if footing == Footing.ATTORNEY:
        return footing, "Only for what their power covers; you must have seen it.", True
    if is_presumed_able(person, on):
        return footing, OLD_ENOUGH, False
    return footing, f"Parental responsibility: {link.get_pr_basis_display()}.", True


def _footing_of(link: Relationship, person: Person, on: date) -> Footing | None:
    if person.is_adult(on):
        return Footing.ATTORNEY if link.kind == Relationship.Kind.ATTORNEY else None
    return Footing.PARENT if link.has_pr else None


def _best_interests(person: Person, on: date) -> Voice | None:
    if not (person.is_adult(on) or is_presumed_able(person, on)):
        return None
    why = "Only when they cannot decide this themselves. Say who decided, who was asked, and why they cannot."
    return Voice("best_interests", "A best-interests decision", Footing.BEST_INTERESTS, why, ready=False)


def is_presumed_able(person: Person, on: date) -> bool:
    """Sixteen or over and not yet an adult: presumed able to decide (Mental Capacity Act 2005)."""
    age = person.age(on)
    return age is not None and PRESUMED_ABLE_AT <= age < ADULT_AT


def why_not_theirs(answer) -> tuple[str, str]:
    """Where an answer fails to be this respondent's to give, as (field, reason); ("", "") when it is theirs."""
    if answer.footing not in CHECKS:
        return "footing", "Say who is answering, and why it is theirs to answer."
    return CHECKS[answer.footing](answer, timezone.localdate(answer.answered_at))


def _adult(answer, on):
    if answer.answered_by != answer.person or not answer.person.is_adult(on):
        return "answered_by", NOBODY_ELSE if answer.person.is_adult(on) else "They are not yet 18."
    return "", ""


def _young_person(answer, on):
    if answer.answered_by != answer.person or answer.person.is_adult(on):
        return "answered_by", "This footing is a young person's own, up to their 18th birthday."
    if answer.competence and not _about_the_same(answer):
        return "competence", "That assessment was about another decision. Understanding is assessed for each decision."
    if answer.competence and not answer.competence.is_able:
        return "competence", NOT_ABLE
    if not answer.competence:
        return _presumed(answer, on)
    return "", ""


def _presumed(answer, on):
    """Without a record of this decision: under 16 that is not enough; at 16 and 17 it is, unless one said no."""
    if not is_presumed_able(answer.person, on):
        return "competence", NOT_ASSESSED
    newest = answer.person.competences.filter(purpose=answer.purpose, assessed_at__lte=answer.answered_at).first()
    return ("competence", NOT_ABLE_YET) if newest and not newest.is_able else ("", "")


def _parent(answer, on):
    if answer.person.is_adult(on):
        return "answered_by", NOBODY_ELSE
    if not _links(answer, on) or not answer.relationship.has_pr:
        return "answered_by", NO_RESPONSIBILITY
    if _is_limited(answer, on):
        return "answered_by", _is_limited(answer, on)
    if is_presumed_able(answer.person, on) and not cannot_decide(answer):
        return "answered_by", OLD_ENOUGH
    return "", ""


def _best_interests_decision(answer, on):
    if not (answer.person.is_adult(on) or is_presumed_able(answer.person, on)):
        return "answered_by", "Under 16 it is for somebody with parental responsibility."
    if not answer.respondent_name.strip():
        return "respondent_name", "Name the person who made the best-interests decision."
    return _evidence(answer)


def _attorney(answer, on):
    if not answer.person.is_adult(on):
        return "answered_by", "Only an adult can have an attorney."
    if not _links(answer, on) or answer.relationship.kind != Relationship.Kind.ATTORNEY:
        return "answered_by", "No power of attorney or deputyship is recorded for this person."
    if _is_limited(answer, on):
        return "answered_by", _is_limited(answer, on)
    return _evidence(answer)


def _is_limited(answer, on):
    """What an order forbids is open to no lead; limits in words are for the lead to weigh."""
    why = Order.objects.limits(answer.person, answer.answered_by, on).why_not("consent")
    return why or (LIMITED if answer.relationship.restriction and not answer.asked_by.decides else "")


def _evidence(answer):
    if not answer.evidence.strip():
        return "evidence", "Say what shows that they cannot decide this, and which paper or decision you saw."
    return "", ""


def _links(answer, on):
    link = answer.relationship
    return bool(
        link
        and link.person.stands_for == answer.person.stands_for
        and link.other == answer.answered_by
        and is_in_force(link, on)
    )


def is_in_force(link: Relationship, on: date) -> bool:
    begun = link.starts_on is None or link.starts_on <= on
    return begun and (link.ends_on is None or link.ends_on > on)


def cannot_decide(answer) -> bool:
    """Whether this very decision was assessed as beyond the young person."""
    return bool(answer.competence and _about_the_same(answer) and not answer.competence.is_able)


def _about_the_same(answer):
    return answer.competence.person == answer.person and answer.competence.purpose == answer.purpose


CHECKS = {
    Footing.ADULT: _adult,
    Footing.YOUNG_PERSON: _young_person,
    Footing.PARENT: _parent,
    Footing.BEST_INTERESTS: _best_interests_decision,
    Footing.ATTORNEY: _attorney,
}
