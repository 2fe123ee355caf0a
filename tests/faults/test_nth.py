"""Whatever fails, and wherever: all of it is done or none of it, the page says so, and nothing is told unwritten.

Each use is done once to count what it asks of the machine: statements, commits, files, the post, the printer, the
scanner. Then it is done again for each of these, and that one fails.
"""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from django.conf import settings as of_django
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from time_machine import travel

from audit.findings import Tampered
from audit.models import Reading
from audit.verify import verify
from records.paper import pressroom
from sharing.leaving import delivery
from springfield.away import AWAY
from staff import notices
from staff.models import Kept

from . import rewinding, uses
from .injecting import KINDS, Faults, a_page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.clause("S-23")]
NAMES = (
    "open a record", "log a concern", "record an entry", "let somebody in", "open in an emergency", "record an answer",
    "take an answer back", "begin a request", "answer a question", "propose", "send by a link", "sign",
    "sign not to share", "confirm a disposal", "sign in", "pick up what was sent",
)  # fmt: skip
SEEDS = {"sqlite": 1, "postgresql": 2}
MOST = {"sqlite": 5, "postgresql": 2}  # kinds of each use in the short run, one fault of each


@pytest.fixture
def service(tmp_path, settings, monkeypatch):
    """With everybody in it, its files in a folder of its own, and kept as it is."""
    settings.FILES_DIR, settings.KEYS_DIR = tmp_path / "files", tmp_path / "keys"
    on_disk = of_django.STORAGES["default"] | {"OPTIONS": {"location": settings.FILES_DIR}}
    settings.STORAGES = of_django.STORAGES | {"default": on_disk}
    for folder in ("files", "keys", "kept"):
        (tmp_path / folder).mkdir()
    monkeypatch.setattr(pressroom, "printed", lambda *_, **__: a_page())
    service = rewinding.service(tmp_path / "kept")
    service.uses = uses.laid_out()
    service.keep()
    yield service
    service.forget()


def test_after_one_fault_in_a_use_all_of_it_is_done_or_none_and_no_message_is_lost(service):
    dice, most = random.Random(SEEDS[connection.vendor]), MOST[connection.vendor]
    wrong, hit = [], Counter()
    assert set(service.uses) == set(NAMES)
    for name, use in service.uses.items():
        trial = Trial(service, use)
        some = sorted(trial.points, key=lambda point: (hit[point[0]], dice.random()))[:most]  # the rarest first
        chosen = [(kind, dice.randint(1, last)) for kind, last in some]
        wrong += [f"{name}: {said}" for said in trial.fail(chosen, at_each=False)]
        hit.update(kind for kind, _ in chosen)
    assert [*wrong, *_lost_in_the_post(service)] == []
    assert {*hit, "mail"} == {*KINDS[connection.vendor]}


def _lost_in_the_post(service):
    """One that went and could not be marked as gone goes once more; it says nothing but that something waits."""
    waiting = _arrived(service, counting := Faults())
    some = {kind: {1, counting.counted[kind]} for kind in KINDS[connection.vendor] if counting.counted[kind]}
    for kind, number in ((kind, number) for kind, numbers in some.items() for number in numbers):
        arrived = _arrived(service, Faults(kind, number))
        if arrived.keys() != waiting.keys() or arrived.total() - waiting.total() not in (0, 1):
            yield f"the post: {kind} {number}: {arrived} instead of {waiting}"


def _arrived(service, faults):
    """What came, to whom and how often, when the clock has struck twice."""
    service.back()
    mail.outbox.clear()
    with faults.around(), suppress(*AWAY):
        _strike()
    with travel(timezone.now() + timedelta(minutes=2)):
        _strike()
    return Counter((*letter.to, letter.subject) for letter in mail.outbox)


