"""A signed decision weighed again, under the law of its own day and of another: what would be different, in words."""

from dataclasses import dataclass

from django.utils import timezone

from policy import packs

from .rules import Outcome, Verdict
from .weighing import weighed

SAME, LAW_CHANGED, SOFTWARE_CHANGED = 0, 1, 3
NOT_KEPT = "not kept"
COMPARED = ("outcome", "decides", "rule", "urgent", "tell")


@dataclass(frozen=True)
class Replay:
    """`signed` is the verdict as it was kept; `gone` are the things it stands on that nobody could stand on today."""

    signed: dict
    day: str
    then: Verdict
    now: Verdict
    gone: tuple[str, ...]

    @property
    def exit_code(self):
        if _differs(self.signed, _kept(self.then)):
            return SOFTWARE_CHANGED
        return LAW_CHANGED if _differs(_kept(self.then), _kept(self.now)) or self.gone else SAME

    def in_words(self, outcomes):
        """A line for each thing there is to say, and at the end what it comes to."""
        said = self.signed
        editions = f"policy {said.get('edition', NOT_KEPT)}, law {said.get('law_edition', NOT_KEPT)}"
        yield f"Signed on {self.day} under these editions: {editions}."
        yield f"As signed:                   {_shown(said, outcomes)}"
        yield f"Under the rules of that day: {_shown(_kept(self.then), outcomes)}"
        yield f"Under the rules of today:    {_shown(_kept(self.now), outcomes)}"
        yield from (f"Nobody could stand on this today: {words}" for words in self.gone)
        yield CONCLUSIONS[self.exit_code]


CONCLUSIONS = {
    SAME: "Nothing would be different.",
    LAW_CHANGED: "The rules of today differ. The decision stands as it was signed; weigh anew what still rests on it.",
    SOFTWARE_CHANGED: "The rules of that day no longer give what was signed: the software has changed. Look into it.",
}


def replayed(decision, today=None):
    """The signed decision beside what the rules say of the same answers now, and said on its day."""
    today = today or timezone.localdate()
    return Replay(
        signed=decision.verdict,
        day=f"{timezone.localdate(decision.signed_at):%-d %B %Y}",
        then=decision.weighed,
        now=weighed(decision.known, today),
        gone=tuple(_gone(decision, today)),
    )


def _gone(decision, today):
    """What the decision stands on that is offered to nobody today, in words."""
    book = packs.book()
    stood = {
        "legal_bases": decision.legal_basis,
        "special_conditions": decision.special_condition,
        "legal_powers": decision.legal_power,
    }
    for kind, key in stood.items():
        support = book.supports[kind].get(key)
        if key and (support is None or not support.offered(today)):
            yield support.label if support else key


def _kept(verdict):
    return verdict.as_json(()) | {"outcome": str(verdict.outcome)}


def _differs(one, other):
    return any(one.get(name) != other.get(name) for name in COMPARED if name in one)


def _shown(verdict, outcomes):
    words = outcomes[Outcome(verdict["outcome"])].title
    who = "anyone" if verdict["decides"] == "anyone" else "a designated person"
    return f"{words} (rule {verdict['rule']}, decided by {who})"
