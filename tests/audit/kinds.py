"""Every kind of tampering, as one change by chance of a history that was sealed, signed over and printed."""

import json
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import connection

from audit import checkpoint, ledger
from audit.checkpoint import Checkpoint
from audit.lines import kept
from audit.merkle import Frontier, leaf_hash
from audit.models import SOURCES, Leaf, Pending, SignedCheckpoint
from audit.verbs import recorded

from .owner import alter, paper

KINDS = []
OTHER = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    str: lambda value: value.swapcase() if value.swapcase() != value else f"{value}x",
    datetime: lambda value: value + timedelta(microseconds=1),
    date: lambda value: value + timedelta(days=1),
    UUID: lambda value: uuid4(),
    list: lambda value: [*value, "x"],
    dict: lambda value: value | {"x": 1},
    bytes: lambda value: bytes([value[0] ^ 1]) + value[1:],
}


class Again(Exception):
    """What was drawn cannot be changed so, or is not protected yet; something else is drawn."""


def kind(function):
    KINDS.append(function)
    return function


def a_row(chance, kinds):
    """Of one of these models. What still waits for its number is not protected yet: at most a minute of it."""
    model = chance.choice(kinds)
    waiting = Pending.objects.filter(source=model._meta.model_name).values("row")
    rows = list(model._base_manager.exclude(pk__in=waiting).order_by("pk"))
    if not rows:
        raise Again
    return chance.choice(rows)


