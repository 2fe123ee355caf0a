"""Requests for information at every stage: one from the police that waits, one in a hurry, one that we sent."""

from datetime import timedelta

from django.utils import timezone

from sharing.models import Request


def make(demo):
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
    nursery.answer(by=staff["amara"], words="Thank you for your letter. His mother will bring his book herself.")
