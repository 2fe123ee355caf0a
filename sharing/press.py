"""The press: a page goes in, a tagged PDF comes out, and nothing is fetched on the way.

What people typed is in these pages. The page is escaped; should a tag get through all the same, every address it names
is refused, and the whole rendering with it. Needs Pango: importing this file fails with OSError where it is missing.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pydyf
import weasyprint
from django.conf import settings
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# Each part of the typeface is a family of its own. Under one name WeasyPrint takes two files for one font, and prints
# the letters of the second as letters of the first: a Ł would read O.
FAMILIES = {"latin": "Atkinson Hyperlegible Next", "latin-ext": "Atkinson Hyperlegible Next Extended"}
WEIGHTS = (400, 700)
DESCRIBED = {"decision.json": "The same in a form for machines", "proof.json": "That the ledger held it, and when"}


class Refused(RuntimeError):
    """The page asked for something outside itself, so nothing was printed."""


class ShutDoor(URLFetcher):
    """Gives out our own fonts under names only we know, and refuses every other address, `data:` and files included."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=set(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url, headers=None):
        try:
            return URLFetcherResponse(url, _fonts()[url])
        except KeyError:
            raise Refused("A page that is printed may not ask for anything.") from None


def printed(page: str, attached: Mapping[str, bytes], at: datetime) -> bytes:
    """The page as PDF/UA-1 with these files attached, dated `at` (UTC). Raises Refused when it asks for anything."""
    door, fonts = ShutDoor(), FontConfiguration()
    dress = weasyprint.CSS(string=style(), font_config=fonts, url_fetcher=door)
    files = [
        weasyprint.Attachment(
            string=data.decode(), name=name, description=DESCRIBED.get(name, name), created=at, modified=at
        )
        for name, data in attached.items()
    ]
    try:
        return weasyprint.HTML(string=page, url_fetcher=door).write_pdf(
            stylesheets=[dress], font_config=fonts, attachments=files, pdf_variant="pdf/ua-1", finisher=_related
        )
    except FatalURLFetchingError as refused:  # a BaseException: left alone it would end the whole worker
        raise Refused("The page asked for something outside itself, so nothing was printed.") from refused


def _related(_, pdf: pydyf.PDF) -> None:
    """Says of the attached file that it is the data the page was made from; WeasyPrint says so in PDF/A only."""
    attached = [part for part in pdf.objects if isinstance(part, pydyf.Dictionary) and part.get("Type") == "/Filespec"]
    for part in attached:
        part["AFRelationship"] = "/Data"
    pdf.catalog["AF"] = pydyf.Array(part.reference for part in attached)


@cache
def style() -> str:
    faces = (
        f'@font-face {{ font-family: "{FAMILIES[part]}"; font-weight: {weight}; src: url({_address(part, weight)}) }}'
        for part, weight in _installed()
    )
    return "\n".join([*faces, (settings.BASE_DIR / "static" / "document.css").read_text(encoding="utf-8")])


@cache
def _fonts() -> dict[str, bytes]:
    """Each font under its own made-up address, unpacked once: unpacking takes longer than printing a page."""
    return {_address(part, weight): _unpacked(_file(part, weight)) for part, weight in _installed()}


def _installed() -> list[tuple[str, int]]:
    """The fonts that are there. Without them the page is set in the machine's own DejaVu Sans."""
    return [(part, weight) for part in FAMILIES for weight in WEIGHTS if _file(part, weight).is_file()]


def _address(part: str, weight: int) -> str:
    return f"font:{part}-{weight}"


def _file(part: str, weight: int) -> Path:
    folder = settings.BASE_DIR / "node_modules" / "@fontsource" / "atkinson-hyperlegible-next" / "files"
    return folder / f"atkinson-hyperlegible-next-{part}-{weight}-normal.woff"


def _unpacked(path: Path) -> bytes:
    font, plain = TTFont(path), BytesIO()
    font.flavor = None
    font.save(plain)
    return plain.getvalue()
