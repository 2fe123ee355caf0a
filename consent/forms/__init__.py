"""What the pages about telling, asking and hearing ask. A form asks and checks; it never writes."""

from .answer import AnswerForm, NotSoughtForm
from .asking import GiveSheetForm, LetGoForm, NotNowForm, RoomForm, SheetForm
from .copying import BringInForm, CopyForm
from .deciding import BestInterestsForm, CapacityForm, CompetenceForm, HarmForm, PowerForm, WishForm
from .notice import NoticeForm
from .register import RegisterForm
from .then import DayForm
from .withdraw import SentForm, WithdrawForm

__all__ = [
    "AnswerForm",
    "BestInterestsForm",
    "BringInForm",
    "CapacityForm",
    "CompetenceForm",
    "CopyForm",
    "DayForm",
    "GiveSheetForm",
    "HarmForm",
    "LetGoForm",
    "NotNowForm",
    "NotSoughtForm",
    "NoticeForm",
    "PowerForm",
    "RegisterForm",
    "RoomForm",
    "SentForm",
    "SheetForm",
    "WishForm",
    "WithdrawForm",
]
