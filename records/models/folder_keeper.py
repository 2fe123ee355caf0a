"""Who keeps a folder about a colleague."""

from django.db import models

from audit.verbs import Recorded
from staff.roles import CHOICES

from .folder import Folder


class FolderKeeper(Recorded):
    """A role whose holders keep a folder about a colleague, because they keep a concern about that colleague (H-31)."""

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="keepers")
    role = models.CharField(max_length=30, choices=CHOICES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folder", "role"], name="a_role_keeps_a_folder_once")]

    @property
    def traced_in(self):
        return self.folder
