"""Sends what waits in an outbox: each once, and again in a minute where it was not taken."""

from smtplib import SMTPException

from django.core.mail import get_connection


def by_mail(waiting, letter_of):
    """Returns how many went. A post office that is away leaves everything where it is, for the next time."""
    if not waiting:
        return 0
    try:
        with get_connection() as post:
            return each_once(waiting, lambda one: post.send_messages([letter_of(one)]), refused=SMTPException)
    except OSError:
        return 0


def each_once(waiting, send, *, refused):
    """Returns how many went. ``refused``: what ``send`` raises where this one is not taken; any other OSError means
    that nothing is taken now. Nothing is locked while it is sent: taking it first is what keeps it from going twice.
    """
    try:
        return sum(_once(one, send, refused) for one in waiting)
    except OSError:
        return 0


def _once(one, send, refused):
    if not one.take():
        return False
    try:
        send(one)
    except refused:
        return False
    one.gone()
    return True
