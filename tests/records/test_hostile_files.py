"""Every file of the hostile list is refused with a reason and a way out, or kept harmless; none breaks a page (T12)."""

import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from records.attaching import examiner
from records.attaching.examiner import FIT
from records.attaching.intake import accepted
from records.attaching.kinds import LARGEST, Unfit
from records.attaching.names import cleaned
from records.models import Attachment, Entry
from tests.records.asking import at, entry
from tests.records.hostile import (
    CANARY,
    LOCK,
    MACRO,
    ZIP_IN_ZIP,
    bomb,
    carries,
    docx,
    does,
    link,
    m4a,
    mp3,
    odt,
    ogg,
    packed,
    pdf,
    picture,
    png_with,
    wav,
    with_place,
)

pytestmark = pytest.mark.clause("H-23")
JS = b"var a=1;/*"
PEEPS = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"

REFUSED = {
    "nothing": (b"", "empty"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "not a picture"),
    "a drawing that begins with a comment": (b"<?xml version='1.0'?><!-- --><svg onload='1'/>", "not a picture"),
    "a page called a picture": (b"<!DOCTYPE html><script>1</script>", "not a picture"),
    "a page behind empty lines": (b"\n \n<html>", "not a picture"),
    "GIF and program in one": (b"GIF89a" + JS + bytes(20) + b"*/", "not a picture"),
    "GIF and program, all of it letters": (b"GIF89a=1;alert(1)", "not a picture"),
    "a program": (b"MZ" + bytes(500), "not a picture"),
    "an old Word file, or one with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "not a picture"),
    "half a letter": (b"Seen \xff\xfe", "not a picture"),
    "words with a hidden turn": ("abc\u202etxt".encode(), "not a picture"),
    "one byte": (b"\x89", "not a picture"),
    "one byte of a picture": (b"\xff\xd8\xff", ""),
    "a picture cut off": (picture()[:-200], "cannot be opened as a picture"),
    "another picture cut off": (picture("PNG")[:-30], "cannot be opened as a picture"),
    "nine hundred million points": (bomb(), "50 million points"),
    "a picture in name only": (b"\x89PNG\r\n\x1a\n" + bytes(50), "cannot be opened as a picture"),
    "PDF with a program": (does("/JavaScript", JS="app.alert(1)"), "contains a program"),
    "PDF that starts another": (does("/Launch", F="cmd.exe"), "contains a program"),
    "PDF that sends itself": (does("/SubmitForm", F="https://example.org"), "contains a program"),
    "PDF with files within": (pdf(carries), "carries other files"),
    "PDF with a password": (pdf(encryption=LOCK), "locked with a password"),
    "PDF and a packed folder": (pdf() + packed({"x": "y"}) + bytes(1100), "cannot be opened as a PDF"),
    "PDF cut off": (pdf()[:200], "cannot be opened as a PDF"),
    "PDF in name only": (b"%PDF-1.7\nhello\n%%EOF", "cannot be opened as a PDF"),
    "Word with macros": (docx(MACRO), "macros"),
    "Word with macros that says it has none": (docx(**{"word/vbaProject.bin": "x"}), "macros"),
    "Word with a template from elsewhere": (docx(links=link("attachedTemplate")), "fetches something"),
    "Word with a picture from elsewhere": (docx(links=link("image")), "fetches something"),
    "Word with a file within": (docx(**{ZIP_IN_ZIP: "x"}), "carries other files"),
    "Word with a page within": (docx(links=link("aFChunk", "Internal")), "carries other files"),
    "Word that peeps": (docx(**{"word/x.xml": PEEPS}), "cannot be opened"),
    "Word that is not well formed": (docx(body="<w:p>"), "cannot be opened"),
    "Word that climbs out": (docx(**{"../../x.xml": "<x/>"}), "cannot be opened"),
    "a spreadsheet": (docx("application/vnd.openxmlformats-officedocument.sheet"), "something else"),
    "a packed folder": (packed({"a.txt": "words"}), "something else"),
    "a packed folder that unpacks for ever": (docx(**{"word/media/x.xml": bytes(30_000_000)}), "unpacks to far more"),
    "a packed folder of ten thousand": (packed({f"{n}": "" for n in range(2_001)}), "unpacks to far more"),
    "a packed folder cut off": (docx()[:-30], "cannot be opened"),
    "OpenDocument with macros": (odt(**{"Basic/x.xml": "<x/>"}), "macros"),
    "OpenDocument with an event": (odt("<script:event-listener/>"), "macros"),
    "OpenDocument with a picture from elsewhere": (odt("<draw:image xlink:href='https://example.org/x'/>"), "fetches"),
    "OpenDocument with a sheet within": (odt("<draw:object/>"), "carries other files"),
    "a film": (m4a(b"vide", b"mp42"), "it is a film"),
    "a recording without sound": (m4a(b"text"), "cannot be opened as a recording"),
    "a recording cut off": (wav()[:20], "cannot be opened as a recording"),
    "a name for sound": (b"ID3\x03\0\0\0\0\0\0" + b"<script>", "cannot be opened as a recording"),
}  # fmt: skip
KEPT = {
    "photo.jpg": (picture(), "jpg"),
    "photo.png": (picture("PNG"), "png"),
    "photo.exe": (picture(), "jpg"),
    "photo.pdf": (picture("PNG"), "png"),
    "photo.php.jpg": (picture(), "jpg"),
    "scan.pdf": (pdf(), "pdf"),
    "letter.docx": (docx(links=link("hyperlink")), "docx"),
    "letter.odt": (odt("<draw:image xlink:href='Pictures/1.png'/>"), "odt"),
    "note.txt": ("She said: “no”.\r\n\tTwice – <b>loudly</b>.".encode(), "txt"),
    "test.txt": (EICAR, "txt"),
    "voice.wav": (wav((b"LIST", CANARY + b"x")), "wav"),
    "voice.mp3": (mp3(), "mp3"),
    "voice.m4a": (m4a(), "m4a"),
    "voice.ogg": (ogg(), "ogg"),
    "program at the end.jpg": (picture() + packed({"x.js": "alert(1)"}) + b"<script>1</script>", "jpg"),
    "where.jpg": (with_place(), "jpg"),
    "where.png": (png_with((b"tEXt", b"Comment\0" + CANARY), (b"eXIf", CANARY), (b"zzZz", CANARY)), "png"),
}  # fmt: skip


