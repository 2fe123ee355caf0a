"""Whom a folder apart is about, who is no service user: staff, volunteers, parents, other professionals (H-33)."""

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb
from policy import packs
from staff.models import PaperPromise

from .. import keepers
from .folder import Folder
from .person import Person

OF_ONESELF = "Nobody keeps a folder about themselves. Ask whoever keeps such folders."
KEPT_BY = "The policy says who keeps this one: {roles}. Ask one of them to start it."
THERE_IS_ONE = "There is a folder of this kind about them already. Write in that one."
SIDES = {"workers": ("staff", "volunteer"), "others": ("parent", "professional")}


def kinds_on(side):
    """The kinds of folder of one list, as the policy in use names them."""
    return [kind for kind in packs.current().apart.values() if kind.whom in SIDES[side]]


def to_come(day):
    """Refuse a day on which nobody could look again: it is over. Raises ValidationError."""
    if day <= timezone.localdate():
        raise ValidationError("Choose a day to come.")


def years_after(day, years):
    """The same day so many years on, before or after; a 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def left_on(about):
    """The last day here of whom a folder is about, as far as anybody wrote it down; nothing while they are here."""
    account = about.folder.about_staff
    ended = about.paper.ended_on if about.paper else None
    return about.left_on or ended or (account.leaves_on if account and account.has_left else None)


class FolderAboutQuerySet(RecordedQuerySet):
    def on_side(self, side, user):
        """Those of one list that this user keeps or reads, last written in first."""
        mine = self.filter(folder__in=Folder.objects.kept_apart_for(user), whom__in=SIDES[side])
        return mine.select_related("folder__about_staff", "paper").order_by("-folder__sort_on", "-pk")

    def over(self):
        """Those whose time is over, and that nobody said are kept longer: to be looked at (H-25)."""
        today = timezone.localdate()
        found = Q(keep_until__lte=today)
        for kind in packs.current().apart.values():
            since = "gone_on" if kind.retention.runs_from == "leaving" else "folder__sort_on"
            day = years_after(today, -kind.retention.years)
            found |= Q(kind=kind.key, keep_until=None, **{f"{since}__lte": day})
        gone_on = Coalesce("left_on", "paper__ended_on", "folder__about_staff__leaves_on")
        return self.annotate(gone_on=gone_on).filter(found)

    def changeable_by(self, user):
        return self.filter(folder__in=Folder.objects.looked_after_by(user)).select_related("folder__about_staff")


class FolderAbout(Recorded):
    """One row for a folder. It may point at an account, a promise on paper or a known relation, and needs none.

    Whoever it is about stays out of every record: a folder of this kind belongs to no person of the caseload. An
    account it is about stands on the folder itself (`about_staff`), which never opens to them.
    """

    folder = models.OneToOneField(Folder, models.PROTECT, related_name="about")
    kind = models.CharField(max_length=30)  # its key in the policy pack, whose words and period may change
    whom = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    words = models.CharField("who they are", max_length=200, blank=True)
    why = models.CharField("why a folder is needed", max_length=500)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="folders_apart")
    paper = models.ForeignKey(PaperPromise, models.PROTECT, null=True, related_name="+")
    left_on = models.DateField("last day here", null=True)
    keep_until = models.DateField("kept longer, until", null=True)
    keep_why = models.CharField("why it is kept longer", max_length=500, blank=True)

    objects = FolderAboutQuerySet.as_manager()

    class Meta:
        verbose_name = "folder about somebody"
        verbose_name_plural = "folders about somebody"
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(why=""), name="a_folder_apart_says_whom_it_is_about_and_why"
            ),
            models.CheckConstraint(
                condition=Q(keep_until=None) | ~Q(keep_why=""), name="what_is_kept_longer_has_a_reason"
            ),
        ]

    @classmethod
    def why_not(cls, by, *, kind, account=None, name="", paper=None, **_):
        """Why this user does not start such a folder; empty where they may. What they may not open is not there."""
        if account == by:
            return OF_ONESELF
        kept_by = keepers.keepers_of(packs.current().apart[kind], account, keepers.held_roles())
        if not {role.key for role in by.roles} & set(kept_by):
            return KEPT_BY.format(roles=keepers.titles_of(kept_by))
        whom = {"folder__about_staff": account} if account else {"paper": paper} if paper else None
        there = cls.objects.filter(**whom or {"name__iexact": name, "paper": None}, kind=kind)
        return THERE_IS_ONE if there.filter(folder__in=Folder.objects.open_to(by)).exists() else ""

    @classmethod
    @verb(Event.FOLDER_STARTED)
    def start(cls, *, by, kind, account=None, **about):
        """Start a folder of this kind, kept and read by whom the policy names for it; the folder is the result."""
        if reason := cls.why_not(by, kind=kind, account=account, **about):
            raise PermissionDenied(reason)
        policy = packs.current().apart[kind]
        folder = Folder.objects.create(kind=Folder.Kind.ABOUT, about_staff=account)
        cls.objects.create(folder=folder, kind=kind, whom=policy.whom, **about)
        kept_by = keepers.keepers_of(policy, account, keepers.held_roles())
        folder.have_kept(by=kept_by, read_by=[role for role in policy.read_by if role not in kept_by])
        return folder

    @verb(Event.FOLDER_ABOUT_CHANGED)
    def change(self, *, by, seen=None, **details):
        self.unless_changed_since(seen)
        for field, value in details.items():
            setattr(self, field, value)
        self.save()

    @verb(Event.FOLDER_KEPT_LONGER)
    def keep_longer(self, *, by, until, why, seen=None):
        """Its time is over and somebody needs it still: say why, and when that is looked at again (H-25)."""
        self.unless_changed_since(seen)
        to_come(until)
        note(until=until.isoformat())
        self.keep_until, self.keep_why = until, why
        self.save()

    @property
    def traced_in(self):
        return self.folder

    @property
    def policy(self):
        """Its kind in the policy in use; nothing when that names it no longer."""
        return packs.current().apart.get(self.kind)

    @property
    def title(self):
        return self.policy.title if self.policy else "Folder apart"

    def words_now(self):
        return list(filter(None, [self.words, self.keep_why]))
