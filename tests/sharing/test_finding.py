"""Managers find signed decisions and take many at once, with a list of hashes that anybody can check (S-29, S-32)."""

import io
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils import timezone

from audit.models import Trace
from records.models import Agency
from sharing import archive
from sharing.models import SealedDocument
from tests.sharing.conftest import NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM

pytestmark = pytest.mark.clause("S-08", "S-29")
LIST = "/sharing/signed/"


@pytest.fixture
def made(cast, propose, in_a_month):
    """An override by Dee about Leo with social care; a no by Sena about Yara, with a clinic."""
    clinic = Agency.add(by=cast.dee, name="Example Clinic", kind="health")
    shared = propose(REFUSED_HARM)
    shared.sign(by=cast.dee, outcome="share", **OVERRIDE)
    said = {"people": [cast.yara], "agency": clinic, "contact": None}
    kept = propose(REFUSED | {"public_interest": "insufficient"}, **said)
    kept.sign(by=cast.sena, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
    return shared, kept


def found(client, **said):
    page = client.post(LIST, {"find": "yes"} | said)
    assert page.status_code == 200 and "Say what it is for" not in page.text
    return list(page.context["decisions"])


def test_each_box_narrows(cast, made, as_):
    shared, kept = made
    client, today = as_(cast.dana), timezone.localdate()
    assert found(client) == [kept, shared]
    assert found(client, outcome="not_share") == [kept]
    assert found(client, without_agreement="on") == [shared]
    assert found(client, decider=cast.sena.public_id) == [kept]
    assert found(client, agency=cast.social_care.public_id) == [shared]
    assert found(client, words="larkin") == [shared]
    assert found(client, words="sena exam") == [kept]
    assert found(client, signed_from=today.isoformat(), signed_to=today.isoformat()) == [kept, shared]
    assert found(client, signed_to=(today - timedelta(days=1)).isoformat()) == []
    assert found(client, words="larkin", outcome="not_share") == []


def test_days_in_the_wrong_order_are_refused_and_nothing_is_taken(cast, made, as_):
    today = timezone.localdate()
    days = {"signed_from": today.isoformat(), "signed_to": (today - timedelta(days=1)).isoformat()}
    page = as_(cast.dana).post(LIST, days | {"all_shown": "on", "purpose": "For the court"})
    assert "before the first day" in page.text and not SealedDocument.objects.exists()


def test_whoever_is_shut_out_finds_nothing_by_a_name(cast, made, as_):
    cast.leo.exclude(by=cast.dee, who=cast.sena, reason="Related")
    assert found(as_(cast.sena), words="Larkin") == []


def test_nobody_else_looks(cast, made, as_):
    for who in (cast.amara, cast.dee, cast.vik):
        assert as_(who).post(LIST, {"find": "yes", "words": "Larkin"}).status_code == 403


@pytest.mark.clause("S-32")
def test_many_leave_as_an_archive_whose_list_of_hashes_stands_in_the_trail(cast, made, as_, monkeypatch):
    kept = [type("Kept", (), {"bytes": lambda self, n=n: b"%%PDF %d" % n})() for n in (1, 2)]
    monkeypatch.setattr(archive, "sealed", lambda *_, **__: kept.pop())
    answer = as_(cast.dana).post(LIST, {"all_shown": "on", "purpose": "For the inspector"})
    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    sums = bundle.read("SHA256SUMS")
    lines = dict(reversed(line.split("  ")) for line in sums.decode().splitlines())
    assert lines == {name: sha256(bundle.read(name)).hexdigest() for name in bundle.namelist() if name.endswith("pdf")}
    assert len(lines) == 2 and b"For the inspector" in bundle.read("ABOUT.txt")
    assert not [name for name in bundle.namelist() if "larkin" in name.lower()]
    facts = [trace.facts for trace in Trace.objects.filter(event="decision.exported")]
    assert facts == [{"purpose": "For the inspector", "manifest": sha256(sums).hexdigest()}] * 2
