"""What the home page shows of records: concerns and questions that wait, one's own reports, one's people."""

from datetime import timedelta

from django.db.models import Q
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from staff.days import start_of
from staff.home import MOST, Item, Shelf, brings
from staff.models import Kept
from staff.roles import Can

from .address import to
from .birthdays import coming_among
from .forms.asking import named
from .models import (
    AccessRequest,
    AccessReview,
    AgencyContact,
    Concern,
    FolderGrant,
    Likeness,
    Person,
    Question,
    Telling,
    Tie,
)
from .officer import Officer

READ_WITHIN = timedelta(days=7)
STATES = {"received": ("Received", "yellow"), "seen": ("Being looked at", "blue"), "acted": ("Acted on", "green")}


@brings(Shelf.NEEDS_YOU, Can.SECOND)
def concerns(user):
    waiting = Concern.objects.open_to(user).unanswered().most_pressing_first().with_people()
    return [_waiting(concern) for concern in waiting[: MOST + 1]]


def _waiting(concern):
    status, colour = ("Urgent", "red") if concern.urgent else STATES[concern.state]
    due = timezone.localtime(concern.look_by)
    nobody = f"Nobody has looked yet: due {due.day} {due:%B, %H:%M}."
    if concern.woken:
        nobody = f"Opened again. {nobody}"
    looked = nobody if concern.state == "received" else "Being looked at, not answered yet."
    return Item(
        f"Concern: {concern.whom}",
        to("concern", concern),
        since=concern.reported_at,
        urgent=concern.urgent,
        hint=f"“{concern.begins}” From {concern.reporter.name}. {looked}",
        status=status,
        colour=colour,
        about=concern,
    )


