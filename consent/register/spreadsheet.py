"""The register as a spreadsheet reads it: lines of cells, none of which can make a spreadsheet do anything."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

ACTS = tuple("=+-@\t\r")  # a spreadsheet takes a cell that begins so for something to work out, or to fetch


def defused(cell: object) -> str:
    """The cell as words: one that a spreadsheet would act on begins with an apostrophe, which it does not show."""
    words = str(cell)
    return f"'{words}" if words.lstrip(" \n\ufeff").startswith(ACTS) or words.startswith(ACTS) else words


def plain(cell: str) -> str:
    """The cell as it was before it was defused, without the spaces around it."""
    words = cell.replace("\x00", "").strip()
    return words[1:] if words.startswith("'") and words[1:].lstrip(" \n\ufeff").startswith(ACTS) else words


def written(rows: Iterable[Sequence[object]]) -> bytes:
    """Lines as CSV in UTF-8, with the mark by which spreadsheets know it."""
    out = StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([defused(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def read(text: str) -> list[list[str]]:
    """The lines of a CSV, parted by commas, semicolons or tabs as the first line is. Raises csv.Error."""
    first = text.partition("\n")[0]
    parts = max(",;\t", key=first.count)
    lines = csv.reader(StringIO(text, newline=""), delimiter=parts, strict=True)
    return [[plain(cell) for cell in line] for line in lines]
