"""A verb is the only way a fact changes: one transaction, one actor, one history version, one trace."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from uuid import uuid4

from django.apps import apps
from django.db import models, transaction
from django.dispatch import receiver
from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords
from simple_history.signals import post_create_historical_record

from .columns import row_hash
from .models import record
from .reading_only import refuse_to_write
from .walls import standing_as_system

FOLLOWERS: dict[str, list[Callable]] = defaultdict(list)


class NoVerb(RuntimeError):
    """A recorded row was written outside a verb, so nobody could be named for it."""


class Stale(Exception):
    """Somebody else changed the row since this user's page was made; nothing was overwritten.

    Its arguments are what the row says now, in words for the page that shows both.
    """


@dataclass
class Act:
    """What is being done at this moment, and by whom."""

    by: models.Model
    facts: dict = field(default_factory=dict)
    rows: list | None = field(default_factory=list)


_act: ContextVar[Act] = ContextVar("act")


@contextmanager
def _doing(by):
    token = _act.set(Act(by))
    try:
        yield _act.get()
    finally:
        _act.reset(token)


def verb(event):
    """Make a method the one door through which it changes rows.

    The method is called with ``by=`` (who does it). It acts on the row as it is in the database at that moment,
    locked, not on what a page remembered. It works behind the walls (audit/walls.py): whoever calls it was let in by
    its page, and what follows from it concerns others too. Its trace is about the row it returns, or else about its
    subject.
    """

    def decorate(method):
        @wraps(method)
        def act(subject, *, by, **details):
            refuse_to_write()
            with transaction.atomic(), standing_as_system(), _doing(by) as doing:
                _as_it_is_now(subject)
                result = method(subject, by=by, **details)
                about = result if isinstance(result, models.Model) else subject
                record(event, by=by, about=about, rows=doing.rows, **doing.facts)
                doing.rows = None  # what follows has verbs, and so traces, of its own
                for follow in FOLLOWERS[event]:
                    follow(about, by=by)
                return result

        act.event = event  # type: ignore[attr-defined]
        return act

    return decorate


def _as_it_is_now(subject):
    if isinstance(subject, Recorded) and not subject._state.adding:
        subject.refresh_from_db(from_queryset=type(subject)._base_manager.select_for_update())


def follows(event):
    """Run a function of a higher floor in the same transaction, after the verb of that event."""

    def decorate(function):
        FOLLOWERS[event].append(function)
        return function

    return decorate


def note(**facts):
    """Add facts to the trace of the verb that is running (a reason, a purpose; never what the record says)."""
    _act.get().facts.update(facts)


def bind(rows):
    """Let the trace of the verb that is running hold versions that others wrote, whose own trace is destroyed."""
    held = _act.get().rows
    if held is None:
        raise NoVerb("What follows a verb binds nothing: its trace is written.")
    held.extend(rows)


def actor(**_):
    try:
        return _act.get().by
    except LookupError:
        raise NoVerb("Recorded rows change only through a verb.") from None


@receiver(post_create_historical_record)
def _bind(history_instance, **_):
    """A version is bound to the trace of the verb that wrote it, by the SHA-256 of what it says."""
    rows = _act.get().rows
    if rows is None:
        raise NoVerb("What follows a verb writes by verbs of its own, or no trace would hold what it wrote.")
    rows.append([history_instance._meta.db_table, history_instance.pk, row_hash(history_instance)])


class Once(HistoryDescriptor):
    """Its class of managers is made once; simple-history makes another at each look, a tenth of the time of a save."""

    def __init__(self, model, manager, queryset):
        super().__init__(model, manager, queryset)
        self.managers = manager.from_queryset(queryset)

    def __get__(self, instance, owner):
        return self.managers(self.model, instance)


class Versions(HistoricalRecords):
    def finalize(self, sender, **kwargs):
        super().finalize(sender, **kwargs)
        made = vars(sender).get(self.manager_name)
        if isinstance(made, HistoryDescriptor):
            setattr(sender, self.manager_name, Once(made.model, made.manager_class, made.queryset_class))


def _set_history_user(version, user):
    version.history_user_id = user.pk if user else None


class RecordedQuerySet(models.QuerySet):
    """Reads freely; the bulk writes that leave no history are closed."""

    def _refuse(self, *args, **kwargs):
        raise NoVerb(f"{self.model.__name__} changes only through its verbs.")

    update = delete = bulk_create = bulk_update = _refuse

    def record_many(self, rows):
        """Write many new rows, each with its first version, as part of the verb that is running: all of them or none.

        Its one trace binds every version. How many statements it takes hardly grows with the rows.
        """
        by = actor()
        rows = super().bulk_create(rows)
        history = self.model.history  # type: ignore[attr-defined]
        for version in history.bulk_history_create(rows, default_user=by, default_change_reason=None):
            _bind(version)
        return rows


class Recorded(models.Model):
    """A row whose every version is kept, with the name of whoever made it."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = Versions(
        inherit=True,
        get_user=actor,
        # No foreign key: a version outlives the account, and nothing may rewrite it (dependencies of history on users).
        history_user_id_field=models.BigIntegerField(null=True),
        history_user_getter=lambda version: version.history_user_id,
        history_user_setter=_set_history_user,
    )
    objects = RecordedQuerySet.as_manager()

    LATER: tuple[str, ...] = ()  # columns that came after rows had been bound in the ledger (audit/columns.py)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.public_id.hex[:8]}"

    def save(self, *args, **kwargs):
        actor()
        if not self._state.adding:
            self.version += 1
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise NoVerb("Records are corrected by adding, never deleted; disposal is a procedure of its own.")

    def unless_changed_since(self, seen):
        """Refuse to go on when the page this user answered showed an older version."""
        if seen is not None and int(seen) != self.version:
            raise Stale(*self.words_now())

    def words_now(self):
        """What the row says now, for whoever wrote against an older version; empty where one look at it is enough."""
        return []


def recorded() -> list[type[Recorded]]:
    """Every kind of row whose versions are kept."""
    return [model for model in apps.get_models() if issubclass(model, Recorded)]
