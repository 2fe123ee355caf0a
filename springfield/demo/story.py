"""What happened before today: entries, notices, agreements in every state, concerns and questions."""

import tomllib
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from consent.models import Competence, Consent, NoticeGiven, RegisterCopy
from consent.register.copying import sheet_for
from policy import packs
from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import (
    AccessRequest,
    AccessReview,
    BreakGlass,
    Concern,
    Entry,
    Folder,
    Likeness,
    PaperScan,
    Person,
    Question,
    Rectification,
    Relationship,
    Tie,
    UnusualReading,
)
from staff.models import PaperPromise

from . import deciding, recording
from .drawing import painted

ENTRIES = tomllib.loads((Path(__file__).parent / "entries.toml").read_text("utf-8"))["entry"]


def tell(demo):
    """Everything up to the decisions, in the order it would have happened."""
    _entries(demo)
    _notices(demo)
    _answers(demo)
    _concerns(demo)
    _access(demo)
    _need_to_know(demo)
    _reading(demo)
    _two_records(demo)
    _what_changed(demo)
    recording.tell(demo)
    deciding.tell(demo)


def _ago(days):
    return timezone.now() - timedelta(days=days)


def _entries(demo):
    for entry in ENTRIES:
        Entry.write(
            by=demo.staff[entry["by"]],
            folder=demo.people[entry["about"]].folder(entry["folder"]),
            happened_at=_ago(entry["days"]),
            written_at=_ago(entry["days"] - 0.1),
            marks=entry.get("marks", ()),
            files=[painted()] if entry.get("painting") else [],
            **{part: entry.get(part, "") for part in ("kind", "fact", "opinion", "own_words", "reported_by")},
        )
    late = demo.people["leo"].folder("personal")
    first = Entry.write(
        by=demo.staff["amara"], folder=late, kind="call", fact="Femi rang on Monday about a cough.", happened_at=_ago(6)
    )
    first.correct(by=demo.staff["amara"], fact="It was Tuesday, not Monday.")
    first.mark_historical(by=demo.staff["ben"], why="The cough is gone. The surgery has seen him.")


def _notices(demo):
    told = [("leo", "femi"), ("kofi", "abena"), ("kofi", "yaw"), ("nadia", "amina"), ("hana", "hana"), ("yara", "yara")]
    for about, to in told:
        NoticeGiven.explain(
            by=demo.staff["amara"],
            person=demo.people[about],
            to_person=demo.people[to],
            how="in_person",
            explained_at=_ago(50),
        )


def _answers(demo):
    """Agreements in every state a register knows: given, refused, withdrawn, expired, disputed, coerced, not asked."""
    answer(demo, "kofi", "abena", "given", "health", "health", "send")
    answer(demo, "kofi", "yaw", "given", "health", "health", "send")
    answer(demo, "leo", "femi", "refused", "protection", "cass", "safeguarding", words="It was an accident.")
    answer(demo, "nadia", "amina", "given", "learning", "school", "developmental")
    answer(demo, "nadia", "imran", "refused", "learning", "school", "developmental", words="Not the school.")
    answer(demo, "hana", None, "given", "early_help", "housing", "personal", coercion_suspected=True)
    answer(demo, "ollie", "sam", "refused", "learning", "visitor", "developmental", words="We would rather not.")
    answer(demo, "ollie", "kit", "refused", "learning", "visitor", "developmental")
    taken_back = answer(demo, "noor", "uncle", "given", "learning", "school", "personal")
    taken_back.withdraw(by=demo.staff["ben"], words="I have changed my mind.")
    answer(demo, "ivy", "una", "given", "health", "visitor", "personal", days=380)
    answer(demo, "nadia", "amina", "given", "health", "health", "personal", days=345)
    _yara_decides(demo)
    sheet = sheet_for(demo.staff["dana"])
    RegisterCopy.take(by=demo.staff["dana"], purpose="The yearly report", sha256=sheet.sha256, many=sheet.many)


def answer(demo, who, respondent, state, purpose, recipient, information, *, days=10, lasts=360, **details):
    person = demo.people[who]
    other = demo.people[respondent] if respondent else person
    link = Relationship.objects.with_pr(person).filter(other=other).first()
    return Consent.record(
        by=demo.staff["amara"],
        person=person,
        answered_by=other,
        relationship=link,
        footing="parent" if link else "adult",
        state=state,
        purpose=purpose,
        recipient=demo.agencies[recipient] if recipient else None,
        information=information,
        how=details.pop("how", "writing"),
        answered_at=_ago(days),
        review_on=timezone.localdate() + timedelta(days=lasts - days),
        **(dict.fromkeys(Consent.CHECKS, True) | details),
    )


