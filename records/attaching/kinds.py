"""What may be attached, told by what is in the file: never by its name, nor by the browser's word (T12)."""

from dataclasses import dataclass

import puremagic

LARGEST = 20 * 1024 * 1024
HEAD = 64 * 1024  # so much of a file is enough to tell what it is
SURE = 0.4  # below, a few letters at the start of plain words look like a file of some other kind
PHOTOGRAPH = "Take a photograph of it instead, or save it as a PDF."


class Unfit(Exception):
    """This file is not kept; the message says why, and what to do instead."""


@dataclass(frozen=True)
class Kind:
    """One kind of file. ``signs``: what its content is called by puremagic. ``becomes``: what it is kept as."""

    key: str
    title: str
    media: str
    signs: frozenset[str] = frozenset()
    becomes: str = ""

    @property
    def kept_as(self) -> str:
        return self.becomes or self.key


# In this order: a HEIC picture looks like a film too, and any of them may look like words.
KINDS = {
    kind.key: kind
    for kind in [
        Kind("jpg", "Picture", "image/jpeg", frozenset({".jpg", ".jpeg"})),
        Kind("png", "Picture", "image/png", frozenset({".png"})),
        Kind("heic", "Picture", "image/heic", frozenset({".heic", ".heif"}), "jpg"),
        Kind("pdf", "PDF", "application/pdf", frozenset({".pdf"})),
        Kind("odt", "OpenDocument text", "application/vnd.oasis.opendocument.text", frozenset({".odt"})),
        Kind(
            "docx",
            "Word document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            frozenset({".docx", ".zip"}),
        ),
        Kind("wav", "Recording", "audio/wav", frozenset({".wav"})),
        Kind("ogg", "Recording", "audio/ogg", frozenset({".ogg", ".oga", ".opus"})),
        Kind("mp3", "Recording", "audio/mpeg", frozenset({".mp3", ".mpga"})),
        Kind("m4a", "Recording", "audio/mp4", frozenset({".m4a", ".mp4"})),
        Kind("txt", "Plain text", "text/plain; charset=utf-8"),
    ]
}
ALLOWED = "a picture (JPEG, PNG, HEIC), PDF, Word (docx), OpenDocument (odt), plain text or recording"
ACCEPT = "image/jpeg,image/png,image/heic,.heic,.heif,.pdf,.docx,.odt,.txt,.m4a,.mp3,.ogg,.wav"
# And what must stand at which byte: a file that is two things at once is none that we keep as it came.
STANDS = {
    "pdf": (0, b"%PDF-"),
    "odt": (30, b"mimetypeapplication/vnd.oasis.opendocument.text"),
    "docx": (0, b"PK\x03\x04"),
    "wav": (0, b"RIFF"),
    "ogg": (0, b"OggS"),
}


def kind_of(data: bytes) -> Kind:
    """What this is. Raises Unfit for whatever is not on the list."""
    if not data:
        raise Unfit("it is empty. Look at it on your own device first, then choose it again.")
    found = _called(data)
    for kind in KINDS.values():
        if kind.signs & found.keys() and _stands(kind.key, data):
            return kind
    if max(found.values(), default=0) < SURE and _is_plain(data):
        return KINDS["txt"]
    raise Unfit(f"it is not {ALLOWED}. {PHOTOGRAPH}")


def _stands(key: str, data: bytes) -> bool:
    place, words = STANDS.get(key, (0, b""))
    return data.startswith(words, place)


def _called(data: bytes) -> dict[str, float]:
    """Every name that this content goes by, with how sure that is."""
    try:
        found = puremagic.magic_string(data[:HEAD])
    except (puremagic.PureError, ValueError):
        return {}
    return {one.extension: one.confidence for one in reversed(found)}


def _is_plain(data: bytes) -> bool:
    """Words and nothing else; a page of the web is a program too."""
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    is_page = words.lstrip()[:1] == "<"
    return not is_page and all(letter.isprintable() or letter in "\t\r\n\f\xa0\u2028\u200b" for letter in set(words))
