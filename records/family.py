"""The family of one person as one reader may know it: who belongs to which generation, and what they are to each other.

Every link here is one this reader could open in the record it stands in. What is hidden is not counted, not drawn, and
leads to nobody: a brother is derived from a shared parent only where both links to that parent are known (H-06).
"""

from dataclasses import dataclass, field

from .address import to
from .models import Order, Person, Relationship, Tie
from .models.order import Limits

K = Relationship.Kind
PARENTS = [K.MOTHER, K.FATHER, K.ADOPTER]
ABOVE = [*PARENTS, K.STEP_PARENT, K.GUARDIAN, K.FOSTER_CARER]
BESIDE = [K.SIBLING, K.PARTNER, K.FORMER_PARTNER]
GENERATIONS = ["Grandparents", "Parents and those in their place", "Brothers, sisters and partners", "Children"]
CHILD_OF = {K.STEP_PARENT: "Stepchild", K.FOSTER_CARER: "Foster child", K.GUARDIAN: "Child under guardianship"}


@dataclass
class Relative:
    """One person as they belong to this one: what they are, what counts about them, and their record if it opens."""

    person: Person
    roles: list[str]
    notes: list[str] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)
    url: str = ""
    link: Relationship | None = None  # whom a folder of their own may be started about, known from this link

    @property
    def name(self):
        return self.person.name

    @property
    def what(self):
        return ", ".join([self.roles[0], *(role[0].lower() + role[1:] for role in self.roles[1:])])

    @property
    def drawn(self):
        return "limited" if self.limits else "relative"

    @property
    def in_words(self):
        return ". ".join([self.what, *self.notes])


class Family:
    """Six questions to the database, however large the family is."""

    def __init__(self, person, user):
        self.person, self.user = person, user
        self.links = list(Relationship.objects.family_of(person, user))
        known = Relationship.objects.open_to(user).in_force()
        self.others = list(known.filter(other__in=person.every_record()).order_by("pk"))
        shared = [link.other_id for link in self.links if link.kind in PARENTS]
        self.shared = list(
            known.filter(other__in=shared, kind__in=PARENTS).exclude(person__in=person.every_record()).order_by("pk")
        )
        self.limits = Order.objects.limits_of(person)
        self.opens = set(Person.objects.open_to(user).filter(pk__in=self._keys()).values_list("pk", flat=True))

    def _keys(self):
        return [link.other_id for link in self.links] + [link.person_id for link in [*self.others, *self.shared]]

    @property
    def generations(self):
        """(title, relatives) of each generation that has anybody, the oldest first; the person is among none."""
        found = [self._above([K.GRANDPARENT]), self._above(ABOVE), self._beside(), self._below()]
        return [(title, relatives) for title, relatives in zip(GENERATIONS, found, strict=True)]

    @property
    def further(self):
        """Whoever belongs to them in no generation: carers, childminders, attorneys, and those they care for."""
        placed = {K.GRANDPARENT, *ABOVE, *BESIDE}
        found = self._gather((link.other, link) for link in self.links if link.kind not in placed)
        reverse = [link for link in self.others if link.kind not in {*ABOVE, *BESIDE}]
        for link in reverse:
            self._add(found, link.person, f"{link.get_kind_display()} of them")
        return list(found.values())

    def _above(self, kinds):
        return list(self._gather((link.other, link) for link in self.links if link.kind in kinds).values())

    def _beside(self):
        found = self._gather((link.other, link) for link in self.links if link.kind in BESIDE)
        for link in self.others:
            if link.kind in BESIDE:
                self._add(found, link.person, link.get_kind_display())
        for link in self.shared:
            relative = self._add(found, link.person, K.SIBLING.label)
            relative.notes.append(f"Shares {link.other.name}")
        return list(found.values())

    def _below(self):
        found: dict[int, Relative] = {}
        for link in self.others:
            if link.kind in ABOVE:
                self._add(found, link.person, CHILD_OF.get(link.kind, "Child"))
        return list(found.values())

    def _gather(self, pairs):
        found: dict[int, Relative] = {}
        for other, link in pairs:
            relative = self._add(found, other, link.get_kind_display())
            relative.notes += self._notes(link)
            relative.link = relative.link or (None if link.kind in BESIDE else link)
        return found

    def _add(self, found, other, role):
        relative = found.get(other.pk) or Relative(other, [], limits=self.limits.get(other.pk, Limits()))
        relative.url = to("person", other) if other.pk in self.opens else ""
        relative.roles += [role] if role not in relative.roles else []
        found[other.pk] = relative
        return relative

    def _notes(self, link):
        if link.has_pr and not self.person.is_adult():
            yield "Parental responsibility" if link.is_verified else "Parental responsibility, not verified"
        if link.is_confidential:
            yield "Known to few"
        if self.limits.get(link.other_id):
            yield "Limited by an order"


@dataclass(frozen=True)
class Role:
    """One thing somebody is here, in words, and of whom."""

    words: str
    of: Person | None = None


def roles_of(person, user):
    """Everything one human being is here, derived from what this reader may know."""
    roles = [Role("We work with them")] if person.service_user else []
    links = Relationship.objects.open_to(user).in_force().filter(other__in=person.every_record()).order_by("pk")
    roles += [Role(f"{link.get_kind_display()} of {link.person.name}", link.person) for link in links]
    ties = Tie.objects.open_to(user).settled().filter(person__in=person.every_record()).order_by("pk")
    return roles + [Role(f"Belongs to, or is known to, {tie.user.name}, who works here") for tie in ties]
