"""Duties that begin on a day, or once an organisation says that they bind it: what they change in a verdict.

The day and the switches belong to the policy pack (`Pack.binding`); here they are a set of ids of law, as in law.toml.
"""

from collections.abc import Collection
from dataclasses import replace

from .facts import Facts
from .verdict import Also

SHARING, REPORTING = "SH-1", "MR-1"


def under(facts: Facts, law: Collection[str]) -> Facts:
    """The facts, with a duty that needs no paper: it stands in the law itself, so nobody has to show one.

    A statutory exception (more harm to the child than good) is a bar, and that is asked before any duty.
    """
    bound = SHARING in law and not facts.adult and facts.harmful
    named = facts.recipient == "protective" and facts.purpose == "yes"
    return replace(facts, duty="statutory") if bound and named and facts.duty != "court_order" else facts


def also(facts: Facts, law: Collection[str]) -> tuple[Also, ...]:
    """What each worker owes whatever is decided here."""
    theirs = REPORTING in law and not facts.adult and facts.criminal
    return (Also.REPORT_YOURSELF,) if theirs else ()
