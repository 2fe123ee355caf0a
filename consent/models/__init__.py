"""What people were told, who understood which decision, and what was answered."""

from .answer import Consent
from .competence import Competence
from .notice import NoticeGiven

__all__ = ["Competence", "Consent", "NoticeGiven"]
