"""The decision record as a document: printed for people, attached for machines, sealed by the organisation.

The page and the attached `decision.json` say the same: what is in the one is in the other. It is the organisation's own
record and is never what is sent. An independent reader can check the seal; anybody can check the SHA-256 on the page.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from audit.ledger import Proof
from records import body
from records.models.mark import Drawing
from records.paper import pressroom
from records.paper.sealing import canonical, digest, fingerprint
from records.paper.wording import readable, sealed_values

from . import shaping as shape

if TYPE_CHECKING:
    from records.paper.pades import SealCheck

TITLE = "Decision record"
ATTACHED = "decision.json"
PROOF = "proof.json"
LARGEST = 400_000  # characters; measured: a few seconds, hostile ones 94, never more memory than there is


class TooLong(ValueError):
    """The record is longer than one document can sensibly be."""


def frozen(record: Mapping[str, Any]) -> bytes:
    """The decision in its one exact form: hashed, kept and attached. Raises Misshapen, NotCanonical, TooLong."""
    whole = shape.checked(record)
    if shape.length(whole) > LARGEST:
        raise TooLong(
            f"This record holds more than {LARGEST:,} characters. Shorten it, or refer to a paper by its name."
        )
    return canonical(whole)


def page(record: Mapping[str, Any], proof: Proof | None = None) -> str:
    """The record as an HTML page, everything typed by people escaped; with its number in the ledger if it has one."""
    exact = frozen(record)
    whole = shape.checked(record)
    return render_to_string(
        "sharing/document/record.html",
        {
            "title": TITLE,
            "record": readable(whole),
            "sealed": list(sealed_values(whole)),
            "drawn": list(_drawn(whole["supplied"])),
            "signed_utc": whole["signature"]["signed_at"],
            "sha256": digest(exact),
            "fingerprint": fingerprint(),
            "attached": ATTACHED,
            "ledger": proof and {"seq": proof.seq, "attached": PROOF, "note": proof.note.splitlines()},
        },
    )


def _drawn(supplied) -> Iterator[tuple[int, Drawing]]:
    """The outlines with what was marked on them, each with the number of the piece it belongs to."""
    for number, item in enumerate(supplied, 1):
        on = defaultdict(list)
        for place, mark in enumerate(item.get("marks", []), 1):
            on[mark["outline"], mark["view"]].append((place, SimpleNamespace(**mark)))
        yield from ((number, Drawing(*drawing, marks)) for drawing, marks in on.items() if _is_drawing(*drawing))


def _is_drawing(outline, view) -> bool:
    return outline in body.OUTLINES and view in body.VIEWS


def render(record: Mapping[str, Any], proof: Proof | None = None, patience: float = pressroom.PATIENCE) -> bytes:
    """The record as a PDF to keep (PDF/A-3a) and to hear (PDF/UA-1), not sealed yet.

    Raises Unavailable when it is not done after so many seconds, and whatever `frozen` raises.
    """
    exact = frozen(record)
    at = datetime.fromisoformat(record["signature"]["signed_at"])
    files = {ATTACHED: exact} | ({PROOF: canonical(proof.as_json())} if proof else {})
    return pressroom.printed(page(record, proof), files, at, patience)


def seal(pdf: bytes) -> bytes:
    """The same document with the organisation's seal over all of it (PAdES). Raises KeyUnusable."""
    from records.paper import pades

    return pades.sealed(pdf)


def check(pdf: bytes) -> "SealCheck":
    """Whether we sealed this document, unchanged since, and if not why. Never raises because of what is in it."""
    from records.paper import pades

    return pades.examined(pdf)
