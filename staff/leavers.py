"""Who leaves, who is not seen any more, and what was left behind: counts for whoever looks after accounts.

Higher parts add what they hold, as numbers only: an administrator sees no record.

    @must_be_none("grants held by an account that ended")
    def grants(): return 0                          # anything else is shown as a fault
    @counts("people whose key person has left")
    def people(): return 3
    @ended_with("grants")
    def grants(users): return {user.pk: 2}          # what ended when these accounts did
"""

from dataclasses import dataclass
from datetime import datetime

from audit.events import Event
from audit.models import Trace, key_of

from .models import Appointment, Session, User

FAULTS, COUNTS, ENDED = {}, {}, {}
MOST = 50


def must_be_none(words):
    return lambda function: FAULTS.setdefault(words, function)


def counts(words):
    return lambda function: COUNTS.setdefault(words, function)


def ended_with(words):
    return lambda function: ENDED.setdefault(words, function)


@must_be_none("Sign-ins still open on an account that ended")
def open_sessions():
    return Session.objects.of_ended_accounts().count()


@dataclass(frozen=True)
class Ended:
    """One account that ended: when, by whom, and what ended with it."""

    user: User
    at: datetime | None
    by: str
    what: str


def faults():
    return {words: number for words, count in FAULTS.items() if (number := count())}


def left_behind():
    return {words: count() for words, count in COUNTS.items()}


def roles_without_a_holder():
    return [role for role, people in Appointment.who_is_what() if not people]


def ended_accounts():
    """The accounts that ended last, newest first, each with what ended with it; in a fixed number of queries."""
    traces = list(Trace.objects.filter(event=Event.ACCOUNT_ENDED).order_by("-id")[:MOST])
    users = {key_of(user): user for user in User.objects.ended()}
    last = {trace.about: trace for trace in reversed(traces) if trace.about in users}
    also = {words: count([users[key] for key in last]) for words, count in ENDED.items()}
    found = [_ended(users[key], trace, also) for key, trace in last.items()]
    return sorted(found, key=lambda ended: ended.at, reverse=True)


def _ended(user, trace, also):
    numbers = {word: trace.facts.get(word, 0) for word in ("sessions", "lines", "cover", "devices")}
    numbers |= {words: found.get(user.pk, 0) for words, found in also.items()}
    what = ", ".join(f"{words}: {number}" for words, number in numbers.items() if number)
    return Ended(user, trace.at, trace.by_name, what or "nothing was open")
