"""The press: a page goes in, a PDF to keep and to hear read out comes out, and nothing is fetched on the way.

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
from fontTools.ttLib import TTFont
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from .pressroom import Refused

ROOT = Path(__file__).resolve().parents[2]

# Each part of the typeface is a family of its own. Under one name WeasyPrint takes two files for one font, and prints
# the letters of the second as letters of the first: a Ł would read O.
FAMILIES = {"latin": "Atkinson Hyperlegible Next", "latin-ext": "Atkinson Hyperlegible Next Extended"}
WEIGHTS = (400, 700)
# What each attached file is to the pages, in words and as PDF/A-3 names it.
THE_SAME = "The same in a form for machines", "Data"
BESIDE = {"proof.json": ("That the ledger held it, and when", "Supplement")}
# WeasyPrint writes the mark of one standard. PDF/A lets the mark of another stand beside its own if it is explained
# there, in the same rdf:RDF: a second one, which `xmp_metadata` would give, is not read.
ACCESSIBLE = """<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
  rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
    <pdfaProperty:name>part</pdfaProperty:name>
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    <pdfaProperty:category>internal</pdfaProperty:category>
    <pdfaProperty:description>Part of ISO 14289 to which the document conforms</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description></rdf:RDF>"""


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
    """The page as PDF/A-3a and PDF/UA-1 with these files attached, dated `at` (UTC).

    Raises Refused when it asks for anything.
    """
    dress, fonts = _dressed()
    files = [
        weasyprint.Attachment(
            string=data.decode(),
            name=name,
            description=BESIDE.get(name, THE_SAME)[0],
            relationship=BESIDE.get(name, THE_SAME)[1],
            created=at,
            modified=at,
        )
        for name, data in attached.items()
    ]
    try:
        return weasyprint.HTML(string=page, url_fetcher=ShutDoor()).write_pdf(
            stylesheets=[dress], font_config=fonts, attachments=files, pdf_variant="pdf/a-3a", finisher=_finished
        )
    except FatalURLFetchingError as refused:  # a BaseException: left alone it would end the whole worker
        raise Refused("The page asked for something outside itself, so nothing was printed.") from refused


def _finished(_, pdf: pydyf.PDF) -> None:
    """What WeasyPrint leaves to be done: the mark of PDF/UA, a list of the tags that others name, each file once."""
    metadata, tags = (pdf.objects[int(pdf.catalog[name].split()[0])] for name in ("Metadata", "StructTreeRoot"))
    metadata.stream = [part.replace(b"</rdf:RDF>", ACCESSIBLE.encode()) for part in metadata.stream]
    named = {part["ID"].string: part for part in pdf.objects if isinstance(part, pydyf.Dictionary) and "ID" in part}
    pairs = [each for name, part in sorted(named.items()) for each in (part["ID"], part.reference)]
    tags["IDTree"] = pydyf.Dictionary({"Names": pydyf.Array(pairs)})
    pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


@cache
def _dressed() -> tuple[weasyprint.CSS, FontConfiguration]:
    """How every record looks, read once: it is the same for all of them."""
    fonts = FontConfiguration()
    return weasyprint.CSS(string=style(), font_config=fonts, url_fetcher=ShutDoor()), fonts


@cache
def style() -> str:
    faces = (
        f'@font-face {{ font-family: "{FAMILIES[part]}"; font-weight: {weight}; src: url({_address(part, weight)}) }}'
        for part, weight in _installed()
    )
    return "\n".join([*faces, (ROOT / "static" / "document.css").read_text(encoding="utf-8")])


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
    folder = ROOT / "node_modules" / "@fontsource" / "atkinson-hyperlegible-next" / "files"
    return folder / f"atkinson-hyperlegible-next-{part}-{weight}-normal.woff"


def _unpacked(path: Path) -> bytes:
    font, plain = TTFont(path), BytesIO()
    font.flavor = None
    font.save(plain)
    return plain.getvalue()
