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

    def with_pr(self, person, on=None):
        """Who holds parental responsibility for a person on a day, verified or not."""
        return self.in_force(on).filter(person=person).exclude(pr_basis="")


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
    def link(cls, *, by, person, other, kind, **details):
        return cls.objects.create(person=person, other=other, kind=kind, **details)

    @verb(Event.RELATIONSHIP_CHANGED)
    def change(self, *, by, seen=None, **details):
        self.unless_changed_since(seen)
        for field, value in details.items():
            setattr(self, field, value)
        self.save()

    @property
    def traced_in(self):
        return self.person

    @property
    def has_pr(self):
        return bool(self.pr_basis)

    @property
    def is_verified(self):
        return self.has_pr and bool(self.pr_evidence)
