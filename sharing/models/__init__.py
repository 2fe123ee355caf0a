"""Requests, drafts, decisions, advice, disclosures and sealed records."""

from .advice import Advice, Amendment
from .decision import Decision, DecisionAbout
from .disclosure import Disclosure, DisclosureItem
from .draft import Draft
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
    "Disclosure",
    "DisclosureItem",
    "Draft",
    "Reply",
    "Request",
    "RequestAbout",
    "Routine",
    "RoutineShared",
    "SealedDocument",
    "SharingAgreement",
    "SignedAgreement",
    "WithoutAgreement",
]
