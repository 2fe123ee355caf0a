"""What is attached: kept encrypted with what was written, as open as that is, and given out as a download only."""

import os
import socket
import struct
from hashlib import sha256
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.findings import Tampered
from audit.models import Reading, Trace
from audit.verbs import NoVerb
from audit.verify import verify
from records.attaching import vault
from records.attaching.intake import Accepted
from records.attaching.kinds import LARGEST
from records.attaching.scanner import Scan, scanned
from records.clock import have_files_scanned
from records.models import Attachment, Concern, Entry
from records.models.attachment import MOST_IN_A_RECORD
from records.models.kept_file import MOST_IN_A_DAY
from staff import roles
from tests.cast import in_days, member
from tests.records.asking import FACTS, at, concern, entry
from tests.records.hostile import picture

pytestmark = pytest.mark.clause("H-23")
WORDS = b"The letter that came on Monday."


def note(name="letter.txt", data=WORDS, scan=Scan.NOT_DONE):
    return Accepted(name, "txt", data, scan)


def sent(name="letter.txt", data=WORDS):
    return SimpleUploadedFile(name, data)


def lying_there():
    return set((Path(settings.FILES_DIR) / vault.FOLDER).glob("*"))


@pytest.fixture
def folder(cast):
    return cast.leo.folder("personal")


def written(cast, folder, *files):
    return Entry.write(by=cast.amara, folder=folder, kind="visit", fact="Sat.", happened_at=in_days(0), files=files)


class TestOnTheDisk:
    def test_it_is_written_by_the_act_that_writes_its_entry_and_cannot_be_read_there(self, cast, folder):
        one = written(cast, folder, note()).attachments.get()
        [trace] = Trace.objects.filter(event="entry.written")
        assert [table for table, _, _ in trace.rows].count("records_historicalattachment") == 1
        lies = Path(one.file.path).read_bytes()
        assert WORDS not in lies and b"".join(one.pieces()) == WORDS
        assert (one.sha256, one.plain_sha256) == (sha256(lies).hexdigest(), sha256(WORDS).hexdigest())
        assert os.stat(one.file.path).st_mode & 0o777 == 0o600

    def test_each_has_a_key_of_its_own_and_comes_back_piece_by_piece(self, cast, folder):
        long = os.urandom(2 * vault.PIECE)
        first, second = written(cast, folder, note(data=long), note(data=long + b"x")).attachments.all()
        assert (
            first.key != second.key
            and Path(first.file.path).read_bytes()[:99] not in Path(second.file.path).read_bytes()
        )
        assert [len(piece) for piece in second.pieces()] == [vault.PIECE, vault.PIECE, 1]
        assert b"".join(first.pieces()) == long

    @pytest.mark.parametrize("harm", ["cut", "turn", "swap", "gone"])
    def test_what_was_touched_is_not_given_out_and_verification_finds_it(self, cast, as_, folder, harm):
        one, other = written(cast, folder, note(data=os.urandom(2 * vault.PIECE)), note()).attachments.all()
        place, lies = Path(one.file.path), Path(one.file.path).read_bytes()
        harmed = {"cut": lies[: vault.PIECE + vault.TAG], "turn": lies[:-1] + bytes([lies[-1] ^ 1])}
        place.write_bytes(harmed.get(harm, Path(other.file.path).read_bytes()))
        if harm == "gone":
            place.unlink()
        answer = as_(cast.amara).get(at("attachment", one))
        assert answer.status_code == 503 and "cannot be opened" in answer.text
        with pytest.raises(Tampered, match="file"):
            verify()

    def test_verification_needs_no_key(self, cast, folder, monkeypatch):
        written(cast, folder, note())
        monkeypatch.setattr("audit.field_key.unlock", None)
        assert verify().files == 1

    def test_nothing_is_left_of_it_when_what_follows_fails(self, cast, folder, monkeypatch):
        before = lying_there()
        monkeypatch.setattr("records.models.entry.reach.move_up", None)
        with pytest.raises(TypeError):
            written(cast, folder, note(), note())
        assert not Attachment.objects.exists() and lying_there() == before

    @pytest.mark.django_db(transaction=True)
    def test_it_stays_when_all_of_it_succeeds(self, cast, folder):
        one = written(cast, folder, note()).attachments.get()
        assert Path(one.file.path) in lying_there()

    def test_it_is_changed_by_nobody_and_belongs_to_one_thing(self, cast, folder):
        one = written(cast, folder, note()).attachments.get()
        for change in (one.save, one.delete, lambda: Attachment.objects.update(name="x")):
            with pytest.raises(NoVerb):
                change()
        with pytest.raises(IntegrityError), transaction.atomic():
            Concern.log(by=cast.amara, danger="no", facts=FACTS, others="x", files=[note(data=b"")])


