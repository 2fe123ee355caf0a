"""What the pages about records ask. A form asks and checks; it never writes."""

from .access import EndForm, ExcludeForm, GrantForm, KeyPersonForm
from .access_request import AnswerAccessForm, AnswerByNameForm, AskByNameForm, AskForm, RenewForm
from .access_review import ReviewForm
from .agency import AgencyForm, ContactForm
from .colleague import ColleagueCorrectionForm, ColleagueEntryForm, OfficerForm
from .concern import AnswerForm, ConcernForm, LinkForm
from .entry import CorrectionForm, EntryForm, HistoricalForm
from .family import HouseholdForm, OrderForm, SettingForm
from .likeness import PartForm, SettleForm
from .people import ChangeForm, LookForm, RegisterForm, SearchForm
from .putting_right import MoveForm, RectificationAnswerForm, RectificationForm
from .question import QuestionForm, ReplyForm
from .relationship import RelationshipChangeForm, RelationshipForm
from .restriction import RestrictForm
from .safe_contact import ChangeContactForm, EndContactForm, ProtectForm, RevealForm
from .tie import DeclareForm, TieForm

__all__ = [
    "AgencyForm",
    "AnswerAccessForm",
    "AnswerByNameForm",
    "AnswerForm",
    "AskByNameForm",
    "AskForm",
    "ChangeContactForm",
    "ChangeForm",
    "ColleagueCorrectionForm",
    "ColleagueEntryForm",
    "ConcernForm",
    "ContactForm",
    "CorrectionForm",
    "DeclareForm",
    "EndContactForm",
    "EndForm",
    "EntryForm",
    "ExcludeForm",
    "GrantForm",
    "HistoricalForm",
    "HouseholdForm",
    "KeyPersonForm",
    "LinkForm",
    "LookForm",
    "MoveForm",
    "OfficerForm",
    "PartForm",
    "ProtectForm",
    "OrderForm",
    "QuestionForm",
    "RectificationAnswerForm",
    "RectificationForm",
    "RegisterForm",
    "RelationshipChangeForm",
    "RelationshipForm",
    "RenewForm",
    "ReplyForm",
    "RestrictForm",
    "ReviewForm",
    "RevealForm",
    "SearchForm",
    "SettleForm",
    "TieForm",
    "SettingForm",
]
