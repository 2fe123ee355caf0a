"""What the pages about records ask. A form asks and checks; it never writes."""

from .access import EndForm, ExcludeForm, GrantForm, KeyPersonForm
from .access_request import AnswerAccessForm, AnswerByNameForm, AskByNameForm, AskForm, RenewForm
from .access_review import ReviewForm
from .agency import AgencyForm, ChangeAgencyForm, ContactForm
from .apart import ChangeAboutForm, KeepLongerForm, ShutFolderForm, StartAboutForm
from .break_glass import AllowForm, AnswerForGlassForm, BreakGlassForm
from .chronology import ChronologyForm, WeighForm
from .colleague import ColleagueCorrectionForm, ColleagueEntryForm, OfficerForm
from .concern import AnswerForm, ConcernForm, LinkForm, NotEnoughForm
from .entry import CorrectionForm, EntryForm, HistoricalForm
from .family import HouseholdForm, OrderForm, SettingForm
from .files import ScanForm
from .flag import FlagForm, FlagReviewForm
from .likeness import AlikeForm, PartForm, SettleForm
from .people import ChangeForm, LookForm, RegisterForm, SearchForm
from .private_note import NoteForm, ThrowAwayForm
from .putting_right import MoveForm, RectificationAnswerForm, RectificationForm
from .question import QuestionForm, ReplyForm
from .received import PermitForm, ReceivedForm, SourceReviewForm
from .relationship import RelationshipChangeForm, RelationshipForm
from .restriction import RestrictForm
from .safe_contact import ChangeContactForm, EndContactForm, ProtectForm, RevealForm
from .task import TaskDoneForm, TaskForm
from .telling import RuleForm, TellForm
from .tie import DeclareForm, PostcodeForm, TieForm
from .week import ExplainForm, WeekForm, WeekLookForm

__all__ = [
    "AgencyForm",
    "ChangeAgencyForm",
    "AlikeForm",
    "AllowForm",
    "AnswerAccessForm",
    "AnswerByNameForm",
    "AnswerForGlassForm",
    "AnswerForm",
    "AskByNameForm",
    "AskForm",
    "BreakGlassForm",
    "ChangeAboutForm",
    "ChangeContactForm",
    "ChangeForm",
    "ColleagueCorrectionForm",
    "ColleagueEntryForm",
    "ChronologyForm",
    "ConcernForm",
    "ContactForm",
    "CorrectionForm",
    "DeclareForm",
    "EndContactForm",
    "EndForm",
    "EntryForm",
    "ExcludeForm",
    "FlagForm",
    "FlagReviewForm",
    "ExplainForm",
    "GrantForm",
    "HistoricalForm",
    "HouseholdForm",
    "KeepLongerForm",
    "KeyPersonForm",
    "LinkForm",
    "NotEnoughForm",
    "LookForm",
    "MoveForm",
    "NoteForm",
    "OfficerForm",
    "PartForm",
    "PermitForm",
    "PostcodeForm",
    "ProtectForm",
    "OrderForm",
    "QuestionForm",
    "ReceivedForm",
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
    "RuleForm",
    "ScanForm",
    "SearchForm",
    "SettleForm",
    "SourceReviewForm",
    "ShutFolderForm",
    "StartAboutForm",
    "TaskDoneForm",
    "TaskForm",
    "ThrowAwayForm",
    "TellForm",
    "TieForm",
    "WeighForm",
    "SettingForm",
    "WeekForm",
    "WeekLookForm",
]
