"""Whether an answer is its respondent's to give: on what footing, and what would make it lawful where it is not.

An adult decides for themselves; so does a young person who can; for other children it is somebody with parental
responsibility; for somebody who cannot decide, an attorney or a best-interests decision (S-02, S-05). Nothing here
asks the database: what is known is gathered once (grounds.py). Who may agree, as pages show it, is in voices.py.
"""

from datetime import date

from django.db import models
from django.utils import timezone

from records.models import Person, Relationship
from records.models.person import ADULT_AT

from .grounds import Grounds, is_sixteen
from .models.decision import PRESUMED_ABLE_AT


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
FOUND_UNABLE = (
    "They were assessed as not able to decide this. Ask what they want all the same; then their attorney or deputy "
    "decides, or a best-interests decision is made."
)
STILL_THEIRS = "Everybody is presumed able to decide. Record first, in both stages, that they cannot decide this."
NO_POWER = "No power of attorney or deputyship is recorded for this person."
NOT_SEEN = "See the registered paper first, and record which power it gives them."
NO_DECISION = "Record the best-interests decision first: who was asked, what they want, what would restrict them less."
THEIRS_TO_DECIDE = "Somebody holds a registered power that covers this, so it is theirs to decide. Ask them."
OTHERWISE = "The best-interests decision says otherwise. If it has changed, record a new one first."


def why_not_theirs(answer, grounds: Grounds) -> tuple[str, str]:
    """Where an answer fails to be this respondent's to give, as (field, reason); ("", "") when it is theirs.

    ``grounds``: as that day ended, for an assessment is written down minutes after the talk it was made in.
    """
    if answer.footing not in CHECKS:
        return "footing", "Say who is answering, and why it is theirs to answer."
    return CHECKS[answer.footing](answer, timezone.localdate(answer.answered_at), grounds)


def _adult(answer, on, grounds):
    if answer.answered_by != answer.person or not answer.person.is_adult(on):
        return "answered_by", NOBODY_ELSE if answer.person.is_adult(on) else "They are not yet 18."
    unable = grounds.assessments.unable(answer, grounds.at)
    return ("answered_by", FOUND_UNABLE) if unable else ("", "")


def _young_person(answer, on, grounds):
    if answer.answered_by != answer.person or answer.person.is_adult(on):
        return "answered_by", "This footing is a young person's own, up to their 18th birthday."
    if answer.competence and not is_about(answer.competence, answer):
        return "competence", "That assessment was about another decision. Understanding is assessed for each decision."
    if answer.competence and not answer.competence.is_able:
        return "competence", NOT_ABLE
    return _as_found(answer, on, grounds)


def _as_found(answer, on, grounds):
    """Without a record of this decision: under 16 that is not enough; at 16 and 17 it is, unless one said no."""
    if is_presumed_able(answer.person, on):
        return ("competence", NOT_ABLE_YET) if grounds.assessments.unable(answer, grounds.at) else ("", "")
    newest = grounds.assessments.newest(answer, grounds.at)
    if newest and not newest.is_able:
        return "competence", NOT_ABLE
    return ("", "") if newest else ("competence", NOT_ASSESSED)


def _parent(answer, on, grounds):
    if answer.person.is_adult(on):
        return "answered_by", NOBODY_ELSE
    if not _links(answer, on) or not answer.relationship.has_pr:
        return "answered_by", NO_RESPONSIBILITY
    if limit := _limit(answer, grounds):
        return "answered_by", limit
    if is_presumed_able(answer.person, on) and not grounds.assessments.unable(answer, grounds.at):
        return "answered_by", OLD_ENOUGH
    return "", ""


def _best_interests(answer, on, grounds):
    if not is_sixteen(answer.person, answer.answered_at):
        return "answered_by", "Under 16 it is for somebody with parental responsibility."
    if not grounds.assessments.unable(answer, grounds.at):
        return "answered_by", STILL_THEIRS
    if deciding_for_them(grounds):
        return "answered_by", THEIRS_TO_DECIDE
    decided = answer.best_interests
    if not (decided and is_about(decided, answer) and on <= decided.review_on):
        return "best_interests", NO_DECISION
    agrees = decided.shares == (answer.state == "given")
    return ("", "") if agrees else ("state", OTHERWISE)


def _attorney(answer, on, grounds):
    if not answer.person.is_adult(on):
        return "answered_by", "Only an adult can have an attorney."
    if not _links(answer, on) or answer.relationship.kind != Relationship.Kind.ATTORNEY:
        return "answered_by", NO_POWER
    if limit := _limit(answer, grounds):
        return "answered_by", limit
    if not answer.power or answer.power.relationship != answer.relationship:
        return "power", NOT_SEEN
    if why := answer.power.why_not(on):
        return "power", why
    return ("", "") if grounds.assessments.unable(answer, grounds.at) else ("answered_by", STILL_THEIRS)


def deciding_for_them(grounds: Grounds) -> list[Relationship]:
    """Attorneys and deputies who may decide on that day: nobody else does while one of them can be asked."""
    if not grounds.person.is_adult(grounds.on):
        return []
    held = [link for link in grounds.links if link.kind == Relationship.Kind.ATTORNEY and not link.restriction]
    held = [link for link in held if not grounds.limits_on(link.other).on("consent")]
    return [link for link in held if (power := grounds.power_of(link)) and not power.why_not(grounds.on)]


def _limit(answer, grounds):
    """What an order forbids is open to no lead; limits in words are for the lead to weigh."""
    why = grounds.limits_on(answer.answered_by).why_not("consent")
    return why or (LIMITED if answer.relationship.restriction and not answer.asked_by.decides else "")


def _links(answer, on):
    link = answer.relationship
    return bool(
        link
        and link.person.stands_for == answer.person.stands_for
        and link.other == answer.answered_by
        and link.is_in_force(on)
    )


def is_presumed_able(person: Person, on: date) -> bool:
    """Sixteen or over and not yet an adult: presumed able to decide (Mental Capacity Act 2005)."""
    age = person.age(on)
    return age is not None and PRESUMED_ABLE_AT <= age < ADULT_AT


def is_about(assessed, answer) -> bool:
    """Whether it was about this person, and this very decision."""
    return assessed.person.stands_for == answer.person.stands_for and assessed.bears_on(answer)


CHECKS = {
    Footing.ADULT: _adult,
    Footing.YOUNG_PERSON: _young_person,
    Footing.PARENT: _parent,
    Footing.BEST_INTERESTS: _best_interests,
    Footing.ATTORNEY: _attorney,
}
