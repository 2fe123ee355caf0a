"""What the home page says of telling and asking: who is to be told, asked again, or written to (S-01, S-26, H-12)."""

from datetime import timedelta

from django.db.models import F, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from records.models import Person
from staff.days import start_of
from staff.home import MOST, Item, Shelf, brings
from staff.roles import Can

from .models import Consent, Conversation, Letter, SheetGiven, SheetLink, Wish
from .register.lists import disputes
from .standing import Matter
from .untold import not_told_yet

WEEK = timedelta(days=7)


@brings(Shelf.PEOPLE, Can.WORK_WITH_PEOPLE)
def untold(user):
    """For a key person, of those they are key person of. It blocks nothing and goes on asking."""
    many = not_told_yet(user).filter(key_person=user).count()
    if not many:
        return None
    words = "1 person not told yet" if many == 1 else f"{many} people not told yet"
    hint = "Go through the notice with whoever decides for them, each by themselves."
    return [Item(words, reverse("consent:untold"), hint=hint, status="To do", colour="yellow")]


@brings(Shelf.NEEDS_YOU, Can.WORK_WITH_PEOPLE)
def letters(user):
    """Letters to those who already have what is no longer agreed; what others let lie goes to the lead."""
    return [_letter(letter) for letter in Letter.objects.to_send(user)[: MOST + 1]] or None


def _letter(letter):
    late = {"status": "Overdue", "colour": "red"} if letter.is_late else {"status": "To send", "colour": "yellow"}
    url = reverse("consent:withdrawn", args=[letter.consent.public_id])
    words = f"A letter to send: {letter.to_name}"
    return Item(words, url, start_of(letter.due_on), hint=letter.consent.person.name, about=letter.consent, **late)


@brings(Shelf.NEEDS_YOU, Can.WORK_WITH_PEOPLE)
def to_ask_another_day(user):
    """Says that there is something to talk about, and not why it was put off: somebody may look over a shoulder."""
    due = Conversation.objects.to_try_again(user).filter(again_on__lte=timezone.localdate())
    return [_talk(*talk) for talk in _talks(due, "before", "again_on").order_by("on")[: MOST + 1]] or None


@brings(Shelf.NEEDS_YOU, Can.WORK_WITH_PEOPLE)
def answers_by_a_link(user):
    """Somebody answered a question at the door: a yes counts once whoever asked has looked at it."""
    found = SheetLink.objects.to_look_at(user).order_by("answered_at", "pk")[: MOST + 1]
    return [_answered(link) for link in found] or None


def _answered(link):
    url, whose = reverse("consent:look_at_answer", args=[link.public_id]), link.sheet.person
    said = {"status": "Look at it", "colour": "yellow", "about": whose}
    return Item(f"An answer came by the link: {whose.name}", url, link.answered_at, **said)


@brings(Shelf.SOON, Can.WORK_WITH_PEOPLE)
def to_ask_soon(user):
    """Talks that were put off, and what a young person asked of us: it holds, and they are asked again once a year."""
    today = timezone.localdate()
    put_off = Conversation.objects.to_try_again(user).filter(again_on__gt=today, again_on__lte=today + WEEK)
    heard = Wish.objects.to_hear_again(user).filter(review_on__lte=today + WEEK)
    found = _talks(put_off, "before", "again_on").union(_talks(heard, "person", "review_on"), all=True)
    return [_talk(*talk) for talk in found.order_by("on")[: MOST + 1]] or None


def _talks(rows, page, day):
    """Each as (page to open, its day, the person's key, public id and name)."""
    rows = rows.order_by().annotate(page=Value(page), on=F(day))
    return rows.values_list("page", "on", "person", "person__public_id", "person__name")


def _talk(page, day, key, public_id, name):
    person = Person(pk=key, public_id=public_id, name=name)
    return Item(f"A talk to have: {name}", reverse(f"consent:{page}", args=[public_id]), start_of(day), about=person)


@brings(Shelf.NEEDS_YOU, Can.WORK_WITH_PEOPLE)
def to_ask_again(user):
    """Questions that were taken home and not answered by their day; a week later they stand here for the lead too."""
    late = SheetGiven.objects.waiting_for(user).filter(answer_by__lte=timezone.localdate())[: MOST + 1]
    return [_unanswered(sheet) for sheet in late] or None


def _unanswered(sheet):
    url = reverse("consent:person", args=[sheet.person.public_id])
    late = {"status": "Overdue", "colour": "red"} if sheet.is_late else {"status": "To do", "colour": "yellow"}
    words = f"Ask again for an answer: {sheet.person.name}"
    return Item(words, url, start_of(sheet.answer_by), hint=Matter.of(sheet).whom, about=sheet, **late)


@brings(Shelf.NEEDS_YOU)
def disputed(user):
    """For a lead, whose decision it is where two who may agree do not agree with each other (S-02)."""
    return [_disputed(*found) for found in disputes(user)] if user.decides else None


def _disputed(kind, people, since):
    words = f"{kind.label}: agreements are disputed for {people} {'person' if people == 1 else 'people'}"
    url = f"{reverse('consent:register')}?{urlencode({'about': kind, 'sort': 'disputed'})}"
    hint = "Nobody’s answer wins: read both, and decide."
    return Item(words, url, since, hint=hint, status="To decide", colour="orange")


@brings(Shelf.SOON, Can.WORK_WITH_PEOPLE)
def running_out(user):
    """Agreements of one's own people that end within a month, or have ended, and that nobody asked about anew."""
    found = Consent.objects.to_ask_again(user)[: MOST + 1]
    return [_running_out(consent) for consent in found] or None


def _running_out(consent):
    url = reverse("consent:person", args=[consent.person.public_id])
    ended = consent.review_on < timezone.localdate()
    status, colour = ("Ended", "red") if ended else ("Ends soon", "yellow")
    words = f"Ask about an agreement again: {consent.person.name}"
    day = start_of(consent.review_on)
    return Item(words, url, day, hint=Matter.of(consent).title, status=status, colour=colour, about=consent)
