"""What people were told, who understood which decision, and what was answered."""

from .answer import Consent
from .competence import Competence
from .earlier_register import EarlierRegister, RegisterCopy
from .notice import NoticeGiven

__all__ = ["Competence", "Consent", "EarlierRegister", "NoticeGiven", "RegisterCopy"]
