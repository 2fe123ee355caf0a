"""Answers that somebody is still working on: theirs alone, on any device, until they propose (or 14 days pass)."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from audit.verbs import Stale
from records.models import Concern, Person

from ..facts import Facts
from ..rules import weigh

KEPT_DAYS = 14


class DraftQuerySet(models.QuerySet):
    def open_to(self, user):
        return self.filter(owner=user.pk).order_by("-updated_at")

    def forgotten(self, at=None):
        return self.filter(updated_at__lt=(at or timezone.now()) - timedelta(days=KEPT_DAYS))


class Draft(models.Model):
    """Not a recorded row: nothing has been decided or asked yet. Two pages never overwrite each other's words."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    people = models.ManyToManyField(Person, related_name="+")
    concern = models.ForeignKey(Concern, models.SET_NULL, null=True, related_name="+")
    returned = models.ForeignKey("sharing.Decision", models.CASCADE, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    passed = models.JSONField(default=list)  # keys of questions left with "I do not know yet"
    details = models.JSONField(default=dict)  # what is said on the pages after the questions, by page
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    def __str__(self):
        return f"draft {self.public_id.hex[:8]}"

    @property
    def known(self):
        return Facts(**self.facts)

    @property
    def verdict(self):
        return weigh(self.known)

    @transaction.atomic
    def put(self, *, seen, **changes):
        """Write answers or details, unless another page of the same draft was there first (raises Stale)."""
        values = {"version": F("version") + 1, "updated_at": timezone.now(), **changes}
        if not Draft.objects.filter(pk=self.pk, version=seen).update(**values):
            raise Stale
        self.refresh_from_db()

    def answer(self, *, seen, key, value):
        """Answer one question; None says that the answer is not known yet."""
        passed = [other for other in self.passed if other != key] + ([key] if value is None else [])
        self.put(seen=seen, facts={**self.facts, key: value}, passed=passed)

    def say(self, *, seen, page, words):
        """Keep what was said on one of the pages after the questions."""
        self.put(seen=seen, details={**self.details, page: words})
