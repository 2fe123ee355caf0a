"""The promise everybody signs before they see any record (S-31, H-29). It outlives the account."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from policy import packs


def a_year_after(day):
    """The same day of the next year; of a leap day the first of March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, month=3, day=1)


class UndertakenQuerySet(RecordedQuerySet):
    def signed_by(self, user):
        return self.filter(user=user).order_by("-at")

    def of_today(self):
        """Those under the words in force; each counts for a year."""
        return self.filter(sha256=packs.current().undertaking().sha256)


class Undertaken(Recorded):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="undertakings")
    pack = models.CharField(max_length=50)
    edition = models.CharField(max_length=50)
    sha256 = models.CharField(max_length=64)
    typed_name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    objects = UndertakenQuerySet.as_manager()

    class Meta:
        verbose_name = "undertaking"

    @property
    def ends_on(self):
        """From this day on it is signed again."""
        return a_year_after(timezone.localdate(self.at))

    @classmethod
    @verb(Event.UNDERTAKEN)
    def sign(cls, *, by, typed_name):
        pack = packs.current()
        promise = pack.undertaking()
        by.__dict__.pop("promise_ends_on", None)
        by.be_called(typed_name)
        return cls.objects.create(
            user=by, pack=pack.name, edition=promise.edition, sha256=promise.sha256, typed_name=typed_name
        )
