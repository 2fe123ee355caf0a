"""A folder is the unit of permission: one kind of information about one person, and who was let in, or shut out."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from guardian.managers import UserObjectPermissionManager
from guardian.models import UserObjectPermissionBase

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb
from staff.roles import Can, SeniorLeader

from .. import glass, reach
from .exclusion import Exclusion
from .person import Person

USER = settings.AUTH_USER_MODEL
LONGEST_GRANT_DAYS = 90
ASK_AGAIN_DAYS = 14


class FolderQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """The folders this user has a reason to open, now; the reasons are in records/reach.py.

        Being shut out beats everything, and nobody opens a folder about themselves (H-31). Standing over a group opens
        every folder of its people but grievances, which are for the manager on site.
        """
        if not user.can(Can.WORK_WITH_PEOPLE):
            return self.kept_apart_for(user)
        reached = Q(pk__in=FolderReader.objects.live(user).values("thing"))
        if user.stands_over:
            reached |= Q(person__group__in=user.stands_over) & ~Q(kind__in=Folder.APART)
        reached |= self._kept_by(user)
        shut = Exclusion.objects.in_force().filter(user=user.pk)
        return self.filter(reached).exclude(person__in=shut.values("person")).exclude(about_staff=user.pk)

    def kept_apart_for(self, user):
        """The folders about nobody's child that this user keeps or reads by role; never one about themselves (H-31)."""
        kept = self._kept_by(user)
        return self.filter(kept).exclude(about_staff=user.pk) if kept else self.none()

    def about_colleagues(self, user):
        """Those of them in which a concern about a colleague is kept."""
        return self.kept_apart_for(user).filter(kind=Folder.Kind.GRIEVANCE)

    def _kept_by(self, user):
        """By role: what the folder says; a grievance by every senior leader too. Being shut out beats both."""
        if not user.can(Can.SECOND):
            return Q()
        from .folder_keeper import FolderKeeper
        from .kept_out import KeptOut

        kept = Q(pk__in=FolderKeeper.objects.held_by(user).values("folder"))
        if SeniorLeader in user.roles:
            kept |= Q(kind=Folder.Kind.GRIEVANCE)
        return kept & ~Q(pk__in=KeptOut.objects.folders_of(user))

    def looked_after_by(self, user):
        """The folders apart whose access this user looks after: those their role keeps, and does not only read."""
        from .folder_keeper import FolderKeeper

        kept = FolderKeeper.objects.held_by(user).filter(only_reads=False)
        return self.kept_apart_for(user).filter(Q(kind=Folder.Kind.GRIEVANCE) | Q(pk__in=kept.values("folder")))

    def let_into_by(self, user):
        """The folders into which this user lets others."""
        mine = Q(pk__in=self.run_by(user).values("pk")) | Q(pk__in=self.looked_after_by(user).values("pk"))
        return self.filter(mine)

    def known_to(self, user):
        """The folders of people this user works with, closed ones too: every record has the same kinds."""
        return self.filter(person__in=Person.objects.open_to(user))

    def askable_by(self, user):
        """The folders this user knows of and may not work in, or in an emergency only reads: they ask to be let in."""
        return self.known_to(user).exclude(pk__in=self.written_in_by(user).values("pk"))

    def written_in_by(self, user):
        """The folders in which this user writes: all they may open, but for what an emergency opened to be read."""
        return self.open_to(user).exclude(pk__in=glass.opened_by(user))

    def run_by(self, user):
        """The folders whose grants this user looks after: those of the people they stand over."""
        return self.open_to(user).filter(person__group__in=user.stands_over) if user.can(Can.GRANT) else self.none()

    def tabs_of(self, person, user):
        """A person's folders in order, each saying whether this user may open it.

        One of each kind: where the person has several records, the first of them that opens.
        """
        of_them = self.filter(person__in=person.every_record())
        opened = set(self.open_to(user).filter(person__in=person.every_record()).values_list("pk", flat=True))
        kinds: dict = {}
        for folder in of_them.in_order():
            folder.is_open = folder.pk in opened
            rank = (folder.is_open, folder.person_id == person.pk)
            kinds[folder.kind] = max(kinds.get(folder.kind, (rank, folder)), (rank, folder), key=lambda one: one[0])
        return [folder for _, folder in kinds.values()]

    def read_with(self, folder, user):
        """This folder and those of its kind in other records of the same person, as far as this user may open them."""
        if folder.person is None:
            return [folder]
        return list(self.open_to(user).filter(person__in=folder.person.every_record(), kind=folder.kind))

    def in_order(self):
        """In the order of their kinds, with the person."""
        place = [models.When(kind=kind, then=models.Value(n)) for n, kind in enumerate(Folder.Kind.values)]
        return self.order_by(models.Case(*place, output_field=models.IntegerField())).select_related("person")


