"""The ledger: every trace and every reading as one leaf of a tree, whose root the organisation signs again and again.

A leaf's header (number, moment, kind, commitment) stays for ever; what the commitment stands for, a row and its salt,
is the part that may one day be destroyed. Writers wait for nobody: the database notes what is new, and the sealer
numbers it, extends the tree and signs a checkpoint. It never signs a tree that does not extend the one it signed last.
"""

from dataclasses import dataclass
from datetime import UTC
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from . import checkpoint as notes
from .appendonly import one_at_a_time
from .canonical import canonical
from .checkpoint import Checkpoint
from .keys import keep
from .merkle import Frontier, leaf_hash, node_hash, root_of, siblings, split
from .models import READ, REFUSED, SOURCES, Leaf, Pending, Reading, SignedCheckpoint, Trace

BATCH = 2_000
HEAD_FILE = "ledger.head"
VERSION = b"case-ledger-v1\0"


class Broken(RuntimeError):
    """The ledger is not what was signed last, so nothing more is signed; the message says in what way."""


class NotSealedYet(LookupError):
    """The row waits for its number; the next tick gives it one."""


@dataclass(frozen=True)
class Proof:
    """That one row is in the ledger. ``path``: hashes, nearest first; ``note``: a checkpoint that covers it."""

    seq: int
    header: bytes
    body: bytes
    salt: bytes
    path: list[bytes]
    note: str

    def as_json(self):
        return {
            "body": self.body.decode(),
            "checkpoint": self.note,
            "header": self.header.decode(),
            "key": notes.public_pem(),
            "path": [part.hex() for part in self.path],
            "salt": self.salt.hex(),
            "v": 1,
        }


def commitment(salt: bytes, body: bytes) -> bytes:
    return sha256(VERSION + salt + body).digest()


def header(leaf: Leaf) -> bytes:
    """What is hashed into the tree."""
    at = leaf.at.astimezone(UTC).isoformat(timespec="microseconds")
    return canonical({"at": at, "c": bytes(leaf.commitment).hex(), "kind": leaf.kind, "seq": leaf.seq, "v": 1})


def kind_of(row: Trace | Reading) -> str:
    if isinstance(row, Trace):
        return row.event
    return REFUSED if row.refused else READ


def seal() -> int:
    """Number everything that waits, and sign. Returns how many rows that were. Raises Broken, KeyUnusable."""
    done = 0
    while many := _seal_some():
        done += many
        if many < BATCH:
            break
    return done


def _seal_some() -> int:
    with transaction.atomic():
        one_at_a_time(connection)
        waiting = list(Pending.objects.order_by("pk")[:BATCH])
        if not waiting:
            return 0
        frontier = _last()
        leaves = list(_leaves(waiting, frontier.size))
        frontier.extend(leaf_hash(header(leaf)) for leaf in leaves)
        note = notes.signed(Checkpoint(frontier.size, frontier.root, timezone.now()))
        Leaf.objects.bulk_create(leaves)
        SignedCheckpoint.objects.create(size=frontier.size, note=note, edge=frontier.packed())
        Pending.objects.filter(pk__in=[one.pk for one in waiting]).delete()
        transaction.on_commit(lambda: keep(head_file(), note.encode(), replace=True))
    return len(waiting)


def size() -> int:
    """The number of the last line."""
    return Leaf.objects.aggregate(last=Max("seq"))["last"] or 0


def witness() -> str:
    """The ledger as it stands, signed at this moment: for whoever keeps it elsewhere. Raises Broken, KeyUnusable."""
    with transaction.atomic():
        one_at_a_time(connection)
        frontier = _last()
        return notes.signed(Checkpoint(frontier.size, frontier.root, timezone.now()))


