"""The rules of folders apart hold whoever calls the verb, and whatever a page asked first (H-31, H-33)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from records.models import Entry, Folder, FolderAbout, KeptOut
from staff import roles
from tests.cast import in_days, member
from tests.records.test_apart import folder_about

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-33")]


@pytest.mark.parametrize(
    ("by", "kind", "name", "account", "says"),
    [
        ("sena", "staff", "Sena Example", "sena", "about themselves"),
        ("ola", "staff", "Chen Example", "chen", "Senior leader"),
        ("dee", "volunteer", "Stu Reed", None, "Senior leader"),
        ("dee", "parent", "gran larkin", None, "already"),
    ],
)
def test_one_is_started_by_whom_the_policy_names_about_somebody_else_and_once(cast, by, kind, name, account, says):
    folder_about(cast, "parent", "Gran Larkin")
    with pytest.raises(PermissionDenied, match=says):
        folder_about(cast, kind, name, by=getattr(cast, by), account=account and getattr(cast, account))
    assert Folder.objects.filter(kind="about").count() == 1


@pytest.mark.clause("H-31")
def test_the_last_who_keeps_it_is_not_shut_out_and_nobody_twice(cast):
    folder = folder_about(cast, "staff", "Chen Example", account=cast.chen)
    sol = member("sol", roles.SeniorLeader)
    KeptOut.shut(by=cast.sena, folder=folder, who=sol, reason="His cousin")
    for who, says in ((cast.sena, "would be left"), (sol, "already")):
        with pytest.raises(PermissionDenied, match=says):
            KeptOut.shut(by=cast.sena, folder=folder, who=who, reason="x")
    assert list(KeptOut.objects.values_list("user", flat=True)) == [sol.pk]


@pytest.mark.clause("H-31")
def test_the_last_is_counted_without_whoever_is_shut_out_of_the_record_as_well(cast):
    folder = folder_about(cast, "parent", "Gran Larkin", person=cast.gran)
    for who in (cast.ade, cast.dora, cast.sena):
        cast.gran.exclude(by=cast.dee, who=who, reason="Family")
    with pytest.raises(PermissionDenied, match="would be left"):
        KeptOut.shut(by=cast.dee, folder=folder, who=cast.dee, reason="x")


@pytest.mark.clause("H-25")
def test_it_is_kept_longer_until_a_day_to_come(cast):
    about = folder_about(cast, "parent", "Gran Larkin").about
    with pytest.raises(ValidationError, match="a day to come"):
        about.keep_longer(by=cast.sena, until=timezone.localdate(), why="x")
    assert FolderAbout.objects.get().keep_until is None


@pytest.mark.clause("H-31")
def test_whom_it_is_about_is_not_counted_among_those_who_keep_it(cast):
    folder = folder_about(cast, "volunteer", "Dora Example", account=cast.dora)
    with pytest.raises(PermissionDenied, match="would be left"):
        KeptOut.shut(by=cast.sena, folder=folder, who=cast.sena, reason="x")
    member("sol", roles.SeniorLeader)
    assert KeptOut.shut(by=cast.sena, folder=folder, who=cast.sena, reason="x").pk


@pytest.mark.clause("H-31")
def test_whoever_is_shut_out_reads_not_even_what_they_wrote_there(cast):
    folder = folder_about(cast, "parent", "Gran Larkin")
    entry = Entry.write(by=cast.dee, folder=folder, kind="call", fact="Rang", happened_at=timezone.now())
    assert Entry.objects.open_to(cast.dee).contains(entry)
    KeptOut.shut(by=cast.sena, folder=folder, who=cast.dee, reason="Her nephew")
    assert not Entry.objects.open_to(cast.dee).contains(entry)
    assert Entry.objects.open_to(cast.ade).contains(entry)


def test_whose_account_ended_keeps_none_and_the_next_does(cast):
    with pytest.raises(PermissionDenied, match="Senior leader"):
        folder_about(cast, "staff", "Chen Example", account=cast.chen, by=cast.ola)
    cast.sena.deactivate(by=cast.adam)
    folder = folder_about(cast, "staff", "Chen Example", account=cast.chen, by=cast.ola)
    assert set(folder.keepers.values_list("role", flat=True)) == {"senior_leader", "outside_person"}


@pytest.mark.clause("H-25")
def test_what_is_kept_longer_is_over_again_when_that_day_has_come(cast):
    about, day = folder_about(cast, "parent", "Gran Larkin").about, in_days(9)
    about.keep_longer(by=cast.sena, until=timezone.localdate(day), why="A claim is open")
    for on, over in ((day - timedelta(days=1), []), (day, [about])):
        with time_machine.travel(on, tick=False):
            assert [*FolderAbout.objects.over()] == over
