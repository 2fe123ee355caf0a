"""Answers that somebody is still working on: theirs alone, on any device, until they propose (or 14 days pass)."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from audit.verbs import Stale
from records.models import Concern, Person

from .. import apart
from ..facts import Facts
from ..weighing import weighed

KEPT_DAYS = 14


class DraftQuerySet(models.QuerySet):
    def open_to(self, user):
        """One's own, as long as one may still know of everybody it is about."""
        links = Draft.people.through.objects  # not the people themselves: a wall may hide whoever is lost
        lost = links.exclude(person__in=Person.objects.open_to(user).values("pk")).values("draft")
        mine = Q(colleague=None) | Q(concern__in=Concern.objects.about_colleagues(user).values("pk"))
        return self.filter(mine, owner=user.pk).exclude(pk__in=lost).order_by("-updated_at", "-pk")

    def forgotten(self, at=None):
        return self.filter(updated_at__lt=(at or timezone.now()) - timedelta(days=KEPT_DAYS))


class Draft(models.Model):
    """Not a recorded row: nothing has been decided or asked yet. Two pages never overwrite each other's words."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    people = models.ManyToManyField(Person, related_name="+")
    concern = models.ForeignKey(Concern, models.SET_NULL, null=True, related_name="+")
    colleague = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    request = models.ForeignKey("sharing.Request", models.CASCADE, null=True, related_name="+")
    returned = models.ForeignKey("sharing.Decision", models.CASCADE, null=True, related_name="+")
    replaces = models.ForeignKey("sharing.Decision", models.CASCADE, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    passed = models.JSONField(default=list)  # keys of questions left with "I do not know yet"
    details = models.JSONField(default=dict)  # what is said beside the answers, by page
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    def __str__(self):
        return f"draft {self.public_id.hex[:8]}"

    @classmethod
    @transaction.atomic
    def begin(cls, *, owner, people=(), **begun):
        """Whether it is about a child is read from the records, and never asked (one child is enough)."""
        people = list(people)
        draft = cls.objects.create(owner=owner, **begun)
        draft.people.set(people)
        if people:
            group = "child" if any(person.group == "child" for person in people) else "adult"
            draft.facts = {**draft.facts, "group": group}
            draft.save(update_fields=["facts"])
        return draft

    @property
    def known(self):
        return Facts(**self.facts)

    @property
    def verdict(self):
        return weighed(self.known)

    @property
    def is_emergency(self):
        return "happening" in self.details

    @property
    def door(self):
        """Whom to ask outside: the designated officer about a colleague, else the service for the group."""
        return "staff" if self.colleague_id else self.known.group or "child"

    @property
    def whom(self):
        return apart.whom(self.colleague, self.people.all())

    def said(self, page):
        """What was said on one page, or nothing yet."""
        return self.details.get(page, {})

    @transaction.atomic
    def put(self, *, seen, **changes):
        """Write answers or details, unless another page of the same draft was there first (raises Stale)."""
        values = {"version": F("version") + 1, "updated_at": timezone.now(), **changes}
        if not Draft.objects.filter(pk=self.pk, version=seen).update(**values):
            raise Stale
        self.refresh_from_db()

    def answer(self, *, seen, key, value, words=None, unsettled=()):
        """Answer one question; None says that the answer is not known yet.

        ``words`` are what was said beside it; ``unsettled`` are answers that this one puts in question again.
        """
        again = {key, *unsettled}
        facts = {fact: known for fact, known in self.facts.items() if fact not in again} | {key: value}
        passed = [other for other in self.passed if other not in again] + ([key] if value is None else [])
        told = {page: said for page, said in self.details.items() if (page, key) != ("woken", "consent")}
        details = told if words is None else {**told, key: words}
        self.put(seen=seen, facts=facts, passed=passed, details=details)

    @property
    def matter(self):
        """What it asks about agreement: for which purpose, and which kind of information."""
        said = self.said("purpose")
        return said.get("purpose"), said.get("information")

    def wake(self, why):
        """What it relied on is gone: it says so on its pages, and the question about agreement comes again."""
        facts = {fact: known for fact, known in self.facts.items() if fact != "consent"}
        woken = {"why": why, "at": timezone.now().isoformat()}
        self.put(seen=self.version, facts=facts, details={**self.details, "woken": woken})

    def say(self, *, seen, page, words, **changes):
        """Keep what was said on one of the pages around the questions."""
        self.put(seen=seen, details={**self.details, page: words}, **changes)
