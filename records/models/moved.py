"""An entry that stood in the wrong person's file, and what is left of it there: that it was moved, and nothing more."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, note, verb

from .. import reach
from .entry import Entry
from .folder import Folder


class Moved(Recorded):
    """The stub in the old folder: no content, no name, no way to where the entry is now.

    The entry keeps its id, its versions, its marks and its corrections; who may read it, and every version of it, is
    from then on asked of the folder it is in.
    """

    folder = models.ForeignKey(Folder, models.PROTECT, related_name="moved_away")
    moved_at = models.DateTimeField(default=timezone.now)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "moved entry"
        ordering = ["-moved_at", "-pk"]

    @classmethod
    @verb(Event.ENTRY_MOVED_AWAY)
    def leave(cls, *, by, folder):
        return cls.objects.create(folder=folder, moved_by=by)

    @classmethod
    @verb(Event.ENTRY_MOVED)
    def move(cls, *, by, entry, to, why):
        """Put an entry, with all that corrects it, into the file of the person it is about."""
        entry.refresh_from_db(from_queryset=Entry._base_manager.select_for_update())
        if to.kind != entry.folder.kind or to.pk == entry.folder_id or entry.corrects_id:
            raise ValueError("An entry is moved, with its corrections, to another person's folder of the same kind.")
        cls.leave(by=by, folder=entry.folder)
        note(why=why)
        for one in entry.with_corrections():
            one.folder = to
            one.save()
        entry.tellings.model.begin_again(entry, by=by)
        reach.move_up(to, timezone.localdate())
        entry.refresh_from_db()
        return entry

    @property
    def traced_in(self):
        return self.folder