def _leaves(waiting, size):
    rows = {
        name: model._base_manager.in_bulk([one.row for one in waiting if one.source == name])
        for name, model in SOURCES.items()
    }
    for seq, one in enumerate(waiting, size + 1):
        row = rows[one.source].get(one.row)
        if row is None:
            raise Broken(f"{one.source} {one.row} waited for its number and is gone.")
        yield Leaf(
            seq=seq, at=row.at, kind=kind_of(row), source=one.source, row=one.row,
            commitment=commitment(bytes(row.salt), row.body()),
        )  # fmt: skip


def _last() -> Frontier:
    """The tree as it was signed last. Raises Broken when it is not the one this service signed."""
    known, row = _head(), SignedCheckpoint.objects.order_by("-size").first()
    if row is None:
        if known:
            raise Broken(f"{known.size} rows were signed before, and the database knows of none. {REWOUND}")
        return Frontier()
    last, frontier = notes.opened(row.note, notes.known_keys()), Frontier.unpacked(row.size, bytes(row.edge))
    if (last.size, last.root) != (row.size, frontier.root) or size() != row.size:
        raise Broken("The ledger is not the one that was signed last. Run verify_trail.")
    if known and known.size > last.size:
        raise Broken(f"{known.size} rows were signed before, and the database knows of {last.size}. {REWOUND}")
    if known and known.size == last.size and known.root != last.root:
        raise Broken("Another ledger was signed here last. Run verify_trail.")
    return frontier


REWOUND = "It was put back to an earlier state: run verify_trail, and restore what is missing."


def head_file() -> Path:
    """The last checkpoint, kept beside the key: who puts the database back to an earlier day does not reach it."""
    return Path(settings.KEYS_DIR) / HEAD_FILE


def _head() -> Checkpoint | None:
    return notes.opened(head_file().read_text(), notes.known_keys()) if head_file().exists() else None


def begin_anew() -> None:
    """Forget what was signed before: for a new installation only, whose database has recorded nothing yet."""
    if Trace.objects.exists() or SignedCheckpoint.objects.exists():
        raise Broken("Something is recorded here already, so this is not a new ledger.")
    head_file().unlink(missing_ok=True)


def proof_of(row: Trace | Reading, size: int | None = None) -> Proof:
    """That this row is in the ledger, under the checkpoint of ``size`` lines, or else the first that covers it.

    Raises NotSealedYet where there is no such checkpoint, or it is older than the row.
    """
    source = next(name for name, model in SOURCES.items() if isinstance(row, model))
    leaf = Leaf.objects.filter(source=source, row=row.pk).first()
    signed = (
        SignedCheckpoint.objects.filter(size=size) if size is not None else SignedCheckpoint.objects.order_by("size")
    )
    covering = signed.filter(size__gte=leaf.seq).first() if leaf else None
    if leaf is None or covering is None:
        raise NotSealedYet(f"{source} {row.pk} is under no such checkpoint of the ledger.")
    before = SignedCheckpoint.objects.filter(size__lt=leaf.seq).order_by("-size").first()
    old = Frontier.unpacked(before.size, bytes(before.edge)) if before else Frontier()
    fresh = Leaf.objects.filter(seq__gt=old.size, seq__lte=covering.size).order_by("seq")
    path = _path(old, [leaf_hash(header(one)) for one in fresh], leaf.seq - 1)
    return Proof(leaf.seq, header(leaf), row.body(), bytes(row.salt), path, covering.note)


def _path(old: Frontier, fresh: list[bytes], place: int) -> list[bytes]:
    """The inclusion proof of a fresh leaf. What lies beside its way and was there before is part of the old edge."""
    parts, start = {}, 0
    for node, bit in zip(old.edge, [bit for bit in range(63, -1, -1) if old.size >> bit & 1], strict=True):
        parts[start, start + (1 << bit)] = node
        start += 1 << bit

    def root(start: int, stop: int) -> bytes:
        if start >= old.size:
            return root_of(fresh[start - old.size : stop - old.size])
        if (start, stop) in parts:
            return parts[start, stop]
        middle = split(start, stop)
        return node_hash(root(start, middle), root(middle, stop))

    return [root(start, stop) for start, stop in siblings(place, old.size + len(fresh))]
