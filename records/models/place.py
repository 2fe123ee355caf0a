"""Where people stand in lists."""

from django.db import models

from .person import Person


class PersonPlace(models.Model):
    """Where a person the organisation works with stands in the lists of whoever stands over their group. Derived."""

    thing = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="place")
    group = models.CharField(max_length=10)
    sort_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["group", "-sort_on", "-thing"])]

    def __str__(self):
        return f"place {self.pk}"
