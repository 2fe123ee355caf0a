"""A child, young person or adult whom the organisation keeps a record about."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, note, verb
from staff.models import User
from staff.roles import Can

from .. import reach
from .people import ADULT_AT, PersonQuerySet

GROUPS = [("child", "Child or young person"), ("adult", "Adult")]
PR = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]


def whole_years(born_on, on):
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


class Person(Recorded):
    name = models.CharField(max_length=200)
    known_as = models.CharField(max_length=200, blank=True)
    born_on = models.DateField("date of birth", null=True, blank=True)
    due_on = models.DateField("due date of an unborn child", null=True, blank=True)
    group = models.CharField(max_length=10, choices=GROUPS)
    key_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="key_people"
    )
    service_user = models.BooleanField(default=True)
    safety_note = models.CharField(max_length=300, blank=True)
    informed_by = models.CharField("who gave this information", max_length=200, blank=True)
    informant_is = models.CharField("who they are to the person", max_length=60, blank=True)
    informant_pr = models.CharField("whether they have parental responsibility", max_length=10, choices=PR, blank=True)
    language = models.CharField(max_length=60, blank=True)
    # Another record of the same person stays, and stands for this one; nothing in this one was moved (Likeness.merge).
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="others")

    objects = PersonQuerySet.as_manager()

    LATER = ("informant_is", "informant_pr", "merged_into")

    class Meta:
        verbose_name = "record"
        # The second holds only those that another record stands for, so that looking for them is never looking at all.
        indexes = [
            models.Index(fields=["group", "name"]),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="another_stands_for_it"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_person_has_a_name"),
            models.CheckConstraint(condition=Q(group__in=["child", "adult"]), name="a_person_is_a_child_or_an_adult"),
            models.CheckConstraint(
                condition=Q(born_on=None) | Q(due_on=None), name="an_unborn_child_has_no_date_of_birth"
            ),
        ]

    @classmethod
    @verb(Event.PERSON_REGISTERED)
    def register(cls, *, by, name, group, key_person=None, reported=None, **details):
        """Open a record with its folders. Somebody known only as a relation of others has a name and no folder.

        ``reported``: what somebody said who may not complete it (S-05); it becomes an entry and no part of the record.
        """
        person = cls.objects.create(name=name, group=group, key_person=key_person, **details)
        person._start_folders(by)
        reach.place(person)
        person._write_name_keys()
        if reported:
            person._keep_as_reported(by, **reported)
        return person

    def _keep_as_reported(self, by, **said):
        from .entry import Entry

        Entry.write(by=by, folder=self.folder("personal"), kind="reported", happened_at=timezone.now(), **said)

    @verb(Event.PERSON_CHANGED)
    def change(self, *, by, seen=None, **details):
        self.unless_changed_since(seen)
        for field, value in details.items():
            setattr(self, field, value)
        self.save()
        self._keep_others_in_its_group()
        self._start_folders(by)
        reach.place(self)
        self._write_name_keys()

    def _write_name_keys(self):
        from .name_key import NameKey

        NameKey.objects.write_for(self)

    def _keep_others_in_its_group(self):
        for other in self.others.exclude(group=self.group):
            other.group = self.group
            other.save()
            reach.place(other)

    def _start_folders(self, by):
        """A child has four kinds; an adult has no developmental and no SEND folder."""
        from .folder import Folder

        if self.service_user:
            there = set(self.folders.values_list("kind", flat=True))
            for kind in Folder.KINDS_FOR[self.group]:
                if kind not in there:
                    Folder.start(by=by, person=self, kind=kind)

    @verb(Event.KEY_PERSON_CHANGED)
    def assign_key_person(self, *, by, to):
        self.key_person = to
        self.save()
        reach.rewrite(self.folders.all())

    @verb(Event.ACCESS_EXCLUDED)
    def exclude(self, *, by, who, reason, family=()):
        """Shut somebody out (a relative, the accused): it beats every grant, a lead's standing too.

        ``family``: the groups whose people are shut off from them too when they are linked to this person later.
        """
        from .exclusion import Exclusion
        from .folder import Folder

        note(to=str(who.public_id))
        Exclusion.objects.create(person=self, user=who, reason=reason, family=" ".join(sorted(family)))
        Exclusion.objects.spread(self)
        records = self.every_record()
        reach.rewrite(Folder.objects.filter(Q(person__in=records) | Q(about__person__in=records)))

    def shuts_out(self, who):
        return self.exclusions.in_force().filter(user=who.pk).exists()

    @verb(Event.PERSON_CAME_OF_AGE)
    def come_of_age(self, *, by):
        self.group = "adult"
        self.save()
        reach.place(self)
        self._keep_others_in_its_group()

    def words_now(self):
        born_on = f"{self.born_on:%-d %B %Y}" if self.born_on else ""
        return list(filter(None, [self.name, self.known_as, born_on, self.language, self.safety_note]))

    @property
    def traced_in(self):
        return self

    @property
    def names(self):
        return list(filter(None, [self.name, self.known_as]))

    @property
    def stands_for(self):
        """The key of the record that stays, of those about one person; its own where there is no other."""
        return self.merged_into_id or self.pk

    @property
    def has_others(self):
        return self.others.exists()

    def every_record(self):
        """This record and every other one of the same person, for use in a query."""
        return Person.objects.filter(Q(pk=self.stands_for) | Q(merged_into=self.stands_for))

    def merge_with(self, other):
        """The act by which these two records are one, as long as they are."""
        from .likeness import Likeness

        goes = self if self.merged_into_id else other
        return Likeness.objects.filter(Q(newer=goes) | Q(earlier=goes), outcome="one").exclude(stays=goes).first()

    @staticmethod
    def group_on(born_on, on=None):
        """Child or adult, by the date of birth alone; a child not yet born is a child."""
        return "child" if born_on is None or whole_years(born_on, on or timezone.localdate()) < ADULT_AT else "adult"

    @property
    def is_unborn(self):
        return self.born_on is None and self.due_on is not None

    def age(self, on=None):
        """Whole years on a day, or None when the date of birth is not known."""
        return None if self.born_on is None else whole_years(self.born_on, on or timezone.localdate())

    def turns(self, age):
        """The day on which they reach an age, or None; born on 29 February, in other years it is 1 March."""
        if self.born_on is None:
            return None
        try:
            return self.born_on.replace(year=self.born_on.year + age)
        except ValueError:
            return date(self.born_on.year + age, 3, 1)

    @property
    def age_in_words(self):
        if self.is_unborn:
            return "not yet born"
        return "not known" if self.age() is None else f"{self.age()}"

    @property
    def in_a_line(self):
        """Age and key person, as they stand under the name."""
        age = {"not yet born": "Not yet born", "not known": "Age not known"}.get(
            self.age_in_words, f"{self.age()} years old"
        )
        key = f"Key person: {self.key_person.name}" if self.key_person else "No key person"
        return f"{age}. {key}"

    def is_adult(self, on: date | None = None):
        age = self.age(on)
        return self.group == "adult" if age is None else age >= ADULT_AT

    def is_young_person(self, on=None):
        """Sixteen or seventeen: presumed able to decide (Mental Capacity Act 2005)."""
        return self.age(on) in (16, 17)

    def is_run_by(self, user):
        """Whether this user, who may open the record, also looks after who else may."""
        return user.can(Can.GRANT) and self.group in user.stands_over

    def would_still_be_run_without(self, user):
        """Whether somebody who decides about this record is left when one more is shut out."""
        out = [user.pk, *self.exclusions.in_force().values_list("user", flat=True)]
        return User.objects.standing_over(self.group).exclude(pk__in=out).exists()

    def folder(self, kind):
        return self.folders.get(kind=kind)


class PersonReader(reach.Reader):
    """One row for each worker who may know of a person; written by records/reach.py alone."""

    thing = models.ForeignKey(Person, models.CASCADE, related_name="readers")

    class Meta(reach.Reader.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["reader", "thing"], name="one_row_a_reader_and_person")]
