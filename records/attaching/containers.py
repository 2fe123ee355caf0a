"""A Word or OpenDocument text is a folder packed into one file: looked through without unpacking it anywhere.

Done in the process of examiner.py. Macros, things from elsewhere, embedded files and bombs are refused, by reason.
"""

import io
import re
import zipfile
from xml.parsers import expat

from .kinds import Unfit

MOST_PARTS, MOST_BYTES, RATIO, SMALL = 2_000, 150 * 1024 * 1024, 100, 1024 * 1024
AS_PDF = "Save it as PDF and choose that."
BROKEN = f"it cannot be opened. {AS_PDF}"
MACROS = f"it contains macros, small programs that could run when somebody opens it. {AS_PDF}"
EMBEDS = f"it carries other files within it. {AS_PDF}"
FETCHES = f"it fetches something from elsewhere when it is opened, such as a template or a picture. {AS_PDF}"
LOCKED = "it is locked with a password. Save it without one, then choose it again."
BOMB = f"it unpacks to far more than such a file holds. {AS_PDF}"
OTHER = f"it is packed like a Word or OpenDocument text, but is something else. {AS_PDF}"
BAD_PARTS = [
    (re.compile(r"vba|macro|activex|customui|^basic/|^scripts/|^configurations2/.*(script|accel|event)", re.I), MACROS),
    (re.compile(r"embeddings/|oleobject|^object|\.(bin|exe|dll|js|vbs|scr|lnk|html?|svg|zip|jar)$", re.I), EMBEDS),
]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TEXT = b"application/vnd.oasis.opendocument.text"


def kept(data: bytes, key: str) -> bytes:
    """The same bytes. Raises Unfit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as folder:
            _measured(folder)
            _named_harmlessly(folder)
            {"docx": _word, "odt": _text}[key](folder)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, expat.ExpatError, KeyError) as broken:
        raise Unfit(BROKEN) from broken
    except (OSError, ValueError, NotImplementedError, EOFError, RuntimeError, UnicodeError) as broken:
        raise Unfit(BROKEN) from broken
    return data


def _measured(folder: zipfile.ZipFile) -> None:
    """Neither many parts, nor large ones, nor any that grows out of nothing."""
    parts = folder.infolist()
    bulky = any(one.file_size > SMALL and one.file_size > RATIO * max(one.compress_size, 1) for one in parts)
    if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > MOST_BYTES or bulky:
        raise Unfit(BOMB)
    if any(one.flag_bits & 1 for one in parts):
        raise Unfit(LOCKED)


def _named_harmlessly(folder: zipfile.ZipFile) -> None:
    names = folder.namelist()
    for part in folder.infolist():
        path = part.filename.replace("\\", "/")
        if ".." in path.split("/") or path.startswith("/") or part.external_attr >> 28 == 0xA or names.count(path) > 1:
            raise Unfit(BROKEN)
        for bad, reason in BAD_PARTS:
            if bad.search(path):
                raise Unfit(reason)


def _word(folder: zipfile.ZipFile) -> None:
    if "[Content_Types].xml" not in folder.namelist():
        raise Unfit(OTHER)
    types = [given.get("ContentType", "") for _, given in _elements(folder, "[Content_Types].xml")]
    if any("macro" in kind.lower() or "vba" in kind.lower() for kind in types):
        raise Unfit(MACROS)
    if WORD not in types or "word/document.xml" not in folder.namelist():
        raise Unfit(OTHER)
    for name in folder.namelist():
        if name.endswith(".rels"):
            _linked(folder, name)
    _harmless(folder)


def _linked(folder: zipfile.ZipFile, name: str) -> None:
    """A link that somebody may press is no harm; what is fetched unasked is."""
    for _, given in _elements(folder, name):
        kind = given.get("Type", "").rsplit("/", 1)[-1].lower()
        if given.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise Unfit(FETCHES)
        if kind in {"oleobject", "package", "afchunk"}:
            raise Unfit(EMBEDS)


def _text(folder: zipfile.ZipFile) -> None:
    first = folder.infolist()[0]
    if first.filename != "mimetype" or folder.read(first) != TEXT:
        raise Unfit(OTHER)
    for tag, _ in _elements(folder, "META-INF/manifest.xml"):
        if tag.endswith("encryption-data"):
            raise Unfit(LOCKED)
    _harmless(folder)


def _harmless(folder: zipfile.ZipFile) -> None:
    """Every part that is XML: no definitions of its own (bombs and peeping), nothing that runs or is fetched."""
    for name in folder.namelist():
        if name.endswith((".xml", ".rdf", ".rels")):
            for tag, given in _elements(folder, name):
                _harmless_element(tag, given)


def _harmless_element(tag: str, given: dict[str, str]) -> None:
    if tag in {"office:script", "script:event-listener", "draw:applet", "draw:plugin"}:
        raise Unfit(MACROS)
    if tag in {"draw:object", "draw:object-ole", "draw:floating-frame", "w:altChunk"}:
        raise Unfit(EMBEDS)
    if tag in {"draw:image", "text:section-source", "draw:fill-image"} and ":" in given.get("xlink:href", ""):
        raise Unfit(FETCHES)


def _elements(folder: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """Each element of this part with its attributes. A document type of its own is refused, whatever it defines."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, given: found.append((tag, given))
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(folder.read(name), True)
    return found


def _refuse(*_: object) -> None:
    raise Unfit(BROKEN)
