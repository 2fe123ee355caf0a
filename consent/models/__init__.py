"""What people were told, who understood which decision or holds which power, what they wish, and what was answered."""

from .answer import Consent
from .best_interests import BestInterests
from .capacity import Capacity
from .competence import Competence
from .earlier_register import EarlierRegister, RegisterCopy
from .notice import NoticeGiven
from .power import Power
from .wish import Wish

__all__ = [
    "BestInterests",
    "Capacity",
    "Competence",
    "Consent",
    "EarlierRegister",
    "NoticeGiven",
    "Power",
    "RegisterCopy",
    "Wish",
]
