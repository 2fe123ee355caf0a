"""The same through the pages, as browsers have it: again, in two tabs, from an old page, doubled, forged, half filled.

Whatever is posted by whomever in whatever order, every decision holds (invariants.py), and nothing but what was ticked
and seen leaves.
"""

import logging
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from consent.models import Consent
from policy import packs
from sharing.models import Decision, Draft
from tests.cast import PASSWORD, in_days

from .conftest import NOT_TO_SHARE, OVERRIDE
from .invariants import holds, nothing_yet, taken_back
from .pieces import entry
from .test_invariants import FACTS, STOOD, WHO, people
from .walk import BRUISE, PURPOSE, SIGNATURE, calm, start, walk

__all__ = ["entry", "people"]
PARTS = {"fact": "A bruise on the left upper arm.", "opinion": "It looked like finger marks.", "own": "It hurts."}
SIGNED = {"no_conflict": "on", "password": PASSWORD, "against_verdict": "I know them."}
FORGED = {
    "state": "shared", "outcome": "share", "consent": "given", "facts": '{"consent": "given"}', "is_override": "on",
    "decided_by": "1", "decided_as": "Lead", "second_at": "2026-01-01", "second_by": "1", "signed_at": "2026-01-01",
    "version": "99", "urgent": "on", "decides": "anyone", "capacity": "no", "told_at": "2026-01-01",
}  # fmt: skip
STATEMENT = {"approve": OVERRIDE, "decline": NOT_TO_SHARE}


def signing(page):
    def said(decision, draw):
        words = {name: said for name, said in STATEMENT[page].items() if said is not True}
        public = {"public_interest": draw["interest"]} if draw["interest"] else {}
        return words | SIGNED | public | {"review_on": in_days(9).date().isoformat(), "seen": draw["seen"]}

    return said


def disclosing(decision, draw):
    """What is said when it is recorded; which pieces are ticked differs from one time to the next."""
    return {
        "contact": str(decision.contact.public_id), "method": "telephone", "taken_by": "Sol Worker", "reference": "R1",
        "shared_at": f"{timezone.localtime() + timedelta(minutes=2):%Y-%m-%d %H:%M}", "will_do": "service",
        "tell": "before", "tell_words": "His mother, this morning.", "agency_named": "yes", "checked": "on",
    }  # fmt: skip


def told(decision, draw):
    later = {"why": "Not safe", "looked_by": draw["lead"], "look_on": in_days(3).date().isoformat()}
    if draw["interest"]:
        return {"answer": "later"} | later
    return {"answer": "told", "how": "telephone", "at": f"{timezone.localtime():%Y-%m-%d %H:%M}", "said": "Calmly."}


def door():
    return next(iter(packs.current().advice_doors.values())).name


MOVES = {
    "approve": signing("approve"),
    "decline": signing("decline"),
    "send_back": lambda one, draw: {"comment": "Which arm?", "seen": draw["seen"]},
    "again": lambda one, draw: {},
    "withdraw": lambda one, draw: {"why": "Not needed"},
    "seek_advice": lambda one, draw: {"door": door(), "asked": "What now?"},
    "advise": lambda one, draw: {"person": "Dina", "advised": "Refer today.", "done": "Referred."},
    "review": lambda one, draw: {"said": "Right and in time.", "password": PASSWORD},
    "wake": lambda one, draw: {},
    "look_again": lambda one, draw: {
        "why": "Still so", "look_on": in_days(5).date().isoformat(), "seen": draw["seen"]
    },
    "anew": lambda one, draw: {},
    "family": told,
    "disclose": disclosing,
}  # fmt: skip
ON_DRAFTS = {
    "settle": lambda draft, draw: SIGNATURE | {"seen": draw["seen"]},
    "propose": lambda draft, draw: {"seen": draw["seen"]},
    "harm": lambda draft, draw: {"seen": draw["seen"], **(BRUISE if draw["interest"] else {"answer": "no"})},
    "purpose": lambda draft, draw: {"seen": draw["seen"], **PURPOSE},
    "danger": lambda draft, draw: {"seen": draw["seen"], "answer": "no"},
}
OFTEN = ["approve"] * 5 + ["decline"] * 2 + ["disclose"] * 10 + ["take_back"] * 2 + ["settle", "propose"] * 3
# Whose move it is, most of the time: the others try too.
OWN = dict.fromkeys(["approve", "decline", "send_back", "seek_advice", "advise", "look_again", "wake", "anew"], "dee")
OWN |= {"review": "sena", "family": "dee"}
TWISTS = [""] * 6 + ["old", "old", "twice", "again", "forged", "doubled", "half"]


def steps(chance):
    """Three to five things that somebody tries."""
    for _ in range(chance.randint(3, 5)):
        move = chance.choice([*OFTEN, *MOVES, *ON_DRAFTS, "review", "wake", "look_again", "family"])
        yield {
            "move": move,
            "who": OWN.get(move, "amara") if chance.random() < 0.7 else chance.choice(WHO),
            "twist": chance.choice(TWISTS),
            "ticks": set(chance.sample([*PARTS], chance.randint(1, 3))),
            "changed": chance.choice([None] * 3 + [*PARTS]),
            "interest": chance.choice(["", "", "sufficient", "insufficient"]),
            "place": chance.randint(0, 30),
        }


