"""An entry as each peer would keep it: the same columns, indexes and checks as records.Entry, which `same()` holds.

Made without migrations (`manage.py migrate --run-syncdb`), in a database that is thrown away.
"""

from uuid import uuid4

from auditlog.registry import auditlog
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from audit.events import Event
from audit.verbs import Recorded, verb
from records.models import Entry

WHO = {"by": None}  # whom simple-history asks for: what its middleware knows of a request


def to(model):
    return models.ForeignKey(model, models.PROTECT, related_name="+")


def maybe(model):
    return models.ForeignKey(model, models.PROTECT, null=True, blank=True, related_name="+")


class Words(models.Model):
    folder = to("records.Folder")
    kind = models.CharField(max_length=20, choices=Entry.Kind.choices)
    fact = models.TextField(blank=True)
    opinion = models.TextField(blank=True)
    reported_by = models.CharField(max_length=200, blank=True)
    own_words = models.TextField(blank=True)
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField(default=timezone.now)
    author = to(settings.AUTH_USER_MODEL)
    corrects = maybe("self")
    historical_note = models.CharField(max_length=300, blank=True)
    concern = maybe("records.Concern")
    parent_told = models.CharField(max_length=20, default="na")

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["folder", "-happened_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(fact="") | ~Q(opinion="") | ~Q(own_words=""), name="%(class)s_says"),
            models.CheckConstraint(condition=~Q(kind="reported") | ~Q(reported_by=""), name="%(class)s_names"),
            models.UniqueConstraint(fields=["folder", "concern"], name="%(class)s_once"),
        ]


class Numbered(Words):
    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta(Words.Meta):
        abstract = True

    def __str__(self):
        return f"entry {self.public_id.hex[:8]}"


class Plain(Numbered):
    pass


def _set_user(version, user):
    version.history_user_id = user.pk if user else None


class Versioned(Numbered):
    """simple-history alone, set as ours is (audit/verbs.py)."""

    history = HistoricalRecords(
        get_user=lambda **_: WHO["by"],
        history_user_id_field=models.BigIntegerField(null=True),
        history_user_getter=lambda version: version.history_user_id,
        history_user_setter=_set_user,
    )


@auditlog.register()
class Logged(Numbered):
    pass


KINDS: list[type[models.Model]] = [Plain, Versioned, Logged]
if settings.POSTGRESQL:
    import pghistory

    @pghistory.track()
    class Tracked(Numbered):
        pass

    KINDS.append(Tracked)


class Kept(Words, Recorded):
    """What the audit itself costs: a recorded row whose verb does nothing else."""

    class Meta(Words.Meta):
        pass

    @classmethod
    @verb(Event.ENTRY_WRITTEN)
    def write(cls, *, by, **parts):
        return cls.objects.create(author=by, **parts)

    @property
    def traced_in(self):
        return self.folder


def same():
    """Raises unless every one of them has what an entry has."""
    for model in [*KINDS, Kept]:
        if _shape(model) != _shape(Entry):
            raise RuntimeError(f"{model.__name__} is not like an entry: {_shape(model) ^ _shape(Entry)}")


def _shape(model):
    columns = {(field.attname, field.get_internal_type(), field.null, field.unique) for field in model._meta.fields}
    return columns | {(type(one), str(getattr(one, "fields", one.name[-5:]))) for one in model._meta.indexes}
