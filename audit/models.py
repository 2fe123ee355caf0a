"""What people did (traces) and what they looked at (readings): kept for ever, changed by nobody."""

import secrets
from datetime import UTC

from django.db import models
from django.utils import timezone

from .canonical import canonical
from .events import Event

SALT = 32  # bytes


def key_of(thing):
    """The name of a row in both trails, such as ``records.Folder:0f3c…``; it never shows a database key.

    An old version of a row has its number behind it, so that the trail says which of them somebody looked at.
    """
    number = f"/{thing.version}" if hasattr(thing, "history_id") else ""
    return f"{thing._meta.label}:{getattr(thing, 'public_id', None) or thing.pk}{number}"


def new_salt():
    return secrets.token_bytes(SALT)


class AppendOnly(models.Model):
    """Rows the database itself refuses to change (audit/appendonly.py).

    They point at nothing with a foreign key, so that they outlive what they are about.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by_id = models.BigIntegerField(null=True, db_index=True)
    by_name = models.CharField(max_length=200)
    about = models.CharField(max_length=90, blank=True, db_index=True)
    # Drawn for this row alone: without it nobody can guess from the ledger what the row says.
    salt = models.BinaryField(max_length=SALT, default=new_salt)

    class Meta:
        abstract = True

    SAID: tuple[str, ...] = ("about", "by_id", "by_name", "within")

    @property
    def moment(self):
        return self.at.astimezone(UTC).isoformat(timespec="microseconds")

    def body(self):
        """What the ledger commits to: everything this row says, in its one exact form. Raises NotCanonical."""
        return canonical({"at": self.moment} | {name: getattr(self, name) for name in self.SAID})


class TraceQuerySet(models.QuerySet):
    def story_of(self, thing):
        """What was done to a folder or person and to everything kept inside it, newest first."""
        key = key_of(thing)
        return self.filter(models.Q(within=key) | models.Q(about=key)).order_by("-id")


class Trace(AppendOnly):
    """One thing somebody did, in one sentence."""

    event = models.CharField(max_length=40)  # one of events.Event; not as choices, or each new event were a migration
    within = models.CharField(max_length=90, blank=True, db_index=True)
    title = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    rows = models.JSONField(default=list)  # the versions it wrote: table, key of the version, SHA-256 of what it says

    SAID = (*AppendOnly.SAID, "event", "facts", "rows", "title")

    objects = TraceQuerySet.as_manager()

    def __str__(self):
        return Event(self.event).label.format(by=self.by_name, about=self.title)


class Reading(AppendOnly):
    """One page somebody opened, or was refused. One row a request."""

    page = models.CharField(max_length=80)
    within = models.CharField(max_length=90, blank=True, db_index=True)
    shown = models.JSONField(default=list)
    refused = models.BooleanField(default=False)

    SAID = (*AppendOnly.SAID, "page", "refused", "shown")

    def __str__(self):
        return f"{self.by_name} {'was refused' if self.refused else 'opened'} {self.page}"


# What becomes a line of the ledger, by the name it goes under there.
SOURCES: dict[str, type[Trace] | type[Reading]] = {"trace": Trace, "reading": Reading}
READ, REFUSED = "page.read", "page.refused"  # the kinds of a reading; that of a trace is its event


class Pending(models.Model):
    """A trace or reading without a number in the ledger yet. Put here by the database itself (audit/appendonly.py)."""

    source = models.CharField(max_length=10)
    row = models.BigIntegerField()


class Leaf(models.Model):
    """One line of the ledger, for ever: its number, when, of what kind, and a commitment, which says nothing."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    commitment = models.BinaryField(max_length=32)
    source = models.CharField(max_length=10)
    row = models.BigIntegerField()

    append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "row"], name="a_row_has_one_leaf")]


class SignedCheckpoint(models.Model):
    """What was signed about the ledger at one size, and the right edge of the tree, from which it grows on."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    edge = models.BinaryField(max_length=32 * 64)

    append_only = True

    def __str__(self):
        return f"line {self.size} of the ledger"


def record(event, *, by, about, rows=(), **facts):
    """Write one trace, inside whatever transaction is open. ``rows``: the versions that were written with it."""
    trace = Trace(
        event=event, title=str(about), facts=facts, about=key_of(about), rows=list(rows), **_within(about), **_by(by)
    )
    trace.body()  # what has no exact form must not be recorded: it could never be proved
    trace.save()
    return trace


def read(page, *, by, about=None, shown=(), refused=False, asked_for=""):
    """Write one reading. ``asked_for`` is the address of something that was not there, or not theirs."""
    return Reading.objects.create(
        page=page,
        about=key_of(about) if about is not None else asked_for,
        shown=[key_of(thing) for thing in shown],
        refused=refused,
        **(_within(about) if about is not None else {}),
        **_by(by),
    )


def _by(actor):
    return {"by_id": actor.pk, "by_name": actor.name}


def _within(thing):
    inside = getattr(thing, "traced_in", None)
    return {"within": key_of(inside) if inside is not None else ""}