def _yara_decides(demo):
    yara, about = demo.people["yara"], "Sharing with the health visitor that she comes to the youth club"
    able = Competence.assess(
        by=demo.staff["chen"],
        person=yara,
        purpose="health",
        recipient=demo.agencies["visitor"],
        information="personal",
        about=about,
        assessed_at=_ago(2),
        **dict.fromkeys(Competence.QUESTIONS, True),
        reasons="She explained in her own words what would be said, to whom, and what might follow.",
        wants_parents_told="no",
    )
    Consent.record(
        by=demo.staff["chen"],
        person=yara,
        answered_by=yara,
        footing="young_person",
        competence=able,
        state="given",
        purpose="health",
        recipient=demo.agencies["visitor"],
        information="personal",
        how="writing",
        answered_at=_ago(1),
        review_on=timezone.localdate() + timedelta(days=180),
        **dict.fromkeys(Consent.CHECKS, True),
    )


def _concerns(demo):
    staff, people = demo.staff, demo.people
    Concern.log(
        by=staff["amara"], people=[people["leo"]], danger="no", happened_at=_ago(0.2),
        facts="At lunch Leo's sleeve rode up: a second bruise, right forearm, about 3 cm, purple.",
        own_words="“Quin did it. It's a secret.”", opinion="The first bruise may not have been a fall.",
        marks=[
            {"outline": "child", "view": "front", "x": 106, "y": 422, "kind": "bruise", "size": 30, "colour": "purple"}
        ],
    )  # fmt: skip
    Concern.log(
        by=staff["vik"], others="A boy of about six at the holiday club, red coat", danger="not_sure",
        facts="He would not go to the man who came for him and held on to the fence.",
    )  # fmt: skip
    acted = Concern.log(
        by=staff["chen"], people=[people["petra"]], danger="no", facts="Petra fell asleep in the homework club again."
    )
    acted.acknowledge(by=staff["dee"])
    acted.answer(
        by=staff["dee"], discussed="With Chen, the same day.", outcome="A young carer's assessment is offered.",
        next_step="Chen talks to Petra on Thursday.",
    )  # fmt: skip
    rests = Concern.log(
        by=staff["vik"], people=[people["ollie"]], danger="no", facts="Ollie had no lunch with him, twice this week."
    )
    rests.answer(
        by=staff["dee"], discussed="With Vik and with his mother.", outcome="His mother forgot; he eats well at home.",
        next_step="Nothing for now.", reporter_words="Thank you. We spoke with his family.",
        look_on=timezone.localdate() + timedelta(days=6),
    )  # fmt: skip
    looked_at = Concern.log(
        by=staff["ben"], people=[people["arthur"]], group="adult", danger="no", facts="Arthur's fridge was empty again."
    )
    looked_at.acknowledge(by=staff["ade"])
    Concern.log(
        by=staff["chen"], is_about_staff=True, about_staff=staff["dora"], danger="no",
        facts="Dora talked about a family by name in the café.",
    )  # fmt: skip
    asked = Question.ask(
        by=staff["vik"], group="child", words="A child told me something and asked me to keep it to myself. May I?"
    )
    asked.reply(by=staff["dee"], words="Never promise that. Tell me today what was said, in the child's words.")
    Question.ask(by=staff["chen"], group="child", words="May I tell a new nursery that a child is slow to settle?")


def _access(demo):
    """A named key person in one safeguarding folder, a cover that ends, a grievance, and a relative shut out."""
    leo, soon = demo.people["leo"], timezone.now() + timedelta(days=30)
    leo.folder("safeguarding").grant(
        by=demo.staff["dee"], to=demo.staff["amara"], purpose="Named key person for the bruises", until=soon
    )
    demo.people["jan"].folder("personal").grant(
        by=demo.staff["dee"],
        to=demo.staff["amara"],
        purpose="Covers for Chen",
        until=timezone.now() + timedelta(days=9),
    )
    demo.people["ned"].exclude(by=demo.staff["sena"], who=demo.staff["dee"], reason="Ned is her nephew")

    Folder.start(by=demo.staff["sena"], kind="grievance", about_staff=demo.staff["vik"])
    adam, today = demo.staff["adam"], timezone.localdate()
    demo.staff["vik"].leave_on(by=adam, day=today + timedelta(days=20))
    for name, capacity, days in [("Cora Lime", "committee", 350), ("Stu Reed", "student", 40)]:
        signed = {"signed_on": today - timedelta(days=days), "witness": "The senior leader", "kept": "Grey cabinet"}
        paper = PaperPromise.register(by=adam, name=name, capacity=capacity, **signed)
    sheet = Accepted("promise.txt", "txt", f"I keep to myself what I see here. {name}".encode(), Scan.NOT_DONE)
    PaperScan.put_with(by=adam, paper=paper, files=[sheet])


