"""That somebody was told what is kept, who may see it, and when it may be shared without asking (S-01, S-17, S-30)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from policy import packs
from records.models import Folder, Order, Person, Relationship
from records.models.order import Limits
from records.silence import why_quiet


class KeptWithThePerson(RecordedQuerySet):
    """What is told and agreed is kept in the personal folder (H-09), and opens with it."""

    def open_to(self, user):
        folders = Folder.objects.open_to(user).filter(kind=Folder.Kind.PERSONAL)
        return self.filter(person__in=folders.values("person"))


def kept_in(person):
    """Where it is kept; about somebody without folders, who only belongs to others, with their name."""
    return person.folders.filter(kind=Folder.Kind.PERSONAL).first() or person


def of_the_same_question():
    """For a sub-query of answers: those to the question of the outer row, word for word.

    A row that names no agency is about the same kind of agency, or (as for photographs) about none.
    """
    same = Q(**{name: OuterRef(name) for name in ("person", "purpose", "information", "recipient_kind")})
    return same & (Q(recipient=OuterRef("recipient")) | Q(recipient=None))


class NoticeGiven(Recorded):
    class How(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        TELEPHONE = "telephone", "By telephone"
        INTERPRETER = "interpreter", "With an interpreter who is not family"
        EASY_READ = "easy_read", "With the easy-read sheet"
        LETTER = "letter", "By letter"

    person = models.ForeignKey(Person, models.PROTECT, related_name="notices_given")
    to_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="notices_heard")
    to_name = models.CharField(max_length=200, blank=True)
    to_link = models.CharField("who they are to the person", max_length=60, blank=True)
    edition = models.CharField(max_length=40)
    language = models.CharField(max_length=60, default="en")
    how = models.CharField(max_length=20, choices=How.choices)
    understood_when_not = models.BooleanField("they understood when it is shared without asking", default=False)
    safeguarding_policies_given = models.BooleanField("they were given both safeguarding policies", default=False)
    explained_at = models.DateTimeField(default=timezone.now)
    explained_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = KeptWithThePerson.as_manager()

    class Meta:
        verbose_name = "notice explained"
        verbose_name_plural = "notices explained"
        ordering = ["-explained_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(to_name=""), name="a_notice_was_explained_to_somebody"),
            models.CheckConstraint(condition=~Q(edition=""), name="a_notice_explained_has_an_edition"),
        ]

    @classmethod
    @verb(Event.NOTICE_EXPLAINED)
    def explain(cls, *, by, person, how, to_person=None, to_name="", **details):
        """Record that the notice in force was gone through with somebody."""
        given = cls(
            explained_by=by,
            person=person,
            how=how,
            to_person=to_person,
            to_name=to_name or (to_person.name if to_person else ""),
            **{"edition": packs.current().notice_edition, **details},
        )
        given.full_clean()
        given.save()
        return given

    def clean(self):
        if self.explained_at > timezone.now():
            raise ValidationError({"explained_at": "Give a time that has been."})
        why = self._why_they_may_not_be_told() or self._why_parents_are_not()
        if why:
            raise ValidationError({"to_name": why})

    def _why_they_may_not_be_told(self):
        """By the orders this worker may know; a name that somebody typed counts as the person of that name."""
        orders = Order.objects.open_to(self.explained_by).in_force(timezone.localdate(self.explained_at))
        whom = Q(limited__name__iexact=self.to_name.strip())
        if self.to_person:
            whom = Q(limited__in=self.to_person.every_record())
        return Limits(tuple(orders.filter(whom, person__in=self.person.every_record()))).why_not("be_told")

    def _why_parents_are_not(self):
        """Going through it tells a parent that their child comes here, which a young person may not want (GC-3)."""
        links = Relationship.objects.with_pr(self.person).known_to(self.explained_by)
        named = Q(other=self.to_person) if self.to_person else Q(other__name__iexact=self.to_name.strip())
        return why_quiet(self.person, "") if links.filter(named).exists() else ""

    @property
    def traced_in(self):
        return kept_in(self.person)

    @property
    def is_up_to_date(self):
        return self.edition == packs.current().notice_edition
