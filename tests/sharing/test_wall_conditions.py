"""What narrows each way through the second wall: what has ended, whom it names, who was shut out."""

import pytest
from django.db import connection

from audit import walls
from audit.appendonly import maintenance
from records.models import (
    Attachment,
    Concern,
    Entry,
    Flag,
    Folder,
    FolderReader,
    KeptOut,
    PaperScan,
    Person,
    PersonReader,
    PrivateNote,
    SafeContact,
    Task,
)
from sharing.models import Decision
from staff import roles
from tests.acting import as_owner
from tests.architecture.world import build
from tests.cast import STAFF, in_days, member
from tests.sharing.conftest import OVERRIDE
from tests.sharing.test_about_colleague import propose_about
from tests.sharing.test_walls import write

pytestmark = [pytest.mark.postgresql, pytest.mark.clause("H-06", "S-08")]
SIGNED = "signed_at = now(), decided_by_id = proposed_by_id, outcome = 'not_share'"
SIGNED += ", rationale = 'x', sha256 = 'x', welfare = 'x'"
OF_A_RECORD = [Person, Folder, Entry, Attachment, Flag, SafeContact, Task, Decision]


def shown(model, user):
    with walls.around(user.pk, user.over):
        return set(model._base_manager.all())


def said(sql):
    """To the database itself, past every verb: what a verb would take days to bring about."""
    with as_owner(connection), maintenance(connection), connection.cursor() as cursor:
        cursor.execute(sql)


def test_no_way_outlasts_the_reach_it_goes_by(cast):
    build(cast)
    cast.leo.assign_key_person(by=cast.sena, to=cast.chen)
    cast.leo.folder("safeguarding").grant(by=cast.sena, to=cast.chen, purpose="x", until=in_days(9))
    assert [model for model in OF_A_RECORD if not shown(model, cast.chen)] == []
    for reach in (PersonReader, FolderReader):
        reach.objects.filter(reader=cast.chen).update(until=in_days(-1))
    assert [model for model in OF_A_RECORD if shown(model, cast.chen)] == []


def test_a_manager_is_shown_what_those_they_manage_now_wrote_about_a_danger_and_for_themselves_alone(cast):
    danger, _ = write(cast, "safeguarding", cast.amara), write(cast, "personal", cast.amara, cast.yara)
    note = PrivateNote.write(by=cast.amara, person=cast.leo, words="I may have asked too much.")
    assert shown(Entry, cast.ben) >= {danger} and shown(PrivateNote, cast.ben) == {note}
    assert {entry.folder.person for entry in shown(Entry, cast.ben)} == {cast.leo}
    said("UPDATE staff_line SET starts_on = current_date - 9, ends_on = current_date - 2")
    assert shown(Entry, cast.ben).isdisjoint({danger}) and shown(PrivateNote, cast.ben) == set()


def test_whoever_is_shut_out_of_a_record_is_not_shown_the_notes_about_it(cast):
    PrivateNote.write(by=cast.amara, person=cast.leo, words="I may have asked too much.")
    for who in (cast.amara, cast.ben):
        cast.leo.exclude(by=cast.sena, who=who, reason="A neighbour")
        assert shown(PrivateNote, who) == set()


def test_a_lead_is_shown_the_files_of_those_they_stand_over_alone(cast):
    theirs, others = write(cast, "personal", cast.amara), write(cast, "personal", cast.ade, cast.hana)
    assert shown(Attachment, cast.dee) == {theirs.attachments.get()}
    assert others.attachments.get() in shown(Attachment, cast.ade)


@pytest.mark.clause("H-31")
def test_what_is_said_of_a_colleague_is_shown_to_those_who_keep_it_alone_and_never_to_whom_it_names(cast):
    sita = member("sita", roles.SeniorLeader)
    said = {"danger": "no", "facts": "Rough.", "is_about_staff": True}
    of_dee, of_sita = (Concern.log(by=cast.amara, about_staff=who, **said) for who in (cast.dee, sita))
    assert shown(Concern, cast.sena) >= {of_dee}
    assert shown(Concern, cast.dora).isdisjoint({of_dee, of_sita}) and of_sita not in shown(Concern, sita)


@pytest.mark.clause("H-29")
def test_a_scan_of_a_promise_is_shown_to_those_who_keep_promises_alone(cast):
    build(cast)
    assert [name for name in STAFF if shown(PaperScan, getattr(cast, name))] == ["dee", "ade", "dora", "sena", "adam"]


@pytest.mark.clause("H-31")
def test_a_grievance_is_shown_to_senior_leaders_whom_it_is_not_about_and_who_were_not_shut_out(cast):
    sita = member("sita", roles.SeniorLeader)
    folder = Folder.start(by=cast.sena, about_staff=sita, kind="grievance")
    assert folder in shown(Folder, cast.sena)
    assert [who.name for who in (sita, cast.dee, cast.dana, cast.adam) if folder in shown(Folder, who)] == []
    sora = member("sora", roles.SeniorLeader)
    KeptOut.shut(by=cast.sena, folder=folder, who=sora, reason="Her cousin")
    assert folder in shown(Folder, cast.sena) and folder not in shown(Folder, sora)


@pytest.mark.clause("H-33")
def test_a_decision_is_shown_signed_to_those_who_see_signed_ones_and_late_to_the_second_person(cast, propose):
    propose(by=cast.amara)
    others = [cast.dana, cast.ola, cast.chen, cast.vik]
    assert [who.name for who in others if shown(Decision, who)] == []
    said(f"UPDATE sharing_decision SET {SIGNED}")
    assert [who.name for who in others if shown(Decision, who)] == [cast.dana.name]
    said("UPDATE sharing_decision SET second_due_at = now()")
    assert [who.name for who in others if shown(Decision, who)] == [cast.dana.name, cast.ola.name]


@pytest.mark.clause("H-31")
def test_a_decision_about_a_colleague_is_not_shown_to_whoever_asked_for_it_and_was_shut_out_since(cast):
    sora = member("sora", roles.SeniorLeader)
    decision = propose_about(cast, cast.chen, cast.sena)
    assert decision in shown(Decision, cast.sena)
    KeptOut.shut(by=sora, folder=decision.apart, who=cast.sena, reason="Her cousin")
    assert decision in shown(Decision, sora) and decision not in shown(Decision, cast.sena)


@pytest.mark.clause("H-31")
def test_nor_to_the_outside_person_whom_it_is_about(cast):
    decision = propose_about(cast, cast.ola, cast.sena)
    decision.sign(by=cast.sena, outcome="share", **OVERRIDE)
    assert decision in shown(Decision, cast.sena) and decision not in shown(Decision, cast.ola)
