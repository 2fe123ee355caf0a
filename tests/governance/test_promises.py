"""Each promise is looked at, and broken in turn: the page and the command say so, with what to do."""

import os
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from audit import keys, reading_only
from audit.appendonly import maintenance
from governance import clockwork, noted, promises
from governance.promises import machine, records
from staff.models import Notice
from tests.acting import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-29", "S-31")]
PAGE = reverse("governance:promises")


@pytest.fixture
def well(cast, own_folders, settings):
    """A service as it should be, as far as one that is tested can be."""
    settings.VAR_DIR, settings.ANCHOR_FILE = own_folders / "var", str(own_folders / "elsewhere.jsonl")
    settings.FILES_DIR.mkdir(parents=True)
    clockwork.anchor_the_ledger()
    keys.keep(settings.KEYS_DIR / "x", b"")
    noted.write("trail", wrong="")
    noted.write("backup", folder=str(own_folders))
    noted.write("drill-restore", passed=True)
    noted.write("tick", failed=[])
    noted.write("slip", to=3)
    return cast


def broken():
    return {one.title for one in promises.findings() if not one.kept}


def long_ago(name, time_machine, **span):
    time_machine.move_to(timezone.now() + timedelta(**span), tick=False)


BREAKS = {
    "Nothing that was recorded has been changed since": lambda s, _: noted.write("trail", wrong="records_entry, row 1"),
    "Everything can be written down": lambda s, _: reading_only.begin({"at": "x"}),
    "Others hold proof of it, elsewhere": lambda s, tm: long_ago("x", tm, minutes=61),
    "There is a backup of last night": lambda s, tm: long_ago("x", tm, hours=27),
    "A backup was really put back": lambda s, _: noted.write("drill-restore", passed=False),
    "What is due is done by the clock": lambda s, _: noted.write("tick", failed=["seal"]),
    "The keys are there, and nobody else can read them": lambda s, _: os.chmod(s.KEYS_DIR / "ledger.pem", 0o644),
}


@pytest.mark.parametrize("title", BREAKS)
def test_a_broken_one_is_found_and_says_what_to_do(well, settings, time_machine, title):
    assert title not in broken()
    BREAKS[title](settings, time_machine)
    (found,) = [one for one in promises.findings() if one.title == title]
    assert not found.kept and found.mend


def test_a_message_that_lies_is_found(well):
    one = Notice.objects.create(to=well.dee, written_at=timezone.now() - timedelta(minutes=14))
    assert records.the_post()[0]
    Notice.objects.filter(pk=one.pk).update(written_at=timezone.now() - timedelta(minutes=16))
    assert not records.the_post()[0]


@pytest.mark.sqlite
def test_a_database_that_could_forget_or_be_rewritten_is_found(well, monkeypatch):
    assert machine.the_database()[0]
    monkeypatch.setitem(machine.SAFE, "synchronous", 3)  # as if it were less than it must be
    assert "synchronous" in machine.the_database()[1]
    monkeypatch.undo()
    with as_owner(connection), maintenance(connection), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER appendonly_delete_audit_trace")
    assert "audit_trace can be rewritten" in machine.the_database()[1]


def test_what_cannot_be_looked_at_is_broken(well, settings):
    settings.CLAMD_SOCKET = "/nowhere/at/all"
    found = {one.title: one for one in promises.findings()}["Files that come in are looked at for malware"]
    assert (found.kept, "FileNotFoundError" in found.words) == (False, True)


def test_the_page_says_the_broken_ones_first_and_the_command_ends_with_1(well, as_, capsys):
    noted.write("tick", failed=["seal"])
    text = as_(well.dee).get(PAGE).text
    assert text.index("These could not be done last time: seal") < text.index("Kept:")
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--quick")
    assert ended.value.code == 1 and "BROKEN  What is due is done by the clock" in capsys.readouterr().out


def test_a_confirmation_is_signed_on_the_page(well, as_, django_capture_on_commit_callbacks):
    now = timezone.now().isoformat()
    lost = {"at": now, "from": now, "last_known": now, "kept": 3, "anchored": 9, "shut_again": 1}
    reading_only.begin(lost | {"not_shut": [{"kind": "folder.shut", "about": "records.KeptOut:1"}]})
    page = reverse("governance:restored")
    assert page in as_(well.dee).get("/").text and page not in as_(well.amara).get("/").text
    text = as_(well.dee).get(page).text
    assert "6 lines of the trail" in text and "Somebody shut somebody out of a folder" in text
    as_(well.dee).post(page, {"password": "wrong", "once": "a"})
    assert reading_only.gap()
    with django_capture_on_commit_callbacks(execute=True):
        as_(well.dee).post(page, {"password": "correct horse battery", "once": "b"})
    assert reading_only.gap() is None
