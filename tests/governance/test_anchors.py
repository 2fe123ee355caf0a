"""Checkpoints leave this machine every quarter of an hour, and what was shut with them, without a word of anybody."""

import json
from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256

import pytest
from asn1crypto import cms
from django.core.management import call_command
from django.utils import timezone

from audit import anchors, checkpoint, journal, ledger, stream
from audit.verify import Tampered, verify
from governance import clockwork, slips
from records.paper import pades
from tests.audit.owner import alter
from tests.cast import in_days
from tests.sharing.authorities import authority

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-29", "S-31")]


@pytest.fixture
def elsewhere(own_folders, settings):
    settings.ANCHOR_FILE = str(own_folders / "elsewhere.jsonl")
    return own_folders / "elsewhere.jsonl"


@pytest.fixture
def shut(cast, elsewhere):
    """Somebody was let into a folder and out again, somebody was shut out, an account ended."""
    ledger.seal()
    clockwork.anchor_the_ledger()
    folder = cast.leo.folder("personal")
    folder.grant(by=cast.dee, to=cast.chen, purpose="Cover", until=in_days(3))
    folder.end_grant(by=cast.dee, grant=folder.grants.live().get(), why="Leo's aunt rang")
    cast.leo.exclude(by=cast.dee, who=cast.vik, reason="Leo's uncle")
    cast.ben.deactivate(by=cast.adam)
    ledger.seal()
    clockwork.anchor_the_ledger()
    return cast


class TestAnAnchor:
    def test_goes_at_once_and_then_every_quarter_of_an_hour_by_the_clock(self, cast, elsewhere, time_machine):
        begun, written = timezone.now(), []
        for minutes in (0, 1, 14, 15, 16, 30, 31):
            time_machine.move_to(begun + timedelta(minutes=minutes), tick=False)
            written.append(clockwork.anchor_the_ledger())
        assert written == [1, 0, 0, 1, 0, 1, 0] and len(anchors.notes_of(elsewhere)) == 3

    def test_names_nobody_and_is_a_checkpoint_of_that_moment(self, cast, elsewhere):
        clockwork.anchor_the_ledger()
        (line,) = stream.read(elsewhere)
        assert set(line) == {"at", "journal", "note"}
        assert anchors.newest().size == ledger.Leaf.objects.count()
        assert timezone.now() - anchors.newest().at < timedelta(seconds=20)

    def test_after_one_that_was_cut_off_stands_on_a_line_of_its_own(self, cast, elsewhere):
        clockwork.anchor_the_ledger()
        elsewhere.write_bytes(elsewhere.read_bytes() + b'{"note": "half')
        assert anchors.newest() is not None
        stream.append(elsewhere, [{"note": "x"}])
        assert [line["note"] for line in stream.read(elsewhere)][-1] == "x"

    def test_is_dated_by_the_outside_clock_where_there_is_one_and_goes_without_it(
        self, cast, elsewhere, settings, monkeypatch
    ):
        settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
        assert clockwork.dated("note") == ""
        monkeypatch.setattr(pades, "clock", lambda url: authority())
        token = cms.ContentInfo.load(b64decode(clockwork.dated("note")))
        said = token["content"]["encap_content_info"]["content"].parsed
        assert said["message_imprint"]["hashed_message"].native == sha256(b"note").digest()

    def test_shows_what_somebody_did_who_owns_database_and_key(self, shut, elsewhere, capsys):
        call_command("verify_trail")
        assert "What is exposed:" in capsys.readouterr().out
        size = ledger.Leaf.objects.count()
        for table in ("audit_leaf", "audit_signedcheckpoint"):
            alter(f"DELETE FROM {table} WHERE {'seq' if table == 'audit_leaf' else 'size'} > 0")
        ledger.head_file().unlink(missing_ok=True)
        for name, model in ledger.SOURCES.items():
            for row in model.objects.order_by("-pk"):  # the same lines in another order, signed anew
                ledger.Pending.objects.get_or_create(source=name, row=row.pk)
        ledger.seal()
        verify()
        assert ledger.Leaf.objects.count() >= size
        with pytest.raises(Tampered, match="anchor"):
            verify(anchors.notes_of(elsewhere))


class TestTheSlip:
    @pytest.fixture(autouse=True)
    def goes(self, elsewhere, settings):
        settings.SLIPS, settings.VAR_DIR = True, elsewhere.parent / "var"

    def test_goes_once_a_week_to_the_leads_and_somebody_outside_and_names_nobody(
        self, cast, elsewhere, settings, mailoutbox, time_machine
    ):
        begun = timezone.now()
        for days in (0, 1, 6.9, 7.1):
            time_machine.move_to(begun + timedelta(days=days), tick=False)
            slips.send_the_slip()
        assert [letter.to[0] for letter in mailoutbox] == 2 * [one.email for one in (cast.ade, cast.dee, cast.ola)]
        said = mailoutbox[0].subject + mailoutbox[0].body
        assert not [word for word in ("Leo", "Dee", "http", "child") if word in said]
        note = mailoutbox[0].body[mailoutbox[0].body.index(settings.LEDGER_NAME) :]
        assert checkpoint.opened(note, checkpoint.known_keys()).size == ledger.size()

    def test_that_the_post_does_not_take_is_tried_again(self, cast, elsewhere, settings):
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 9
        with pytest.raises(OSError):
            slips.send_the_slip()
        assert slips.noted.read("slip") is None


class TestTheJournal:
    def test_holds_what_was_shut_by_ids_alone(self, shut, elsewhere):
        lines = list(stream.read(journal.beside(elsewhere)))
        assert [line["kind"] for line in lines] == [
            "access.ended", "access.excluded", "staff.line_ended", "account.ended",
        ]  # fmt: skip
        assert lines[1]["facts"] == {"to": str(shut.vik.public_id)}
        said = journal.beside(elsewhere).read_text() + elsewhere.read_text()
        assert not [word for word in ("Leo", "aunt", "uncle", "Vik", "Dee", "example.org") if word in said]

    def test_is_not_written_twice_and_goes_on_from_where_it_was(self, shut, elsewhere):
        before = journal.beside(elsewhere).read_text()
        assert journal.written(elsewhere)["last"] == stream.last(journal.beside(elsewhere))["seq"]
        assert journal.beside(elsewhere).read_text() == before

    @pytest.mark.parametrize("harm", ["changed", "taken out", "made up"])
    def test_is_believed_only_whole_and_as_it_was_signed(self, shut, elsewhere, harm):
        place = journal.beside(elsewhere)
        lines = list(stream.read(place))
        if harm == "changed":
            lines[1]["facts"] = {"to": str(shut.dee.public_id)}
        elif harm == "taken out":
            del lines[1]
        else:
            lines.append(
                {**lines[2], "seq": 10**6, "after": lines[2]["seq"], "signature": b64encode(b"x" * 64).decode()}
            )
        place.write_text("".join(json.dumps(line) + "\n" for line in lines))
        with pytest.raises(journal.BadJournal):
            journal.since(0, place)
