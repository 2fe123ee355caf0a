"""Whether the council's designated officer was told of a concern about a colleague, and what they said (H-31)."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, Stale, verb
from audit.walls import standing_as_system
from staff.models import User

from .concern import Concern
from .entry import Entry
from .folder import Folder

USER = settings.AUTH_USER_MODEL


class Allegation(Recorded):
    """One row for a concern, from the moment somebody settles it, or it was left so long that the next was told."""

    class Answer(models.TextChoices):
        TOLD = "told", "The officer was told"
        NOT_NEEDED = "not_needed", "It need not go to the officer"

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="allegation")
    answer = models.CharField(max_length=20, choices=Answer.choices, blank=True)
    words = models.TextField("what the officer said, or why they need not be told", blank=True)
    told_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    passed_on_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "allegation"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="") | ~Q(words="") & Q(settled_by__isnull=False),
                name="what_was_settled_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(answer="told") | Q(told_at__isnull=False), name="an_officer_was_told_at_some_time"
            ),
        ]

    @classmethod
    @verb(Event.ALLEGATION_SETTLED)
    def settle(cls, *, by, concern, answer, words, told_at=None):
        """Say once that the officer was told, or why they need not be."""
        one = cls._of(concern)
        if one.answer:
            raise Stale(one.get_answer_display(), one.words)
        one.answer, one.words, one.told_at = answer, words, told_at
        one.settled_at, one.settled_by = timezone.now(), by
        one.save()
        return one

    @classmethod
    @verb(Event.ALLEGATION_PASSED_ON)
    def pass_on(cls, *, by, concern):
        """The officer was not told in time: the next of its keepers may open it too, and is told."""
        one = cls._of(concern)
        one.passed_on_at = one.passed_on_at or timezone.now()
        one.save()
        concern.pass_past()
        return one

    @classmethod
    def _of(cls, concern):
        """The row of this concern, which nobody else makes or changes at the same time."""
        concern.refresh_from_db(from_queryset=Concern._base_manager.select_for_update())
        return cls.objects.filter(concern=concern).first() or cls(concern=concern)

    @property
    def traced_in(self):
        return self.concern


@transaction.atomic
@standing_as_system()
def keep_apart(concern, *, by):
    """Keep a concern in the folder about that colleague, which is started with the first one.

    Behind the walls: whoever keeps this concern may not open the folder yet, and there must not be two of them.
    """
    User.objects.select_for_update().get(pk=concern.about_staff_id)  # nor from two concerns at once
    folder = Folder.objects.filter(kind=Folder.Kind.GRIEVANCE, about_staff=concern.about_staff).first()
    if folder is None:
        folder = Folder.start(
            by=by, kind=Folder.Kind.GRIEVANCE, about_staff=concern.about_staff, kept_by=concern.kept_by.split()
        )
    elif set(concern.kept_by.split()) - set(folder.keepers.values_list("role", flat=True)):
        folder.let_keep(by=by, kept_by=concern.kept_by.split())
    if not folder.entries.filter(concern=concern).exists():
        Entry.file(by=by, folder=folder, concern=concern)
    return folder