@brings(Shelf.SOON, Can.SECOND)
def resting_concerns(user):
    """Answered with nothing more to do, and the day is near on which they open again by themselves."""
    near = timezone.localdate() + READ_WITHIN
    found = Concern.objects.open_to(user).resting().filter(look_on__lte=near).order_by("look_on", "pk").with_people()
    return [
        Item(f"No further action: look again: {one.whom}", to("concern", one), start_of(one.look_on), about=one)
        for one in found[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.SECOND)
def officers(user):
    """What must go to the designated officer within a working day, until somebody says that it did."""
    found = Concern.objects.about_colleagues(user).officer_not_told().order_by("reported_at").with_people()
    return [_officer(concern, Officer.waiting(concern)) for concern in found[: MOST + 1]]


def _officer(concern, officer):
    status, colour = ("Overdue", "red") if officer.is_late else ("To do", "yellow")
    due = timezone.localtime(officer.due)
    return Item(
        "Tell the designated officer",
        to("officer", concern),
        since=concern.reported_at,
        urgent=officer.is_late,
        hint=f"{concern.whom}. Due {due.day} {due:%B, %H:%M}.",
        status=status,
        colour=colour,
        about=concern,
    )


@brings(Shelf.NEEDS_YOU)
def questions(user):
    if not user.stands_over:
        return None
    return [
        Item("A question", to("question", question), question.waiting_since, hint=question.begins, about=question)
        for question in Question.objects.waiting_for(user)[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def requests_for_access(user):
    return [
        Item("Somebody asks to be let in", to("access_request", asked), asked.asked_at, hint=asked.why, about=asked)
        for asked in AccessRequest.objects.answerable_by(user)[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def reviews_that_are_due(user):
    """Nothing is due to whoever reviews nothing."""
    hint = "Everybody who can see what, the grants, and who is shut out: look through it."
    return [
        Item("Who can see what: the review is due", reverse(f"records:review_{group}"), start_of(day), hint=hint)
        for group, day in AccessReview.objects.due_for(user)
    ]


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def ties_to_look_at(user):
    return [
        Item(
            "A colleague may know a family",
            to("tie", tie),
            tie.since,
            hint=f"{tie.user.name}: {tie.source_in_words}",
            about=tie,
        )
        for tie in Tie.objects.waiting_for(user)[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.WORK_WITH_PEOPLE)
def parents_to_tell(user):
    """For the key person of a child, and for whoever leads: what a parent should have heard of by today."""
    due = Telling.objects.due(user)
    mine = due if user.decides else due.filter(person__key_person=user)
    return [_telling(one, "tell", "A parent is to hear of something") for one in mine[: MOST + 1]] or None


@brings(Shelf.NEEDS_YOU, Can.DECIDE)
def parents_who_wait_for_the_lead(user):
    waiting = Telling.objects.unruled(user)[: MOST + 1]
    return [_telling(one, "rule", "May a parent be told?") for one in waiting]


def _telling(one, page, title):
    page = page if one.is_for_whoever_writes else "rule"
    overdue = {"status": "Overdue", "colour": "red"} if one.is_overdue else {}
    since = start_of(one.look_on) if one.look_on else one.at
    return Item(f"{title}: {one.person.name}", to(page, one), since, hint=one.what, about=one, **overdue)


@brings(Shelf.WAITING)
def own_requests_for_access(user):
    """What this user asked for, until a week after the answer."""
    mine = AccessRequest.objects.written_by(user)
    recent = mine.waiting() | mine.filter(answered_at__gt=timezone.now() - READ_WITHIN)
    return [
        Item(
            "You asked to be let in",
            to("access_request", asked),
            asked.asked_at,
            hint=asked.whom,
            status=asked.get_state_display(),
            colour=asked.colour,
            about=asked,
        )
        for asked in recent[: MOST + 1]
    ]


@brings(Shelf.SOON, Can.GRANT)
def contacts_to_ring_again(user):
    """One line for all of them, to whoever leads: a number is best checked before it is needed."""
    if not AgencyContact.objects.to_ring_again().exists():
        return None
    return [
        Item("Ring people in the directory again", reverse("records:contacts_to_check"), start_of(timezone.localdate()))
    ]


@brings(Shelf.SOON)
def grants_that_end(user):
    return [
        Item(
            f"You may open a folder of {grant.content_object.person.name}: until then only",
            to("renew", grant),
            grant.until,
            hint="Do you still need it?",
            about=grant.content_object,
        )
        for grant in FolderGrant.objects.renewable_by(user).exclude(content_object__person=None)[: MOST + 1]
    ]


@brings(Shelf.NEEDS_YOU, Can.GRANT)
def likenesses(user):
    waiting = Likeness.objects.open_to(user).waiting().order_by("found_at", "pk")
    return [
        Item(
            "Two records may be one person",
            to("likeness", alike),
            alike.found_at,
            hint=f"{named(alike.earlier)} and {named(alike.newer)}. {alike.why_alike}.",
            about=alike,
        )
        for alike in waiting[: MOST + 1]
    ]


# What somebody began to type, by the page it was typed on; a page that is not named is “something”.
BEGUN = {
    "records:write": "An entry",
    "records:correct": "A correction",
    "records:log_concern": "A concern",
    "records:ask": "A question to the lead",
    "records:register": "A new record",
    "records:write_note": "A private note",
}


@brings(Shelf.UNFINISHED, before_undertaking=True)
def begun(user):
    """What was kept while it was typed. It names nobody: whether the page still opens is for the page to say."""
    return [_begun(kept) for kept in Kept.objects.filter(user=user).order_by("-at")[: MOST + 1]]


def _begun(kept):
    try:
        title = BEGUN.get(resolve(kept.path).view_name, "Something")
    except Resolver404:
        title = "Something"
    return Item(f"{title} you began to write", kept.path, kept.at, hint="Kept while you typed. Nothing has been sent.")


@brings(Shelf.REPORTED, before_undertaking=True)
def reported(user):
    """How far each report has come, with the first of the reporter's own words; nothing of what came of it."""
    return [
        Item(
            "A concern",
            to("sent", concern),
            concern.reported_at,
            False,
            concern.begins,
            *STATES[concern.state],
            concern,
        )
        for concern in Concern.objects.written_by(user)[: MOST + 1]
    ]


@brings(Shelf.REPORTED, before_undertaking=True)
def asked(user):
    return [
        Item("A question", to("question", question), question.asked_at, False, "", *question.standing, question)
        for question in Question.objects.written_by(user)[: MOST + 1]
    ]


@brings(Shelf.COMING, Can.WORK_WITH_PEOPLE)
def rights_that_change(user):
    """For the key person and the lead, from sixty days before: who turns 16 or 18, what changes, and what to do."""
    mine = Q(key_person=user) | Q(group__in=user.stands_over)
    people = Person.objects.open_to(user).served().filter(mine)
    return [
        Item(
            f"{birthday.person.name} {birthday.words}",
            to("person", birthday.person),
            hint=birthday.hint,
            about=birthday.person,
        )
        for birthday in coming_among(people)
    ]


@brings(Shelf.PEOPLE, Can.WORK_WITH_PEOPLE)
def people(user):
    mine = Person.objects.open_to(user).filter(key_person=user).order_by("name", "pk")[: MOST + 1]
    found = [Item(named(person), to("person", person), about=person) for person in mine]
    return found or (None if user.decides else [])
