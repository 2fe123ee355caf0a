"""Who is shut out of one folder apart, whatever their role or grant says (H-31)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb

from .. import reach
from .exclusion import Exclusion
from .folder import Folder
from .folder_about import FolderAbout


class KeptOutQuerySet(RecordedQuerySet):
    def in_force(self):
        return self.filter(ended_on=None)

    def folders_of(self, user):
        """The keys of the folders apart that are shut to this user: by name, or with the record of whom it is about."""
        shut = Exclusion.objects.in_force().filter(user=user.pk).values("person")
        named = self.in_force().filter(user=user.pk).order_by().values("folder")
        return named.union(FolderAbout.objects.filter(person__in=shut).order_by().values("folder"))

    def run_by(self, user):
        mine = self.in_force().filter(folder__in=Folder.objects.looked_after_by(user))
        return mine.select_related("user", "folder__about")


class KeptOut(Recorded):
    """Somebody who must not see one folder apart: a relative, a friend, whoever is named in it."""

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="kept_out")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    started_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    objects = KeptOutQuerySet.as_manager()

    class Meta:
        verbose_name = "person shut out"
        verbose_name_plural = "people shut out"
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="whoever_is_kept_out_is_so_for_a_reason")]

    @classmethod
    @verb(Event.FOLDER_SHUT)
    def shut(cls, *, by, folder, who, reason):
        """Shut somebody out: it beats every grant and role from this moment."""
        note(to=str(who.public_id))
        one = cls.objects.create(folder=folder, user=who, reason=reason)
        reach.rewrite(Folder.objects.filter(pk=folder.pk))
        return one

    @verb(Event.FOLDER_SHUT_ENDED)
    def end(self, *, by, why):
        """Let them be judged like everybody else again; it gives them nothing."""
        note(why=why, to=str(self.user.public_id))
        self.ended_on = timezone.localdate()
        self.save()
        reach.rewrite(Folder.objects.filter(pk=self.folder_id))

    @property
    def traced_in(self):
        return self.folder
