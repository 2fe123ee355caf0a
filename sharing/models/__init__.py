"""Requests, drafts, decisions, advice, disclosures and sealed records."""

from .advice import Advice, Amendment
from .decision import Decision, DecisionAbout
from .delivery import Delivery, Knock, Outgoing, OutgoingCode
from .disagreement import Disagreement
from .disclosure import Disclosure, DisclosureItem
from .draft import Draft
from .held_back import HeldBack
from .incident import Incident
from .reply import Reply
from .request import Request
from .request_reach import RequestAbout
from .routine import Routine, RoutineShared
from .sealed import SealedDocument
from .sharing_agreement import SharingAgreement, SignedAgreement, WithoutAgreement

__all__ = [
    "Advice",
    "Amendment",
    "Decision",
    "DecisionAbout",
    "Delivery",
    "Disagreement",
    "Disclosure",
    "DisclosureItem",
    "Draft",
    "Reply",
    "HeldBack",
    "Incident",
    "Knock",
    "Outgoing",
    "OutgoingCode",
    "Request",
    "RequestAbout",
    "Routine",
    "RoutineShared",
    "SealedDocument",
    "SharingAgreement",
    "SignedAgreement",
    "WithoutAgreement",
]
