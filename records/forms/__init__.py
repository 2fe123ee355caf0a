"""What the pages about records ask. A form asks and checks; it never writes."""

from .access import EndForm, ExcludeForm, GrantForm, KeyPersonForm
from .agency import AgencyForm, ContactForm
from .concern import AnswerForm, ConcernForm, LinkForm
from .entry import CorrectionForm, EntryForm, HistoricalForm
from .likeness import PartForm, SettleForm
from .people import ChangeForm, LookForm, RegisterForm, SearchForm
from .question import QuestionForm, ReplyForm
from .relationship import RelationshipChangeForm, RelationshipForm
from .safe_contact import ChangeContactForm, EndContactForm, ProtectForm, RevealForm

__all__ = [
    "AgencyForm",
    "AnswerForm",
    "ChangeContactForm",
    "ChangeForm",
    "ConcernForm",
    "ContactForm",
    "CorrectionForm",
    "EndContactForm",
    "EndForm",
    "EntryForm",
    "ExcludeForm",
    "GrantForm",
    "HistoricalForm",
    "KeyPersonForm",
    "LinkForm",
    "LookForm",
    "PartForm",
    "ProtectForm",
    "QuestionForm",
    "RegisterForm",
    "RelationshipChangeForm",
    "RelationshipForm",
    "ReplyForm",
    "RevealForm",
    "SearchForm",
    "SettleForm",
]
