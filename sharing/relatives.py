"""Whom one decision may be about: the children of one family, or those a concern names, with a record in each file."""

from django.db.models import Q

from records.models import Person, Relationship

PARENTAL = ["mother", "father", "step_parent", "adopter", "guardian", "foster_carer"]
MOST = 20


def children_of_the_same_family(person, user):
    """Children with a parent or carer in common, or recorded as brothers and sisters, whom this user may know of."""
    family = _siblings(person, Relationship.objects.in_force().known_to(user))
    found = Person.objects.open_to(user).filter(family, group="child", service_user=True)
    return list(found.exclude(pk=person.pk).filter(merged_into=None).order_by("born_on", "pk").distinct()[:MOST])


def family_of(people):
    """Everybody in these records and their brothers and sisters, whoever knows of the ties: for the records alone."""
    links, found = Relationship.objects.in_force(), Q(pk__in=[person.pk for person in people])
    for person in people:
        found |= _siblings(person, links)
    return Person.objects.every_record_of(list(Person.objects.filter(found).distinct()))


def _siblings(person, links):
    parents = links.of(person).filter(kind__in=PARENTAL).values("other")
    shared = links.filter(other__in=parents, kind__in=PARENTAL).values("person")
    siblings = links.of(person).filter(kind="sibling").values("other")
    known_as_sibling = links.filter(other=person, kind="sibling").values("person")
    return Q(pk__in=shared) | Q(pk__in=siblings) | Q(pk__in=known_as_sibling)


def people_of(concern, user):
    """Those a concern is about who have a record that this user may know of."""
    found = Person.objects.open_to(user).filter(concerned__concern=concern, service_user=True)
    return list(found.order_by("name", "pk").distinct())
