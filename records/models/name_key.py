"""How each name sounds and begins, written down so that somebody alike is found quickly. Derived: never shown."""

from django.db import models
from django.db.models import Count

from ..likeness import keys_of, likeness
from .person import Person

COMPARED = 100


class NameKeyQuerySet(models.QuerySet):
    def write_for(self, person):
        """Write the keys of a record that is new, or was changed. It waits for the clock to compare it."""
        self.filter(person=person).delete()
        keys = sorted(keys_of(person.names, person.born_on))
        self.bulk_create(NameKey(person=person, key=key) for key in keys)

    def alike(self, somebody, among, at_least=1):
        """Who among these people looks like somebody, the likeliest first: (person, why). One query, always.

        Nobody outside ``among`` has any part in it: neither in what is found nor in its order.
        """
        keys = keys_of(somebody.names, somebody.born_on)
        near = self.filter(key__in=keys, person__in=among).values("person")
        nearest = near.annotate(shared=Count("pk")).order_by("-shared", "person").values("person")
        people = Person.objects.filter(pk__in=nearest[:COMPARED]).with_key_person()
        judged = [(*likeness(somebody, person), person) for person in people]
        found = sorted((-how, person.name, person.pk, why, person) for how, why, person in judged if how >= at_least)
        return [(person, why) for *_, why, person in found]


class NameKey(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="name_keys")
    key = models.CharField(max_length=40)
    is_compared = models.BooleanField(default=False)

    objects = NameKeyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["key"]),
            models.Index(fields=["person"], condition=models.Q(is_compared=False), name="name_key_waits"),
        ]

    def __str__(self):
        return f"name key {self.pk}"
