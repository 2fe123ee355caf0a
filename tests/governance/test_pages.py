"""The pages on which records are proposed to be destroyed, agreed to, held, and certified."""

import json
import subprocess
import sys
from io import BytesIO

import pytest
from django.urls import reverse, reverse_lazy
from pypdf import PdfReader

from governance.models import Disposal, Hold
from records.models import Entry, Person
from sharing.proof import VERIFIER, public_keys
from tests.cast import PASSWORD, in_days
from tests.sharing.conftest import NOT_TO_SHARE, REFUSED, propose

from .conftest import RULE, agreed

__all__ = ["propose"]
OVERVIEWS = [reverse_lazy(f"records:{name}") for name in ("concerns", "reviews", "colleagues", "likenesses")]
pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-31", "H-25")]


@pytest.fixture
def entry(cast):
    return Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="zq-fact-zq", happened_at=in_days(-1)
    )


def page(name, thing):
    return reverse(f"governance:{name}", args=[thing.public_id])


class TestFromProposalToCertificate:
    def test_one_proposes_another_signs_and_the_certificate_says_no_word_of_it(
        self, cast, as_, entry, dispose, time_machine, tmp_path
    ):
        dee = as_(cast.dee)
        assert "Entries: 1" in dee.get(page("dispose_entry", entry)).content.decode()
        dee.post(page("dispose_entry", entry), {"rule": RULE, "why": "Written in error"})
        proposal = Disposal.objects.get()
        assert dee.post(page("agree_disposal", proposal), {"password": PASSWORD}).status_code == 403
        dana = as_(cast.dana)
        assert "zq-fact" not in dana.get(page("disposal", proposal)).content.decode()
        refused = dana.post(page("agree_disposal", proposal), {"password": "wrong"})
        assert "Nothing was agreed" in refused.content.decode()
        dana.post(page("agree_disposal", proposal), {"password": PASSWORD, "seen": 1})
        proposal.refresh_from_db()
        time_machine.move_to(proposal.due_at)
        proposal.carry_out(by=cast.dana.system())
        dee = as_(cast.dee)
        dee.get(reverse("governance:disposals"))  # which shows what was to be said to whoever used this browser
        address = reverse("records:entry_history", args=[entry.public_id])
        never = reverse("records:entry_history", args=[cast.leo.public_id])
        assert dee.get(address).content == dee.get(never).content and dee.get(address).status_code == 404
        assert dee.get(reverse("records:folder", args=[entry.folder.public_id])).status_code == 200
        pdf = b"".join(dee.get(page("certificate", proposal)))
        said = json.loads(PdfReader(BytesIO(pdf)).attachments["disposal.json"][0])
        assert said["counts"] == {"entries": "1"} and said["agreed"]["name"] == cast.dana.name
        assert genuine(tmp_path, pdf) and b"zq-fact" not in pdf and "zq-fact" not in json.dumps(said)

    def test_what_forbids_it_stands_on_the_page_and_no_form_does(self, cast, as_, entry):
        proposal = agreed(cast, entry)
        dee = as_(cast.dee)
        dee.post(page("holds_on_person", cast.leo), {"kind": "claim", "reason": "A claim"})
        for address in (page("dispose_person", cast.leo), page("disposal", proposal)):
            said = dee.get(address).content.decode()
            assert "on legal hold" in said and "Propose it<" not in said
        hold = Hold.objects.get()
        dee.post(page("lift_hold", hold), {"why": "It was settled"})
        assert "Propose it" in dee.get(page("dispose_person", cast.leo)).content.decode()
        assert "It was settled" in dee.get(page("holds_on_person", cast.leo)).content.decode()
        dee.post(page("withdraw_disposal", proposal), {"why": "We keep it"})
        assert "We keep it" in dee.get(page("disposal", proposal)).content.decode()

    def test_the_list_takes_as_many_queries_for_one_as_for_four(
        self, cast, as_, entry, django_assert_num_queries, django_assert_max_num_queries
    ):
        dee = as_(cast.dee)
        agreed(cast, entry)
        dee.get(reverse("governance:disposals"))
        with django_assert_max_num_queries(40) as first:
            dee.get(reverse("governance:disposals"))
        for kind in ("send", "developmental", "safeguarding"):
            agreed(cast, cast.leo.folder(kind))
        with django_assert_num_queries(len(first)):
            assert dee.get(reverse("governance:disposals")).content.decode().count("Agreed</") == 4


class TestWhatIsElsewhere:
    def test_opens_as_before_when_one_of_two_is_gone(self, cast, as_, dispose, propose):
        sibling = Person.register(by=cast.dee, name="Lea Larkin", group="child")
        decision = propose(REFUSED | {"public_interest": "insufficient"}, people=[cast.leo, sibling])
        decision.sign(by=cast.dee, outcome="not_share", review_on=in_days(30).date(), **NOT_TO_SHARE)
        said = {"kind": "visit", "fact": "Both.", "happened_at": in_days(-1), "folder": sibling.folder("safeguarding")}
        Entry.write(by=cast.dee, also=[{"folder": cast.leo.folder("safeguarding"), "fact": "His."}], **said)
        gone = reverse("records:person", args=[cast.leo.public_id])
        dispose(cast.leo, "retention.child")
        dee = as_(cast.dee)
        pages = [reverse("sharing:decision", args=[decision.public_id]), reverse("records:people"), reverse("home")]
        pages += [reverse(f"records:{name}", args=[sibling.public_id]) for name in ("person", "story", "chronology")]
        pages += [reverse("records:folder", args=[sibling.folder("safeguarding").public_id]), *OVERVIEWS]
        assert {page: dee.get(page, follow=True).status_code for page in pages} == dict.fromkeys(pages, 200)
        assert dee.get(gone).status_code == as_(cast.amara).get(gone).status_code == 404


def genuine(folder, pdf):
    (folder / "certificate.pdf").write_bytes(pdf)
    (folder / "keys.pem").write_bytes(public_keys())
    command = [sys.executable, VERIFIER, folder / "certificate.pdf", "--key", folder / "keys.pem"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode == 0 or pytest.fail(done.stdout + done.stderr)
