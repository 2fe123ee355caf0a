"""A question put and not answered on the spot: the sheet went home with them, and somebody asks again (S-16)."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, Stale, verb
from records.models import Agency, Folder, Order, Person, Relationship
from staff import notices

from .kind import Kind, unclear, whom_and_what
from .notice import KeptWithThePerson, kept_in, of_the_same_question

USER = settings.AUTH_USER_MODEL
ANSWER_WITHIN = timedelta(days=7)
KINDS = [kind for kind in Folder.Kind.choices if kind[0] not in (Folder.Kind.GRIEVANCE, Folder.Kind.ABOUT)]
LEAD_AFTER = timedelta(days=7)  # days past the answer's day, after which it stands on the lead's page too


class SheetGivenQuerySet(KeptWithThePerson):
    def unanswered(self):
        """Those that nobody let go of, and to which whoever took the sheet has given no answer since."""
        from .answer import Consent

        answers = Consent.objects.filter(of_the_same_question(), answered_by=OuterRef("to_person"))
        answers = answers.filter(kind=OuterRef("kind"))
        answers = answers.filter(answered_at__gte=OuterRef("given_at"))
        return self.filter(~Exists(answers), let_go_at=None).order_by("answer_by", "pk")

    def let_lie(self):
        return self.unanswered().filter(answer_by__lt=timezone.localdate() - LEAD_AFTER)

    def waiting_for(self, user):
        """Whose turn it is to ask again: who gave it, and the key person; for a lead, what they let lie."""
        theirs = Q(given_by=user.pk) | Q(person__key_person=user.pk)
        late = Q(answer_by__lt=timezone.localdate() - LEAD_AFTER) if user.decides else Q(pk=None)
        found = self.open_to(user).unanswered().filter(theirs | late)
        return found.select_related("person", "recipient")

    def to_let_go(self, user):
        return self.open_to(user).unanswered()

    def lead_not_told(self):
        return self.let_lie().filter(lead_told_at=None)


class SheetGiven(Recorded):
    person = models.ForeignKey(Person, models.PROTECT, related_name="sheets_given")
    to_person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SHARING)
    purpose = models.CharField(max_length=40)
    recipient = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    recipient_kind = models.CharField(max_length=20, choices=Agency.Kind.choices, blank=True)
    information = models.CharField(max_length=20, choices=KINDS, blank=True)
    language = models.CharField(max_length=20, default="en")
    is_easy = models.BooleanField(default=False)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answer_by = models.DateField()
    lead_told_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)
    let_go_why = models.CharField(max_length=500, blank=True)

    objects = SheetGivenQuerySet.as_manager()

    LATER = ("kind",)

    class Meta:
        verbose_name = "question taken home"
        verbose_name_plural = "questions taken home"
        ordering = ["answer_by", "pk"]
        indexes = [models.Index(fields=["let_go_at", "answer_by"])]
        constraints = [
            models.CheckConstraint(
                condition=whom_and_what(), name="a_question_taken_home_is_about_one_thing_of_one_kind"
            ),
            models.CheckConstraint(
                condition=Q(let_go_at=None) | ~Q(let_go_why=""), name="a_question_let_go_of_has_a_reason"
            ),
        ]

    @classmethod
    @verb(Event.SHEET_GIVEN)
    def give(cls, *, by, **asked):
        given = cls(given_by=by, **asked)
        given.full_clean(exclude=["recipient", "lead_told_at", "let_go_at"])
        given.save()
        return given

    @verb(Event.SHEET_LET_GO)
    def let_go(self, *, by, why):
        """Nobody waits for this answer any more."""
        if self.let_go_at:
            raise Stale("Somebody else has said that nobody waits for it any more.", self.let_go_why)
        self.let_go_at, self.let_go_why = timezone.now(), why
        self.save()

    @verb(Event.SHEET_OVERDUE)
    def tell_the_lead(self, *, by):
        """It was let lie for a week: the lead on duty hears that something waits."""
        shut_out = [exclusion.user for exclusion in self.person.exclusions.in_force().select_related("user")]
        self.lead_told_at = timezone.now()
        self.save()
        notices.tell(notices.on_duty(self.person.group, instead_of=shut_out))

    def clean(self):
        if self.answer_by <= timezone.localdate(self.given_at):
            raise ValidationError({"answer_by": "Give a day to come, by which you ask again."})
        field, problem = unclear(self)
        if problem:
            raise ValidationError({field: problem})
        self.clean_whom()

    def clean_whom(self):
        if why := self._why_they_are_not_told():
            raise ValidationError({"to_person": why})

    def _why_they_are_not_told(self):
        """It tells what would be shared: an order may forbid that, and a young person may not want it (GC-3)."""
        from ..silence import asked_for

        ordered = Order.objects.limits(self.person, self.to_person).why_not("be_told")
        parent = Relationship.objects.with_pr(self.person).filter(other=self.to_person).exists()
        return ordered or (asked_for(self.person, self.information, self.kind) if parent else "")

    @property
    def is_late(self):
        return self.answer_by < timezone.localdate()

    @property
    def traced_in(self):
        return kept_in(self.person)
