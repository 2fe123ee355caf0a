"""Who asked for information, in what post, when, and what for (H-02). We may ask ourselves."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.verbs import Recorded
from records.models import Agency


class Request(Recorded):
    """Created by the verb that proposes the decision; one request may lead to several decisions."""

    class Kind(models.TextChoices):
        OURS = "ours", "We want to share it ourselves"
        SECTION_17 = "s17", "Social worker, child in need (section 17)"
        SECTION_47 = "s47", "Social worker, child protection enquiry (section 47)"
        SECTION_42 = "s42", "Adult safeguarding enquiry (section 42)"
        POLICE = "police", "Police"
        COURT = "court", "Court"
        REGULATOR = "regulator", "Regulator"
        OTHER_SETTING = "setting", "School, nursery or other setting"
        FAMILY = "family", "Family member, or somebody acting for one"
        OTHER = "other", "Somebody else"

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OURS)
    name = models.CharField("who asks", max_length=200)
    post = models.CharField("their post", max_length=200, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.CharField(max_length=200, blank=True)
    reference = models.CharField("their reference", max_length=100, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_for = models.TextField("what is asked for")
    why = models.TextField("what it is for")
    due_at = models.DateTimeField("wanted by", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(asked_for=""), name="a_request_says_who_asks_for_what")
        ]

    @property
    def is_from_outside(self):
        return self.kind != self.Kind.OURS
