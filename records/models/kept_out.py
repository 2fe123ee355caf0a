"""Who is shut out of one folder apart, whatever their role or grant says (H-31)."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb
from staff.models import User
from staff.roles import BY_KEY, SeniorLeader

from .. import reach
from .exclusion import Exclusion
from .folder import Folder
from .folder_about import FolderAbout

OUT_ALREADY = "They are shut out of this folder already."
NOBODY_LEFT = "Nobody who keeps this folder would be left. Have somebody given the role first."


class KeptOutQuerySet(RecordedQuerySet):
    def in_force(self):
        return self.filter(ended_on=None)

    def folders_of(self, user):
        """The keys of the folders apart that are shut to this user: by name, or with the record of whom it is about."""
        shut = Exclusion.objects.in_force().filter(user=user.pk).values("person")
        named = self.in_force().filter(user=user.pk).order_by().values("folder")
        return named.union(FolderAbout.objects.filter(person__in=shut).order_by().values("folder"))

    def colleagues_kept_from(self, user):
        """The keys of the colleagues about whom a folder is shut to this user."""
        about = self.said_of_folders(user).filter(kind=Folder.Kind.GRIEVANCE, about_staff__isnull=False)
        return about.values("about_staff")

    def said_of_folders(self, user):
        """The versions of the folders that are shut to this user by name, for use in a query.

        The wall in the database hides the folders themselves from them, so what asked those would be told of none.
        """
        named = self.in_force().filter(user=user.pk).order_by().values("folder")
        return Folder.history.filter(id__in=named).order_by()

    def kept_from(self, colleague):
        """The keys of everybody who is shut out of the folder about a colleague."""
        about = self.in_force().filter(folder__kind=Folder.Kind.GRIEVANCE, folder__about_staff=colleague)
        return about.values_list("user", flat=True)

    def run_by(self, user):
        mine = self.in_force().filter(folder__in=Folder.objects.looked_after_by(user))
        return mine.select_related("user", "folder__about")


def shut_to(folder):
    """The keys of everybody who is shut out of a folder apart: by name, or with the record of whom it is about."""
    known = folder.about.person if folder.kind == Folder.Kind.ABOUT else None
    named = folder.kept_out.in_force().order_by().values("user")
    return named.union(known.exclusions.in_force().order_by().values("user")) if known else named


def keepers_now(folder):
    """Everybody whose role keeps this folder apart today, but whom it is about and whoever was shut out of it."""
    roles = set(folder.keepers.filter(only_reads=False).values_list("role", flat=True))
    roles |= {SeniorLeader.key} if folder.kind == Folder.Kind.GRIEVANCE else set()
    held = User.objects.in_role(*[BY_KEY[role] for role in roles]).exclude(pk=folder.about_staff_id)
    return held.exclude(pk__in=shut_to(folder))


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
    def why_not(cls, folder, who):
        """Why nobody shuts them out; empty where it may be. A folder walled off from everybody would help nobody."""
        if cls.objects.in_force().filter(folder=folder, user=who).exists():
            return OUT_ALREADY
        return "" if keepers_now(folder).exclude(pk=who.pk).exists() else NOBODY_LEFT

    @classmethod
    @verb(Event.FOLDER_SHUT)
    def shut(cls, *, by, folder, who, reason):
        """Shut somebody out: it beats every grant and role from this moment."""
        # One at a time, or two at once would shut out the last two who keep it.
        folder.refresh_from_db(from_queryset=Folder._base_manager.select_for_update())
        if refused := cls.why_not(folder, who):
            raise PermissionDenied(refused)
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
