"""What a young person who can decide asks: that their parents are not told. It holds, unless a lead records why not.

Everything here asks `quiet_about`: who is told what we do with information, who hears of an entry, who gets a copy.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, Stale, verb
from records.models import Person, Telling

from ..how_long import in_words, longest, months_after
from .competence import Competence
from .decision import KINDS
from .kind import Kind
from .notice import KeptWithThePerson, kept_in

ASKED = "They asked that their parents are not told, and they can decide that."
WAY_OUT = "Ask them again; or the safeguarding lead records which harm makes it necessary."
NOT_ABLE = "Record first that they understand what it means when their parents are not told, or ask them at 16."
LEADS_ONLY = "Only a safeguarding lead says that a harm outweighs what they asked."
OVER = "This wish does not hold any more."


class WishQuerySet(KeptWithThePerson):
    def standing(self):
        return self.filter(ended_at=None, outweighed_at=None)

    def standing_open_to(self, user):
        return self.open_to(user).standing()

    def outweighable_by(self, user):
        """Those that this user, as a lead of the person's group, may say are outweighed."""
        found = self.standing_open_to(user).filter(person__in=Person.objects.run_by(user))
        return found if user.decides else self.none()

    def about_everything(self):
        return self.standing().filter(kind=Kind.SHARING, information="")

    def quiet_about(self, people, information="", kind=Kind.SHARING):
        """Of these people, those whose parents are not told: of everything, or of this very thing."""
        this = Q(kind=Kind.SHARING, information="") | Q(kind=kind, information=information)
        return self.standing().filter(this, person__in=Person.objects.every_record_of(people))

    def to_hear_again(self, user):
        """Of one's own people: what has a day on which it is talked about again, and was not heard anew since."""
        same = {name: OuterRef(name) for name in ("person", "kind", "information")}
        newer = self.model.objects.standing().filter(**same, heard_at__gt=OuterRef("heard_at"))
        return self.open_to(user).standing().filter(~Exists(newer), person__key_person=user.pk)


class Wish(Recorded):
    class Harm(models.TextChoices):
        SELF = "self", "Not telling leaves them at risk of serious harm"
        OTHERS = "others", "Not telling leaves somebody else at risk of serious harm"
        CRIME = "crime", "A serious crime could not be prevented or looked into"
        COURT = "court", "A court says that a parent is told"

    person = models.ForeignKey(Person, models.PROTECT, related_name="wishes")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SHARING)
    information = models.CharField("what about", max_length=20, choices=KINDS, blank=True)
    competence = models.ForeignKey(Competence, models.PROTECT, null=True, blank=True, related_name="wishes")
    words = models.TextField("in their own words", blank=True)
    heard_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    heard_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField("talked about again on", null=True, blank=True)  # empty only in rows older than it
    ended_at = models.DateTimeField(null=True, blank=True)
    harm = models.CharField(max_length=10, choices=Harm.choices, blank=True)
    harm_reason = models.TextField("what shows that", blank=True)
    outweighed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    outweighed_at = models.DateTimeField(null=True, blank=True)

    objects = WishQuerySet.as_manager()

    LATER = ("kind", "review_on")

    class Meta:
        verbose_name = "wish that parents are not told"
        verbose_name_plural = "wishes that parents are not told"
        ordering = ["-heard_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outweighed_at=None) | ~Q(harm="") & ~Q(harm_reason="") & Q(outweighed_by__isnull=False),
                name="a_wish_is_outweighed_by_a_harm_that_a_lead_named",
            ),
        ]

    @classmethod
    @verb(Event.WISH_HEARD)
    def hear(cls, *, by, person, review_on=None, **said):
        """From now on parents hear nothing of it; what they were still to hear of waits for the lead.

        Until it ends it holds: ``review_on`` is when they are asked again, at most as long as an answer lasts.
        """
        wish = cls(heard_by=by, person=person, review_on=review_on or last_day(), **said)
        wish.full_clean(exclude=["outweighed_by"])
        wish.save()
        if wish.kind == Kind.SHARING:
            Telling.hold_back(by=by, person=person, kind=wish.information, words=ASKED)
        return wish

    @verb(Event.WISH_ENDED)
    def end(self, *, by):
        """They changed their mind: parents may be told again."""
        self._must_hold()
        self.ended_at = timezone.now()
        self.save()

    @verb(Event.WISH_OUTWEIGHED)
    def outweigh(self, *, by, harm, reason):
        """A lead names the harm that makes telling necessary; the wish stays on record, with what outweighed it."""
        self._must_hold()
        if not (by.decides and self.person.is_run_by(by)):
            raise PermissionDenied(LEADS_ONLY)
        self.harm, self.harm_reason = harm, reason
        self.outweighed_by, self.outweighed_at = by, timezone.now()
        self.full_clean()
        self.save()

    def _must_hold(self):
        if not self.is_standing:
            raise Stale(OVER)

    def clean(self):
        if self.person.is_adult():
            raise ValidationError("An adult’s parents are told nothing anyway, unless the adult agrees.")
        if not (self.person.is_young_person() or self._is_understood()):
            raise ValidationError({"competence": NOT_ABLE})

        if self.review_on and not timezone.localdate(self.heard_at) < self.review_on <= last_day(self.heard_at):
            raise ValidationError({"review_on": f"Give a day to come, within {in_words(longest())}."})

    def _is_understood(self):
        able = self.competence
        theirs = able and able.person.stands_for == self.person.stands_for and able.is_able
        return theirs and (self.is_about_everything or (self.kind, self.information) == (able.kind, able.information))

    @property
    def traced_in(self):
        return kept_in(self.person)

    @property
    def is_standing(self):
        return self.ended_at is None and self.outweighed_at is None

    @property
    def is_about_everything(self):
        return self.kind == Kind.SHARING and not self.information

    @property
    def what_about(self):
        if self.kind != Kind.SHARING:
            return self.get_kind_display()
        return self.get_information_display() or "Everything, and that they come here at all"


def last_day(heard_at=None):
    """The last day on which they are asked again."""
    return months_after(timezone.localdate(heard_at), longest())
