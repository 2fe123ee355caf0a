"""Who reaches which folder, and when they stop."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import Entry, Folder, FolderGrant, FolderReader, Person
from records.reach import reasons, rewrite, rewrite_for
from staff.models import Line
from tests.cast import in_days


def opens(user, folder):
    return Folder.objects.open_to(user).contains(folder)


@pytest.mark.clause("H-05")
class TestTheKeyPerson:
    def test_opens_the_everyday_folders(self, cast):
        kinds = {folder.kind for folder in Folder.objects.open_to(cast.amara).filter(person=cast.leo)}
        assert kinds == {"developmental", "personal", "send"}

    def test_stops_when_somebody_else_takes_over(self, cast):
        cast.leo.assign_key_person(by=cast.dee, to=cast.chen)

        assert not Folder.objects.open_to(cast.amara).exists()
        assert opens(cast.chen, cast.leo.folder("personal"))


@pytest.mark.clause("S-07")
class TestTheLineManager:
    def test_opens_what_the_worker_opens(self, cast):
        assert opens(cast.ben, cast.leo.folder("personal"))

    def test_reads_in_the_safeguarding_folder_only_what_the_worker_wrote(self, cast):
        folder = cast.leo.folder("safeguarding")
        folder.grant(by=cast.dee, to=cast.amara, purpose="Named key person", until=in_days(30))
        by_amara = Entry.write(
            by=cast.amara, folder=folder, kind="observation", fact="A bruise.", happened_at=in_days(0)
        )
        by_dee = Entry.write(by=cast.dee, folder=folder, kind="observation", fact="Discussed.", happened_at=in_days(0))

        assert not opens(cast.ben, folder)
        assert set(Entry.objects.open_to(cast.ben)) == {by_amara}
        assert {by_amara, by_dee} <= set(Entry.objects.open_to(cast.amara))

    def test_stops_when_the_line_ends(self, cast):
        Line.objects.get(worker=cast.amara).end(by=cast.adam)

        assert not Folder.objects.open_to(cast.ben).exists()


@pytest.mark.clause("S-08")
class TestAGrant:
    def test_opens_one_folder_until_its_end(self, cast):
        folder = cast.yara.folder("personal")
        folder.grant(by=cast.dee, to=cast.chen, purpose="Covers for the key worker", until=in_days(10))

        assert opens(cast.chen, folder)
        assert not opens(cast.chen, cast.yara.folder("send"))
        assert not FolderReader.objects.live(cast.chen, at=in_days(11)).exists()

    def test_can_be_ended_early(self, cast):
        folder = cast.yara.folder("personal")
        folder.grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(10))
        folder.end_grant(by=cast.dee, grant=folder.grants.get(), why="Back early")

        assert not opens(cast.chen, folder)
        assert not Person.objects.open_to(cast.chen).contains(cast.yara)
        ended = folder.grants.get()
        with time_machine.travel(in_days(1)):
            folder.end_grant(by=cast.dora, grant=ended, why="Pressed twice")
        assert folder.grants.get().ended_at == ended.ended_at

    def test_runs_from_its_first_moment_to_its_last_or_to_that_at_which_it_was_ended(self, cast):
        for kind in ("personal", "send"):
            cast.yara.folder(kind).grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(10))
        with time_machine.travel(in_days(5)):
            cast.yara.folder("send").end_grant(by=cast.dee, grant=FolderGrant.objects.last(), why="Back early")
        ran = {-1: set(), 1: {"personal", "send"}, 6: {"personal"}, 11: set()}
        for days, kinds in ran.items():
            live = FolderGrant.objects.live(at=in_days(days))
            assert set(live.values_list("content_object__kind", flat=True)) == kinds, days


@pytest.mark.clause("H-06", "H-31")
class TestBeingShutOut:
    def test_beats_a_grant_and_a_lead(self, cast):
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Sister of the mother")

        assert not Person.objects.open_to(cast.dee).contains(cast.leo)
        assert not Folder.objects.open_to(cast.dee).filter(person=cast.leo).exists()

    def test_nobody_opens_a_folder_about_themselves(self, cast):
        about_sena = Folder.start(by=cast.dora, kind="grievance", about_staff=cast.sena)
        about_chen = Folder.start(by=cast.dora, kind="grievance", about_staff=cast.chen)

        assert opens(cast.sena, about_chen)
        assert not opens(cast.sena, about_sena)
        assert not opens(cast.dee, about_chen)


def test_an_ended_account_reaches_nothing(cast):
    assert FolderReader.objects.live(cast.amara).exists()
    cast.amara.is_active = False
    assert not Folder.objects.open_to(cast.amara).exists()
    assert not FolderReader.objects.live(cast.amara).exists()


def test_what_ended_long_ago_is_not_written_again_when_a_line_changes(cast, django_assert_num_queries):
    folder = cast.yara.folder("personal")
    with CaptureQueriesContext(connection) as before:
        rewrite_for(cast.chen)
    folder.grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(10))
    folder.end_grant(by=cast.dee, grant=folder.grants.get(), why="Back early")
    with django_assert_num_queries(len(before)):
        rewrite_for(cast.chen)


def test_an_ended_account_gives_its_manager_nothing_either_until_they_manage_it_again(cast):
    cast.amara.deactivate(by=cast.adam)
    assert not Folder.objects.open_to(cast.ben).exists()

    cast.amara.reactivate(by=cast.adam)
    assert not Folder.objects.open_to(cast.ben).exists()

    Line.start(by=cast.adam, worker=cast.amara, manager=cast.ben)
    assert Folder.objects.open_to(cast.ben).exists()


def test_guardian_and_the_queryset_give_one_answer(cast):
    for name in ("amara", "ben", "chen", "dee", "dana", "vik", "adam"):
        user, folder = getattr(cast, name), cast.leo.folder("personal")
        assert user.has_perm("records.read_folder", folder) == opens(user, folder)


def test_the_flat_rows_say_what_the_reasons_say(cast):
    cast.leo.folder("safeguarding").grant(by=cast.dee, to=cast.amara, purpose="Named", until=in_days(3))
    for folder in Folder.objects.all():
        assert {r.reader_id for r in folder.readers.all()} == {reason.reader_id for reason in reasons(folder)}
    before = set(FolderReader.objects.values_list("reader", "thing", "until"))
    rewrite(Folder.objects.all())
    assert set(FolderReader.objects.values_list("reader", "thing", "until")) == before
