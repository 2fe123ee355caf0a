"""People, relationships, agencies, folders, entries, concerns and questions."""

from .access_request import AccessRequest
from .access_review import AccessReview
from .agency import Agency, AgencyContact
from .allegation import Allegation
from .attachment import Attachment
from .break_glass import BreakGlass
from .concern import Concern
from .concern_about import ConcernAbout
from .entry import Entry
from .exclusion import Exclusion
from .flag import Flag
from .folder import Folder, FolderGrant, FolderReader
from .folder_about import FolderAbout
from .folder_keeper import FolderKeeper
from .home_mark import HomeMark
from .household import Household, HouseholdMember
from .kept_out import KeptOut
from .likeness import Likeness
from .mark import Mark
from .moved import Moved
from .name_key import NameKey
from .order import Order
from .paper_scan import PaperScan
from .person import Person, PersonReader
from .place import PersonPlace
from .private_note import PrivateNote
from .question import Question, Reply
from .received import Received
from .rectification import Rectification
from .relationship import LinkReader, Relationship
from .restriction import RestrictedTo, Restriction
from .safe_contact import SafeContact, Withheld
from .setting import OtherSetting
from .task import Task
from .telling import Telling
from .tie import Tie
from .unusual import ReadUpTo, UnusualReading
from .week import LookedAt, WeekReview

__all__ = [
    "AccessRequest",
    "AccessReview",
    "Agency",
    "AgencyContact",
    "Allegation",
    "Attachment",
    "BreakGlass",
    "Concern",
    "ConcernAbout",
    "Entry",
    "Exclusion",
    "Flag",
    "Folder",
    "FolderAbout",
    "FolderGrant",
    "FolderKeeper",
    "FolderReader",
    "HomeMark",
    "Household",
    "HouseholdMember",
    "KeptOut",
    "Likeness",
    "LinkReader",
    "LookedAt",
    "Mark",
    "Moved",
    "NameKey",
    "Order",
    "OtherSetting",
    "PaperScan",
    "Person",
    "PersonPlace",
    "PersonReader",
    "PrivateNote",
    "Question",
    "Received",
    "Rectification",
    "ReadUpTo",
    "Relationship",
    "Reply",
    "RestrictedTo",
    "Restriction",
    "SafeContact",
    "Task",
    "Telling",
    "Tie",
    "UnusualReading",
    "WeekReview",
    "Withheld",
]
