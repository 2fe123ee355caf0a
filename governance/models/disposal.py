"""A proposal that something is destroyed: by which rule, by whom, agreed by whom, and what came of it (S-31, H-25)."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, bind, note, verb
from policy import packs
from records.models import Attachment, Entry, Folder, Person
from sharing.models import Decision
from sharing.states import NotNow

from ..disposing.queries import DisposalQuerySet

USER = settings.AUTH_USER_MODEL
KINDS = {"person": Person, "folder": Folder, "entry": Entry, "file": Attachment, "decision": Decision}
ANOTHER = "Somebody else agrees: whoever proposed it may not."
NOT_ABOUT = "It is about you, or you are shut out of it, so you have no part in this."


class Disposal(Recorded):
    """It names nobody, and stays when what it was about is gone."""

    class Kind(models.TextChoices):
        PERSON = "person", "Everything about one person"
        FOLDER = "folder", "Everything in one folder"
        ENTRY = "entry", "One entry"
        FILE = "file", "One file"
        DECISION = "decision", "One decision about sharing"

    class State(models.TextChoices):
        WAITING = "waiting", "Waits for a second person"
        AGREED = "agreed", "Agreed"
        DONE = "done", "Carried out"
        WITHDRAWN = "withdrawn", "Taken back"

    outlasts_disposal = True
    COLOURS = {"waiting": "yellow", "agreed": "blue", "done": "green", "withdrawn": "grey"}

    kind = models.CharField(max_length=10, choices=Kind.choices)
    thing = models.UUIDField("what is destroyed")
    of = models.UUIDField("in which record")
    group = models.CharField(max_length=10)  # child, adult, or apart
    kept_from = models.CharField(max_length=500, blank=True)  # keys between spaces: whom it is about, who is shut out
    rule = models.CharField(max_length=60)
    rule_words = models.TextField()
    why = models.TextField("why now")
    counts = models.JSONField(default=dict)  # what goes, by kind
    stays = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    agreed_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField("not before", null=True, blank=True)
    withdrawn_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    leaves = models.JSONField("numbers of the destroyed lines", default=list)
    swept_at = models.DateTimeField("wiped from the disk", null=True, blank=True)

    objects = DisposalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing"],
                condition=Q(state__in=["waiting", "agreed"]),
                name="one_proposal_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("proposed_by")), name="nobody_agrees_to_what_they_proposed"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "done"]) | Q(agreed_by__isnull=False, due_at__isnull=False),
                name="what_is_destroyed_was_agreed_to",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__gte=F("due_at")), name="nothing_is_destroyed_before_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_why=""), name="it_is_taken_back_for_a_reason"
            ),
        ]

    @classmethod
    @verb(Event.DISPOSAL_PROPOSED)
    def propose(cls, *, by, thing, rule, why):
        """Raises NotNow while anything forbids it."""
        from ..disposing import proposal

        extent = proposal.unless_forbidden(thing)
        said = proposal.said_of(thing, extent)
        if str(by.pk) in said["kept_from"].split():
            raise PermissionDenied(NOT_ABOUT)
        note(rule=rule, counts=said["counts"])
        words = proposal.rules_for(thing)[rule]
        return cls.objects.create(proposed_by=by, rule=rule, rule_words=words, why=why, **said)

    @verb(Event.DISPOSAL_AGREED)
    def agree(self, *, by, seen=None):
        """The second person says yes; from now on it waits so many days as the policy says."""
        from ..disposing import proposal

        self.unless_changed_since(seen)
        self._unless(self.State.WAITING)
        if by.pk == self.proposed_by_id:
            raise PermissionDenied(ANOTHER)
        said = proposal.said_of(self.found, proposal.unless_forbidden(self.found))
        if str(by.pk) in said["kept_from"].split():
            raise PermissionDenied(NOT_ABOUT)
        self.counts, self.stays, self.kept_from = said["counts"], said["stays"], said["kept_from"]
        self.state, self.agreed_by, self.agreed_at = self.State.AGREED, by, timezone.now()
        self.due_at = self.agreed_at + timedelta(days=packs.current().intervals["disposal_days"])
        self.save()

    @verb(Event.DISPOSAL_WITHDRAWN)
    def withdraw(self, *, by, why):
        self._unless(self.State.WAITING, self.State.AGREED)
        self.state, self.withdrawn_by, self.withdrawn_at = self.State.WITHDRAWN, by, timezone.now()
        self.withdrawn_why = why
        self.save()

    @verb(Event.DISPOSED)
    def carry_out(self, *, by):
        """Write the line that names what goes; whoever follows this verb destroys exactly that (followers.py)."""
        from ..disposing import proposal

        self._unless(self.State.AGREED)
        if self.due_at > timezone.now():
            raise NotNow("Its day has not come yet.", "Until then anybody who may propose can take it back.")
        line = proposal.made_ready(proposal.unless_forbidden(proposal.locked(self.found)))
        self.counts, self.stays, said = line.extent.counts, line.extent.stays, line.said()
        self.kept_from = proposal.said_of(self.found, line.extent)["kept_from"]
        self.state, self.done_at, self.leaves = self.State.DONE, timezone.now(), said["leaves"]
        self.save()
        line.let_go()
        who = {"proposed_by": str(self.proposed_by.public_id), "agreed_by": str(self.agreed_by.public_id)}
        note(rule=self.rule, proposal=f"{self._meta.label}:{self.public_id}", **who, **said)
        bind(line.survives)

    @verb(Event.DISPOSAL_SWEPT)
    def mark_swept(self, *, by):
        self.swept_at = timezone.now()
        self.save()

    def _unless(self, *states):
        if self.state not in states:
            raise NotNow(f"This proposal is not open to that: {self.get_state_display().lower()}.", "Look at it again.")

    @property
    def found(self):
        """What it is about. Raises NotNow when that is gone."""
        found = KINDS[self.kind].objects.filter(public_id=self.thing).first()
        if found is None:
            raise NotNow("What this was about is not there any more.", "Take the proposal back.")
        return found

    def place_for(self, user):
        """Where somebody reads what it is about, if they may; nothing otherwise."""
        if self.kind == self.Kind.FOLDER and Folder.objects.open_to(user).filter(public_id=self.thing).exists():
            return reverse("records:folder", args=[self.thing])
        of = Person.objects.open_to(user).filter(public_id=self.of)
        return reverse("records:person", args=[self.of]) if of.exists() else ""

    @property
    def many_lines(self):
        return sum(last - first + 1 for first, last in self.leaves)

    @property
    def is_open(self):
        return self.state in (self.State.WAITING, self.State.AGREED)
