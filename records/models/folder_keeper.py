"""Who keeps a folder that is about no service user."""

from django.db import models

from audit.verbs import Recorded, RecordedQuerySet
from staff.roles import CHOICES

from .folder import Folder


class KeeperQuerySet(RecordedQuerySet):
    def held_by(self, user):
        """Those that name a role this user has today."""
        return self.filter(role__in=[role.key for role in user.roles])


class FolderKeeper(Recorded):
    """A role whose holders keep a folder apart: they keep a concern about that colleague, or the policy says so.

    ``only_reads``: they read it, and neither write in it nor let others in (H-31, H-33).
    """

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="keepers")
    role = models.CharField(max_length=30, choices=CHOICES)
    only_reads = models.BooleanField(default=False)

    objects = KeeperQuerySet.as_manager()

    LATER = ("only_reads",)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folder", "role"], name="a_role_keeps_a_folder_once")]

    @property
    def traced_in(self):
        return self.folder
