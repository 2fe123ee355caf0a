"""Requests for information at every stage, and an agreement with a partner that is to be looked at."""

from datetime import timedelta

from django.utils import timezone

from consent.models import Consent
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import OtherSetting, Relationship
from sharing.models import Request, Routine, SharingAgreement

from .decisions import CALM, COMMON, LAW, propose

SIGNED = Accepted("agreement.txt", "txt", b"Signed by both, as a scan would show it.", Scan.CLEAN)

LETTER = """The Springfield Project

Ms Tarn
Example School

Thank you for your letter. His mother brings his book to you herself, and is glad to talk about it with you.

The Springfield Project"""


def make(demo):
    asked(demo)
    agreed(demo)
    stands(demo)


def stands(demo):
    """News of how Leo learns, for the school where he goes on two days: signed once, until next spring."""
    leo, now = demo.people["leo"], timezone.now()
    mother = Relationship.objects.get(person=leo, other=demo.people["femi"])
    Consent.record(
        by=demo.staff["amara"], person=leo, purpose="learning", recipient=demo.agencies["school"], state="given",
        information="developmental", footing="parent", answered_by=mother.other, relationship=mother, how="writing",
        informed=True, competent=True, free=True, specific=True, review_on=timezone.localdate() + timedelta(days=300),
    )  # fmt: skip
    yes = CALM | {"recipient": "other", "consent": "given"}
    to = {"contact": "school", "information": "developmental"}
    decision = propose(demo, "amara", ["leo"], yes, "How he learns and plays", "So that both plan alike", **to)
    decision.sign(
        by=demo.staff["dee"], outcome="share", **COMMON, **(LAW | {"purpose": "learning"}),
        rationale="His mother agreed that both settings tell each other how he learns.",
        welfare="He learns best when both do the same.",
    )  # fmt: skip
    setting = OtherSetting.objects.get(person=leo, agency=demo.agencies["school"])
    until = timezone.localdate() + timedelta(days=120)
    routine = Routine.allow(by=demo.staff["dee"], decision=decision, setting=setting, until=until)
    told = {"contact": demo.contacts["school"], "method": "telephone", "at": now}
    routine.share(by=demo.staff["amara"], what="He counts to ten, and asks for the red bricks by name.", **told)


def agreed(demo):
    """One with the therapists, one with the school that is to be looked at this week; none with the health visitor."""
    today = timezone.localdate()
    days = {"starts_on": 300, "review_on": -5, "ends_on": -65}
    SharingAgreement.record(
        by=demo.staff["dee"], agency=demo.agencies["school"], parties="Sena Hall for us, the head for them",
        purposes=["learning", "transfer"], information=["developmental", "send"], legal_basis="public_task",
        files=[SIGNED], **{name: today - timedelta(days=ago) for name, ago in days.items()},
    )  # fmt: skip
    SharingAgreement.record(
        by=demo.staff["dee"], agency=demo.agencies["health"], parties="Sena Hall for us, their manager for them",
        purposes=["health", "learning"], information=["send", "developmental"], legal_basis="public_task",
        files=[SIGNED], starts_on=today, review_on=today + timedelta(days=180), ends_on=today + timedelta(days=365),
    )  # fmt: skip


def asked(demo):
    staff, people, now = demo.staff, demo.people, timezone.now()
    Request.receive(
        by=staff["vik"], others="A boy called Kofi, about four", kind="police", name="DC Rowan Tide",
        post="Detective constable", organisation="Example Police", reference="EX/2291", their_number="07700 900321",
        how="telephone", urgency="day", asked_at=now - timedelta(hours=3), asked_for="Where he lives",
        why="They say that it is about a theft",
    )  # fmt: skip
    taken = Request.receive(
        by=staff["amara"], people=[people["leo"]], kind="s47", name="Sol Marsh", post="Duty social worker",
        organisation="Example Children's Social Care", reference="CSC-7731", how="telephone", urgency="now",
        asked_for="What was seen of his arms, and on which days", why="A section 47 enquiry that began this morning",
    )  # fmt: skip
    taken.verify(
        by=staff["amara"],
        agency=demo.agencies["cass"],
        number="01632 960301",
        name="Sol Marsh",
        post="Duty social worker",
    )
    Request.receive(
        by=staff["amara"], people=[people["kofi"]], direction="out", kind="other", name="Speech therapy team",
        agency=demo.agencies["health"], organisation=demo.agencies["health"].name, urgency="week",
        asked_for="How his last visits went", why="To plan the same help here",
    )  # fmt: skip
    settled = Request.receive(
        by=staff["amara"], people=[people["leo"]], kind="family", name="Quin Larkin", how="telephone", urgency="week",
        asked_for="When Leo is collected, and by whom", why="He did not say",
    )  # fmt: skip
    settled.close(by=staff["dee"], why="An order keeps this from him. He was told that we answer everybody in one way.")
    nursery = Request.receive(
        by=staff["amara"], people=[people["kofi"]], kind="setting", name="Ms Tarn", organisation="Example School",
        how="letter", urgency="week", asked_for="How he is settling", why="He may come to us in September",
    )  # fmt: skip
    nursery.answer(by=staff["amara"], words=LETTER)
