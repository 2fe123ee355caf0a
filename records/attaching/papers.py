"""A PDF is kept as it came, unless it does something: runs a program, opens another, carries files within it.

Done in the process of examiner.py, with the reader that also checks our own seals.
"""

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from .kinds import Unfit

MOST = 300_000  # objects
AGAIN = "Print it to a new PDF, or take a photograph of it."
BROKEN = f"it cannot be opened as a PDF. {AGAIN}"
RUNS = f"it contains a program, which could run when somebody opens it. {AGAIN}"
CARRIES = f"it carries other files within it. Attach those by themselves, and this one anew: {AGAIN.lower()}"
KEYS = {"/JS": RUNS, "/JavaScript": RUNS, "/XFA": RUNS, "/RichMediaContent": RUNS}
KEYS |= {"/EmbeddedFiles": CARRIES, "/EF": CARRIES}
NAMES = dict.fromkeys(("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"), RUNS)
NAMES |= dict.fromkeys(("/RichMedia", "/Screen", "/Movie", "/3D"), RUNS)
NAMES |= dict.fromkeys(("/EmbeddedFile", "/FileAttachment", "/GoToE", "/GoToR"), CARRIES)


def kept(data: bytes) -> bytes:
    """The same bytes. Raises Unfit."""
    import io

    if len(data) - data.rfind(b"%%EOF") > 1024 or b"%%EOF" not in data:
        raise Unfit(BROKEN)
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            raise Unfit("it is locked with a password. Save it without one, then choose it again.")
        _walk(reader.trailer_view)
        _pages(reader)
    except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError, RecursionError) as broken:
        raise Unfit(BROKEN) from broken
    return data


def _pages(reader: PdfFileReader) -> None:
    if int(reader.root["/Pages"]["/Count"]) < 1:
        raise Unfit(BROKEN)


def _walk(start: Any) -> None:
    """Everything that can be reached in it, each once."""
    waiting, met, many = [start], set(), 0
    while waiting:
        one = waiting.pop()
        many += 1
        if many > MOST:
            raise Unfit(f"it has too many parts to be looked through. {AGAIN}")
        if isinstance(one, generic.IndirectObject):
            if one.reference in met:
                continue
            met.add(one.reference)
            one = one.get_object()
        waiting += _parts(one)


def _parts(one: Any) -> list:
    if isinstance(one, generic.DictionaryObject):
        for key in one:
            if key in KEYS:
                raise Unfit(KEYS[key])
        return [one.raw_get(key) for key in one]
    if isinstance(one, generic.ArrayObject):
        return [one.raw_get(place) for place in range(len(one))]
    if isinstance(one, generic.NameObject) and one in NAMES:
        raise Unfit(NAMES[one])
    return []
