"""The signed PDF of a decision: made once, kept as it is, never made again."""

from django.db import models
from django.db.models import Q

from audit.verbs import Recorded


class SealedDocument(Recorded):
    """A decision is sealed when it is signed, and once more when what was shared under it is recorded."""

    class Stage(models.TextChoices):
        SIGNED = "signed", "As signed"
        SHARED = "shared", "With what was shared"

    decision = models.ForeignKey("sharing.Decision", models.PROTECT, related_name="sealed")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    pdf = models.FileField(upload_to="sealed/")
    sha256 = models.CharField(max_length=64)
    canonical = models.TextField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "stage"], name="a_decision_is_sealed_once_at_each_stage"),
            models.CheckConstraint(condition=~Q(sha256=""), name="a_sealed_document_has_its_hash"),
        ]

    def bytes(self):
        with self.pdf.open("rb") as file:
            return file.read()
