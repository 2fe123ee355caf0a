"""A decision that stands: signed once, for learning alone, to one other setting of one child, until its day (H-27)."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from records.models import Agency, OtherSetting
from sharing.models import Decision, Routine
from sharing.states import NotNow
from tests.cast import PASSWORD, in_days
from tests.sharing.conftest import AGREED, TO_SHARE

pytestmark = pytest.mark.clause("H-27")
LEARNING = TO_SHARE | {"purpose": "learning", "legal_power": "agreement"}


@pytest.fixture
def setting(cast):
    school = Agency.add(by=cast.dee, name="Example School", kind="school")
    said = {"name": "Ms Tarn", "post": "Teacher", "telephone": "01632 960306", "number_from": "their website"}
    school.verify(by=cast.dee, **said)
    return OtherSetting.record(by=cast.amara, person=cast.leo, agency=school)


@pytest.fixture
def signed(cast, setting):
    def signed(**said):
        about = {"purpose": "learning", "information": "developmental", "agency": setting.agency}
        about |= {"people": [cast.leo], "facts": AGREED, "contact": setting.agency.contacts.get()} | said
        request = {"name": "Amara", "asked_for": "How he learns"}
        decision = Decision.propose(by=cast.amara, request=request, **about)
        decision.sign(by=cast.dee, outcome="share", **LEARNING | {"purpose": about["purpose"]})
        return decision

    return signed


@pytest.fixture
def allow(cast, setting, signed):
    def allow(by=None, decision=None, until=90):
        day = in_days(until).date()
        return Routine.allow(by=by or cast.dee, decision=decision or signed(), setting=setting, until=day)

    return allow


def tell(routine, by):
    contact = routine.decision.agency.contacts.get()
    routine.share(by=by, contact=contact, what="He counts to ten.", method="telephone", at=timezone.now())


class TestItStands:
    def test_for_news_about_learning_until_its_day(self, cast, allow):
        routine = allow()
        tell(routine, cast.amara)
        assert routine.shared.get().what == "He counts to ten."
        with time_machine.travel(in_days(91), tick=False), pytest.raises(NotNow):
            tell(routine, cast.amara)

    def test_only_by_a_designated_person_and_a_year_at_most(self, cast, allow, signed):
        with pytest.raises(PermissionDenied):
            allow(by=cast.amara)
        for days in (-1, 400):
            with pytest.raises(NotNow):
                allow(until=days)

    @pytest.mark.parametrize(
        "other", [{"purpose": "health"}, {"information": "personal"}, {"facts": AGREED | {"harm": "suspected"}}]
    )
    def test_for_nothing_else_than_learning_where_nobody_fears_for_the_child(self, cast, allow, signed, other):
        decision = signed()
        for name, value in other.items():
            setattr(decision, name, value)
        assert not Routine.objects.exists()
        with pytest.raises(NotNow):
            allow(decision=decision)

    def test_for_one_child_and_where_they_go(self, cast, allow, signed, setting):
        with pytest.raises(NotNow):
            allow(decision=signed(people=[cast.leo, cast.yara]))
        with pytest.raises(NotNow):
            allow(decision=signed(agency=cast.social_care, contact=cast.contact))

    def test_no_longer_than_the_child_goes_there(self, cast, allow, setting):
        routine = allow()
        setting.change(by=cast.amara, ends_on=in_days(-1).date())
        with pytest.raises(NotNow):
            tell(Routine.objects.get(pk=routine.pk), cast.amara)

    def test_no_longer_than_somebody_lets_it(self, cast, allow):
        routine = allow()
        routine.end(by=cast.dee)
        with pytest.raises(NotNow):
            tell(routine, cast.amara)


class TestItsPages:
    def test_a_lead_signs_and_a_worker_records(self, cast, signed, setting, as_):
        decision = signed()
        page = reverse("sharing:let_stand", args=[decision.public_id])
        assert page in as_(cast.dee).get(reverse("sharing:decision", args=[decision.public_id])).text
        said = {"setting": setting.public_id, "until": in_days(90).date().isoformat(), "password": PASSWORD}
        assert as_(cast.amara).post(page, said).status_code == 403
        as_(cast.dee).post(page, said | {"password": "wrong"})
        assert not Routine.objects.exists()
        as_(cast.dee).post(page, said)
        routine = Routine.objects.get()
        contact = setting.agency.contacts.get().public_id
        told = {"what": "He counts to ten.", "contact": contact, "method": "telephone", "learning_only": "on"}
        told["at"] = timezone.localtime().isoformat()
        assert "stands for routine news already" in as_(cast.dee).get(page).text
        share = reverse("sharing:share_routinely", args=[routine.public_id])
        assert "one_time_link" not in as_(cast.amara).get(share).text  # nothing would send it
        as_(cast.amara).post(share, told | {"learning_only": ""})
        assert not routine.shared.exists()
        as_(cast.amara).post(share, told)
        assert "He counts to ten." in as_(cast.dee).get(reverse("sharing:routine", args=[routine.public_id])).text

    def test_are_for_whoever_writes_how_the_child_learns_though_the_decision_is_not_theirs_to_open(
        self, cast, allow, setting, as_
    ):
        routine = allow()
        told = {"what": "He sings.", "contact": setting.agency.contacts.get().public_id, "method": "telephone"}
        told |= {"learning_only": "on", "at": timezone.localtime().isoformat()}
        as_(cast.ben).post(reverse("sharing:share_routinely", args=[routine.public_id]), told)
        assert "He sings." in as_(cast.ben).get(reverse("sharing:routine", args=[routine.public_id])).text

    def test_are_closed_once_it_was_ended(self, cast, allow, as_):
        routine = allow()
        assert Routine.objects.usable_by(cast.amara).exists()
        for status in (302, 403):
            ended = as_(cast.dee).post(reverse("sharing:end_routine", args=[routine.public_id]))
            assert ended.status_code == status
        assert not Routine.objects.usable_by(cast.amara).exists()

    def test_are_not_there_for_strangers_and_whoever_is_shut_out(self, cast, allow, as_):
        page = reverse("sharing:routine", args=[allow().public_id])
        assert as_(cast.amara).get(page).status_code == 200
        cast.leo.exclude(by=cast.sena, who=cast.amara, reason="Related")
        for who in (cast.amara, cast.chen, cast.vik):
            assert as_(who).get(page).status_code == 404