class Walk:
    """One example: a decision that waits, a draft that is ready, one that has only begun, and everybody's browser."""

    def __init__(self, people, browsers, entry):
        self.people, self.browsers, self.entry = people, browsers, entry
        self.kept, self.ticked = {}, []

    def step(self, draw):
        found = self.target(draw)
        if found is None:
            return
        before = versions()
        self.ticked = self.pieces(draw["ticks"])
        old = draw["twist"] == "old"
        draw |= {"seen": found.version - old, "lead": str(self.people.dee.pk)}
        answers = list(self.posted(found, draw))
        assert all(one.status_code in (200, 302, 400, 403, 404, 409) for one in answers), answers
        if old and "seen" in self.said(found, draw):
            assert versions() == before, "I10: from an old page nothing moves"
        self.everything_holds()

    def target(self, draw):
        if draw["move"] in ON_DRAFTS:
            return Draft.objects.order_by("pk")[draw["place"] % 2 :].first()
        return Decision.objects.order_by("pk").last()

    def said(self, found, draw):
        if draw["move"] == "take_back":
            return {}
        return {**MOVES, **ON_DRAFTS}[draw["move"]](found, draw)

    def pieces(self, parts):
        return [PARTS[part] for part in sorted(parts)]

    def address(self, found, move):
        if move == "take_back":
            return reverse("consent:withdraw", args=[Consent.objects.get().public_id])
        try:
            return reverse(f"sharing:{move}", args=[found.public_id])
        except NoReverseMatch:
            return reverse("sharing:question", args=[found.public_id, move])

    def posted(self, found, draw):
        browser, page = self.browsers[draw["who"]], self.address(found, draw["move"])
        said = twisted(self.said(found, draw), draw)
        if draw["move"] == "disclose":
            yield from self.disclosed(browser, page, said, draw)
            return
        for _ in range(2 if draw["twist"] in ("twice", "again") else 1):
            yield browser.post(page, said)

    def disclosed(self, browser, page, said, draw):
        """The preview first, and then what was shown; where something else is ticked by then, it is shown again."""
        preview = browser.post(page, said | self.ticks(draw["ticks"]))
        yield preview
        if not (preview.context and "preview" in preview.context):
            return
        shown = preview.context["preview"].sha256
        now = set(draw["ticks"]) ^ ({draw["changed"]} if draw["changed"] else set())
        for _ in range(2 if draw["twist"] in ("twice", "again") else 1):
            yield browser.post(page, said | self.ticks(now) | {"previewed": shown})

    def ticks(self, parts):
        key = self.entry.public_id.hex
        taken = {f"take_{key}_{part}": "on" for part in parts}
        return taken | {f"why_{key}_{part}": "To begin." for part in parts}

    def everything_holds(self):
        for decision in Decision.objects.order_by("pk"):
            holds(decision, self.people, self.kept.setdefault(decision.pk, nothing_yet()), self.ticked)


def versions():
    return list(Decision.objects.order_by("pk").values_list("pk", "version", "state"))


def twisted(said, draw):
    """The same form as somebody who tries something would send it."""
    twist, names = draw["twist"], sorted(said)
    name = names[draw["place"] % len(names)] if names else ""
    if twist == "twice":
        return said | {"once": "the same form"}
    if twist == "forged":
        return FORGED | said
    if twist == "half":
        return {one: value for one, value in said.items() if one != name}
    if twist == "doubled" and name:
        values = said[name] if isinstance(said[name], list) else [said[name]]
        return said | {name: ["", *values] if draw["interest"] else [*values, ""]}
    return said


@pytest.fixture
def unlogged():
    """Each refusal would be written down with all that led to it, at the cost of half the run."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def browsers(client, people, unlogged):
    """Everybody's, signed in."""
    made = {}
    for who in WHO:
        made[who] = type(client)()
        made[who].force_login(getattr(people, who), backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


@pytest.fixture
def ready(people, browsers):
    """Amara answered every question of one draft, and none of another."""
    purpose = PURPOSE | {"information": "safeguarding"}
    walk(browsers["amara"], start(browsers["amara"], people.leo), calm(people, consent={}, purpose=purpose))
    start(browsers["amara"], people.leo)


@pytest.mark.clause("S-18", "S-24", "S-29", "H-12", "H-14")
@pytest.mark.parametrize("walks", [100, pytest.param(5000, marks=pytest.mark.long)])
def test_whatever_is_posted_in_whatever_order_every_decision_holds(people, browsers, ready, propose, entry, walks):
    """Each walk comes of one number, so that one which breaks a rule can be gone again."""
    seen = Counter()
    for number in range(walks):
        with transaction.atomic():
            walk = gone(Random(number), people, browsers, propose, entry)
            seen["signed"] += any(kept.signed for kept in walk.kept.values())
            seen["left"] += any(kept.left for kept in walk.kept.values())
            seen["taken back"] += taken_back() is not None
            transaction.set_rollback(True)
    assert min(seen.values()) >= walks // 20, f"the walks lead too seldom to where something could go wrong: {seen}"


def gone(chance, people, browsers, propose, entry):
    facts = chance.choice(FACTS)
    about = STOOD if facts["consent"] == "given" else {}
    decision = propose(facts, purpose="protection", by=people.amara, **about)
    if chance.random() < 0.5 and facts["recipient"] != "unverified" and facts["duty"] == "none":
        decision.sign(by=people.dee, outcome="share", against_verdict="I know them.", **OVERRIDE)
    walk = Walk(people, browsers, entry)
    for draw in steps(chance):
        walk.step(draw)
    return walk
