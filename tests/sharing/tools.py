"""Other people's tools to look at a document with: poppler, qpdf and pypdf."""

import re
import subprocess
from functools import cache
from io import BytesIO

from pypdf import PdfReader

from sharing import document
from tests.sharing.example import decision

FURNITURE = re.compile(r"Internal: never what is sent|Decision record [0-9a-f-]{36}|page \d+ of \d+|\s")


@cache
def sealed_record():
    """The whole invented record, printed and sealed once for all the tests that only look."""
    return document.seal(document.render(decision()))


def tool(*command):
    return subprocess.run(command, capture_output=True, text=True, errors="replace")


def text_of(pdf, path):
    """All the text, without what stands on every page and without spaces, since lines break anywhere."""
    path.write_bytes(pdf)
    return FURNITURE.sub("", tool("pdftotext", "-raw", path, "-").stdout)


def shown(value):
    return re.sub(r"\s", "", value)


def attachments(pdf):
    return {name: files[0] for name, files in PdfReader(BytesIO(pdf)).attachments.items()}
