"""What people were told, who understood which decision, and what was answered."""

from .answer import Consent
from .competence import Competence
from .conversation import Conversation
from .letter import Letter
from .notice import NoticeGiven
from .sheet_given import SheetGiven
from .signature import Signature

__all__ = ["Competence", "Consent", "Conversation", "Letter", "NoticeGiven", "SheetGiven", "Signature"]
