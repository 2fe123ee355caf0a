"""Reminders of promises that run out: one's own, and those on paper."""

from django.urls import reverse

from .days import start_of
from .home import Item, Shelf, brings
from .models import PaperPromise
from .roles import Can


@brings(Shelf.SOON)
def my_promise(user):
    if not user.promises_again_soon:
        return None
    day = user.promise_ends_on
    hint = f"Until {day.day} {day:%B}. After that no record opens until you have signed."
    return [Item("Sign your promise of confidentiality again", reverse("staff:undertaking"), start_of(day), hint=hint)]


@brings(Shelf.SOON, Can.KEEP_PROMISES)
def papers(user):
    """For whoever keeps them; one line for all, so that the page of papers is the one list."""
    found = list(PaperPromise.objects.kept_by(user).running_out())
    if not found:
        return None
    first = found[0].expires_on
    hint = f"{len(found)} to be signed again, the first by {first.day} {first:%B}."
    return [Item("Promises on paper run out", reverse("staff:papers"), start_of(first), hint=hint)]
