"""Shutting somebody out of a whole family in one step (A2)."""

from django.db import transaction
from django.db.models import Q

from .models import Person, Relationship


@transaction.atomic
def shut_out_of_family(person, *, by, who, reason):
    """Shut somebody out of this record and of everybody's who is linked to it, as far as this lead looks after.

    One exclusion for each, so that each can be ended by itself; a record nobody could decide about is left open.
    """
    for other in linked_to(person, by):
        if other.would_still_be_run_without(who) and not other.shuts_out(who):
            other.exclude(by=by, who=who, reason=reason)
    person.exclude(by=by, who=who, reason=reason, family=by.stands_over)


def linked_to(person, user):
    """The linked people, either way round, whose access this user looks after: by name, this one aside."""
    links = Relationship.objects.known_to(user).in_force().filter(Q(person=person) | Q(other=person))
    known = Person.objects.run_by(user).exclude(pk=person.pk)
    linked = Q(pk__in=links.values("person")) | Q(pk__in=links.values("other"))
    return known.filter(linked).order_by("name", "pk")