class TestTheForm:
    def test_needs_no_script_and_takes_several(self, cast, as_, folder):
        client = as_(cast.amara)
        client.post(at("write", folder), entry(attached=[sent(), sent("arm.jpeg", picture())]))
        page = client.get(at("folder", folder)).text
        assert 'enctype="multipart/form-data"' in client.get(at("write", folder)).text
        assert "letter.txt" in page and "arm.jpg" in page and page.count("Not scanned") == 2

    def test_names_each_refused_file_and_loses_no_word(self, cast, as_, folder):
        files = [sent(), sent("a.svg", b"<svg/>"), sent("b\u202e.gif", b"GIF89a" + bytes(9))]
        page = as_(cast.amara).post(at("write", folder), entry(fact="By the sleeve.", attached=files)).text
        for said in (
            "By the sleeve.",
            "“a.svg” was not taken",
            "“b.gif” was not taken",
            "photograph",
            "Choose your files again",
        ):
            assert said in page
        assert "You had chosen: letter.txt, a.svg, b.gif" in page and not Entry.objects.exists()

    def test_an_error_elsewhere_and_a_pause_say_which_files_to_choose_again(self, cast, as_, folder):
        for more in ({"kind": ""}, {"add_mark": "yes"}):
            page = as_(cast.amara).post(at("write", folder), entry(attached=sent(), **more)).text
            assert "You had chosen: letter.txt" in page and not Entry.objects.exists()

    @pytest.mark.parametrize(("size", "taken"), [(LARGEST, True), (LARGEST + 1, False)])
    def test_takes_twenty_megabytes_and_not_a_byte_more(self, cast, as_, folder, size, taken):
        page = as_(cast.amara).post(at("write", folder), entry(attached=sent(data=b"x" * size)), follow=True).text
        assert ("larger than 20 MB" in page, Attachment.objects.exists()) == (not taken, taken)

    def test_lets_go_what_is_too_much_together_and_keeps_the_words(self, cast, as_, folder, monkeypatch):
        monkeypatch.setattr("records.attaching.handler.InMemory.room", len(WORDS) + 3)
        files = [sent(), sent("second.txt"), sent("third.txt", b"abc")]
        page = as_(cast.amara).post(at("write", folder), entry(fact="By the sleeve.", attached=files)).text
        assert "“second.txt” was not taken" in page and page.count("was not taken") == 2 and "By the sleeve." in page

    def test_takes_five(self, cast, as_, folder):
        page = as_(cast.amara).post(at("write", folder), entry(attached=[sent() for _ in range(6)])).text
        assert "at most 5 files" in page

    @pytest.mark.parametrize(
        ("which", "says"), [("MOST_IN_A_DAY", "tomorrow"), ("MOST_IN_A_RECORD", "This record holds")]
    )
    def test_takes_so_much_in_a_day_and_in_a_record(self, cast, as_, folder, monkeypatch, which, says):
        monkeypatch.setattr(f"records.forms.files.{which}", len(WORDS))
        client = as_(cast.amara)
        client.post(at("write", folder), entry(attached=sent()))
        page = client.post(at("write", folder), entry(attached=sent(data=b"x"))).text
        assert says in page and Attachment.objects.count() == 1
        assert min(MOST_IN_A_DAY, MOST_IN_A_RECORD) > LARGEST

    def test_goes_with_a_concern_before_the_undertaking_too(self, cast, as_):
        newt = member("newt", roles.Practitioner, promised=False)
        as_(newt).post(at("log_concern"), concern(attached=sent("arm.jpg", picture())))
        assert Concern.objects.get().attachments.get().kind == "jpg"

    def test_goes_with_a_correction_and_is_shown_beside_it(self, cast, as_, folder):
        client = as_(cast.amara)
        client.post(at("correct", written(cast, folder)), entry(attached=sent()))
        assert "letter.txt" in client.get(at("person", cast.leo)).text


