"""The report of a drill: one sealed page that a trustee can read, with the figures beside it for a machine."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from audit.canonical import canonical, digest
from policy import packs
from records.paper import pressroom
from records.paper.sealing import fingerprint

TITLES = {"restore": "Restore drill", "tamper": "Tamper drill"}


def written(kind: str, facts: dict[str, Any], folder: Path) -> Path:
    """Put it into this folder. Raises Unavailable where nothing can be printed, KeyUnusable."""
    from records.paper import pades

    at = timezone.now()
    said = {"at": at.isoformat(), "facts": facts, "kind": kind, "organisation": packs.current().organisation}
    exact = canonical(said)
    made = pressroom.printed(page(said, at, digest(exact)), {"drill.json": exact}, at, pressroom.UNHURRIED)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{kind}-drill-{at:%Y-%m-%d-%H%M%S}.pdf"
    file.write_bytes(pades.sealed(made))
    return file


def page(said: dict[str, Any], at: datetime, sha256: str) -> str:
    context = {"title": TITLES[said["kind"]], "said": said, "at": at, "sha256": sha256, "fingerprint": fingerprint()}
    context |= {"service": settings.SERVICE_NAME, "facts": said["facts"]}
    return render_to_string(f"governance/document/{said['kind']}.html", context)
