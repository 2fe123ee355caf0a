"""What people were told, who understood which decision or holds which power, what they wish, and what was answered."""

from .answer import Consent
from .best_interests import BestInterests
from .capacity import Capacity
from .competence import Competence
from .conversation import Conversation
from .earlier_register import EarlierRegister, RegisterCopy
from .letter import Letter
from .notice import NoticeGiven
from .power import Power
from .sheet_given import SheetGiven
from .sheet_link import SheetLink, SheetOutgoing
from .signature import Signature
from .wish import Wish

__all__ = [
    "BestInterests",
    "Capacity",
    "Competence",
    "Consent",
    "Conversation",
    "EarlierRegister",
    "Letter",
    "NoticeGiven",
    "Power",
    "RegisterCopy",
    "SheetGiven",
    "SheetLink",
    "SheetOutgoing",
    "Signature",
    "Wish",
]
