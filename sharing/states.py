"""The life of a decision: who holds it, what may happen next, and who may do that. The one table there is of it.

A signed decision never changes: when the ground under it moves, it is opened again and a new decision takes its place.
"""

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    PROPOSER = "proposer"
    DECIDER = "decider"
    SHARER = "sharer"
    SECOND_PERSON = "second_person"


WHO_WORDS = {
    Who.PROPOSER: "whoever proposed it",
    Who.DECIDER: "a designated person",
    Who.SHARER: "whoever shares",
    Who.SECOND_PERSON: "a second person",
}


class State(StrEnum):
    PROPOSED = "proposed"
    RETURNED = "returned"
    ADVICE = "advice"
    TO_SHARE = "to_share"
    NOT_SHARED = "not_shared"
    SHARED = "shared"
    EMERGENCY = "emergency"
    REVIEWED = "reviewed"
    REOPENED = "reopened"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class About:
    """What people call a state, whose turn it is, and whether a decision may rest there."""

    words: str
    owner: Who
    final: bool = False
    signed: bool = False


STATES = {
    State.PROPOSED: About("waiting for a designated person", Who.DECIDER),
    State.RETURNED: About("returned with a comment", Who.PROPOSER),
    State.ADVICE: About("waiting for advice", Who.DECIDER),
    State.TO_SHARE: About("signed to share", Who.SHARER, signed=True),
    State.NOT_SHARED: About("signed not to share", Who.DECIDER, final=True, signed=True),
    State.SHARED: About("shared and recorded", Who.SHARER, final=True, signed=True),
    State.EMERGENCY: About("shared in an emergency, review due", Who.SECOND_PERSON),
    State.REVIEWED: About("shared in an emergency and reviewed", Who.SECOND_PERSON, final=True, signed=True),
    State.REOPENED: About("to be weighed again", Who.DECIDER, signed=True),
    State.REPLACED: About("replaced by a new decision", Who.DECIDER, final=True, signed=True),
    State.WITHDRAWN: About("withdrawn before it was signed", Who.PROPOSER, final=True),
}


