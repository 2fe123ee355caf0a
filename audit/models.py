"""What people did (traces) and what they looked at (readings): kept for ever, changed by nobody."""

from django.db import models
from django.utils import timezone

from .events import Event


def key_of(thing):
    """The name of a row in both trails, such as ``records.Folder:0f3c…``; it never shows a database key."""
    return f"{thing._meta.label}:{getattr(thing, 'public_id', None) or thing.pk}"


class AppendOnly(models.Model):
    """Rows the database itself refuses to change (audit/appendonly.py).

    They point at nothing with a foreign key, so that they outlive what they are about.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    by_id = models.BigIntegerField(null=True, db_index=True)
    by_name = models.CharField(max_length=200)
    about = models.CharField(max_length=90, blank=True, db_index=True)

    class Meta:
        abstract = True


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

    objects = TraceQuerySet.as_manager()

    def __str__(self):
        return Event(self.event).label.format(by=self.by_name, about=self.title)


class Reading(AppendOnly):
    """One page somebody opened, or was refused. One row a request."""

    page = models.CharField(max_length=80)
    within = models.CharField(max_length=90, blank=True, db_index=True)
    shown = models.JSONField(default=list)
    refused = models.BooleanField(default=False)

    def __str__(self):
        return f"{self.by_name} {'was refused' if self.refused else 'opened'} {self.page}"


def record(event, *, by, about, **facts):
    """Write one trace, inside whatever transaction is open."""
    return Trace.objects.create(
        event=event, title=str(about), facts=facts, about=key_of(about), **_within(about), **_by(by)
    )


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
