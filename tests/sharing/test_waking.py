"""What was not shared wakes up: by a day, by something new, by nothing else; and is then settled either way."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.verbs import Stale
from records.models import Concern, Household, Person, Relationship, SafeContact
from sharing import clockwork
from sharing.models import Decision, Draft, Request
from sharing.signing import Refused
from sharing.states import NotNow
from staff.models import Notice, User

from .conftest import NOT_TO_SHARE, REFUSED, REFUSED_HARM, STATEMENT
from .test_deciding import at
from .walk import put

NO = REFUSED | {"public_interest": "insufficient"}


@pytest.fixture
def resting(cast, propose, in_a_month):
    """Leo's progress was not shared, and is looked at in a month."""
    decision = propose(NO, purpose="protection")
    decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
    return decision


@pytest.fixture
def mia(cast):
    """Leo's sister: they have the same mother."""
    mia = Person.register(by=User.system(), name="Mia Larkin", group="child")
    femi = Person.objects.get(name="Femi Larkin")
    Relationship.link(by=User.system(), person=mia, other=femi, kind="mother")
    return mia


def state_of(decision):
    return Decision.objects.get(pk=decision.pk).state


def worry(by, *people, **details):
    return Concern.log(by=by, danger="no", facts="A bruise.", people=people, **details)


@pytest.mark.clause("H-21", "S-19")
class TestWhatWakesIt:
    def test_its_day(self, cast, resting, in_a_month):
        clockwork.look_again()
        assert state_of(resting) == "not_shared"
        told = Notice.objects.filter(to=cast.dee).count()
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            clockwork.look_again()
        assert Notice.objects.filter(to=cast.dee).count() == told + 1
        assert state_of(resting) == "reopened"

    def test_a_concern_about_the_same_person_or_a_sister(self, cast, resting, mia):
        worry(cast.chen, mia)
        woken = Decision.objects.get()
        assert woken.state == "reopened" and "Mia" not in woken.comment and "sister" not in woken.comment

    def test_somebody_outside_who_asks_again(self, cast, propose, resting):
        propose(REFUSED_HARM)
        assert state_of(resting) == "not_shared"
        outside = {"kind": "setting", "name": "Nursery", "asked_for": "How he is", "why": "He starts in May"}
        Decision.propose(by=cast.amara, people=[cast.leo], facts=NO, request=outside)
        assert state_of(resting) == "reopened"

    def test_a_request_in_the_inbox_but_not_one_of_ours_to_others(self, cast, resting):
        asked = {"kind": "setting", "name": "Nia", "asked_for": "How he is", "why": "He starts", "urgency": "week"}
        Request.receive(by=cast.amara, people=[cast.leo], asked_at=timezone.now(), direction="out", **asked)
        unnamed = Request.receive(by=cast.amara, others="A boy of four", asked_at=timezone.now(), **asked)
        assert state_of(resting) == "not_shared"
        unnamed.link(by=cast.dee, person=cast.leo)
        assert state_of(resting) == "reopened"

    def test_another_home(self, cast, resting):
        link = Relationship.objects.get(person=cast.leo, kind="mother")
        Household.record(by=cast.amara, person=cast.leo, links=[link], called="Home")
        assert state_of(resting) == "reopened"

    def test_an_address_that_must_not_be_known(self, cast, resting):
        SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value="7 Elm Row")
        assert state_of(resting) == "reopened"
        assert "address" not in Decision.objects.get().comment


@pytest.mark.clause("H-21", "H-33")
class TestWhatDoesNot:
    def test_a_concern_about_somebody_else_or_about_a_colleague(self, cast, resting):
        worry(cast.chen, cast.yara)
        worry(cast.chen, cast.leo, is_about_staff=True, about_staff=cast.ben)
        assert state_of(resting) == "not_shared"

    def test_a_telephone_number_or_a_home_of_somebody_else(self, cast, resting):
        SafeContact.protect(by=cast.dee, person=cast.leo, kind="telephone", value="01632 960111")
        SafeContact.protect(by=cast.dee, person=cast.yara, kind="address", value="7 Elm Row")
        assert state_of(resting) == "not_shared"

    def test_what_was_shared_already(self, cast, propose, mia):
        from .conftest import OVERRIDE

        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        worry(cast.chen, cast.leo)
        assert state_of(decision) == "to_share"


