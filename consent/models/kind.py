"""Four permissions kept apart: a yes to photographs, to medical help or to taking part is never a yes to share (H-12).

Each answer, and each assessment of whether somebody can give it, is about one thing of one kind. For sharing that is a
purpose, a recipient and a kind of information; for the other three it is one of the things in the policy pack.
"""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from policy import packs
from policy.pack import Permission
from records.models import Agency

BLANKET = (
    "Name the agency, or one kind of agency. A yes to “other agencies” is not an agreement: people must know who "
    "would be told what, and why."
)
EVERYTHING = (
    "Choose one of the things shown. A yes to “everything” is not an agreement: people must know what they say yes to, "
    "and may say yes to one thing and no to the next."
)
NOT_SHARED = "This is not about sharing, so nobody would be told anything. Ask about sharing by itself."


class Kind(models.TextChoices):
    SHARING = "sharing", "Sharing information"
    PHOTOGRAPHS = "photographs", "Photographs and film"
    MEDICAL = "medical", "Medical help"
    SERVICE = "service", "Taking part"

    @classmethod
    def others(cls) -> list["Kind"]:
        """All that is not about sharing."""
        return [kind for kind in cls if kind != cls.SHARING]

    @property
    def things(self) -> Mapping[str, Permission]:
        """What can be asked under this kind, as the policy has it; nothing for sharing."""
        return packs.current().permissions.get(self.value, {})


def whom_and_what():
    """For the table itself: sharing names one agency or one kind, and which information; the others name neither."""
    whom = Q(recipient=None) & ~Q(recipient_kind__in=["", "other"]) | Q(recipient__isnull=False, recipient_kind="")
    nothing = Q(recipient=None, recipient_kind="", information="")
    return Q(kind="sharing") & whom & ~Q(information="") | Q(kind__in=Kind.others()) & nothing


def unclear(asked) -> tuple[str, str]:
    """Why it is not one clear thing that is asked, as (field, what to do); ("", "") when it is."""
    return _unclear_thing(asked) if asked.kind in Kind.others() else _unclear_sharing(asked)


def _unclear_thing(asked):
    if asked.recipient or asked.recipient_kind or asked.information:
        return "recipient", NOT_SHARED
    return ("", "") if asked.purpose in Kind(asked.kind).things else ("purpose", EVERYTHING)


def _unclear_sharing(asked):
    if not asked.recipient and asked.recipient_kind in ("", Agency.Kind.OTHER):
        return "recipient", BLANKET
    if asked.purpose not in packs.current().purposes:
        return "purpose", "Choose one of the purposes shown."
    return ("", "") if asked.information else ("information", "Choose which information.")
