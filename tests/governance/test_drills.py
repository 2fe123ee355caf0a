"""The drills: a copy comes back whole while people work, each tampering with it is found, and a trustee can read it."""

import threading

import pytest
from django.core.management import call_command
from django.db import connection

from audit import reading_only
from governance import noted
from governance.drills import report, restoring, scratch, tampering
from governance.management.commands import drill
from records.models import Entry
from tests.audit.owner import history, keys_of_its_own, propose
from tests.cast import in_days

__all__ = ["history", "keys_of_its_own", "propose"]
pytestmark = pytest.mark.clause("S-29", "S-31", "H-25")


@pytest.fixture
def own_var(own_folders, settings):
    settings.VAR_DIR = own_folders / "here"
    return own_folders / "here"


@pytest.fixture
def busy(worked):
    """Somebody writes an entry after another for as long as the test runs."""
    stop, folder = threading.Event(), worked.leo.folder("personal")

    def write():
        while not stop.is_set():
            Entry.write(by=worked.amara, folder=folder, kind="visit", fact="And then", happened_at=in_days(0))
            stop.wait(0.02)
        connection.close()

    worker = threading.Thread(target=write)
    worker.start()
    yield worked
    stop.set()
    worker.join()


@pytest.mark.sqlite
class TestTheRestoreDrill:
    def test_brings_back_what_was_there_while_somebody_writes(self, busy, own_var):
        (one,) = restoring.drill()
        assert (one["missing"], one["canaries"] > 0, one["lines"] > 0) == (0, True, True)
        assert not list(own_var.glob(".drill-*"))

    @pytest.mark.long
    def test_thirty_times_of_thirty(self, busy, own_var):
        assert [one["missing"] for one in restoring.drill(30)] == [0] * 30

    def test_that_loses_a_line_fails_and_is_noted(self, cast, own_var, monkeypatch, tmp_path):
        monkeypatch.setattr(restoring, "_once", lambda _: restoring.Round(1.0, 2.0, 3, 4, 5, 100, 1))
        monkeypatch.setattr(report, "written", lambda *_: "here")
        with pytest.raises(drill.CommandError, match="drill failed"):
            call_command("drill", "restore", "--to", str(tmp_path))
        assert noted.read("drill-restore")["passed"] is False


@pytest.mark.django_db
class TestTheTamperDrill:
    def test_finds_every_one_and_leaves_the_copy_as_it_was(self, own_folders, history):
        reading_only.begin({"at": "x"})
        done = tampering.drill(8)
        assert len(done) == 8 and all(one["found"] for one in done)
        tampering.verify()

    def test_is_never_done_to_the_service_itself(self, cast, own_folders):
        with pytest.raises(scratch.DrillFailed):
            tampering.drill(1)

    def test_says_what_it_did_not_find(self, cast, own_folders, monkeypatch):
        reading_only.begin({"at": "x"})
        monkeypatch.setattr(tampering, "verify", lambda: None)
        assert not tampering.drill(1)[0]["found"]


def test_the_report_says_on_one_page_what_a_trustee_asks(own_folders):
    rounds = [restoring.Round(1.26, 2.0, 3, 504, 5, 100, 2).__dict__ | {"back": 98, "backup_tenths": "1.3"}]
    facts = {"passed": False, "wrong": "2 of the numbers did not come back.", "rounds": rounds}
    said = {"kind": "restore", "organisation": "An organisation", "facts": facts}
    text = report.page(said, in_days(0), "f" * 64)
    assert all(words in text for words in ("FAILED", "98 of 100", "504", "What this does not show"))
