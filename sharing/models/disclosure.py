"""What left, to whom, how, and what they said they would do (S-22, S-23, H-07, H-20)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.events import Event
from audit.verbs import Recorded, note, verb
from records.models import AgencyContact, Attachment, Entry

USER = settings.AUTH_USER_MODEL


class Disclosure(Recorded):
    class WillDo(models.TextChoices):
        ADVICE = "advice", "Advice only"
        EARLY_HELP = "early_help", "Early help"
        SECTION_17 = "s17", "Assessment of a child in need (section 17)"
        SECTION_47 = "s47", "Child protection enquiry (section 47)"
        SECTION_42 = "s42", "Adult safeguarding enquiry (section 42)"
        EMERGENCY = "emergency", "Emergency help"
        SERVICE = "service", "Their service, as agreed"
        NOTHING = "nothing", "No further action"
        NOT_KNOWN = "not_known", "They have not said yet"

    decision = models.OneToOneField("sharing.Decision", models.PROTECT, related_name="disclosure")
    contact = models.ForeignKey(AgencyContact, models.PROTECT, null=True, related_name="+")
    to_whom = models.CharField("who received it", max_length=300)
    method = models.CharField(max_length=30)
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    taken_by = models.CharField("who took it", max_length=200)
    reference = models.CharField("their reference", max_length=100, blank=True)
    will_do = models.CharField("what they will do", max_length=12, choices=WillDo.choices)
    worker_named = models.BooleanField("the family may be told which of us shared it", default=False)
    agency_named = models.BooleanField("our organisation may be named to the family", default=True)
    agency_agreement = models.CharField("why it was agreed otherwise", max_length=500, blank=True)
    agreed_with = models.CharField("who agreed otherwise, on both sides", max_length=300, blank=True)
    agreed_on = models.DateField("when that was agreed", null=True, blank=True)
    keeping = models.CharField("how long they keep it, and when it is deleted", max_length=300, blank=True, default="")

    LATER = ("agreed_with", "agreed_on", "keeping")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agency_named=True) | ~Q(agency_agreement=""),
                name="our_name_is_withheld_only_by_an_agreement",
            ),
            models.CheckConstraint(
                condition=~Q(to_whom="") & ~Q(taken_by="") & ~Q(method=""),
                name="a_disclosure_says_how_and_who_received_it",
            ),
        ]

    @verb(Event.PARCEL_FIXED)
    def fix(self, *, by, sha256):
        """A line of the ledger holds the hash of the words that leave, so that every recipient can prove them."""
        note(sha256=sha256)


class DisclosureItem(Recorded):
    """One thing that left, chosen by itself, with why it was needed."""

    class Nature(models.TextChoices):
        FACT = "fact", "Fact"
        OPINION = "opinion", "Opinion"
        REPORTED = "reported", "What somebody said"
        FILE = "file", "A file, which may hold opinion too"

    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="items")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="disclosed")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="disclosed")
    what = models.TextField()
    nature = models.CharField(max_length=10, choices=Nature.choices)
    source = models.CharField(max_length=200, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    why_needed = models.TextField()

    LATER = ("attachment",)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why_needed="") & ~Q(what=""), name="an_item_says_what_and_why_needed")
        ]
