"""What stands between us and other organisations, all about Leo: requests, an agreement, a decision that stands."""

from records.models import OtherSetting
from sharing.models import Decision, Request, Routine, SharingAgreement
from tests.cast import in_days
from tests.sharing.conftest import AGREED, TO_SHARE

ON_AGREEMENTS = ["sharing_agreement", "review_agreement", "end_agreement"]
ON_REQUESTS = ["asked_request", "call_back", "link_request", "close_request", "start_from_request"]
ON_ROUTINES = ["routine", "share_routinely", "end_routine"]


def build(cast, note):
    """Each thing with the names of its pages."""
    agreement, stands = with_partner(cast, note), standing_for(cast)
    return {
        asked_of_us(cast): [f"sharing:{name}" for name in ON_REQUESTS],
        asked_of_us(cast, direction="out"): ["sharing:reply_came"],
        _answered(cast): ["sharing:letter"],
        agreement: [f"sharing:{name}" for name in ON_AGREEMENTS],
        agreement.documents.get(): ["sharing:agreement_document"],
        stands: [f"sharing:{name}" for name in ON_ROUTINES],
        stands.decision: ["sharing:let_stand"],
    }


def asked_of_us(cast, **said):
    said |= {"kind": "s47", "name": "Sol", "asked_for": "How is he fed?", "why": "To plan"}
    return Request.receive(by=cast.amara, people=[cast.leo], **said)


def _answered(cast):
    asked = asked_of_us(cast)
    asked.answer(by=cast.amara, words="We cannot say.")
    return asked


def with_partner(cast, note):
    days = {"starts_on": in_days(-1).date(), "review_on": in_days(9).date(), "ends_on": in_days(90).date()}
    said = {"purposes": ["learning"], "information": ["developmental"], "legal_basis": "public_task", "parties": "Both"}
    return SharingAgreement.record(by=cast.dee, agency=cast.social_care, files=[note], **said, **days)


def standing_for(cast, person=None):
    """News of how Leo learns, for the school where he goes besides."""
    there = OtherSetting.record(by=cast.amara, person=person or cast.leo, agency=cast.social_care)
    about = {"agency": cast.social_care, "contact": cast.contact, "information": "developmental", "purpose": "learning"}
    request = {"name": "Amara Example", "asked_for": "How he learns"}
    decision = Decision.propose(by=cast.amara, people=[person or cast.leo], facts=AGREED, request=request, **about)
    decision.sign(by=cast.dee, outcome="share", **TO_SHARE | {"purpose": "learning"})
    return Routine.allow(by=cast.dee, decision=decision, setting=there, until=in_days(90).date())