def _strike():
    notices.send_waiting()
    delivery.send_waiting()


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_whichever_fault_it_is(service, name):
    trial = Trial(service, service.uses[name])
    every = [(kind, number) for kind, last in trial.points for number in range(1, last + 1)]
    assert trial.fail(every, at_each=True) == []


class Trial:
    """One use: as it goes when nothing fails, and as it goes when something does."""

    def __init__(self, service, use):
        self.service, self.use = service, use
        self.service.back()
        self.before = self._said()
        with Faults().around() as faults:
            self.answer = use.does()
        assert self.answer.status_code in (200, 302), self.answer.status_code
        uses.settle()
        self.after = self._change()
        self.points = [(kind, faults.counted[kind]) for kind in KINDS[connection.vendor] if faults.counted[kind]]

    def fail(self, points, at_each):
        """What was wrong after each of these faults; the same is tried again after each, or after some of them."""
        self.service.back()
        wrong = []
        for kind, number in points:
            found, done = self._after(Faults(kind, number))
            if done or found or at_each:
                found += self._again(done) + (_tampered() if at_each else [])
            if done or found or at_each or self.use.passing:
                self.service.back()
            wrong += [f"{kind} {number}: {said}" for said in found]
        return wrong + self._again(done=False) + _tampered()

    def _after(self, faults):
        """What is wrong, and whether all of it is done nevertheless."""
        readings = self.service.many(Reading)
        with faults.around():
            answer = self.use.does()
        connection.close_if_unusable_or_obsolete()
        found = ["nothing failed"] * (not faults.fired) + ["a transaction is still open"] * connection.in_atomic_block
        done = self._said() != self.before
        if done:
            uses.settle()
            change = self._change()
            found += [f"half done: {_apart(change, self.after)}"] * (change != self.after)
        told = self.service.many(Reading) > readings
        return found + list(self._said_wrong(answer, done or not self.after, told)), done

    def _said_wrong(self, answer, done, told):
        page, status = answer.content.decode(errors="replace"), answer.status_code
        if uses.SECRET in page and not told and not (self.use.said and uses.SECRET in str(self.use.said)):
            yield "what is protected was shown and not written down"
        if status not in (200, 302, 409, 429, 503):  # 429: a limit whose own commit was lost holds until it ends
            yield f"answered {status}"
        if "Traceback" in page or status in (409, 503) and "999" not in page:
            yield f"answered {status} without plain words"
        if status == self.answer.status_code and not done and "There is a problem" not in page:
            yield "said that it was done"
        if status == 503 and self.use.typed not in page and not self.service.many(Kept):
            yield "what was typed is lost"
        if status == 503 and of_django.SESSION_COOKIE_NAME in answer.cookies and not self.use.who:
            yield "somebody may be signed in"

    def _again(self, done):
        """What is wrong when the same is sent once more."""
        if done and not self.use.again:
            return []
        cache.clear()  # a minute later, so that no limit whose count broke off is held against them
        answer = self.use.does()
        uses.settle()
        change, found = self._change(), []
        if answer.status_code != self.answer.status_code:
            found.append(f"once more: answered {answer.status_code}")
        if change != self.after:
            found.append(f"once more: {_apart(change, self.after)}")
        return found

    def _said(self):
        return {name: said for name, said in self.service.says().items() if name not in self.use.passing}

    def _change(self):
        """Of each table that says something else than before, how many rows more it has; and how many files more."""
        now, change = self._said(), {}
        for name in now.keys() | self.before.keys():
            was, is_ = self.before.get(name, (0, 0)), now.get(name, (0, 0))
            if was != is_:
                name = name.rpartition("/")[0] or name
                change[name] = change.get(name, 0) + is_[0] - was[0]
        return change


def _tampered():
    try:
        verify()
    except Tampered as wrong:
        return [f"the trail: {wrong}"]
    return []


def _apart(one, other):
    return {
        name: (one.get(name), other.get(name)) for name in one.keys() | other.keys() if one.get(name) != other.get(name)
    }
