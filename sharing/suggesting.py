"""What may fit as basis, condition and power, from what was answered: said beside the question, and never chosen."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from policy import packs

from .facts import Facts
from .rules import Outcome

Holds = Callable[[Facts], bool]


@dataclass(frozen=True)
class Suggestion:
    kind: str
    key: str
    holds: Holds
    because: str

    @property
    def label(self):
        return packs.book().supports[self.kind][self.key].label


def _bound(facts):
    return facts.duty in ("statutory", "court_order")


def _protects(facts):
    return facts.harmful or facts.criminal


def _agreed(facts):
    return facts.consent == "given" and not (_protects(facts) or _bound(facts) or facts.helpless)


def _quiet(facts):
    return not (_protects(facts) or _bound(facts) or facts.helpless or _agreed(facts))


TABLE = (
    Suggestion("legal_bases", "vital_interests", lambda facts: facts.helpless, "somebody is in danger now"),
    Suggestion("legal_bases", "legal_obligation", _bound, "a law or an order that binds us was seen"),
    Suggestion(
        "legal_bases", "recognised_legitimate_interest", _protects,
        "somebody may be harmed, or there may be a serious crime; it is not for a public body’s own tasks",
    ),
    Suggestion("legal_bases", "public_task", _protects, "a council or health service pays us for this very task"),
    Suggestion("legal_bases", "consent_uk_gdpr", _agreed, "they agreed; only if a no would really have stopped us"),
    Suggestion("legal_bases", "legitimate_interests", _agreed, "they agreed, and we could have good reason without it"),
    Suggestion("legal_bases", "legitimate_interests", _quiet, "there is a good reason, and nothing else was answered"),
    Suggestion("special_conditions", "safeguarding", _protects, "somebody must be protected, and nobody agreed to it"),
    Suggestion("special_conditions", "explicit_consent", _agreed, "they agreed to exactly this, in clear words"),
    Suggestion("legal_powers", "court_order", lambda facts: facts.duty == "court_order", "you have seen the order"),
    Suggestion(
        "legal_powers", "mental_capacity_act_2005", lambda facts: facts.capacity == "no" and facts.adult,
        "the adult cannot decide this now",
    ),
    Suggestion(
        "legal_powers", "children_act_1989_s47", lambda facts: facts.harmful and not facts.adult,
        "a child may come to significant harm",
    ),
    Suggestion(
        "legal_powers", "care_act_2014_s42_s45", lambda facts: facts.harmful and facts.adult,
        "an adult may come to significant harm",
    ),
    Suggestion(
        "legal_powers", "crime_and_disorder_act_1998_s115", lambda facts: facts.criminal,
        "there may be a serious crime",
    ),
    Suggestion("legal_powers", "agreement", _agreed, "they agreed"),
    Suggestion(
        "legal_powers", "public_interest", lambda facts: facts.public_interest == "sufficient",
        "the public interest in sharing was found greater",
    ),
    Suggestion(
        "legal_powers", "not_confidential", lambda facts: facts.confidential == "no" and not _protects(facts),
        "you answered that it is not confidential",
    ),
)  # fmt: skip


def suggestions(facts, on=None):
    """Those that fit the answers and are offered that day, in the order of the questions."""
    pack, day = packs.current(), on or timezone.localdate()
    return [one for one in TABLE if one.holds(facts) and one.key in pack.offered(one.kind, day)]


def refusal_counts(facts, verdict):
    """Whether a no would really stop it: only then is consent (UK GDPR) the right basis (LB-2)."""
    return facts.consent == "given" and verdict.outcome is Outcome.MAY_WITH_AGREEMENT
