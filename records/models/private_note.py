"""A worker's note to themselves about somebody: for its writer and the writer's line manager, and nobody else (H-28).

It is no entry and stands in no folder, so that no story, search, chronology, disclosure or copy can ever meet it.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, note, verb
from policy import packs

from .entry import Entry
from .folder import Folder
from .person import Person

USER = settings.AUTH_USER_MODEL


class PrivateNoteQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """One's own, and those of the workers one manages now, about whomever one may open the record of oneself.

        No role opens them, a lead's neither. Being shut out of the person closes one's own words too, and what somebody
        wrote who has left is open to nobody: it is theirs again if they come back.
        """
        mine = Q(author=user.pk) | Q(author__in=user.current_reports())
        known = Person.objects.open_to(user)
        return self.in_force().filter(mine, person__in=known).select_related("person", "author")

    def written_by(self, user):
        return self.open_to(user).filter(author=user.pk)

    def of(self, person, user):
        """For the page of a person: newest first."""
        return self.open_to(user).filter(person__in=person.every_record()).order_by("-written_at", "-pk")

    def in_force(self):
        return self.filter(ended_at=None)

    def due(self, user):
        """This user's own whose time is over, longest first; before their last day here, all of them."""
        mine = self.written_by(user).order_by("keep_until", "pk")
        return mine if user.leaves_on else mine.filter(keep_until__lte=timezone.localdate())

    def left_behind(self):
        """What those who left neither made into entries nor deleted."""
        return self.in_force().filter(author__is_active=False)


class PrivateNote(Recorded):
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    author = models.ForeignKey(USER, models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    keep_until = models.DateField()
    ended_at = models.DateTimeField(null=True)
    became = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="+")

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["author", "ended_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) & ~Q(words="") | Q(ended_at__isnull=False, words=""),
                name="a_private_note_says_something_until_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(became=None) | Q(ended_at__isnull=False), name="what_became_an_entry_has_ended"
            ),
        ]

    @classmethod
    @verb(Event.NOTE_WRITTEN)
    def write(cls, *, by, person, words, written_at=None):
        at = written_at or timezone.now()
        until = timezone.localdate(at) + timedelta(days=cls.keeping().days)
        return cls.objects.create(person=person, author=by, words=words, written_at=at, keep_until=until)

    @staticmethod
    def keeping():
        """What the policy says of such notes: for how long, and what becomes of them then."""
        return packs.current().keepings["private_note"]

    @verb(Event.NOTE_BECAME_ENTRY)
    def become_entry(self, *, by, folder, **details):
        """Write it in a folder, as its writer now puts it. From then on the rules of that folder say who reads it."""
        self._must_stand()
        self.became = Entry.write(by=by, folder=folder, **details)
        note(entry=str(self.became.public_id))
        self._end()

    @verb(Event.NOTE_DELETED)
    def throw_away(self, *, by):
        """Its words go from here; its sealed first version stays, which nobody opens before it is disposed of."""
        self._must_stand()
        self._end()

    def _end(self):
        self.words, self.ended_at = "", timezone.now()
        self.save()

    def _must_stand(self):
        if self.ended_at:
            raise Stale("This note became an entry already." if self.became_id else "This note was deleted already.")

    def folders_for(self, user):
        """Where this user may put it: the folders about this person in which they write."""
        found = Folder.objects.written_in_by(user).filter(person__in=self.person.every_record())
        return list(found.in_order())

    def folder_for(self, user, kind):
        return next((folder for folder in self.folders_for(user) if folder.kind == kind), None)

    @property
    def is_overdue(self):
        return self.keep_until < timezone.localdate()

    @property
    def traced_in(self):
        """Nowhere: no story of a record tells that somebody wrote a note for themselves."""
        return None
