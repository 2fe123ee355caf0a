"""How two people are linked, and whether that gives parental responsibility."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff.roles import Can

from .person import Person


class RelationshipQuerySet(RecordedQuerySet):
    def in_force(self, on=None):
        on = on or timezone.localdate()
        started = Q(starts_on=None) | Q(starts_on__lte=on)
        return self.filter(started).filter(Q(ends_on=None) | Q(ends_on__gt=on))

    def family_of(self, person, user):
        """Who belongs to a person now, as far as this user may know, those with parental responsibility first.

        A relationship is part of that person's record: whoever may open the record reads it here, by name, and learns
        nothing of whether the other person has a record too (H-06). One that is kept to few is there for those few.
        """
        first = models.Case(models.When(pr_basis="", then=1), default=0)
        found = self.in_force().known_to(user).of(person)
        return found.select_related("other", "pr_seen_by").order_by(first, "pk")

    def of(self, person):
        """What is recorded of somebody's family, in whichever of their records it stands."""
        return self.filter(person__in=person.every_record())

    def open_to(self, user):
        found = self.known_to(user).filter(person__in=Person.objects.open_to(user))
        return found.select_related("person", "other", "pr_seen_by")

    def known_to(self, user):
        """Without those kept to the leads and to named readers, unless this user is one of them."""
        return self.filter(Q(is_confidential=False) | _is_among_the_few(user))

    def hidden_from(self, user):
        return self.filter(is_confidential=True).exclude(_is_among_the_few(user))

    def with_pr(self, person, on=None):
        """Who holds parental responsibility for a person on a day, verified or not."""
        return self.in_force(on).of(person).exclude(pr_basis="")


def _is_among_the_few(user):
    leads = user.stands_over if user.can(Can.GRANT) else ()
    named = LinkReader.objects.filter(reader=user.pk, ended_at=None).values("link")
    return Q(person__group__in=leads) | Q(pk__in=named)


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
    registered_on = models.DateField("birth registered on", null=True, blank=True)
    is_confidential = models.BooleanField("kept to the leads and those named", default=False)
    restriction = models.CharField("limit set by a court or the lead", max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = RelationshipQuerySet.as_manager()

    LATER = ("is_confidential", "registered_on")

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
    def link(cls, *, by, person, kind, other=None, new_name="", readers=(), **details):
        """Record how somebody belongs to a person. Somebody without a record gets a name, and no folder."""
        group = "child" if kind == cls.Kind.SIBLING else "adult"
        other = other or Person.register(by=by, name=new_name, group=group, service_user=False)
        link = cls(person=person, other=other, kind=kind, **details)
        link._unless_its_ground_cannot_be()
        link.save()
        link._keep_to(by, readers)
        return link

    @verb(Event.RELATIONSHIP_CHANGED)
    def change(self, *, by, seen=None, readers=None, **details):
        self.unless_changed_since(seen)
        for field, value in details.items():
            setattr(self, field, value)
        self._unless_its_ground_cannot_be()
        self.save()
        if readers is not None:
            self._keep_to(by, readers)

    def _unless_its_ground_cannot_be(self):
        """The law of parental responsibility holds whoever calls; the form says it in its place (PR-*)."""
        from ..responsibility import why_not

        _, reason = why_not(self.pr_basis, self.kind, self.person, self.registered_on)
        if reason:
            raise ValidationError(reason)

    def _keep_to(self, by, readers):
        """Whoever keeps a link to few is one of them, or could not see what they have just written."""
        known = {by.pk, *(reader.pk for reader in readers)} if self.is_confidential else set()
        there = {row.reader_id: row for row in self.readers.filter(ended_at=None)}
        for row in (row for key, row in there.items() if key not in known):
            row.ended_at = timezone.now()
            row.save()
        LinkReader.objects.record_many([LinkReader(link=self, reader_id=key) for key in sorted(known - there.keys())])

    def words_now(self):
        return list(filter(None, [self.other.name, self.standing, self.pr_evidence, self.restriction]))

    def is_in_force(self, on) -> bool:
        begun = self.starts_on is None or self.starts_on <= on
        return begun and (self.ends_on is None or self.ends_on > on)

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


class LinkReader(Recorded):
    """A colleague who may know of a link that is kept to few."""

    link = models.ForeignKey(Relationship, models.PROTECT, related_name="readers")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
