"""What must be true before a decision is signed, and how its words are frozen at that moment (S-24, S-29).

Every refusal says what is missing and what would make it possible (H-14); the database holds the same line.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from policy import packs
from records.models.kept_out import keepers_now
from staff.models import User
from staff.notices import LEADS
from staff.roles import Deputy, OutsidePerson, SeniorLeader

from . import agreement, apart
from .grounds import SAFEGUARDING
from .rules import Outcome
from .suggesting import refusal_counts
from .wanted import (
    AGREEMENT_GONE,
    ALWAYS,
    CHECKS,
    GOLDEN,
    LATER,
    LEAST_RATIONALE,
    NOBODY_AGREED,
    NOT_ENOUGH,
    NOT_OFFERED,
    NOT_STRONG,
    NOT_TO_SHARE,
    OVERRIDE,
    STANDS_ON,
    TOOK_PART,
    WITHOUT_CONSENT,
    WRONG_BASIS,
    to_share,
)
from .weighing import editions

SECOND_LOOK_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Problem:
    """One thing that stands in the way, on one field of the form ("" for the whole)."""

    field: str
    reason: str


class Refused(Exception):
    """The decision cannot be signed like this. ``problems`` says everything that is missing, at once."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__(" ".join(problem.reason for problem in problems))


def freeze(decision, *, by):
    """Check everything, then write down who decided, by which rule, in which words. Raises Refused."""
    verdict = decision.weighed
    decision.decided_by, decision.decided_as = by, _acting_as(decision, by, verdict)
    decision.is_override = _is_override(decision, verdict)
    problems = list(problems_with(decision, by, verdict))
    if problems:
        raise Refused(problems)
    if needs_second_look(decision, by, verdict):
        decision.second_due_at = timezone.now() + SECOND_LOOK_WITHIN
        decision.second_first = second_comes_first(decision, verdict)
    _dates(decision)
    _seal_words(decision, verdict)


def freeze_emergency(decision, *, by):
    """An emergency was decided by whoever acted; the review is what completes its record."""
    decision.decided_by, decision.decided_as = decision.proposed_by, "in an emergency"
    decision.outcome, decision.no_conflict = "share", True
    _seal_words(decision, decision.weighed)


def _dates(decision):
    """When it wakes up by itself: not shared, or not told yet, is never the last word."""
    decision.look_on = decision.review_on if decision.outcome == "not_share" else None
    decision.tell_look_on = decision.tell_on if decision.tell in LATER else None


def _seal_words(decision, verdict):
    from records.paper.sealing import digest

    from .account import account_of  # builds on the models, which build on this
    from .document import frozen

    decision.verdict = verdict.as_json(packs.current().rule_clauses[verdict.rule]) | editions()
    decision.signed_at = timezone.now()
    words = frozen(account_of(decision))
    decision.canonical, decision.sha256 = words.decode(), digest(words)


def problems_with(decision, by, verdict):
    """Everything that keeps this decision from being signed by this user, with what would make it possible."""
    yield from _who(decision, by, verdict)
    yield from _missing(decision, ALWAYS)
    if len("".join(decision.rationale.split())) < LEAST_RATIONALE:
        yield Problem(
            "rationale", "Say why this is the right decision, in a sentence or two. It is kept as the reason."
        )
    if set(packs.current().golden) - set(decision.checks):
        yield Problem("golden", GOLDEN)
    if not decision.no_conflict:
        yield Problem("no_conflict", "Confirm that you have no conflict of interest, or leave it to another lead.")
    yield from _telling(decision)
    yield from _sharing(decision, verdict) if decision.outcome == "share" else _not_sharing(decision, verdict)
    if against(decision.outcome, verdict) and not decision.against_verdict.strip():
        yield Problem(
            "against_verdict",
            "This differs from what the rules say: give your reasons. A second person will look at it.",
        )


def _telling(decision):
    if decision.tell in LATER and not (decision.tell_words and decision.tell_on):
        yield Problem("tell_words", "Say why the person is not told yet, and when that is looked at again.")
    elif decision.tell in LATER and decision.tell_on < timezone.localdate():
        yield Problem("tell_on", "They are not told yet: give a day that is still to come.")


def _sharing(decision, verdict):
    yield from _missing(decision, to_share(verdict))
    if set(CHECKS) - set(decision.checks):
        yield Problem(
            "checks", "Check each of the seven: necessary, proportionate, relevant, adequate, accurate, timely, secure."
        )
    if verdict.outcome is not Outcome.ANONYMISE:
        yield from _sharing_of_somebody(decision, verdict)


def _sharing_of_somebody(decision, verdict):
    from . import partners  # builds on the models, which build on this

    yield from _law(decision, verdict)
    if decision.is_override:
        yield from _missing(decision, OVERRIDE)
        if decision.ground == "best_interests" and decision.known.is_own_refusal:
            yield Problem("ground", NOT_ENOUGH)
        if decision.ground == "public_interest" and decision.known.public_interest == "insufficient":
            yield Problem("ground", NOT_STRONG)
    if verdict.outcome not in (Outcome.MUST, Outcome.MUST_NOW) and agreement.gone_since(decision):
        yield Problem("purpose", AGREEMENT_GONE)
    if decision.known.recipient == "unverified" and "recipient" in verdict.missing:
        yield Problem("contact_id", "Call the recipient back on a number from the directory first.")
    yield from (Problem("", reason) for reason in partners.reasons_against(decision))
    if decision.known.duty in ("statutory", "court_order") and not (decision.request and decision.request.reference):
        yield Problem("", "Record the reference of the order or of the law that was shown, with the request.")


