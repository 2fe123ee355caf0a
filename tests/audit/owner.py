"""Somebody who owns the database and the machine: what was there, what they do to it, and what the check then says."""

from pathlib import Path

import pytest
from django.db import connection

from audit import keys, ledger
from audit.appendonly import maintenance
from audit.models import SignedCheckpoint, read
from audit.verify import Tampered, verify
from records.models import Concern, Entry
from sharing import archive
from tests.acting import as_owner
from tests.cast import in_days
from tests.sharing.conftest import OVERRIDE, REFUSED_HARM, propose

__all__ = ["propose"]
FIRST = "(SELECT min({key}) FROM {table})"
LAST = "(SELECT max({key}) FROM {table})"


@pytest.fixture(autouse=True)
def keys_of_its_own(tmp_path, settings):
    settings.KEYS_DIR = tmp_path / "keys"


def seal():
    ledger.seal()
    row = SignedCheckpoint.objects.order_by("-size").first()
    keys.keep(ledger.head_file(), row.note.encode(), replace=True)  # what follows a commit
    return row.note


@pytest.fixture
def history(cast, propose):
    """Some days of work, sealed twice; what is recorded last still waits."""
    seal()
    entry = Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0)
    )
    entry.correct(by=cast.amara, fact="y")
    Concern.log(by=cast.vik, danger="no", facts="x", people=[cast.leo])
    decision = propose(REFUSED_HARM)
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
    read("records:person", by=cast.dee, about=cast.leo, shown=[entry])
    seal()
    read("home", by=cast.dora)
    decision.amend(by=cast.dee, words="z")
    return decision


@pytest.fixture
def printed(history):
    """And its record was printed and sealed, which takes a second."""
    archive.sealed(history)
    seal()
    return history


def alter(statement, *values):
    """With the hands of whoever owns the database: no trigger, no verb."""
    with as_owner(connection), maintenance(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)


def found(anchors=()):
    with pytest.raises(Tampered) as tampered:
        verify(anchors)
    return tampered.value


def paper(decision):
    """The file of a decision's printed record."""
    return Path(decision.sealed.get().pdf.path)
