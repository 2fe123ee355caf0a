"""The words of a file, for a machine that looks for what must not leave: in the file itself and in what it says of it.

Opened as in examiner.py, in a process of its own. What is in a picture or a recording, no machine reads here.
"""

import io
import os
import subprocess
import sys
import zipfile
from typing import Any

from .examiner import COMMAND, HANDED_ON, PATIENCE, _shut_in

READ = [*COMMAND[:-1], COMMAND[-1].replace("examiner import work", "reader import work")]
MOST_WORDS = 2_000_000  # characters


def words_of(data: bytes, key: str) -> str | None:
    """Its words; empty for a kind without any that a machine reads, and None where one that has some cannot be read."""
    if key == "txt":
        return data.decode("utf-8-sig", "replace")
    if key not in {"pdf", "docx", "odt"}:
        return ""
    try:
        environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
        done = subprocess.run(  # noqa: S603  (our own program; the file goes in as data)
            [*READ, key], input=data, capture_output=True, timeout=PATIENCE, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    words = done.stdout.decode("utf-8", "replace")
    return None if done.returncode or len(words) >= MOST_WORDS else words


# The rest is done in the process that reads.


def work() -> None:
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # should anything print, it is no answer
    key, data = sys.argv[1], sys.stdin.buffer.read()
    _shut_in()
    with answer:
        answer.write(read(data, key)[:MOST_WORDS].encode("utf-8", "replace"))


def read(data: bytes, key: str) -> str:
    return _of_paper(data) if key == "pdf" else _of_container(data)


def _of_container(data: bytes) -> str:
    """Every part of a Word or OpenDocument text: its pages, comments, headers, and who wrote it when."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = [packed.read(name) for name in packed.namelist() if name.endswith((".xml", ".rels"))]
    return "\n\n".join(part.decode("utf-8", "replace") for part in parts)


def _of_paper(data: bytes) -> str:
    """The pages of a PDF, what is pinned to them, and what the file says of itself."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data))
    said = [*(reader.metadata or {}).values(), *(reader.get_form_text_fields() or {}).values()]
    root: Any = reader.trailer["/Root"]
    if metadata := root.get("/Metadata"):
        said.append(metadata.get_object().get_data().decode("utf-8", "replace"))
    for page in reader.pages:
        said.append(page.extract_text())
        said += [note.get_object().get("/Contents", "") for note in page.get("/Annots", [])]
    return "\n\n".join(str(one) for one in said if one)
