"""How two people are linked, and whether that gives parental responsibility."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb

from .person import Person


class RelationshipQuerySet(RecordedQuerySet):
    def in_force(self, on=None):
        on = on or timezone.localdate()
        started = Q(starts_on=None) | Q(starts_on__lte=on)
        return self.filter(started).filter(Q(ends_on=None) | Q(ends_on__gt=on))

    def family_of(self, person):
        """Who belongs to a person now, those with parental responsibility first.

        A relationship is part of that person's record: whoever may open the record reads it here, by name, and learns
        nothing of whether the other person has a record too (H-06).
        """
        first = models.Case(models.When(pr_basis="", then=1), default=0)
        return self.in_force().of(person).select_related("other", "pr_seen_by").order_by(first, "pk")

    def of(self, person):
        """What is recorded of somebody's family, in whichever of their records it stands."""
        return self.filter(person__in=person.every_record())

    def open_to(self, user):
        return self.filter(person__in=Person.objects.open_to(user)).select_related("person", "other", "pr_seen_by")

    def with_pr(self, person, on=None):
        """Who holds parental responsibility for a person on a day, verified or not."""
        return self.in_force(on).of(person).exclude(pr_basis="")


class Relationship(Recorded):
    """``other`` is the ``kind`` of ``person``: other is the mother of person."""

    class Kind(models.TextChoices):
        MOTHER = "mother", "Mother"
        FATHER = "father", "Father"
        STEP_PARENT = "step_parent", "Step-parent"
        GRANDPARENT = "grandparent", "Grandparent"
        SIBLING = "sibling", "Brother or sister"
        PARTNER = "partner", "Partner"
        FORMER_PARTNER = "former_partner", "Former partner"
        FOSTER_CARER = "foster_carer", "Foster carer"
        ADOPTER = "adopter", "Adoptive parent"
        GUARDIAN = "guardian", "Guardian"
        CHILDMINDER = "childminder", "Childminder"
        CARER = "carer", "Carer"
        ATTORNEY = "attorney", "Attorney or deputy"
        OTHER = "other", "Somebody else who matters"

    class Basis(models.TextChoices):
        MOTHER = "mother", "Mother"
        MARRIED_FATHER = "married_father", "Father married to the mother"
        BIRTH_REGISTER = "birth_register", "Named on the birth register (since 1 December 2003)"
        AGREEMENT = "agreement", "Parental responsibility agreement"
        ORDER = "order", "Court order"
        GUARDIAN = "guardian", "Appointed guardian"
        LOCAL_AUTHORITY = "local_authority", "Local authority under a care order"
        ADOPTER = "adopter", "Adoption"

    person = models.ForeignKey(Person, models.PROTECT, related_name="relationships")
    other = models.ForeignKey(Person, models.PROTECT, related_name="relationships_to")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    pr_basis = models.CharField(max_length=20, choices=Basis.choices, blank=True)
    pr_evidence = models.CharField("evidence seen", max_length=300, blank=True)
    pr_seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    pr_seen_on = models.DateField(null=True, blank=True)
    restriction = models.CharField("limit set by a court or the lead", max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_is_related_to_themselves"),
            models.CheckConstraint(
                condition=Q(pr_evidence="") | Q(pr_seen_by__isnull=False, pr_seen_on__isnull=False),
                name="evidence_of_responsibility_was_seen_by_somebody_on_a_day",
            ),
        ]

    @classmethod
    @verb(Event.RELATIONSHIP_RECORDED)
    def link(cls, *, by, person, kind, other=None, new_name="", **details):
        """Record how somebody belongs to a person. Somebody without a record gets a name, and no folder."""
        group = "child" if kind == cls.Kind.SIBLING else "adult"
        other = other or Person.register(by=by, name=new_name, group=group, service_user=False)
        return cls.objects.create(person=person, other=other, kind=kind, **details)

    @verb(Event.RELATIONSHIP_CHANGED)
    def change(self, *, by, seen=None, **details):
        self.unless_changed_since(seen)
        for field, value in details.items():
            setattr(self, field, value)
        self.save()

    def words_now(self):
        return list(filter(None, [self.other.name, self.standing, self.pr_evidence, self.restriction]))

    @property
    def traced_in(self):
        return self.person

    @property
    def has_pr(self):
        return bool(self.pr_basis)

    @property
    def is_verified(self):
        return self.has_pr and bool(self.pr_evidence)

    @property
    def standing(self):
        """Who they are to the person and whether they may decide, in a few words."""
        if not self.has_pr:
            return f"{self.get_kind_display().lower()}, no parental responsibility known"
        checked = "" if self.is_verified else ", not verified"
        return f"{self.get_kind_display().lower()}, parental responsibility{checked}"