def _law(decision, verdict):
    """One basis that is offered today, and where sensitive information goes without consent one of three reasons."""
    for kind, field in STANDS_ON.items():
        chosen = getattr(decision, field)
        if chosen and chosen not in packs.current().offered(kind, timezone.localdate()):
            yield Problem(field, NOT_OFFERED)
    agreed = refusal_counts(decision.known, verdict)
    if decision.legal_basis == "consent_uk_gdpr" and not agreed:
        yield Problem("legal_basis", WRONG_BASIS)
    if decision.special_condition == "explicit_consent" and decision.known.consent != "given":
        yield Problem("special_condition", NOBODY_AGREED)
    if decision.special_condition == SAFEGUARDING:
        yield from _missing(decision, WITHOUT_CONSENT)


def _not_sharing(decision, verdict):
    yield from _missing(decision, NOT_TO_SHARE)
    if decision.review_on and decision.review_on <= timezone.localdate():
        yield Problem("review_on", "Choose a day that is still to come.")
    if verdict.outcome in (Outcome.MUST, Outcome.MUST_NOW):
        yield Problem(
            "", "The law, or an emergency, requires this to be shared; nobody here can refuse it. Share, and record it."
        )


def _missing(decision, wanted):
    for field, reason in wanted.items():
        value = getattr(decision, field)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield Problem(field.removesuffix("_id"), reason)


def _who(decision, by, verdict):
    if not may_decide(decision, by, verdict):
        yield Problem(
            "", "Only a designated safeguarding lead or a senior leader signs this (S-24). Send it to the lead."
        )
    elif decision.proposed_by_id == by.pk and not may_act_alone(decision, by, verdict):
        yield Problem(
            "", "You asked for this yourself, so somebody else decides: the deputy, another lead or a senior leader."
        )


def may_decide(decision, by, verdict):
    """Designated people of the group decide; anybody settles their own question where the rules leave it to anyone."""
    if is_designated(decision, by):
        return True
    return verdict.decides == "anyone" and decision.proposed_by_id == by.pk and not against(decision.outcome, verdict)


def may_act_alone(decision, by, verdict):
    """Whoever asks does not decide, unless the rules leave it to anyone, it is urgent, or nobody else can (H-14)."""
    ordinary = verdict.decides == "anyone" and not against(decision.outcome, verdict)
    return ordinary or decision.urgent or not others_who_decide(decision, by).exists()


def needs_second_look(decision, by, verdict):
    own = decision.proposed_by_id == by.pk
    settled = verdict.decides == "anyone" and not against(decision.outcome, verdict)
    return against(decision.outcome, verdict) or (own and not settled) or bool(asked_by_the_pack(decision))


def asked_by_the_pack(decision):
    """Why this policy wants a second person to look at it: the family is not told, or they refused (S-20, S-30)."""
    if decision.outcome != "share":
        return []
    holds = {"family_not_told": decision.tell == "not_yet", "consent_refused": decision.known.refused}
    return [reason for reason in packs.current().second_look if holds[reason]]


def second_comes_first(decision, verdict):
    """Whether nothing leaves before the second look. Never in front of urgent harm, or of what the law requires."""
    bound = verdict.outcome in (Outcome.MUST, Outcome.MUST_NOW)
    if decision.outcome != "share" or decision.urgent or bound:
        return False
    return against(decision.outcome, verdict) or bool(asked_by_the_pack(decision))


def others_who_decide(decision, by):
    return deciders_of(decision).exclude(pk=by.pk)


def deciders_of(decision):
    """Active designated people of the group, whom nothing shuts out from this case."""
    if decision.apart:
        return keepers_now(decision.apart)
    shut_out = [
        user
        for about in decision.about.all()
        for user in about.person.exclusions.in_force().values_list("user", flat=True)
    ]
    leads = User.objects.in_role(LEADS[decision.group], Deputy, SeniorLeader)
    return leads.exclude(pk__in=shut_out)


def against(outcome, verdict):
    """Whether what is decided differs from what the rules say. People decide; a second person then looks at it."""
    if outcome == "share":
        return not verdict.outcome.shares
    return verdict.outcome not in (
        Outcome.DO_NOT_SHARE,
        Outcome.MAY_WITH_AGREEMENT,
        Outcome.MAY_OTHER_BASIS,
        Outcome.ANONYMISE,
    )


def _is_override(decision, verdict):
    """Sharing what somebody refused, or was not asked about, on a ground that outweighs it (S-20)."""
    if decision.outcome != "share" or decision.known.consent == "given":
        return False
    return verdict.outcome == Outcome.SHOULD_WITHOUT_CONSENT or not verdict.outcome.shares


def _acting_as(decision, by, verdict):
    kept_by = set(decision.apart.keepers.values_list("role", flat=True)) if decision.apart else ()
    roles = [role for role in by.roles if role.key in kept_by or decision.group in role.stands_over] or by.roles
    return roles[0].title if roles else by.post


def is_designated(decision, by):
    """Whether it is theirs to decide: a lead of the group; about a colleague, whoever keeps the folder (H-31)."""
    if decision.apart:
        return apart.keeps(by, decision.apart)
    return by.decides and decision.group in by.stands_over


def refuse_unless_designated(decision, by):
    if not is_designated(decision, by):
        raise PermissionDenied("Only a designated safeguarding lead or a senior leader does this (S-24).")


def refuse_unless_second(decision, by):
    """The second person is neither the one who decided nor the one who asked."""
    if by.pk in (decision.decided_by_id, decision.proposed_by_id):
        raise PermissionDenied(TOOK_PART)
    free = decision.apart is None or apart.may_look(by, decision)
    if not (free and (decision.group in by.stands_over or OutsidePerson in by.roles)):
        raise PermissionDenied("A deputy, a senior leader, another lead or the named outside person reviews this.")
