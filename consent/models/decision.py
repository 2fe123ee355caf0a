"""One decision that somebody understands, cannot make, or has made for them: to share something, or another thing."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from audit.verbs import Recorded
from records.models import Agency, Folder

from .kind import Kind, unclear

NOT_YET = "Give a time that has been."
PRESUMED_ABLE_AT = 16
# What a folder about no service user holds is nobody's to agree to by this register.
KINDS = [kind for kind in Folder.Kind.choices if kind[0] != Folder.Kind.ABOUT]


class OneDecision(Recorded):
    """Whether somebody can decide is never asked in general, so whatever rests on it names the decision (GC-1, MC-1).

    `information` is empty only where it was recorded before the recipient was asked for.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.SHARING)
    purpose = models.CharField(max_length=40)
    recipient = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    recipient_kind = models.CharField(max_length=20, choices=Agency.Kind.choices, blank=True)
    information = models.CharField(max_length=20, choices=KINDS, default="", blank=True)
    about = models.CharField("the decision", max_length=300)

    SAID: list[str] = []  # what its own page shows, in order

    class Meta:
        abstract = True

    def bears_on(self, matter) -> bool:
        """Whether this is about what is asked there. About a kind of service, it is about each agency of the kind."""
        if (self.kind, self.purpose) != (matter.kind, matter.purpose) or not self.information:
            return (self.kind, self.purpose) == (matter.kind, matter.purpose)
        return self.information == matter.information and self._is_to(matter)

    def _is_to(self, matter) -> bool:
        if self.recipient:
            return self.recipient == matter.recipient
        return self.recipient_kind == (matter.recipient.kind if matter.recipient else matter.recipient_kind)

    @property
    def address(self):
        """Where it is read, in the address of its kind."""
        return reverse(f"consent:{self._meta.model_name}_record", args=[self.public_id])

    @property
    def said(self):
        """(question, answer), in words."""
        return [(self._meta.get_field(name).verbose_name, self._in_words(name)) for name in self.SAID]

    def _in_words(self, name):
        shown = getattr(self, f"get_{name}_display", None)
        value = shown() if shown else getattr(self, name)
        return ("Yes" if value else "No") if isinstance(value, bool) else value

    @property
    def whom(self):
        if self.recipient:
            return self.recipient.name
        return f"Any service of this kind: {self.get_recipient_kind_display()}" if self.recipient_kind else ""

    def clean(self):
        field, problem = unclear(self)
        if problem:
            raise ValidationError({field: problem})


def must_have_been(field, at):
    if at > timezone.now():
        raise ValidationError({field: NOT_YET})


def is_old_enough(person, on) -> bool:
    """Sixteen or over: presumed able to decide (GC-2, MC-1)."""
    return person.is_adult(on) or (person.age(on) or 0) >= PRESUMED_ABLE_AT
