"""How people were asked: who was there, what was signed, what went home with them, and what was taken back."""

from datetime import timedelta
from math import cos, sin

from django.utils import timezone

from consent.models import Conversation, SheetGiven, SheetLink
from records.models import Person
from sharing.models import WithoutAgreement
from staff.models import User

from . import decisions, story

SAFE = {"present": "alone", "talk": "yes", "interpreter": "not_needed"}
DRAWN = ";".join(
    " ".join(f"{x + round(14 * sin(x / 7))},{110 + round(high * cos(x / 9))}" for x in range(start, end, 4))
    for start, end, high in ((60, 130, 55), (150, 300, 18), (320, 460, 30))
)


def make(demo):
    _taken_back(demo)
    _signed_on_the_screen(demo)
    _taken_home(demo)
    _by_a_link(demo)
    _conversations(demo)
    _besides(demo)


def _besides(demo):
    """Photographs, medical help and taking part: agreed, refused, run out, taken back, and two who do not agree."""

    def asked(who, by, state, kind, thing, **more):
        return story.answer(demo, who, by, state, thing, None, "", kind=kind, **more)

    asked("leo", "femi", "given", "photographs", "display")
    asked("leo", "femi", "refused", "photographs", "public", lasts=150, words="Not where anybody can see him.")
    asked("leo", "femi", "given", "medical", "skin", days=20)
    asked("leo", "femi", "given", "medical", "hospital", days=370)
    asked("leo", "femi", "given", "service", "outings", days=30).withdraw(by=demo.staff["amara"], words="Not just now.")
    asked("kofi", "abena", "given", "photographs", "group")
    asked("kofi", "yaw", "refused", "photographs", "group", words="No pictures that others take home.")
    asked("hana", None, "refused", "photographs", "public", lasts=150)


def _taken_back(demo):
    """Something had left already, so a letter waits to be sent."""
    amara = demo.staff["amara"]
    yes = story.answer(demo, "noor", "uncle", "given", "health", "visitor", "personal", days=4)
    decision = decisions.propose(
        demo, "amara", ["noor"], decisions.CALM | {"consent": "given"}, "How Noor sleeps", "The health visitor asked",
        contact="visitor", information="personal",
    )  # fmt: skip
    again = "They see her every week, and their agreement with us waits for their signature."
    WithoutAgreement.explain(by=demo.staff["dee"], decision=decision, reason=again)
    decision.sign(
        by=amara, outcome="share", **decisions.COMMON, **decisions.LAW,
        rationale="Her uncle agreed, in writing, that the health visitor hears how Noor sleeps.",
        welfare="Noor sleeps badly, and the health visitor can help at home.",
    )  # fmt: skip
    item = {"what": "She wakes three times a night", "nature": "fact", "why_needed": "To plan the visit."}
    sent = decisions.disclosure(demo, "visitor", "secure_email", "service")
    decision.record_disclosure(by=amara, disclosure=sent, items=[item])
    yes.withdraw(by=amara, words="That is enough now.")


def _signed_on_the_screen(demo):
    drawn = {"how": "on_screen", "signature": {"drawn": DRAWN}}
    story.answer(demo, "leo", "femi", "given", "learning", "school", "developmental", days=2, **drawn)


def _taken_home(demo):
    SheetGiven.give(
        by=demo.staff["amara"], person=demo.people["leo"], to_person=demo.people["femi"], purpose="health",
        recipient=demo.agencies["visitor"], information="personal", language="pl", is_easy=True,
        given_at=timezone.now() - timedelta(days=8), answer_by=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip


def _by_a_link(demo):
    """One that waits to be looked at, and one that nobody has answered yet."""
    amara, leo, femi = demo.staff["amara"], demo.people["leo"], demo.people["femi"]
    asked = {"person": leo, "to_person": femi, "alone": True, "answer_by": timezone.localdate() + timedelta(days=7)}
    for_club = {"kind": "service", "purpose": "outings", **asked}
    yes = SheetLink.send(by=amara, sent_to="femi@home.example.org", **for_club)
    yes.say(by=User.system(), answer="yes", name="Femi", words="He loves the park.")
    about = {"purpose": "learning", "recipient": demo.agencies["school"], "information": "personal"}
    SheetLink.send(by=amara, sent_to="femi@home.example.org", **about, **asked)


def _conversations(demo):
    """Amara can ask today; with Kofi's mother it was not possible yet."""
    amara = demo.staff["amara"]
    for person in Person.objects.whose_personal_folder_opens_to(amara):
        Conversation.begin(by=amara, person=person, **SAFE)
    listening = Conversation.begin(by=amara, person=demo.people["kofi"], **SAFE | {"present": "others"})
    listening.put_off(by=amara, again_on=timezone.localdate(), because="His uncle stayed in the room.")