def _need_to_know(demo):
    """Two who ask to be let in, an entry kept to named people, a colleague who knows a family, and a review."""
    staff, leo = demo.staff, demo.people["leo"]
    soon = timezone.localdate() + timedelta(days=30)
    AccessRequest.ask(
        by=staff["ben"], person=leo, group="child", kinds=["safeguarding"], until=soon,
        why="I go to the meeting about Leo with Amara on Friday.",
    )  # fmt: skip
    AccessRequest.ask(
        by=staff["chen"], words="Hana, who comes to the Monday group, about 40", group="adult", kinds=["personal"],
        why="I run the Monday group from next week.", until=soon,
    )  # fmt: skip
    entry = Entry.write(
        by=staff["amara"], folder=leo.folder("personal"), kind="contact", happened_at=_ago(3),
        fact="Femi told me why she left her last job. It has nothing to do with Leo.",
    )  # fmt: skip
    entry.restrict(by=staff["amara"], to=[staff["ben"]], reason="About his mother alone, and told to me in confidence")
    Rectification.ask(by=staff["amara"], entry=entry, said_by="Femi Larkin", how="spoken", words="I was not dismissed.")
    Tie.declare(by=staff["vik"], words="The Osei family lives next door to my parents.")
    AccessReview.review(by=staff["dora"], group="adult", found="One cover was ended a week early.")


def _reading(demo):
    """A record opened in an emergency, for a lead to answer for; and one night in which somebody read."""
    words = "The hospital rang: Nadia is there with her aunt, and they ask what she is allergic to. Amara is on leave."
    reason = {"reason": "health", "why": packs.current().break_glass["health"], "words": words}
    BreakGlass.begin(by=demo.staff["chen"], reference=demo.people["nadia"].public_id, **reason)
    night = {"kind": "night", "day": timezone.localdate(_ago(1)), "many": 3, "groups": {"child"}}
    noticed = UnusualReading.notice(by=demo.system, reader=demo.staff["ben"], noticed_at=_ago(0.4), **night)
    noticed.explain(by=demo.staff["ben"], words="I was on call, and the police rang at eleven.")


def _two_records(demo):
    """Colleagues who may not see each other's people opened a second record: one waits for the lead, one is merged."""
    staff, kofi = demo.staff, demo.people["kofi"]
    again = {"group": "child", "key_person": staff["chen"], "informed_by": "a member of staff"}
    Person.register(by=staff["chen"], name="Leo Larken", born_on=demo.people["leo"].born_on, **again)
    second = Person.register(by=staff["chen"], name="Osei Kofi", born_on=kofi.born_on, known_as="Kofi", **again)
    seen = {"fact": "Came to the toy library with his father. Chose the trains.", "happened_at": _ago(3)}
    Entry.write(by=staff["chen"], folder=second.folder("developmental"), kind="observation", **seen)
    Likeness.look()
    both = Likeness.objects.get(newer=second, earlier=kofi)
    both.merge(
        by=staff["dee"], stays=kofi, why="Chen and Amara met: it is the same family, seen on the birth certificate."
    )


def _what_changed(demo):
    """Details and answers that were put right, so that there is an earlier version beside the one of today."""
    kofi, dee = demo.people["kofi"], demo.staff["dee"]
    kofi.change(by=demo.staff["amara"], language="Twi", known_as="Kof")
    kofi.change(by=demo.staff["amara"], language="Twi and English", known_as="Kofi")
    about_petra = Concern.objects.filter(about__person=demo.people["petra"]).earliest("pk")
    about_petra.answer(
        by=dee, discussed="With Chen, the same day, and with Petra's form tutor the day after.",
        outcome="A young carer's assessment is offered, and Petra wants it.",
        next_step="Chen talks to Petra and her mother on Thursday.",
    )  # fmt: skip
