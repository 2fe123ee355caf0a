"""Two records that may be about one person, and what a lead said: one person, or two."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, Stale, note, verb
from staff import notices
from staff.models import User

from .. import reach
from ..likeness import LIKELY
from .exclusion import Exclusion
from .folder import Folder
from .name_key import NameKey
from .person import Person

USER = settings.AUTH_USER_MODEL
AT_ONCE = 200
BESIDE = ["newer__key_person", "earlier__key_person", "stays", "settled_by", "undone_by"]


class LikenessQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """Only to whoever looks after both records: somebody shut out of one learns nothing of the other here."""
        both = Person.objects.run_by(user)
        return self.filter(newer__in=both, earlier__in=both).select_related(*BESIDE)

    def merged(self, user):
        """Those whose two records are one now, and could be two again."""
        return self.open_to(user).filter(outcome=Likeness.Outcome.ONE)

    def waiting(self):
        return self.filter(outcome="")

    def settled(self):
        return self.exclude(outcome="")


class Likeness(Recorded):
    class Outcome(models.TextChoices):
        ONE = "one", "One person"
        TWO = "two", "Two people"
        UNDONE = "undone", "Merged, and undone"

    newer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    earlier = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why_alike = models.CharField(max_length=200)
    found_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    stays = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    undone_why = models.TextField(blank=True)
    undone_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "likenesses"
        constraints = [
            models.UniqueConstraint(fields=["newer", "earlier"], name="two_records_are_compared_once"),
            models.CheckConstraint(condition=~Q(newer=F("earlier")), name="nobody_is_like_themselves"),
            models.CheckConstraint(condition=Q(outcome="") | ~Q(why=""), name="a_likeness_is_settled_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(outcome="undone") | ~Q(undone_why=""), name="a_merge_is_undone_with_a_reason"
            ),
        ]

    @classmethod
    def look(cls):
        """Compare what is new with every record there is. By the clock, and never in the request that opened a record:
        so that nothing about that request, not even its time, tells whether somebody alike is hidden."""
        waiting = Person.objects.filter(name_keys__is_compared=False).distinct().order_by("pk")
        return sum(cls._compare(person) for person in waiting[:AT_ONCE])

    @classmethod
    @transaction.atomic
    def _compare(cls, person):
        if not person.name_keys.filter(is_compared=False).update(is_compared=True):
            return 0  # another clock has it
        others = Person.objects.exclude(pk=person.pk)
        others = others if person.service_user else others.served()
        alike = NameKey.objects.alike(person, others, at_least=LIKELY)
        return sum(cls._raise(person, other, why) for other, why in alike)

    @classmethod
    def _raise(cls, one, other, why):
        earlier, newer = sorted((one, other), key=lambda person: person.pk)
        known = cls.objects.filter(newer=newer, earlier=earlier).exists()
        if not known and newer.stands_for != earlier.stands_for:
            cls.find(by=User.system(), newer=newer, earlier=earlier, why_alike=why)
        return not known

    @classmethod
    @verb(Event.LIKENESS_FOUND)
    def find(cls, *, by, newer, earlier, why_alike):
        found = cls.objects.create(newer=newer, earlier=earlier, why_alike=why_alike)
        notices.tell([one for one in found.deciders() if one != by])
        return found

    @classmethod
    def point_out(cls, *, by, one, other, why):
        """What a lead noticed and the comparison of names did not; what was said of the same two before comes back."""
        earlier, newer = sorted((one, other), key=lambda person: person.pk)
        there = cls.objects.filter(newer=newer, earlier=earlier).first()
        if there is None:
            return cls.find(by=by, newer=newer, earlier=earlier, why_alike=why)
        if there.outcome in (cls.Outcome.TWO, cls.Outcome.UNDONE):
            there.ask_again(by=by, why=why)
        return there

    @verb(Event.LIKENESS_ASKED_AGAIN)
    def ask_again(self, *, by, why):
        """Two people, it was said, or parted again: a lead knows more now. What was said before stays in the trail."""
        note(before=self.outcome, why=why)
        self.outcome, self.why_alike, self.why, self.undone_why = "", why, "", ""
        self.stays = self.settled_by = self.settled_at = self.undone_by = self.undone_at = None
        self.save()

    def deciders(self):
        """Who is told: as with everything of that group, past whoever is shut out of one of the two."""
        standing = User.objects.standing_over(self.newer.group)
        return notices.on_duty(self.newer.group, instead_of=[user for user in standing if not self.is_for(user)])

    def is_for(self, user):
        return type(self).objects.open_to(user).filter(pk=self.pk).exists()

    def settle(self, *, by, stays, why, seen=None):
        """One person, and which record stays; or, where none does, two people."""
        return (
            self.merge(by=by, stays=stays, why=why, seen=seen) if stays else self.tell_apart(by=by, why=why, seen=seen)
        )

    @verb(Event.LIKENESS_DENIED)
    def tell_apart(self, *, by, why, seen=None):
        """Two people, after all. The two are never offered again."""
        self._settle(by, self.Outcome.TWO, why, seen)

    @verb(Event.PEOPLE_MERGED)
    def merge(self, *, by, stays, why, seen=None):
        """One person. Nothing is moved: the other record is from now on a second name of the one that stays.

        Each folder stays open to whom it was open. Whoever is shut out of one record is shut out of both.
        """
        if stays not in self.may_stay:
            raise Stale(self.why_not(stays))
        self.stays = stays
        self._settle(by, self.Outcome.ONE, why, seen)
        goes = Person._base_manager.select_for_update().get(pk=self.goes.pk)
        goes.merged_into = stays
        goes.save()
        Exclusion.objects.spread(stays)
        self._rewrite()

    @verb(Event.PEOPLE_PARTED)
    def part(self, *, by, why):
        """Undo the merge: two records again, each as it was. What was written since stays where it was written."""
        if self.outcome != self.Outcome.ONE:
            raise Stale(self.standing)
        self.outcome, self.undone_by, self.undone_at, self.undone_why = self.Outcome.UNDONE, by, timezone.now(), why
        self.save()
        goes = Person._base_manager.select_for_update().get(pk=self.goes.pk)
        goes.merged_into = None
        goes.save()
        Exclusion.objects.filter(came_with=self).end_each()
        self._rewrite()

    def _settle(self, by, outcome, why, seen):
        self.unless_changed_since(seen)
        if self.outcome:
            raise Stale(self.standing)
        self.outcome, self.why, self.settled_by, self.settled_at = outcome, why, by, timezone.now()
        self.save()

    def _rewrite(self):
        people = [*self.newer.every_record(), *self.earlier.every_record()]
        reach.rewrite(Folder.objects.filter(person__in=people))

    @property
    def traced_in(self):
        """In no record's story: whoever may open only one of the two would learn of the other."""
        return self

    @property
    def goes(self):
        return self.earlier if self.stays == self.newer else self.newer

    @property
    def may_stay(self):
        """Which of the two may be the one that stays: no second name itself, and the other has none."""
        both = ((self.earlier, self.newer), (self.newer, self.earlier))
        if self.newer.group != self.earlier.group:
            return []
        return [stays for stays, goes in both if not (stays.merged_into_id or goes.merged_into_id or goes.has_others)]

    def why_not(self, stays=None):
        """Why the two cannot be merged as they are, and what would make it possible."""
        if self.newer.group != self.earlier.group:
            return "One is the record of a child and one of an adult. Put the date of birth right first."
        return "One of them is merged with another record already. Undo that first, or let the other record stay."

    def words_now(self):
        return [self.standing]

    @property
    def standing(self):
        return self.get_outcome_display() or "Waits for a lead"
