"""One decision to share, or not to share: what it says. Who may have it in front of them is in reach.py."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.verbs import Recorded
from policy import packs
from records.models import Agency, AgencyContact, Concern, Folder, Person

from .. import apart
from ..facts import Facts
from ..rules import weigh
from ..states import STATES
from ..weighing import weighed
from .moves import Moves
from .reach import SIGNED, DecisionQuerySet
from .request import Request

USER = settings.AUTH_USER_MODEL
AFTERWARDS = (
    "second_first",
    "look_on",
    "told_at",
    "told_how",
    "told_by",
    "tell_look_on",
    "tell_looked_by",
    "tell_called_on",
    "asked_outside",
)


class Decision(Moves):
    class Outcome(models.TextChoices):
        SHARE = "share", "Share"
        NOT_SHARE = "not_share", "Do not share"

    # What is asked, and of whom
    group = models.CharField(max_length=10, choices=[("child", "Child"), ("adult", "Adult")])
    state = models.CharField(max_length=12, choices=[(state, about.words) for state, about in STATES.items()])
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    told_level = models.PositiveSmallIntegerField(default=0)
    request = models.ForeignKey(Request, models.PROTECT, null=True, related_name="decisions")
    concern = models.ForeignKey(Concern, models.PROTECT, null=True, blank=True, related_name="decisions")
    # About a colleague it is in no person's file, but in the folder apart about them (H-33).
    colleague = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    apart = models.ForeignKey(Folder, models.PROTECT, null=True, blank=True, related_name="decisions_apart")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField(default=timezone.now)
    comment = models.TextField("why it was returned", blank=True)

    # What is known, and what the rules say of it
    facts = models.JSONField(default=dict)
    because = models.JSONField(default=dict)  # what an answer rests on, by question: the evidence, in words
    standing = models.JSONField(default=dict)  # where agreement stood, with the rows that say so
    verdict = models.JSONField(default=dict)  # as weighed when signed; before that, ask `weighed`
    purpose = models.CharField(max_length=40, blank=True)
    purpose_words = models.TextField(blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(AgencyContact, models.PROTECT, null=True, blank=True, related_name="+")
    information = models.CharField(max_length=20, blank=True)
    welfare = models.TextField("what safety and welfare ask for", blank=True)
    others_at_risk = models.TextField(blank=True)
    could_be_harmed = models.TextField("who could be harmed by sharing", blank=True)
    legal_basis = models.CharField(max_length=40, blank=True)
    special_condition = models.CharField(max_length=40, blank=True)
    legal_power = models.CharField(max_length=40, blank=True)
    why_not_asked = models.CharField("why nobody was asked (Schedule 1)", max_length=20, blank=True, default="")
    why_not_asked_words = models.TextField("why nobody was asked, in words", blank=True, default="")

    # What was decided
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    is_override = models.BooleanField(default=False)
    ground = models.CharField(max_length=40, blank=True)
    necessity = models.TextField(blank=True)
    alternatives = models.TextField("less intrusive ways considered", blank=True)
    balanced = models.TextField("whose rights were balanced", blank=True)
    if_nothing = models.TextField("if we do nothing", blank=True)
    rationale = models.TextField(blank=True)
    checks = models.JSONField(default=list)
    against_verdict = models.TextField("why the decision differs from the rules", blank=True)
    no_conflict = models.BooleanField("no conflict of interest", default=False)
    safety_plan = models.TextField(blank=True)
    review_on = models.DateField(null=True, blank=True)
    tell = models.CharField(max_length=12, blank=True)
    tell_words = models.TextField("how they were told, or why not yet", blank=True)
    tell_on = models.DateField("told on, or looked at again on", null=True, blank=True)
    decided_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    decided_as = models.CharField("role it was decided in", max_length=100, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    canonical = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    # What followed
    second_due_at = models.DateTimeField(null=True, blank=True)
    second_first = models.BooleanField("nothing leaves before a second person has looked", default=False)
    second_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)
    second_said = models.TextField(blank=True)
    requester_told_at = models.DateTimeField(null=True, blank=True)
    requester_told_how = models.TextField(blank=True)
    requester_told_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    look_on = models.DateField("looked at next on", null=True, blank=True)
    told_at = models.DateTimeField("the person or family was told", null=True, blank=True)
    told_how = models.TextField("how the person or family was told", blank=True, default="")
    told_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    tell_look_on = models.DateField("telling them is looked at next on", null=True, blank=True)
    tell_looked_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    tell_called_on = models.DateField("whoever looks at telling was called", null=True, blank=True)
    asked_outside = models.BooleanField("the outside person is asked about a disagreement", default=False)

    objects = DecisionQuerySet.as_manager()

    LATER = ("apart", "colleague", "why_not_asked", "why_not_asked_words", *AFTERWARDS)

    class Meta:
        db_table = "sharing_decision"
        indexes = [models.Index(fields=["state", "-urgent", "due_at"]), models.Index(fields=["-signed_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(colleague=None, apart=None) | Q(colleague__isnull=False, apart__isnull=False),
                name="a_decision_about_a_colleague_is_kept_apart",
            ),
            models.CheckConstraint(
                condition=~SIGNED
                | ~Q(rationale="") & ~Q(outcome="") & ~Q(sha256="") & Q(decided_by__isnull=False) & ~Q(welfare=""),
                name="a_signed_decision_has_reasons_a_signer_and_a_hash",
            ),
            models.CheckConstraint(
                condition=~SIGNED
                | Q(outcome="not_share")
                | Q(state="reviewed")
                | ~Q(purpose="") & Q(verdict__outcome="ANONYMISE")
                | ~Q(purpose="") & ~Q(legal_basis="") & ~Q(legal_power="") & Q(contact__isnull=False),
                name="nothing_is_shared_without_purpose_basis_power_and_recipient",
            ),
            models.CheckConstraint(
                condition=~SIGNED
                | Q(is_override=False)
                | ~Q(ground="") & ~Q(necessity="") & ~Q(alternatives="") & ~Q(balanced="") & ~Q(if_nothing=""),
                name="an_override_says_ground_necessity_alternatives_balance_and_risk",
            ),
            models.CheckConstraint(
                condition=~SIGNED
                | ~Q(decided_by=models.F("proposed_by"))
                | Q(second_due_at__isnull=False)
                | Q(verdict__decides="anyone"),
                name="nobody_decides_alone_what_they_asked_for",
            ),
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=models.F("decided_by")), name="the_second_person_is_another"
            ),
        ]

    @property
    def known(self):
        return Facts(**self.facts)

    @property
    def weighed(self):
        """What the rules say of the facts: under the law of today, and once it is signed of that day."""
        kept = self.verdict.get("law") if self.signed_at else None
        on = timezone.localdate(self.signed_at) if self.signed_at else None
        return weighed(self.known, on) if kept is None else weigh(self.known, kept)

    @property
    def whom(self):
        return apart.whom(self.colleague, [about.person for about in self.about.all()])

    @property
    def people(self):
        return Person.objects.filter(decided_about__decision=self)

    @property
    def is_signed(self):
        return self.signed_at is not None

    @property
    def is_untold(self):
        """Whether whoever asked has still to be told, as `untold_by` asks it of the database."""
        if not self.is_signed or self.requester_told_at:
            return False
        refused = self.outcome == self.Outcome.NOT_SHARE and self.decided_by_id != self.proposed_by_id
        return self.request.is_from_outside or refused

    @property
    def condition_words(self):
        """The condition for sensitive information (article 9), if it rests on one."""
        return packs.current().special_conditions.get(self.special_condition, "")

    @property
    def way_words(self):
        """How it was shared, in the policy's words."""
        return packs.current().methods.get(self.disclosure.method, self.disclosure.method)

    @property
    def needs_second(self):
        return self.second_due_at is not None and self.second_at is None


class DecisionAbout(Recorded):
    """The record of a decision in one person's safeguarding folder; a family has one in each file."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="about")
    person = models.ForeignKey(Person, models.PROTECT, related_name="decided_about")
    folder = models.ForeignKey(Folder, models.PROTECT, related_name="decisions")

    class Meta:
        verbose_name = "decision in a file"
        constraints = [models.UniqueConstraint(fields=["decision", "person"], name="a_decision_is_once_in_a_file")]

    @property
    def traced_in(self):
        return self.folder
