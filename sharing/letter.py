"""The answer to whoever asked, as a letter in plain words: what was decided, and never what was thought (H-24).

It holds no word of the decision's own record, no name of anybody it is about, and no protected address: what it says
follows from the outcome alone. To somebody a person needs protecting from it says not even that we know them.
"""

from django.utils import timezone
from django.utils.formats import date_format

from policy import packs

from .leaving import guard

YES = (
    "We have decided that we may share information with you. You get it separately, in a secure way, and no more than "
    "you need for what you told us. Please use it for that alone, keep it safe, and tell us before you pass it on."
)
SENT = "It was shared with you on {day}."
NO = (
    "We have decided not to share what you asked for. We share information about a person when they agree, or when the "
    "law or somebody’s safety asks for it. As far as we know today that is not so here."
)
NEITHER = (
    "We cannot share anything with you, and we can neither say nor deny that we know the person you asked about. We "
    "answer everybody who asks in this way."
)
MORE = (
    "If you have something more to tell us, such as an order of a court, a law that asks for it, or a reason to fear "
    "for somebody, please tell us. We look at it again at once."
)
DANGER = "If somebody is in danger now, ring 999. If you fear for a child or an adult, ring {name}, {number}."


def draft(decision):
    """The whole letter, to be read and changed before it goes."""
    asked, pack = decision.request, packs.current()
    to = [asked.name, asked.post, asked.organisation]
    day = date_format(timezone.localdate(), "j F Y")
    reference = [f"Your reference: {asked.reference}"] if asked.reference else []
    thanks = f"Thank you for your request of {date_format(timezone.localtime(asked.asked_at), 'j F Y')}."
    parts = ["\n".join([pack.organisation, day]), "\n".join(filter(None, [*to, *reference])), thanks]
    return "\n\n".join([*parts, *_said(decision, pack), pack.organisation])


def _said(decision, pack):
    door = pack.advice_doors[decision.group]
    danger = DANGER.format(name=door.name, number=door.number)
    if decision.outcome == decision.Outcome.SHARE:
        sent = getattr(decision, "disclosure", None)
        return [YES, *([SENT.format(day=date_format(timezone.localtime(sent.shared_at), "j F Y"))] if sent else [])]
    no = NEITHER if decision.known.recipient in ("risk", "unverified") else NO
    return [no, MORE, danger]


def given_away(words, decision):
    """Why this letter may not go like this: what it holds of a protected value; empty where it holds nothing."""
    why = guard.given_away(words, guard.everybody_in(decision))
    return f"{why} {guard.TAKE_OUT}" if why else ""
