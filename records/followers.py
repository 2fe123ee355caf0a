"""A changed line of management, or a role, changes who may open what, in the same transaction."""

from audit.events import Event
from audit.verbs import follows

from . import reach


@follows(Event.LINE_STARTED)
@follows(Event.LINE_ENDED)
def rewrite_what_the_worker_reaches(line, *, by):
    reach.rewrite_for(line.worker)


@follows(Event.ACCOUNT_ENDED)
@follows(Event.ACCOUNT_REOPENED)
def rewrite_what_followed_from_the_account(user, *, by):
    reach.rewrite_for(user)
