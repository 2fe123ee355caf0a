"""Facts for the tests of the engine: strategies, boundaries and a quiet case to vary."""

from dataclasses import asdict, replace
from itertools import product
from random import Random

from hypothesis import strategies as st

from sharing.facts import VALUES, Facts

# Nothing dangerous, a clear purpose, confidential, and nobody asked yet.
QUIET = Facts(
    group="child",
    danger="no",
    recipient="protective",
    duty="none",
    bar="no",
    purpose="yes",
    identifiable="yes",
    confidential="yes",
    harm="no",
    serious_crime="no",
    unsafe_to_ask="no",
    consent="none",
)


def case(**changes):
    return replace(QUIET, **changes)


def any_of(fact, *, but=()):
    return st.sampled_from([value for value in (None, *VALUES[fact]) if value not in but])


any_facts = st.builds(Facts, **{fact: any_of(fact) for fact in VALUES})
# Most facts drawn freely stop at the first rows; these pass them, to reach the rest.
calm_facts = st.builds(
    replace,
    any_facts,
    danger=any_of("danger", but=("yes", "unsure")),
    recipient=any_of("recipient", but=("risk", "unverified")),
    duty=any_of("duty", but=("statutory", "court_order")),
    bar=any_of("bar", but=("yes",)),
    purpose=st.just("yes"),
    unsafe_to_ask=any_of("unsafe_to_ask", but=("urgent_help",)),
)
quiet_facts = st.builds(replace, calm_facts, danger=st.just("no"), harm=st.just("no"), serious_crime=st.just("no"))
CALM = {"danger": "no", "recipient": "other", "duty": "none", "bar": "no", "purpose": "yes", "unsafe_to_ask": None}
QUIET_ONES = {"danger": "no", "recipient": None, "duty": None, "bar": None, "purpose": "yes", "harm": "no"}
PASSES = ({}, CALM, CALM | {"group": "adult"}, QUIET_ONES, QUIET_ONES | {"serious_crime": "no", "identifiable": "yes"})

facts_of_every_kind = any_facts | calm_facts | quiet_facts


def many_facts(count, seed):
    """Facts drawn at random, quicker than Hypothesis draws them: each kind in turn, the same ones for the same seed."""
    draw = Random(seed).choice
    for number in range(count):
        facts = Facts(**{fact: draw((None, *values)) for fact, values in VALUES.items()})
        yield replace(facts, **PASSES[number % len(PASSES)])


def every(*facts, base=QUIET):
    """Every combination of every value, and of not knowing, of these facts."""
    for values in product(*((None, *VALUES[fact]) for fact in facts)):
        yield replace(base, **dict(zip(facts, values, strict=True)))


def as_dict(facts):
    return asdict(facts)
