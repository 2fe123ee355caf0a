"""The scan of a promise signed on paper stands with the promise, for whoever keeps the promises (H-29)."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import Concern, PaperScan
from staff.models import PaperPromise
from tests.cast import in_days
from tests.records.asking import FACTS, at, concern

pytestmark = pytest.mark.clause("H-29")
SHEET = b"I will not speak of what I see here. Cora Chair"


@pytest.fixture
def paper(cast):
    return PaperPromise.register(
        by=cast.adam, name="Cora Chair", capacity="committee", signed_on=in_days(-9).date(), witness="S", kept="Office"
    )


def scanned(client, paper, data=SHEET):
    file = SimpleUploadedFile("Cora Chair.txt", data)
    return client.post(at("paper", paper), {"scans": [file]})


def test_it_is_registered_scanned_and_read_again(cast, as_, paper):
    client = as_(cast.adam)
    papers = reverse("staff:papers")
    assert "Not scanned yet" in client.get(papers).text
    assert "Choose the scan" in client.post(at("paper", paper), {}).text
    assert scanned(client, paper).status_code == 302
    assert "Not scanned yet" not in client.get(papers).text

    scan = PaperScan.objects.get(paper=paper)
    assert "Cora Chair.txt" in client.get(at("paper", paper)).text
    given = client.get(at("paper_scan", scan))
    assert given.getvalue() == SHEET
    assert given["Content-Disposition"] == f'attachment; filename="promise-{scan.public_id.hex[:8]}.txt"'
    assert "sandbox" in given["Content-Security-Policy"]


def test_nobody_else_knows_of_it(cast, as_, paper):
    scanned(as_(cast.adam), paper)
    scan = PaperScan.objects.get()
    for who in (cast.amara, cast.dana, cast.vik):
        assert as_(who).get(at("paper", paper)).status_code == 404
        assert as_(who).get(at("paper_scan", scan)).status_code == 404
    assert as_(cast.dee).get(at("paper_scan", scan)).status_code == 200


def test_what_is_no_scan_is_not_kept(cast, as_, paper):
    assert "was not taken" in scanned(as_(cast.adam), paper, b"MZ\x90\x00" * 40).text
    assert not PaperScan.objects.exists()


def test_a_day_is_as_long_for_scans_and_files_together(cast, as_, paper, monkeypatch):
    monkeypatch.setattr("records.forms.files.MOST_IN_A_DAY", 2 * len(SHEET))
    client, letter = as_(cast.dee), [Accepted("a.txt", "txt", SHEET, Scan.NOT_DONE)]
    Concern.log(by=cast.dee, danger="no", facts=FACTS, people=[cast.leo], files=letter)
    assert scanned(client, paper).status_code == 302
    assert "scan it tomorrow" in scanned(client, paper).text and PaperScan.objects.count() == 1
    more = {"attached": SimpleUploadedFile("b.txt", SHEET)}
    assert "the files tomorrow" in client.post(reverse("records:log_concern"), concern(**more)).text
    assert scanned(as_(cast.adam), paper).status_code == 302  # a day of their own
    with time_machine.travel(in_days(1)):
        assert PaperScan.objects.bytes_today_by(cast.dee) == 0


def test_the_list_asks_the_same_however_many_there_are(cast, as_, paper):
    client, counts = as_(cast.adam), []
    for _ in range(2):
        scanned(client, paper)
        client.get(reverse("staff:papers"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("staff:papers"))
        counts.append(len(asked))
        paper = PaperPromise.register(
            by=cast.adam, name="Dot", capacity="helper", signed_on=in_days(-9).date(), witness="S", kept="Office"
        )
    assert counts[0] == counts[1]