def set_column(row, column, value):
    key, value = row._meta.pk, column.get_db_prep_value(value, connection)
    table, column, key = (connection.ops.quote_name(one) for one in (row._meta.db_table, column.column, key.column))
    alter(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", value, row.pk)


def change(chance, row):
    column = chance.choice([one for one in row._meta.concrete_fields if not one.primary_key and one.name != "sort_on"])
    value = getattr(row, column.attname)
    value = bytes(value) if isinstance(value, memoryview) else value
    if type(value) not in OTHER or value == b"":
        raise Again
    set_column(row, column, OTHER[type(value)](value))
    row.refresh_from_db()
    if getattr(row, column.attname) == value:
        raise Again


def drop(row):
    alter(f"DELETE FROM {row._meta.db_table} WHERE {row._meta.pk.column} = %s", row.pk)


def copied(row):
    row.pk = None
    if hasattr(row, "public_id") and not hasattr(row, "history_id"):
        row.public_id = uuid4()
    row.save_base(raw=True, force_insert=True)


@kind
def an_edit_of_a_row(chance, decision):
    change(chance, a_row(chance, recorded()))


@kind
def an_edit_of_a_version(chance, decision):
    change(chance, a_row(chance, list(kept().values())))


@kind
def an_edit_of_a_trail(chance, decision):
    change(chance, a_row(chance, list(SOURCES.values())))


@kind
def an_edit_of_a_line(chance, decision):
    change(chance, a_row(chance, [Leaf]))


@kind
def an_edit_of_a_checkpoint(chance, decision):
    change(chance, a_row(chance, [SignedCheckpoint]))


@kind
def a_bit_of_a_note(chance, decision):
    row = a_row(chance, [SignedCheckpoint])
    note = bytearray(row.note.encode())
    note[chance.randrange(len(note) - 1)] ^= 1 << chance.randrange(7)
    set_column(row, row._meta.get_field("note"), note.decode(errors="replace").replace("\0", "x"))


@kind
def a_deletion_of_a_row(chance, decision):
    drop(a_row(chance, recorded()))


@kind
def a_deletion_of_a_version(chance, decision):
    drop(a_row(chance, list(kept().values())))


@kind
def a_deletion_of_a_trail(chance, decision):
    drop(a_row(chance, list(SOURCES.values())))


@kind
def a_deletion_of_a_line(chance, decision):
    drop(a_row(chance, [Leaf]))


@kind
def a_deletion_of_a_checkpoint_with_its_lines(chance, decision):
    last = SignedCheckpoint.objects.latest("size")
    before = SignedCheckpoint.objects.filter(size__lt=last.size).latest("size")
    alter("DELETE FROM audit_leaf WHERE seq > %s", before.size)
    drop(last)


@kind
def a_deletion_of_what_waits(chance, decision):
    drop(chance.choice(list(Pending.objects.all())))


@kind
def an_insertion_of_a_row(chance, decision):
    copied(a_row(chance, recorded()))


@kind
def an_insertion_of_a_version(chance, decision):
    copied(a_row(chance, list(kept().values())))


@kind
def an_insertion_of_a_trail(chance, decision):
    row = a_row(chance, list(SOURCES.values()))
    copied(row)
    Pending.objects.filter(row=row.pk, source=row._meta.model_name).delete()


@kind
def an_insertion_of_a_line(chance, decision):
    waits = Pending.objects.earliest("pk")
    row, last = SOURCES[waits.source].objects.get(pk=waits.row), Leaf.objects.latest("seq").seq
    Leaf.objects.create(
        seq=chance.choice([last + 1, last + 2, 0, -1]), at=row.at, kind=ledger.kind_of(row), source=waits.source,
        row=row.pk, commitment=ledger.commitment(bytes(row.salt), row.body()),
    )  # fmt: skip


@kind
def two_lines_that_changed_places(chance, decision):
    first, second = chance.sample(list(Leaf.objects.values_list("seq", flat=True)), 2)
    for before, after in ((first, -5), (second, first), (-5, second)):
        alter("UPDATE audit_leaf SET seq = %s WHERE seq = %s", after, before)


@kind
def two_versions_that_changed_places(chance, decision):
    row = a_row(chance, list(kept().values()))
    other = type(row)._base_manager.exclude(pk=row.pk).first()
    if other is None:
        raise Again
    for before, after in ((row.pk, -5), (other.pk, row.pk), (-5, other.pk)):
        alter(f"UPDATE {row._meta.db_table} SET history_id = %s WHERE history_id = %s", after, before)


@kind
def the_last_lines_cut_off(chance, decision):
    alter("DELETE FROM audit_leaf WHERE seq > %s", Leaf.objects.latest("seq").seq - chance.choice([1, 2, 5, 50]))


@kind
def an_old_backup(chance, decision):
    """Everything that was recorded since the first checkpoint is gone, as if the file of that day had been put back."""
    size = SignedCheckpoint.objects.earliest("size").size
    for leaf in Leaf.objects.filter(seq__gt=size):
        alter(f"DELETE FROM audit_{leaf.source} WHERE id = %s", leaf.row)
    alter("DELETE FROM audit_leaf WHERE seq > %s", size)
    alter("DELETE FROM audit_signedcheckpoint WHERE size > %s", size)


@kind
def a_quiet_disposal(chance, decision):
    """A thing, its versions and what the trails say of it."""
    row = a_row(chance, recorded())
    about = f"{row._meta.label}:{row.public_id}"
    alter(f"DELETE FROM {row.history.model._meta.db_table} WHERE id = %s", row.pk)
    for table in ("audit_trace", "audit_reading"):
        alter(f"DELETE FROM {table} WHERE about = %s", about)
    drop(row)


def rewritten(key):
    """Lines, edges and notes made anew, as if the rows had always said what they say now, signed with this key."""
    frontier, signed = Frontier(), {row.size: row for row in SignedCheckpoint.objects.all()}
    for leaf in Leaf.objects.order_by("seq"):
        row = SOURCES[leaf.source].objects.get(pk=leaf.row)
        leaf.at, leaf.commitment = row.at, ledger.commitment(bytes(row.salt), row.body())
        for name in ("at", "commitment"):
            set_column(leaf, leaf._meta.get_field(name), getattr(leaf, name))
        frontier.extend([leaf_hash(ledger.header(leaf))])
        if row := signed.get(leaf.seq):
            at = checkpoint.opened(row.note, checkpoint.known_keys()).at
            set_column(row, row._meta.get_field("edge"), frontier.packed())
            set_column(row, row._meta.get_field("note"), key(Checkpoint(leaf.seq, frontier.root, at)))


@kind
def another_line_with_its_commitment(chance, decision):
    leaf = a_row(chance, [Leaf])
    row = SOURCES[leaf.source].objects.get(pk=leaf.row)
    set_column(row, row._meta.get_field("by_name"), "Somebody Else")
    row.refresh_from_db()
    set_column(leaf, leaf._meta.get_field("commitment"), ledger.commitment(bytes(row.salt), row.body()))


@kind
def another_ledger_over_other_words(chance, decision):
    """Made anew with the stolen key: what lies beside the key, or an anchor, knows the one before."""
    row = a_row(chance, list(SOURCES.values()))
    set_column(row, row._meta.get_field("by_name"), "Somebody Else")
    rewritten(checkpoint.signed)


@kind
def another_key(chance, decision):
    path = ledger.head_file().parent / checkpoint.KEY_FILE
    path.unlink()
    if chance.random() < 0.5:
        key = Ed25519PrivateKey.generate()
        path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        path.chmod(0o600)


@kind
def a_clock_set_back(chance, decision):
    """The last checkpoint signed again, with the right key, for a day before what it covers."""
    row = SignedCheckpoint.objects.latest("size")
    said = checkpoint.opened(row.note, checkpoint.known_keys())
    earlier = said.at - timedelta(minutes=chance.randint(5, 9_000))
    set_column(row, row._meta.get_field("note"), checkpoint.signed(Checkpoint(said.size, said.root, earlier)))


@kind
def a_bit_of_a_file(chance, decision):
    data = bytearray(paper(decision).read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    paper(decision).write_bytes(bytes(data))


@kind
def another_file_with_its_hash(chance, decision):
    paper(decision).write_bytes(b"%PDF-1.7 another")
    row = decision.sealed.get()
    set_column(row, row._meta.get_field("sha256"), sha256(b"%PDF-1.7 another").hexdigest())


@kind
def a_file_gone_or_cut_short(chance, decision):
    data = paper(decision).read_bytes()
    paper(decision).unlink()
    if chance.random() < 0.5:
        paper(decision).write_bytes(data[: chance.randrange(len(data))])


@kind
def a_version_let_go_by_its_trace(chance, decision):
    trace = a_row(chance, [SOURCES["trace"]])
    if not trace.rows:
        raise Again
    alter("UPDATE audit_trace SET rows = %s WHERE id = %s", json.dumps(trace.rows[1:]), trace.pk)
