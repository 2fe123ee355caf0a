"""Nothing that is locked away leaves by another door than a parcel either: colleagues, copies, lists, prints (S-22)."""

import pytest

from records.models import Agency, Concern, SafeContact
from records.models.allegation import keep_apart
from sharing.leaving.guard import Answer, judged
from sharing.models import Decision
from sharing.states import NotNow

from .conftest import REFUSED_HARM
from .test_guard import item, to

pytestmark = pytest.mark.clause("S-22")
HOME = "14 Larkspur Row\nNorbridge\nNR14 7XP"
ELSEWHERE = "She is at 14, LARKSPUR-\nrow now."


@pytest.fixture
def locked(cast):
    return SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value=HOME)


@pytest.mark.clause("H-31")
class TestADecisionAboutAColleague:
    @pytest.fixture
    def decision(self, cast):
        """Leo was named by whoever reported it; the decision is in no record of his."""
        officer = Agency.add(by=cast.dee, name="An officer", kind="regulator")
        contact = officer.verify(by=cast.dee, name="Sol", post="x", telephone="0", number_from="x")
        told = {"danger": "no", "facts": "He held Leo.", "is_about_staff": True, "about_staff": cast.chen}
        concern = Concern.log(by=cast.amara, people=[cast.leo], **told)
        about = {"concern": concern, "group": "child", "colleague": cast.chen, "contact": contact, "agency": officer}
        return Decision.propose(
            by=cast.sena, people=[], facts=REFUSED_HARM, apart=keep_apart(concern, by=cast.sena),
            request={"name": "Sena", "asked_for": "x"}, **about,
        )  # fmt: skip

    def test_is_read_by_the_guard_for_everybody_whom_the_report_names(self, locked, decision):
        assert judged(decision, to(decision.contact), [item()]).answer == Answer.STOPPED
        assert judged(decision, to(decision.contact), [item("He plays.")]).answer == Answer.FREE

    def test_and_so_is_what_an_advice_service_is_told(self, cast, locked, decision):
        for asked, named in ((ELSEWHERE, True), ("What of Leo?", False)):
            with pytest.raises(NotNow):
                decision.seek_advice(by=cast.sena, door="The service", asked=asked, named=named)