class Move(StrEnum):
    PROPOSE = "propose"
    RETURN = "return"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"
    SEEK_ADVICE = "seek_advice"
    ADVISE = "advise"
    WEIGH_AGAIN = "weigh_again"
    SIGN_SHARE = "sign_share"
    SIGN_NOT_SHARE = "sign_not_share"
    RECORD_DISCLOSURE = "record_disclosure"
    COUNTERSIGN = "countersign"
    REOPEN = "reopen"
    REPLACE = "replace"
    STAND_BY = "stand_by"
    RECORD_EMERGENCY = "record_emergency"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the table. `start` is empty for a decision that does not exist yet; `to` is None when it stays."""

    start: tuple[State, ...]
    to: State | None
    who: Who
    event: str  # the name of the line in the audit trail
    words: str  # fits behind "This decision cannot be …"
    by_itself: bool = False  # the records do it too, when an agreement is withdrawn or a new concern comes

    @property
    def by(self) -> str:
        return WHO_WORDS[self.who] + (", or the records themselves" if self.by_itself else "")


UNSIGNED = (State.PROPOSED, State.ADVICE)

MOVES = {
    Move.PROPOSE: Step((), State.PROPOSED, Who.PROPOSER, "DECISION_PROPOSED", "proposed"),
    Move.RETURN: Step(UNSIGNED, State.RETURNED, Who.DECIDER, "DECISION_RETURNED", "returned for more facts"),
    Move.RESUBMIT: Step((State.RETURNED,), State.PROPOSED, Who.PROPOSER, "DECISION_RESUBMITTED", "sent back"),
    Move.WITHDRAW: Step(
        (State.PROPOSED, State.RETURNED), State.WITHDRAWN, Who.PROPOSER, "DECISION_WITHDRAWN", "withdrawn"
    ),
    Move.SEEK_ADVICE: Step((State.PROPOSED,), State.ADVICE, Who.DECIDER, "ADVICE_SOUGHT", "put to somebody for advice"),
    Move.ADVISE: Step((State.ADVICE,), State.PROPOSED, Who.DECIDER, "ADVICE_RECORDED", "given the advice that came"),
    Move.WEIGH_AGAIN: Step(UNSIGNED, State.PROPOSED, Who.DECIDER, "DECISION_REOPENED", "weighed again", by_itself=True),
    # Waiting for advice never holds back protection; a refusal waits for it (HMG golden rule 4, S-21).
    Move.SIGN_SHARE: Step(UNSIGNED, State.TO_SHARE, Who.DECIDER, "DECISION_SIGNED", "signed to share"),
    Move.SIGN_NOT_SHARE: Step(
        (State.PROPOSED,), State.NOT_SHARED, Who.DECIDER, "DECISION_SIGNED", "signed not to share"
    ),
    Move.RECORD_DISCLOSURE: Step((State.TO_SHARE,), State.SHARED, Who.SHARER, "DISCLOSED", "recorded as shared"),
    Move.COUNTERSIGN: Step(
        (State.TO_SHARE, State.NOT_SHARED, State.SHARED, State.REOPENED),
        None,
        Who.SECOND_PERSON,
        "DECISION_REVIEWED",
        "looked at by a second person",
    ),
    Move.REOPEN: Step(
        (State.TO_SHARE, State.NOT_SHARED),
        State.REOPENED,
        Who.DECIDER,
        "DECISION_REOPENED",
        "opened again",
        by_itself=True,
    ),
    Move.REPLACE: Step(
        (State.REOPENED,), State.REPLACED, Who.DECIDER, "DECISION_PROPOSED", "replaced by a new decision"
    ),
    Move.STAND_BY: Step((State.REOPENED,), State.NOT_SHARED, Who.DECIDER, "DECISION_STOOD_BY", "left as it was signed"),
    Move.RECORD_EMERGENCY: Step((), State.EMERGENCY, Who.SHARER, "DECISION_EMERGENCY", "recorded as an emergency"),
    Move.REVIEW: Step((State.EMERGENCY,), State.REVIEWED, Who.SECOND_PERSON, "DECISION_REVIEWED", "reviewed"),
}


class NotNow(Exception):
    """This may not happen to this decision now. `reason` says why, `lawful` what would make it possible (H-14)."""

    def __init__(self, reason: str, lawful: str) -> None:
        super().__init__(f"{reason} {lawful}")
        self.reason = reason
        self.lawful = lawful


def check(state: State | str | None, move: Move | str) -> State:
    """Return the state the decision is in after the move; None is a decision that does not exist yet.

    Raises NotNow when the move is not open from there, ValueError when there is no such state or move.
    """
    here, step = State(state) if state is not None else None, MOVES[Move(move)]
    if here in step.start or (here is None and not step.start):
        return step.to or State(str(here))
    raise NotNow(*_refusal(here, step))


def moves_from(state: State | str | None) -> tuple[Move, ...]:
    """Return what may happen next to a decision in this state, in the order of the table."""
    here = State(state) if state is not None else None
    return tuple(move for move, step in MOVES.items() if here in step.start or (here is None and not step.start))


def _refusal(here: State | None, step: Step) -> tuple[str, str]:
    if not step.start:
        return f"This decision is there already, so it cannot be {step.words}.", "Start a new one."
    stands = STATES[here].words if here else "not proposed yet"
    when = " or ".join(STATES[state].words for state in step.start)
    reason = f"This decision is {stands}, so it cannot be {step.words}."
    return reason, f"{step.by.capitalize()} can do that when it is {when}. {_open_now(here)}"


def _open_now(here: State | None) -> str:
    nexts = [f"{MOVES[move].words} (by {MOVES[move].by})" for move in moves_from(here)]
    return f"What is possible now: {'; '.join(nexts)}." if nexts else "It stays as it is; start a new decision."


def diagram() -> str:
    """Return the table as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state} : {about.words}<br>({WHO_WORDS[about.owner]})" for state, about in STATES.items()]
    for move, step in MOVES.items():
        lines += [f"    {start} --> {step.to or start} : {move}" for start in step.start or ("[*]",)]
    return "\n".join(lines + [f"    {state} --> [*]" for state, about in STATES.items() if about.final])


def page() -> str:
    """Return docs/states.md: the diagram, and the table it is drawn from in words."""
    rows = [
        f"| {move} | {', '.join(step.start) or 'nothing'} | {step.to or 'the same'} | {step.by} |"
        for move, step in MOVES.items()
    ]
    table = "\n".join(["| move | from | to | who |", "|---|---|---|---|", *rows])
    return f"{INTRODUCTION}\n```mermaid\n{diagram()}\n```\n\n{table}\n"


INTRODUCTION = """# The life of a decision

Drawn from `sharing/states.py` by `python -m sharing.states`; a test compares the two.
In brackets: whose turn it is, or who answers for it once it rests.
"""

if __name__ == "__main__":
    print(page(), end="")  # noqa: T201