@pytest.mark.clause("H-24", "S-29")
class TestSettlingIt:
    @pytest.fixture
    def woken(self, cast, resting):
        worry(cast.chen, cast.leo)
        return Decision.objects.get()

    def test_it_may_stay_as_it_is_for_a_reason_and_until_a_day(self, cast, woken, as_):
        dee, signed = as_(cast.dee), woken.sha256
        page = dee.get(at("look_again", woken)).text
        assert "There is a new concern" in page and "1 new concern about the same people" in page
        assert "Look at this decision again" in dee.get("/").text

        day = timezone.localdate() + timedelta(days=14)
        why = "The bruise is from the swing; his mother showed us."
        dee.post(at("look_again", woken), {"why": why, "look_on": day.isoformat(), "seen": woken.version})
        woken.refresh_from_db()
        assert (woken.state, woken.look_on, woken.sha256) == ("not_shared", day, signed)
        assert woken.amendments.get().words == why
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            clockwork.look_again()
        assert state_of(woken) == "reopened"

    def test_not_without_a_reason_a_day_to_come_or_the_right_to(self, cast, woken, as_):
        page = as_(cast.dee).post(at("look_again", woken), {"why": "", "look_on": "2020-01-01", "seen": woken.version})
        assert {"why", "look_on"} <= set(page.context["form"].errors)
        with pytest.raises(NotNow):
            woken.stand_by(by=cast.dee, why="Still so.", look_on=timezone.localdate())
        assert as_(cast.amara).get(at("look_again", woken)).status_code == 403
        assert as_(cast.chen).get(at("look_again", woken)).status_code == 404
        assert state_of(woken) == "reopened"

    def test_two_who_look_at_once_do_not_overrule_each_other(self, cast, woken):
        day = timezone.localdate() + timedelta(days=14)
        woken.stand_by(by=cast.dee, why="Still so.", look_on=day, seen=woken.version)
        with pytest.raises((Stale, NotNow)):
            Decision.objects.get().stand_by(by=cast.dora, why="No.", look_on=day, seen=woken.version - 1)

    def test_weighed_anew_it_is_replaced_and_danger_is_asked_first(self, cast, woken, as_):
        dee = as_(cast.dee)
        there = dee.post(at("anew", woken))["Location"]
        draft = Draft.objects.get()
        assert there.endswith("/danger/") and draft.known.consent is None and draft.known.purpose == "yes"
        dee.post(at("anew", woken))
        assert Draft.objects.count() == 1
        put(dee, draft, "danger", "no")
        draft.refresh_from_db()
        dee.post(f"/sharing/draft/{draft.public_id}/propose/", {"seen": draft.version})
        assert [one.state for one in Decision.objects.order_by("pk")] == ["replaced", "proposed"]

    def test_a_second_new_decision_in_the_place_of_one_is_refused(self, cast, woken, as_):
        from sharing.proposal import send, weigh_anew

        drafts = [weigh_anew(woken, owner=user) for user in (cast.dee, cast.dora)]
        send(drafts[0], by=cast.dee)
        with pytest.raises(NotNow):
            send(Draft.objects.get(owner=cast.dora), by=cast.dora)
        assert Decision.objects.count() == 2


@pytest.mark.clause("S-29", "S-30")
def test_a_day_that_has_passed_is_no_day_to_look_again(cast, propose):
    today = timezone.localdate()
    for wrong, field in (({"review_on": today}, "review_on"), ({}, "review_on")):
        with pytest.raises(Refused) as refused:
            propose(NO).sign(by=cast.dee, outcome="not_share", **NOT_TO_SHARE | wrong)
        assert [problem.field for problem in refused.value.problems] == [field]
    later = {"tell": "not_yet", "tell_words": "He would be hurt.", "tell_on": today - timedelta(days=1)}
    with pytest.raises(Refused) as refused:
        propose(NO).sign(
            by=cast.dee, outcome="not_share", review_on=today + timedelta(days=3), **NOT_TO_SHARE | STATEMENT | later
            | {"rationale": NOT_TO_SHARE["rationale"]},
        )  # fmt: skip
    assert [problem.field for problem in refused.value.problems] == ["tell_on"]
