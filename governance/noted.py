"""Small notes that the service keeps for itself, outside the database: when the clock ticked, what a check found."""

import json
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from audit.keys import keep


def write(name, **facts):
    """Note this, in the place of what was noted under this name before."""
    keep(_place(name), json.dumps({"at": timezone.now().isoformat(), **facts}).encode(), replace=True)


def read(name):
    """What was noted last, with its time under ``at``; nothing where nothing was."""
    return json.loads(_place(name).read_text()) if _place(name).exists() else None


def age(name):
    """How long ago that was."""
    noted = read(name)
    return timezone.now() - datetime.fromisoformat(noted["at"]) if noted else None


def _place(name):
    return Path(settings.VAR_DIR) / "notes" / f"{name}.json"
