"""What somebody answered when asked for one permission: to share one thing with one recipient, or another (H-12)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from audit.events import Event
from audit.verbs import Recorded, Stale, verb
from policy import packs
from records.models import Agency, Folder, Person, Relationship
from staff import notices

from .. import footing, rests_on
from ..footing import Footing
from ..grounds import grounds_of
from ..holders import holders_of
from ..how_long import in_words, longest, months_after
from ..taking_back import decides_now
from .answer_queries import ConsentQuerySet
from .best_interests import BestInterests
from .capacity import Capacity
from .competence import Competence
from .conversation import Conversation, is_safe
from .decision import KINDS
from .kind import Kind, unclear, whom_and_what
from .letter import Letter
from .notice import kept_in
from .power import Power
from .signature import Signature

USER = settings.AUTH_USER_MODEL
NOT_THEIRS_TO_TAKE_BACK = (
    "They do not decide this themselves, so their word alone does not take it back. Write down what they say, and tell "
    "the safeguarding lead today: whoever does not want it is heard."
)
ONLY_TO_SHARE = "Why nobody was asked is recorded for sharing only. Anything else is not done until somebody says yes."
KEPT_TO_FEW = "Somebody whose name the lead keeps"


class Consent(Recorded):
    """A yes, a no, or why nobody was asked. A new answer is a new row; only a yes can be withdrawn.

    `kind` keeps four permissions apart. `purpose` is what was asked: what is shared for, or one thing of another kind.
    """

    class State(models.TextChoices):
        GIVEN = "given", "Agreed"
        REFUSED = "refused", "Did not agree"
        NOT_SOUGHT = "not_sought", "Not asked"

    class How(models.TextChoices):
        WRITING = "writing", "In writing, signed"
        SPOKEN = "spoken", "Spoken, with a witness"
        TELEPHONE = "telephone", "By telephone"
        ON_SCREEN = "on_screen", "On the screen, here"
        LINK = "link", "By a link, with a code told another way"

    # Why people were not asked (H-03, H-13); the words are the policy's, under the question of the same name.
    GROUNDS = ["urgent_help", "increased_risk", "prejudice_investigation", "serious_offence"]
    CHECKS = {
        "informed": "they did not know what they agreed to",
        "competent": "they could not decide this",
        "free": "the answer was not free",
        "specific": "it was not about this one thing",
    }

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SHARING)
    purpose = models.CharField(max_length=40)
    recipient = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    recipient_kind = models.CharField(max_length=20, choices=Agency.Kind.choices, blank=True)
    information = models.CharField(max_length=20, choices=KINDS, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    ground = models.CharField("why nobody was asked", max_length=30, blank=True)
    reason = models.TextField("what shows that", blank=True)
    words = models.TextField("their words", blank=True)

    footing = models.CharField(max_length=20, choices=Footing.choices, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="answers")
    relationship = models.ForeignKey(Relationship, models.PROTECT, null=True, blank=True, related_name="+")
    competence = models.ForeignKey(Competence, models.PROTECT, null=True, blank=True, related_name="consents")
    capacity = models.ForeignKey(Capacity, models.PROTECT, null=True, blank=True, related_name="consents")
    best_interests = models.ForeignKey(BestInterests, models.PROTECT, null=True, blank=True, related_name="consents")
    power = models.ForeignKey(Power, models.PROTECT, null=True, blank=True, related_name="consents")
    taken_by_lead = models.BooleanField(default=False)
    respondent_name = models.CharField(max_length=200, blank=True)
    respondent_link = models.CharField(max_length=60, blank=True)
    respondent_basis = models.CharField(max_length=300, blank=True)
    evidence = models.TextField(blank=True)

    informed = models.BooleanField(default=False)
    competent = models.BooleanField(default=False)
    free = models.BooleanField(default=False)
    specific = models.BooleanField(default=False)
    coercion_suspected = models.BooleanField(default=False)

    how = models.CharField(max_length=12, choices=How.choices, blank=True)
    witness = models.CharField(max_length=200, blank=True)
    wording_edition = models.CharField(max_length=40)
    language = models.CharField(max_length=60, default="en")
    asked_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)
    review_on = models.DateField()

    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_words = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawal_doubted = models.BooleanField(default=False)
    lapsed_at = models.DateTimeField("found not to be theirs to give, from", null=True, blank=True)
    earlier_register = models.ForeignKey(
        "consent.EarlierRegister", models.PROTECT, null=True, blank=True, related_name="answers"
    )
    withdrawn_word_of = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    LATER = (
        *("capacity", "best_interests", "power", "taken_by_lead", "lapsed_at"),
        *("earlier_register", "withdrawn_word_of", "kind"),
    )

    class Meta:
        ordering = ["-answered_at", "-pk"]
        indexes = [models.Index(fields=["person", "purpose", "information"]), models.Index(fields=["review_on"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="not_sought", footing="") | Q(footing__in=Footing.values),
                name="an_answer_has_a_footing",
            ),
            models.CheckConstraint(
                condition=~Q(footing__in=["adult", "young_person"]) | Q(answered_by=F("person")),
                name="adults_and_young_people_answer_for_themselves",
            ),
            models.CheckConstraint(
                condition=~Q(footing__in=["parent", "attorney"])
                | Q(relationship__isnull=False, answered_by__isnull=False) & ~Q(answered_by=F("person")),
                name="a_parent_or_attorney_is_somebody_else_with_a_recorded_link",
            ),
            models.CheckConstraint(
                condition=~Q(footing__in=["best_interests", "attorney"]) | ~Q(evidence=""),
                name="deciding_for_somebody_who_cannot_needs_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state="not_sought") | ~Q(respondent_name=""), name="an_answer_names_who_gave_it"
            ),
            models.CheckConstraint(
                condition=~Q(state="not_sought") | ~Q(ground="") & ~Q(reason=""),
                name="not_asking_has_a_ground_and_a_reason",
            ),
            models.CheckConstraint(condition=whom_and_what(), name="an_answer_is_about_one_thing_of_one_kind"),
            models.CheckConstraint(
                condition=~Q(state="not_sought") | Q(kind="sharing"), name="only_not_asking_to_share_needs_a_ground"
            ),
            models.CheckConstraint(condition=~Q(how="spoken") | ~Q(witness=""), name="a_spoken_answer_has_a_witness"),
            models.CheckConstraint(
                condition=Q(state="not_sought") | ~Q(how=""), name="an_answer_says_how_it_was_given"
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("answered_at")), name="an_answer_is_reviewed_after_it_was_given"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(state="given", withdrawn_at__gte=F("answered_at"), withdrawn_by__isnull=False),
                name="only_a_yes_is_withdrawn_and_never_before_it_was_given",
            ),
        ]

    @classmethod
    @verb(Event.CONSENT_RECORDED)
    def record(cls, *, by, signature=None, **answer):
        """Write down an answer, or why nobody was asked. Raises ValidationError where it is not theirs to give.

        ``signature``: how it was signed (see `Signature.of`); an answer on the screen needs one.
        """
        consent = cls(**{"asked_by": by, **answer})
        consent.keep_snapshot()
        consent.full_clean()
        consent.save()
        if signature or consent.how == cls.How.ON_SCREEN:
            Signature.of(consent, **(signature or {}))
        if consent.coercion_suspected:
            consent._let_the_lead_look()
        return consent

    @verb(Event.CONSENT_WITHDRAWN)
    def withdraw(self, *, by, words="", doubted=False, word_of=None, room=None):
        """Take a yes back, at once and forward only, on somebody's word and without a reason (H-12).

        ``word_of``: whose word it is, where it is not whoever agreed: the person themselves, who decides now.
        ``room``: who else was there, where that was said. Where it was not safe to say so aloud, the lead looks at it.
        """
        if not self.can_be_withdrawn:
            raise Stale("Only a yes that still stands can be taken back, and this one does not stand any more.")
        self.withdrawn_at = timezone.now()
        self.withdrawn_words = words
        self.withdrawn_by = by
        self.withdrawal_doubted = doubted or bool(room and not is_safe(**room))
        self.withdrawn_word_of = word_of if word_of != self.answered_by else None
        self._unless_not_theirs_to_take_back()
        self.save()
        Letter.begin(self, holders_of(self))
        if room:
            Conversation.of(room, by=by, person=self.person, consent=self)
        if self.withdrawal_doubted:
            self._let_the_lead_look()

    def _unless_not_theirs_to_take_back(self):
        if self.withdrawn_word_of and not decides_now(self, self.withdrawn_word_of):
            raise ValidationError({"word_of": NOT_THEIRS_TO_TAKE_BACK})

    def _let_the_lead_look(self):
        shut_out = [exclusion.user for exclusion in self.person.exclusions.in_force().select_related("user")]
        notices.tell(notices.on_duty(self.person.group, instead_of=shut_out))

    def keep_snapshot(self):
        """Copy what the record says today about the respondent: it must still be readable when that has changed."""
        self.wording_edition = self.wording_edition or packs.current().notice_edition
        self.taken_by_lead = self.asked_by.decides
        rests_on.look_up(self, self.grounds)
        if self.answered_by:
            self.respondent_name = self.answered_by.name
        if self.relationship:
            self.respondent_link = self.relationship.get_kind_display()
            seen = "" if self.relationship.is_verified else " (evidence not seen)"
            self.respondent_basis = f"{self.relationship.get_pr_basis_display()}{seen}" * self.relationship.has_pr

    @cached_property
    def grounds(self):
        """What is recorded about who may decide, on the day of the answer; who knows it already says so."""
        return grounds_of(self.person, timezone.localdate(self.answered_at))

    def clean(self):
        for field, problem in self._problems():
            if problem:
                raise ValidationError({field: problem})

    def _problems(self):
        yield unclear(self)
        grievance = self.information == Folder.Kind.GRIEVANCE
        yield "information", "A grievance is never shared on anybody's agreement." if grievance else ""
        yield "answered_at", "Give a time that has been." if self.answered_at > timezone.now() else ""
        yield "review_on", self._review_problem()
        if self.state == self.State.NOT_SOUGHT:
            yield "kind", "" if self.is_to_share else ONLY_TO_SHARE
            yield "ground", "" if self.ground in self.GROUNDS else "Say why nobody was asked."
        else:
            yield footing.why_not_theirs(self, self.grounds)

    def _review_problem(self):
        given_on = timezone.localdate(self.answered_at)
        if self.review_on is None or self.review_on <= given_on:
            return "Give a day after the answer on which it is looked at again."
        months = longest(self.state, self.kind, self.purpose)
        if self.review_on <= months_after(given_on, months):
            return ""
        return f"No answer lasts longer than {in_words(months)}. Give a nearer day."

    @property
    def traced_in(self):
        return kept_in(self.person)

    @property
    def is_to_share(self):
        return self.kind == Kind.SHARING

    @property
    def who_answered(self):
        """Their name, as every page says it; of a link that is kept to few, that somebody answered and no more."""
        return KEPT_TO_FEW if self._is_kept_to_few else self.respondent_name

    @property
    def their_link(self):
        return "" if self._is_kept_to_few else self.respondent_link

    @property
    def _is_kept_to_few(self):
        return bool(self.relationship and self.relationship.is_confidential)

    @property
    def can_be_withdrawn(self):
        return self.state == self.State.GIVEN and self.withdrawn_at is None

    @property
    def is_own_yes(self):
        return self.state == self.State.GIVEN and self.footing in (Footing.ADULT, Footing.YOUNG_PERSON)

    @property
    def footing_in_words(self):
        """On what footing it was given, as the policy says it."""
        return packs.current().footings.get(self.footing, "")

    @property
    def failed_checks(self):
        return [why for check, why in self.CHECKS.items() if not getattr(self, check)]

    def is_withdrawn(self, at=None):
        return self.withdrawn_at is not None and self.withdrawn_at <= (at or timezone.now())
