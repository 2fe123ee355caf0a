"""What the table of pages is tried on, of agreements: an answer, one taken back, a talk put off, a sheet taken home."""

from datetime import timedelta

from django.utils import timezone

from consent.holders import KEEPERS, Holder
from consent.models import Consent, Conversation, SheetGiven, SheetLink
from tests.cast import in_days
from tests.consent.said import deciding

ON_PEOPLE = ["person", "then", "paper", "before", "record", "give_sheet", "ask_by_link", "not_sought", "notice"]
ON_PEOPLE += ["capacity", "best_interests", "power", "wish"]
ABOUT_PEOPLE = [f"consent:{name}" for name in ON_PEOPLE]
ON_ANSWERS = ["withdraw", "withdrawn", "copy", "signature", "consent_history", "consent_changes"]


def build(cast, link, paper):
    sent, answered = _by_link(cast, "learning"), _by_link(cast, "health")
    answered.say(by=cast.amara, answer="talk", name="Femi")
    letter, yes = _letter(cast, link, paper), _yes(cast, link, paper)
    return {
        cast.yara: ["consent:competence"],
        **deciding(cast),
        yes: [f"consent:{name}" for name in ON_ANSWERS],
        yes.signature: ["consent:signed_paper"],
        letter: ["consent:letter", "consent:send_letter"],
        sent: ["consent:link", "consent:revoke_link"],
        answered: ["consent:look_at_answer"],
        _put_off(cast): ["consent:not_now"],
        _taken_home(cast): ["consent:let_go"],
    }


def _letter(cast, link, paper):
    """To somebody who already had what was agreed, before that was taken back."""
    before = _yes(cast, link, paper)
    KEEPERS.append(lambda consent: [Holder("The clinic", "A letter", timezone.localdate())])
    before.withdraw(by=cast.amara)
    KEEPERS.pop()
    return before.letters.get()


def _put_off(cast):
    room = {"present": "others", "talk": "no", "interpreter": "not_needed"}
    return Conversation.begin(by=cast.amara, person=cast.leo, **room)


def _by_link(cast, purpose):
    asked = {"purpose": purpose, "recipient": cast.social_care, "information": "personal", "to_person": cast.femi}
    asked |= {"answer_by": in_days(7).date(), "sent_to": "f@example.org", "alone": True}
    return SheetLink.send(by=cast.amara, person=cast.leo, **asked)


def _taken_home(cast):
    asked = {"purpose": "health", "recipient": cast.social_care, "information": "personal"}
    day = in_days(7).date()
    return SheetGiven.give(by=cast.amara, person=cast.leo, to_person=cast.quin, answer_by=day, **asked)


def _yes(cast, link, paper):
    return Consent.record(
        by=cast.amara, person=cast.leo, answered_by=cast.femi, relationship=link, footing="parent", state="given",
        how="writing", purpose="health", recipient=cast.social_care, information="personal",
        review_on=timezone.localdate() + timedelta(days=90), **dict.fromkeys(Consent.CHECKS, True),
        signature={"paper": paper},
    )  # fmt: skip