@pytest.fixture
def in_this_process(monkeypatch):
    """The same readers, without the time that a process of its own takes to start."""

    def examined(data, key):
        answer = examiner.answer_to(data, key)
        if answer[:1] == FIT:
            return answer[1:]
        raise Unfit(answer[1:].decode())

    monkeypatch.setattr(examiner, "examined", examined)


@pytest.mark.parametrize("which", REFUSED)
def test_is_refused_with_a_reason(in_this_process, which):
    data, reason = REFUSED[which]
    with pytest.raises(Unfit) as refused:
        accepted("photo.jpg", len(data), data)
    assert reason in str(refused.value) and str(refused.value).endswith(".")


@pytest.mark.parametrize("name", KEPT)
def test_is_kept_by_what_is_in_it_and_says_nothing_of_where_it_was_made(in_this_process, name):
    data, kind = KEPT[name]
    one = accepted(name, len(data), data)
    assert (one.kind, one.name.rsplit(".")[-1]) == (kind, kind)
    assert CANARY not in one.data and b"alert(1)" not in one.data
    if kind in {"jpg", "png"}:
        made = Image.open(io.BytesIO(one.data))
        assert (made.size, dict(made.getexif()), made.info.get("icc_profile")) == ((40, 30), {}, None)


def test_an_iphone_picture_becomes_jpeg(in_this_process):
    from pillow_heif import register_heif_opener

    register_heif_opener()
    data = picture("HEIF", (64, 64))
    assert accepted("IMG_1.HEIC", len(data), data).name == "IMG_1.jpg"


def test_too_large_by_one_byte_is_refused_before_anybody_looks_into_it():
    with pytest.raises(Unfit, match="larger than 20 MB"):
        accepted("a.txt", LARGEST + 1, b"")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\x\\bruise.jpeg", "bruise.jpg"),
        ("nul\0l.jpg", "null.jpg"),
        ("photo\u202egpj.exe", "photogpj.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("", "file.jpg"),
        ("x" * 300 + ".jpg", "x" * 100 + ".jpg"),
        ("arm.php.jpg", "arm.php.jpg"),
    ],
)
def test_a_name_is_one_short_line_with_its_true_ending(name, shown):
    assert cleaned(name, "jpg") == shown


class TestInAProcessOfItsOwn:
    def test_a_file_is_looked_into_and_a_reason_comes_back(self):
        assert examiner.examined(picture(), "jpg")[:2] == b"\xff\xd8"
        with pytest.raises(Unfit, match="50 million points"):
            examiner.examined(bomb(), "png")

    def test_it_has_no_secrets_no_network_and_little_memory(self, monkeypatch):
        monkeypatch.setenv("SECRET_KEY", "s3cret")
        peep = "import os,resource; print('f', 'SECRET_KEY' in os.environ, resource.getrlimit(resource.RLIMIT_AS)[0])"
        begin = examiner.COMMAND[-1].split("from records")[0]
        shut = f"{begin}from records.attaching.examiner import _shut_in; _shut_in(); {peep}"
        monkeypatch.setattr(examiner, "COMMAND", [*examiner.COMMAND[:-1], shut])
        assert examiner.examined(b"", "jpg") == f" False {examiner.MEMORY}\n".encode()

    def test_when_it_takes_too_long_or_dies_the_file_is_refused(self, monkeypatch):
        monkeypatch.setattr(examiner, "PATIENCE", 0.2)
        for program in ("import time; time.sleep(9)", "import os; os.abort()"):
            monkeypatch.setattr(examiner, "COMMAND", [*examiner.COMMAND[:-1], program])
            with pytest.raises(Unfit, match="too long, or too much memory"):
                examiner.examined(b"", "jpg")


@pytest.mark.parametrize("key", ["jpg", "png", "pdf", "docx", "odt", "m4a"])
def test_no_mutation_is_anything_but_kept_or_refused(in_this_process, key):
    """Two hundred and more, always the same ones."""
    chance = random.Random(key)
    [whole] = [
        data
        for name, (data, kind) in KEPT.items()
        if name in {f"photo.{key}", f"scan.{key}", f"letter.{key}", f"voice.{key}"}
    ][:1]
    for _ in range(35):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.choice([len(data), chance.randrange(len(data))])])
        try:
            assert accepted("x", len(cut), cut).data
        except Unfit as refused:
            assert str(refused).endswith(".")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["photo.php\0.jpg", "../../up.jpg", "a\u202egpj.exe", "x" * 300, 'a"b\r\n.jpg'])
def test_whatever_it_is_called_it_leaves_by_a_name_of_ours(cast, as_, in_this_process, name):
    folder = cast.leo.folder("personal")
    client = as_(cast.amara)
    client.post(at("write", folder), entry(attached=SimpleUploadedFile(name, picture())))
    one = Attachment.objects.get(entry=Entry.objects.get())
    given = client.get(at("attachment", one))
    assert given["Content-Disposition"] == f'attachment; filename="attachment-{one.public_id.hex[:8]}.jpg"'
