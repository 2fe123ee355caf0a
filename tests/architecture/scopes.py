"""Every list that asks who is asking (`open_to`, `to_answer`, …), and who asks them for the table of lists.

A reader is one of the cast, or one of them as something else: with another role or none, after their account ended,
in some relation to Leo (relations.py), or a hundred days on, when deadlines, grants and what was agreed are over.
"""

import inspect
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import time_machine
from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone

from records.models import (
    AccessRequest,
    BreakGlass,
    Concern,
    Flag,
    FolderAbout,
    HomeMark,
    Household,
    KeptOut,
    PrivateNote,
    Question,
    Relationship,
    Task,
    UnusualReading,
    WeekReview,
)
from sharing.models import Decision
from staff import roles
from staff.models import Appointment
from staff.roles import Can
from tests import made_up_roles
from tests.cast import STAFF, in_days
from tests.sharing.test_about_colleague import propose_about

from . import relations

APPS = ["staff", "records", "consent", "sharing", "governance"]
NOT_OF_LISTS = {Can.LOG_CONCERN, Can.KEEP_CHECKPOINTS, Can.KEEP_SERVICE}  # what no list asks for
TABLE = Path(__file__).with_name("scopes.txt")


def later(cast, who):
    """A hundred days on."""
    return time_machine.travel(timezone.now() + timedelta(days=100))


def soon(cast, who):
    """Forty days on: what was given for sixty stands still."""
    return time_machine.travel(timezone.now() + timedelta(days=40))


def able(cast, who):
    who.roles = [made_up_roles.Jack]


def all_but(ability):
    def lacking(cast, who):
        who.roles = [made_up_roles.all_but(ability)]

    lacking.__name__ = f"not_{ability.name.lower()}"
    return lacking


def once(cast, who):
    who.roles = []


def gone(cast, who):
    who.is_active = False


def deputy(cast, who):
    """Standing over both groups now, and over what they asked of the other one."""
    Appointment.give(by=cast.adam, to=who, role=roles.Deputy)


def senior(cast, who):
    """Who keeps what is said of colleagues, and of themselves."""
    Appointment.give(by=cast.adam, to=who, role=roles.SeniorLeader)


def no_grant_later(cast, who):
    who.roles = [made_up_roles.all_but(Can.GRANT)]
    return later(cast, who)


def shut(cast, who):
    relations._shut_out(cast, who)


def granted(cast, who):
    relations.granted(cast)


def glass(cast, who):
    relations.glass(cast)


def glass_shut(cast, who):
    relations.glass_shut_out(cast)


def manager(cast, who):
    relations.manager(cast)


BECOMING = {
    "amara": [later, once, gone, shut],
    "ben": [later, senior],
    "chen": [able, granted, glass, glass_shut, manager, senior],
    "dee": [soon, later, gone, deputy, shut],
    "ola": [later],
    "dora": [all_but(ability) for ability in sorted(Can, key=lambda one: one.name) if ability not in NOT_OF_LISTS]
    + [no_grant_later],
}
READERS = list(STAFF) + [f"{name}:{one.__name__}" for name, several in BECOMING.items() for one in several]


def reading_as(reader, cast):
    """The reader, having become what the table says; within what is given, for as long as they read."""
    name, _, became = reader.partition(":")
    who = getattr(cast, name)
    become = next((one for one in BECOMING.get(name, []) if one.__name__ == became), None)
    return who, (become and become(cast, who)) or nullcontext()


def scopes():
    """The name of every public list that is asked for somebody alone, and what asks it."""
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            of = getattr(model._default_manager, "_queryset_class", QuerySet)
            for name, function in inspect.getmembers(of, inspect.isfunction):
                if not name.startswith("_") and list(inspect.signature(function).parameters)[1:] == ["user"]:
                    yield f"{model.__name__}.{name}", getattr(model.objects, name)


def how_many(found):
    if isinstance(found, QuerySet):
        return len(found) if found.query.is_sliced else found.order_by().count()
    return len(found) if isinstance(found, list) else found if isinstance(found, int) else int(found is not None)


def read_table():
    lines = [line.split() for line in TABLE.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    head, *rows = lines
    assert head[1:] == READERS
    return {name: dict(zip(head[1:], map(int, cells), strict=True)) for name, *cells in rows}


def build_decisions(cast):
    """About a colleague, by whoever keeps what is said of them; and what a lead shared in an emergency by herself."""
    propose_about(cast, cast.chen, cast.sena)
    to = {"to_whom": "Crew", "taken_by": "Crew", "method": "in_person", "shared_at": timezone.now()}
    Decision.record_emergency(
        by=cast.dora, people=[cast.leo], facts={"danger": "yes"}, rationale="He could not breathe.", welfare="Help.",
        request={"name": "Crew", "asked_for": "What he ate", "why": "To treat him"},
        disclosure=to | {"will_do": "emergency"}, items=[{"what": "Nuts", "nature": "fact", "why_needed": "Treatment"}],
    )  # fmt: skip


def build_more(cast):
    """What the lists tell apart and the pages (world.py) do not: of others, of the other group, about a leader."""
    hana = cast.hana
    hana.folder("personal").grant(by=cast.ade, to=cast.dee, purpose="Her mother’s lead", until=in_days(60))
    Flag.put(by=cast.ade, person=hana, kind="health", reason="Nuts", told="Hana", review_on=in_days(9).date())
    for giver, owner in (("amara", "ben"), ("dee", "amara"), ("ben", "ben")):
        given = {"by": getattr(cast, giver), "owner": getattr(cast, owner)}
        Task.give(what="Ring", due_on=in_days(9).date(), **given)
    Question.ask(by=cast.chen, group="adult", words="May she?")
    Question.ask(by=cast.dee, group="adult", words="May he?")
    asked = {"group": "adult", "kinds": ["safeguarding"], "why": "To help", "until": in_days(9).date()}
    AccessRequest.ask(by=cast.dee, person=hana, **asked)
    AccessRequest.ask(by=cast.dee, words="Hana somebody", **asked)
    BreakGlass.begin(by=cast.dee, reason="danger", why="x", words="Nobody answers", reference=hana.public_id)
    for reader in (cast.dee, cast.ade):
        said = {"kind": "night", "many": 1, "groups": {"adult"}}
        UnusualReading.notice(by=cast.adam, reader=reader, day=timezone.localdate(), **said)
    WeekReview.review(by=cast.dee, group="child", looked=[])
    WeekReview.review(by=cast.ade, group="adult", looked=[])
    about = {"danger": "no", "is_about_staff": True, "facts": "He shouts."}
    Concern.log(by=cast.chen, about_staff=cast.sena, **about)
    kept = {"kind": "step_parent", "is_confidential": True, "readers": [cast.amara]}
    link = Relationship.link(by=cast.amara, person=cast.leo, other=cast.yara, **kept)
    Household.record(by=cast.amara, person=cast.leo, called="With her", links=[link])
    apart = FolderAbout.start(by=cast.dee, kind="parent", name="An uncle", why="To see him safely")
    KeptOut.shut(by=cast.dee, folder=apart, who=cast.dora, reason="Her brother")
    HomeMark.give(by=cast.chen, postcode="SW1A 1AA")
    PrivateNote.write(by=cast.ben, person=cast.leo, words="Ask.", written_at=in_days(-9))