@pytest.mark.clause("S-08")
class TestWhoMayOpenIt:
    def test_is_whoever_may_open_what_it_belongs_to(self, cast, as_, folder):
        logged = Concern.log(by=cast.vik, danger="no", facts=FACTS, people=[cast.leo], files=[note()])
        with_entry, with_concern = written(cast, folder, note()).attachments.get(), logged.attachments.get()

        def opens():
            both = [(who, one) for who in ("amara", "dee", "chen", "vik") for one in (with_entry, with_concern)]
            return [as_(getattr(cast, who)).get(at("attachment", one)).status_code for who, one in both]

        assert opens() == [200, 404, 200, 200, 404, 404, 404, 404]
        logged.answer(by=cast.dee, discussed="d", outcome="o", next_step="n")
        cast.leo.folder("safeguarding").grant(by=cast.dee, to=cast.chen, purpose="Covers", until=in_days(9))
        assert opens() == [200, 404, 200, 200, 404, 200, 404, 404]
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="A neighbour")
        assert opens() == [200, 404, 404, 404, 404, 200, 404, 404]

    def test_the_reporter_sees_that_it_was_sent_and_the_lead_may_open_it(self, cast, as_):
        logged = Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo], files=[note()])
        address = at("attachment", logged.attachments.get())
        own, lead = as_(cast.amara).get(at("sent", logged)).text, as_(cast.dee).get(at("concern", logged)).text
        assert "letter.txt" in own and address not in own and address in lead

    def test_each_download_is_written_down_first_and_nothing_runs(self, cast, as_, folder):
        one = written(cast, folder, note("Leo's arm.txt")).attachments.get()
        answer = as_(cast.amara).get(at("attachment", one))
        assert Reading.objects.filter(page="records:attachment", about__endswith=str(one.public_id)).count() == 1
        said = {name: answer[name] for name in ("Content-Disposition", "Content-Security-Policy", "Content-Type")}
        assert said == {
            "Content-Disposition": f'attachment; filename="attachment-{one.public_id.hex[:8]}.txt"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Content-Type": "text/plain; charset=utf-8",
        }
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("no-store", "nosniff")
        assert b"".join(answer.streaming_content) == WORDS

    def test_its_name_stands_in_no_trace(self, cast, folder):
        written(cast, folder, note("Leo's arm.txt"))
        assert not Trace.objects.filter(title__contains="Leo's").exists()

    def test_a_page_asks_no_more_of_the_database_for_more_of_them(self, cast, as_, folder):
        client = as_(cast.dee)

        def asked():
            self.something_more(cast, folder)
            pages = [at("folder", folder), at("person", cast.leo), at("concern", Concern.objects.first())]
            with CaptureQueriesContext(connection) as queries:
                assert [client.get(page).status_code for page in pages] == [200, 200, 200]
            return len(queries)

        asked()
        few = asked()
        self.something_more(cast, folder)
        assert asked() == few

    def something_more(self, cast, folder):
        written(cast, folder, note(), note()).correct(by=cast.amara, fact="No", files=[note()])
        logged = Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo], files=[note()])
        logged.answer(by=cast.dee, discussed="d", outcome="o", next_step="n")


@pytest.fixture
def clamd(tmp_path, settings):
    """A scanner that listens as ClamAV does, and finds harm in whatever says HARM."""
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    door = socket.socket(socket.AF_UNIX)
    door.bind(settings.CLAMD_SOCKET)
    door.listen()
    Thread(target=_scan, args=(door,), daemon=True).start()
    yield
    door.close()


def _scan(door):
    while True:
        try:
            line = door.accept()[0]
        except OSError:
            return
        with line, line.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            found = b""
            while size := struct.unpack("!I", said.read(4))[0]:
                found += said.read(size)
            line.sendall(b"stream: Test FOUND\0" if b"HARM" in found else b"stream: OK\0")


class TestTheScanner:
    def test_lets_a_file_be_released_or_refuses_it(self, cast, as_, folder, clamd):
        client = as_(cast.amara)
        client.post(at("write", folder), entry(attached=sent()))
        assert [one.scan for one in Attachment.objects.releasable()] == ["clean"]
        assert "Not scanned" not in client.get(at("folder", folder)).text
        page = client.post(at("write", folder), entry(attached=sent(data=b"HARM"))).text
        assert "says that it is harmful" in page and Attachment.objects.count() == 1

    def test_where_there_is_none_says_so_and_lets_nothing_leave(self, cast, folder, settings):
        settings.CLAMD_SOCKET = "/nowhere/clamd"
        assert scanned(b"x") is Scan.NOT_DONE
        written(cast, folder, note())
        assert not Attachment.objects.releasable().exists()

    def test_looks_later_at_what_came_in_before_it_was_there(self, cast, as_, folder, clamd):
        good, bad = written(cast, folder, note(), note(data=b"HARM")).attachments.all()
        assert (have_files_scanned(), have_files_scanned()) == (2, 0)
        assert list(Attachment.objects.releasable()) == [good]
        answer = as_(cast.amara).get(at("attachment", bad))
        assert answer.status_code == 403 and "harmful" in answer.text
        page = as_(cast.amara).get(at("folder", folder)).text
        assert "Harmful: cannot be opened" in page and at("attachment", bad) not in page
