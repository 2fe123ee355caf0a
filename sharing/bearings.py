"""What a decision maker weighs besides the answers: whose permission, what partners asked of us, and Article 8."""

from dataclasses import dataclass

from consent.standing import Matter
from consent.whose import Whose
from policy import packs
from records.models import Person, Received


@dataclass(frozen=True)
class Weight:
    """One thing that Article 8 asks (S-15): the question, what answers it, and whether anything does yet."""

    asks: str
    said: str


def whose_of(decision, user, people):
    """Whose permission counts for this very matter, for each person whom this user may know of; while it is open."""
    if decision.is_signed or not (decision.purpose and decision.agency and decision.information):
        return []
    matter = Matter(decision.purpose, decision.information, decision.agency)
    known = Person.objects.open_to(user).filter(pk__in=[person.pk for person in people]).order_by("pk")
    return [Whose(person, user, matter, decision.standing.get("state", "none")) for person in known]


def restricted(entries, user):
    """What partners gave us on a condition, among these entries: it may not go on before they say yes (S-11)."""
    held = Received.objects.open_to(user).filter(entry__in=entries, permitted_on=None)
    return held.exclude(lock=Received.Lock.FREE).order_by("-received_on", "-pk")


def balance_of(decision):
    """Private and family life, in the four questions that Article 8 asks."""
    pack = packs.current()
    basis, power = pack.legal_bases.get(decision.legal_basis, ""), pack.legal_powers.get(decision.legal_power, "")
    aim = pack.purposes.get(decision.purpose, "")
    return [
        Weight("Lawful?", "\n".join(filter(None, [basis, power]))),
        Weight("For a good aim?", "\n".join(filter(None, [aim, decision.purpose_words]))),
        Weight("Needed, and no less would do?", "\n".join(filter(None, [decision.necessity, decision.alternatives]))),
        Weight("Whose rights are weighed?", decision.balanced),
    ]
