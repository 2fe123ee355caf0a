"""Asking by a link: whom it is safe to ask like that, what opens, and the answer it becomes (H-12, H-13)."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from audit.walls import standing_as_system
from records.models import SafeContact
from records.safe_address import found_in
from staff.door import hash_of, send_each

from .footing import Footing
from .how_long import longest, months_after
from .models import Consent, Conversation, SheetLink, SheetOutgoing
from .silence import KEPT_FROM_THEM
from .standing import Matter
from .voices import voices

SUBJECT = "Something waits for you"
WORDS = (
    "Somebody you know has sent you something to read.\n"
    "You open it with a code that they tell you themselves. It opens for seven days.\n"
    "If you did not expect this, do nothing.\n"
)
MEETING = (
    "This is not asked by a link. Whether they can decide it, or what shows that somebody else may, is looked at "
    "together. Ask them in a meeting."
)
NOT_SAFE = "The last time it was not safe to talk with them about this. Ask them when they are alone."
NOT_FREE = "Somebody doubted that an earlier answer of theirs was free. Ask them in person, alone."


def send_waiting():
    waiting = list(SheetOutgoing.objects.waiting().select_related("link"))
    return send_each(waiting, lambda one: one.link, SUBJECT, WORDS)


@standing_as_system()
def opened_with(token, code):
    """The question, if link and code are right; nothing else, whatever was wrong."""
    found = SheetLink.objects.filter(token_hash=hash_of(token)).select_related("sheet__person", "made_by").first()
    if found is None or not found.answers_to(code):
        return None
    return None if why_not(found.sheet) else found


def unless_unsafe(sheet):
    """Raises ValidationError at whoever would be asked."""
    if reason := why_not(sheet):
        raise ValidationError({"to_person": reason})


def why_not(sheet):
    """Why this question does not go to them by a link, today; empty where it may. An order or a wish is asked first."""
    if sheet.let_go_at:
        return "Nobody waits for this answer any more."
    try:
        sheet.clean_whom()
    except ValidationError as problem:
        return problem.messages[0]
    return _not_theirs(sheet) or _not_safe(sheet)


def _not_theirs(sheet):
    """Only who may answer as things stand: no assessment, evidence or lead is needed first."""
    voice = voice_of(sheet)
    plain = voice and voice.footing in (Footing.ADULT, Footing.PARENT, Footing.YOUNG_PERSON)
    return "" if plain and voice.ready else MEETING


def _not_safe(sheet):
    last = Conversation.objects.filter(person=sheet.person, consent=None).order_by("-at", "-pk").first()
    if last and not last.went_on:
        return NOT_SAFE
    if Consent.objects.filter(answered_by=sheet.to_person, coercion_suspected=True).exists():
        return NOT_FREE
    matter = Matter.of(sheet)
    secret = SafeContact.objects.withheld_from(sheet.to_person, [sheet.person])
    return KEPT_FROM_THEM if found_in("\n".join([matter.whom, matter.what, matter.why]), secret) else ""


def voice_of(sheet):
    return next((voice for voice in voices(sheet.person) if voice.who == sheet.to_person and voice.footing), None)


def answer_of(link):
    """What the register is told, but for what only whoever asked can say of it."""
    sheet, voice = link.sheet, voice_of(link.sheet)
    state = Consent.State.GIVEN if link.answer == SheetLink.Answer.YES else Consent.State.REFUSED
    asked = ("person", "kind", "purpose", "recipient", "recipient_kind", "information", "language")
    until = months_after(timezone.localdate(link.answered_at), longest(state, sheet.kind, sheet.purpose))
    return {
        **{name: getattr(sheet, name) for name in asked},
        "state": state,
        "words": link.words,
        "how": Consent.How.LINK,
        "answered_by": voice.who if voice else sheet.to_person,
        "relationship": voice.relationship if voice else None,
        "footing": voice.footing if voice else "",
        "answered_at": link.answered_at,
        "review_on": until,
        "informed": True,
        "specific": True,
    }