class Folder(Recorded):
    class Kind(models.TextChoices):
        DEVELOPMENTAL = "developmental", "Developmental"
        PERSONAL = "personal", "Personal"
        SEND = "send", "Special educational needs and disabilities"
        SAFEGUARDING = "safeguarding", "Safeguarding"
        GRIEVANCE = "grievance", "Grievance"
        ABOUT = "about", "About somebody who is no service user"

    APART = [Kind.GRIEVANCE, Kind.ABOUT]
    KINDS_FOR = {
        "child": [Kind.DEVELOPMENTAL, Kind.PERSONAL, Kind.SEND, Kind.SAFEGUARDING],
        "adult": [Kind.PERSONAL, Kind.SAFEGUARDING],
    }

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="folders")
    about_staff = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    started_on = models.DateField(default=timezone.localdate)
    sort_on = models.DateField(default=timezone.localdate)

    objects = FolderQuerySet.as_manager()

    class Meta:
        default_permissions = ["read"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None, kind="grievance")
                | Q(person=None, kind="about")
                | Q(about_staff=None) & ~Q(person=None) & ~Q(kind__in=["grievance", "about"]),
                name="a_folder_apart_is_no_service_user_s_and_every_other_is",
            ),
            models.UniqueConstraint(fields=["person", "kind"], name="a_person_has_one_folder_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.get_kind_display().lower()} folder {self.public_id.hex[:8]}"

    @classmethod
    @verb(Event.FOLDER_STARTED)
    def start(cls, *, by, kind, person=None, about_staff=None, kept_by=()):
        """One that is about somebody who is no service user is started by `FolderAbout.start` (H-33)."""
        folder = cls.objects.create(person=person, about_staff=about_staff, kind=kind)
        folder.have_kept(by=kept_by)
        return folder

    def have_kept(self, *, by, read_by=()):
        """Within the verb that starts it: name the roles that keep it and those that only read it, and let them in."""
        for role in by:
            self.keepers.create(role=role)
        for role in read_by:
            self.keepers.create(role=role, only_reads=True)
        reach.rewrite(Folder.objects.filter(pk=self.pk))

    @verb(Event.FOLDER_KEPT_BY)
    def let_keep(self, *, by, kept_by):
        """Whoever keeps another concern about the same colleague keeps this folder too."""
        for role in set(kept_by) - set(self.keepers.values_list("role", flat=True)):
            self.keepers.create(role=role)

    @verb(Event.ACCESS_GRANTED)
    def grant(self, *, by, to, purpose, until, source="grant"):
        """Let one worker in, for a purpose and for at most 90 days (S-08)."""
        note(purpose=purpose, to=str(to.public_id), until=until.isoformat())
        self._let_in([to], granted_by=by, purpose=purpose, until=until, source=source)

    @verb(Event.ACCESS_GRANTED)
    def grant_team(self, *, by, to, purpose, until):
        """Let several workers in at once, each with a grant of their own."""
        note(purpose=purpose, to=[str(worker.public_id) for worker in to], until=until.isoformat())
        self._let_in(to, granted_by=by, purpose=purpose, until=until, source="team")

    def _let_in(self, workers, *, until, **details):
        if until > timezone.now() + timedelta(days=LONGEST_GRANT_DAYS + 1):
            raise ValueError(f"A grant ends after at most {LONGEST_GRANT_DAYS} days; it can be given again.")
        read = Permission.objects.get(codename="read_folder", content_type__app_label="records")
        given = {"content_object": self, "permission": read, "until": until} | details
        FolderGrant.objects.bulk_create(FolderGrant(user=worker, **given) for worker in workers)
        reach.rewrite(Folder.objects.filter(pk=self.pk))

    @verb(Event.ACCESS_ENDED)
    def end_grant(self, *, by, grant, why):
        note(why=why, of=str(grant.user.public_id))
        self.grants.filter(pk=grant.pk, ended_at=None).update(ended_at=timezone.now())
        reach.rewrite(Folder.objects.filter(pk=self.pk))

    @verb(Event.ENTRIES_IMPORTED)
    def import_entries(self, *, by, rows):
        """Bring in entries that were kept elsewhere, every one of them or none. Raises ValidationError, by row."""
        many = self.entries.model.objects.record_many(self.entries.model.of_rows(rows, folder=self, author=by))
        note(entries=len(many))
        reach.move_up(self, timezone.localdate())

    @property
    def traced_in(self):
        return self

    @property
    def access_address(self):
        """The page of who can see what, for whoever looks after access."""
        if self.person is None:
            return reverse("records:apart", args=[self.public_id])
        return reverse("records:access", args=[self.person.public_id])

    @property
    def subject(self):
        return self.person or (self.about if self.kind == self.Kind.ABOUT else self.about_staff)

    @property
    def entries_that_fit(self):
        """The kinds of entry the policy names for a folder apart; nothing where it names none."""
        return self.about.policy.entries if self.kind == self.Kind.ABOUT and self.about.policy else ()

    @property
    def title(self):
        """What kind of folder it is, in the words of the policy where it is about no service user."""
        return self.about.title if self.kind == self.Kind.ABOUT else f"{self.get_kind_display()} folder"


class GrantQuerySet(models.QuerySet):
    def live(self, at=None):
        at = at or timezone.now()
        return self.filter(starts_at__lte=at, until__gt=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))

    def renewable_by(self, user):
        """One's own grants that end within two weeks, and for which one has not asked yet."""
        soon = self.live().filter(user=user.pk, until__lte=timezone.now() + timedelta(days=ASK_AGAIN_DAYS))
        soon = (
            soon.exclude(source=glass.SOURCE)
            .filter(content_object__in=Folder.objects.open_to(user).exclude(person=None))
            .exclude(renewals__state="waiting")
        )
        return soon.select_related("content_object__person").order_by("until", "pk")

    def run_by(self, user):
        """The grants in force that this user may end."""
        mine = self.live().filter(content_object__in=Folder.objects.let_into_by(user))
        return mine.select_related("content_object", "user")


class FolderGrant(UserObjectPermissionBase):
    """Why one worker may open one folder, and until when. The table is guardian's; the reasons are ours (S-08)."""

    goes_with_records = True  # destroyed with its folder (audit/disposal.py)

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    content_object = models.ForeignKey(Folder, models.PROTECT, related_name="grants")
    purpose = models.TextField()
    source = models.CharField(max_length=20, default="grant")
    granted_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = UserObjectPermissionManager.from_queryset(GrantQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="a_grant_has_a_purpose"),
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="a_grant_ends_after_it_starts"),
        ]

    def __str__(self):
        return f"grant {self.public_id.hex[:8]}"

    @property
    def last_day(self):
        return timezone.localdate(self.until - timedelta(microseconds=1))

    @property
    def traced_in(self):
        return self.content_object


class FolderReader(reach.Reader):
    """One row for each worker who may open a folder; written by records/reach.py alone."""

    thing = models.ForeignKey(Folder, models.CASCADE, related_name="readers")

    class Meta(reach.Reader.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["reader", "thing"], name="one_row_a_reader_and_folder")]
