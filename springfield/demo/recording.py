"""What is recorded beside the entries: who was told, what stands out, what is to be done, and what partners sent."""

from datetime import timedelta

from django.utils import timezone

from records.models import Entry, Flag, PrivateNote, Received, Relationship, Task


def tell(demo):
    _parents(demo)
    _what_matters(demo)
    _flags_and_tasks(demo)
    _private_notes(demo)
    _from_a_partner(demo)


def _ago(days):
    return timezone.now() - timedelta(days=days)


def _parents(demo):
    """One was told, one is still to be, one is not safe to tell yet, and one waits for the lead."""
    amara, leo, kofi = demo.staff["amara"], demo.people["leo"], demo.people["kofi"]
    abena = Relationship.objects.with_pr(kofi).get(other=demo.people["abena"])
    now, week, late = timezone.now(), timezone.localdate() + timedelta(days=7), timezone.localdate() - timedelta(days=3)
    for about, kind, fact, days, said, telling in [
        (kofi, "behaviour", "He pushed another child off the step, then helped him up.", 2, "told",
         {"to": abena, "how": "in_person", "told_at": now, "words": "She will talk with him."}),
        (kofi, "accident", "He ran into the gate and bumped his knee.", 4, "due", {"look_on": late}),
        (leo, "behaviour", "He hid under the table when the door opened.", 5, "unsafe",
         {"words": "Quin reads Femi’s messages.", "look_on": week}),
        (leo, "change", "A man we do not know now lives with them.", 1, "due", {}),
    ]:  # fmt: skip
        details = {"accident": {"where": "The gate", "injury": "A graze", "first_aid": "Water, by Amara"}}
        worry = {"worry": "yes"} if kind == "change" else {}
        Entry.write(
            by=amara, folder=about.folder("personal"), kind=kind, fact=fact, happened_at=_ago(days), parent_told=said,
            telling=telling, details=details.get(kind, worry),
        )  # fmt: skip


def _what_matters(demo):
    about_leo = Entry.objects.filter(folder__person=demo.people["leo"], corrects=None)
    for entry in about_leo.filter(kind__in=["change", "call", "behaviour"]):
        entry.weigh(by=demo.staff["amara"], significance="noted" if entry.kind == "call" else "significant")


def _flags_and_tasks(demo):
    staff, leo, today = demo.staff, demo.people["leo"], timezone.localdate()
    Flag.put(
        by=staff["dee"], person=leo, kind="collection", told="Femi, by Dee, at the gate",
        reason="Only Femi or Grace collect him. If anybody else comes, keep him inside and ring Dee.",
        review_on=today + timedelta(days=30),
    )  # fmt: skip
    Flag.put(
        by=staff["amara"], person=demo.people["kofi"], kind="health", told="Both parents, at registration",
        reason="Nut allergy. His pen is in the red bag; ring 999.", review_on=today - timedelta(days=4),
    )  # fmt: skip
    for owner, what, person, days in [
        ("amara", "Ring the health visitor about the missed appointments", leo, 0),
        ("amara", "Write the plan for the summer term", None, 3),
        ("chen", "Bring the photographs of the trip", demo.people["petra"], 1),
    ]:
        due_on = today + timedelta(days=days)
        Task.give(by=staff["dee"], owner=staff[owner], what=what, person=person, due_on=due_on)


def _private_notes(demo):
    """Amara's, which Ben may read: one is kept for longer than the policy says."""
    for about, words, days in [
        ("leo", "He draws water every day now. Ask Grace about the swimming before I make anything of it.", 3),
        ("kofi", "Abena seemed rushed on Friday. I may have asked too much at the door.", 70),
    ]:
        PrivateNote.write(by=demo.staff["amara"], person=demo.people[about], words=words, written_at=_ago(days))


def _from_a_partner(demo):
    today = timezone.localdate()
    entry = Entry.objects.filter(folder__person=demo.people["leo"], kind="report").earliest("pk")
    Received.record(
        by=demo.staff["dee"], entry=entry, agency=demo.agencies["visitor"], received_on=today - timedelta(days=5),
        conditions="For our own planning only", lock="ask", review_on=today - timedelta(days=2),
    )  # fmt: skip
