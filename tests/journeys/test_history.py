"""Somebody asks how a record came to be as it is, and whether it can be trusted."""

import subprocess
import sys

import pytest

from .crawl import faults
from .seat import SPILLS
from .test_sharing import takes_a_copy

pytestmark = pytest.mark.journey

ONE = "from records.models import Person; print(Person.objects.get(name='{}').public_id)"
SIGNED = "from sharing.models import Decision; print(Decision.objects.filter(is_override=True)[0].public_id)"
# Chen was let in, wrote, and put right what he had written; then the cover ended.
LET_IN_AND_OUT = """
from datetime import timedelta
from django.utils import timezone
from records.models import Entry, Person
from staff.models import User
now, people = timezone.now(), {user.first_name: user for user in User.objects.all()}
folder = Person.objects.get(name='Kofi Osei').folder('personal')
folder.grant(by=people['Dee'], to=people['Chen'], purpose='Cover', until=now + timedelta(days=2))
entry = Entry.write(by=people['Amara'], folder=folder, kind='visit', fact='The bell is broken.', happened_at=now)
entry.mark_historical(by=people['Chen'], why='It rings again.')
print(entry.public_id)
"""
OUT = """
from records.models import FolderGrant
from staff.models import User
grant = FolderGrant.objects.get(purpose='Cover', user__first_name='Chen')
grant.content_object.end_grant(by=User.objects.get(first_name='Dee'), grant=grant, why='Back')
"""


@pytest.mark.clause("S-23")
def test_the_story_tells_of_a_decision_and_leads_to_two_versions_side_by_side(sits_down, service):
    service.manage("tick")
    dora, phone = sits_down("dora"), sits_down("dora", phone=True)
    dora.opens(f"/records/people/{service.knows(ONE.format('Ivy Brook'))}/story/")
    dora.reads("Dora Grant signed a decision", "The decision")
    step = dora.page.locator(".story__item", has_text="signed a decision").first
    step.get_by_role("link", name="What changed").click()

    dora.reads("Chen Doyle proposed a decision", "Dora Grant signed a decision", "Sealed: line")
    assert dora.page.locator("ins", has_text="Share").first.is_visible()
    assert dora.page.locator("del", has_text="waiting for a designated person").first.is_visible()
    dora.does_not_read("Una: refused")
    dora.page.get_by_text("What stayed the same").click()
    assert faults(dora) == []

    phone.opens(dora.where)
    phone.reads("What changed")
    assert phone.page.evaluate(SPILLS) is None and faults(phone) == []


@pytest.mark.clause("H-06")
def test_whoever_lost_access_finds_no_earlier_version_either(sits_down, service):
    entry = service.knows(LET_IN_AND_OUT)
    chen, missing = sits_down("chen"), "00000000-0000-4000-8000-000000000000"
    for page in ("history", "changes"):
        assert chen.opens(f"/records/entries/{entry}/{page}/").status == 200
    chen.reads("It rings again.")

    service.knows(OUT)
    for page in ("history", "changes"):
        assert chen.opens(f"/records/entries/{missing}/{page}/").status == 404
        absence = chen.page.content()
        assert chen.opens(f"/records/entries/{entry}/{page}/").status == 404
        assert chen.page.content() == absence


@pytest.mark.clause("S-23", "S-29")
def test_a_record_is_checked_with_what_the_page_about_proof_gives_out(sits_down, service, tmp_path):
    decision = service.knows(SIGNED)
    service.manage("export_decision", decision, str(tmp_path / "seals-it.pdf"))
    dana = sits_down("dana")
    copy = takes_a_copy(dana, decision, tmp_path)
    dana.opens(f"/sharing/signed/{decision}/")
    dana.follows("What the seal proves, and what it does not")
    for words, name in (("checking program", "verify_record.py"), ("public keys", "public-keys.pem")):
        assert saved(dana, words, tmp_path).name == name
    newest = saved(dana, "newest checkpoint", tmp_path)

    command = [sys.executable, tmp_path / "verify_record.py", copy, "--key", tmp_path / "public-keys.pem"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.stdout.startswith("GENUINE") and told.returncode == 0
    lines, proof = newest.read_text().splitlines()[1], tmp_path / "proof.json"
    service.manage("export_decision", decision, str(proof), "--proof", lines)
    command += ["--checkpoint", newest, "--proof", proof]
    assert subprocess.run(command, capture_output=True, text=True, check=False).returncode == 0
    fingerprints = [line.rpartition(" ")[2] for line in told.stdout.splitlines() if line.startswith("Fingerprint")]
    shown = dana.text.replace(" ", "").replace("\n", "")
    assert len(fingerprints) == 2 and all(one in shown for one in fingerprints)


def saved(seat, words, folder):
    """What a link gives to download, under the name it comes with."""
    with seat.page.expect_download() as download:
        seat.page.get_by_role("link", name=words).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
