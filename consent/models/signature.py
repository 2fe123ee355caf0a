"""How an answer was signed: drawn on the screen, as a name typed before somebody, or on a paper that was scanned."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from audit import field_key
from audit.verbs import Recorded, RecordedQuerySet
from records.attaching import vault
from records.attaching.kinds import KINDS
from records.attaching.scanner import Scan

from .. import drawing

NEEDS_ONE = "Signed on the screen: draw the signature, or write the name and say who was there."


class SignatureQuerySet(RecordedQuerySet):
    def open_to(self, user):
        from .answer import Consent

        found = self.filter(consent__in=Consent.objects.open_to(user).values("pk"))
        return found.select_related("consent__person", "consent__relationship")

    def papers_open_to(self, user):
        return self.open_to(user).filter(kind=Signature.Kind.PAPER)


class Signature(Recorded):
    """Locked with the field key, as what would harm somebody who signed if it were read by the wrong person."""

    class Kind(models.TextChoices):
        DRAWN = "drawn", "Drawn on the screen"
        TYPED = "typed", "Name typed, before a witness"
        PAPER = "paper", "Signed on paper"

    consent = models.OneToOneField("consent.Consent", models.PROTECT, related_name="signature")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    typed_name = models.CharField(max_length=200, blank=True)
    present = models.CharField("who was there", max_length=200, blank=True)
    locked = models.TextField(blank=True)  # what was drawn
    file = models.CharField(max_length=10, blank=True)  # what the scan is, such as "pdf"; it lies in the vault
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    plain_sha256 = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=200, blank=True)
    scan = models.CharField(max_length=10, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="drawn") | ~Q(locked=""), name="a_drawn_signature_is_kept"),
            models.CheckConstraint(
                condition=~Q(kind="typed") | ~Q(typed_name="") & ~Q(present=""),
                name="a_typed_name_says_who_was_there",
            ),
            models.CheckConstraint(condition=~Q(kind="paper") | ~Q(key=""), name="a_signed_paper_is_kept"),
        ]

    @classmethod
    def of(cls, consent, *, drawn="", typed_name="", present="", paper=None):
        """Within the verb that records the answer. ``paper``: a file that was looked into (records/attaching)."""
        made = cls(consent=consent, typed_name=typed_name, present=present)
        made._take(drawn, paper)
        made.save()
        return made

    @classmethod
    def of_answers(cls, person):
        """Which answers for a person were signed, as a set of their keys. One query."""
        return set(cls.objects.filter(consent__person__in=person.every_record()).values_list("consent", flat=True))

    def _take(self, drawn, paper):
        if paper:
            self.kind = self.Kind.PAPER
            self._keep(paper)
        elif drawn:
            self.kind = self.Kind.DRAWN
            self.locked = field_key.lock(";".join(drawing.lines_of(drawn)), self._bound_to)
        elif self.typed_name and self.present:
            self.kind = self.Kind.TYPED
        else:
            raise ValidationError({"how": NEEDS_ONE})

    def _keep(self, paper):
        self.file, self.scan, self.size = paper.kind, paper.scan, len(paper.data)
        self.plain_sha256 = sha256(paper.data).hexdigest()
        self.key, self.sha256 = vault.put(self.public_id.hex, paper.data)

    @property
    def lines(self):
        """What was drawn, line by line. Raises Unreadable, KeyUnusable."""
        return field_key.unlock(self.locked, self._bound_to).split(";") if self.locked else []

    @property
    def _bound_to(self):
        return f"signature {self.public_id.hex}"

    def pieces(self):
        """The scan, piece by piece. Raises Spoilt, KeyUnusable."""
        return vault.opened(self.public_id.hex, self.key)

    def look_through(self):
        for _ in self.pieces():
            pass

    @property
    def is_harmful(self):
        return self.scan == Scan.INFECTED

    @property
    def called_outside(self):
        return f"signed-{self.public_id.hex[:8]}.{self.file}"

    @property
    def media(self):
        return KINDS[self.file].media

    @property
    def traced_in(self):
        return self.consent.traced_in
