"""Somebody who took part disagrees with a decision: it climbs the policy's ladder, and undoes nothing by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from audit.verbs import Stale
from policy import packs
from sharing import clockwork
from sharing.models import Decision, Disagreement
from sharing.states import NotNow
from staff import roles
from staff.models import Notice
from tests.cast import in_days, member

from .conftest import NOT_TO_SHARE, OVERRIDE, REFUSED, REFUSED_HARM

pytestmark = pytest.mark.clause("S-27", "H-14")
NO = REFUSED | {"public_interest": "insufficient"}
WHY = "I saw him on Friday, and he was afraid to go home."


@pytest.fixture
def refused(propose, cast, in_a_month):
    decision = propose(NO, purpose="protection")
    decision.sign(by=cast.dee, outcome="not_share", review_on=in_a_month, **NOT_TO_SHARE)
    return decision


@pytest.fixture
def told(db):
    """Who was told since it was asked last."""
    seen = set()

    def told():
        new = [notice for notice in Notice.objects.select_related("to") if notice.pk not in seen]
        seen.update(notice.pk for notice in new)
        return {notice.to.first_name for notice in new}

    return told


def disagree(decision, by):
    decision.disagree(by=by, why=WHY)
    return decision.disagreements.get(by=by, answer="")


def climb(hours):
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        clockwork.pass_up_disagreements()


class TestTheLadder:
    def test_past_whoever_decided_to_the_next_rung_that_is_not_empty(self, cast, refused, told):
        told()
        said = disagree(refused, cast.amara)
        assert told() == {"Dora", "Sena"} and said.rung == 1

    def test_another_lead_is_asked_first_where_there_is_one(self, cast, refused, told):
        member("lou", roles.ChildrenLead)
        told()
        assert disagree(refused, cast.amara).rung == 0 and told() == {"Lou"}

    def test_silence_climbs_by_the_clock_and_ends_with_the_outside_person(self, cast, refused, told):
        member("lou", roles.ChildrenLead)
        disagree(refused, cast.amara)
        told()
        heard = []
        for hours in (23, 25, 40, 74, 200):
            climb(hours)
            heard.append(told())
        assert heard == [set(), {"Dora", "Sena"}, set(), {"Ola"}, set()]
        assert Disagreement.objects.get().asked.split()[-1] == "outside_person"

    def test_an_urgent_one_in_hours(self, cast, propose, told):
        decision = propose(REFUSED_HARM | {"danger": "unsure"})
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        said = disagree(decision, cast.amara)
        assert decision.urgent and said.due_at < timezone.now() + timedelta(hours=5)

    @pytest.mark.clause("H-06")
    def test_nobody_shut_out_is_told_or_may_answer(self, cast, refused, told):
        for who in (cast.dora, cast.ola):
            cast.leo.exclude(by=cast.sena, who=who, reason="Related")
        told()
        said = disagree(refused, cast.amara)
        assert told() == {"Sena"}
        climb(49)
        assert [user for user in (cast.dora, cast.ola) if Disagreement.objects.to_answer(user).exists()] == []
        assert Disagreement.objects.to_answer(cast.sena).contains(said)


class TestWhoMay:
    def test_whoever_took_part_but_not_whoever_signed_nor_a_stranger(self, cast, refused, as_):
        page = reverse("sharing:disagree", args=[refused.public_id])
        status = {who: as_(getattr(cast, who)).get(page).status_code for who in ("amara", "dora", "dee", "chen", "vik")}
        assert status == {"amara": 200, "dora": 200, "dee": 403, "chen": 404, "vik": 404}

    def test_nobody_answers_themselves_or_what_they_took_part_in(self, cast, refused, as_):
        said = disagree(refused, cast.dora)
        page = reverse("sharing:answer_disagreement", args=[said.public_id])
        status = {who: as_(getattr(cast, who)).get(page).status_code for who in ("dora", "dee", "amara", "sena", "ade")}
        assert status == {"dora": 403, "dee": 403, "amara": 403, "sena": 200, "ade": 404}

    def test_whoever_took_part_does_not_answer_though_their_role_is_asked(self, cast, propose):
        lou, max_ = member("lou", roles.Deputy), member("max", roles.Deputy)
        decision = propose(NO, by=cast.dora, purpose="protection")
        decision.sign(by=lou, outcome="share", **OVERRIDE | {"against_verdict": "I know the family."})
        decision.review(by=cast.sena, said="It was right.")
        said = disagree(decision, cast.ben)
        climb(25)
        said.refresh_from_db()
        put_to = [who for who in (cast.dora, lou, cast.sena, max_) if said.was_put_to(who)]
        assert len(put_to) == 4 and [who for who in put_to if Disagreement.objects.to_answer(who).exists()] == [max_]

    def test_somebody_disagrees_though_somebody_else_does_already(self, cast, refused, as_):
        disagree(refused, cast.dora)
        page = reverse("sharing:disagree", args=[refused.public_id])
        assert [as_(who).get(page).status_code for who in (cast.dora, cast.amara)] == [403, 200]

    def test_the_verbs_refuse_what_the_pages_do(self, cast, refused):
        with pytest.raises(PermissionDenied):
            refused.disagree(by=cast.dee, why=WHY)
        said = disagree(refused, cast.dora)
        for nobody_asked in (cast.dora, cast.dee, cast.amara, cast.ade, cast.ola):
            with pytest.raises(PermissionDenied):
                refused.settle(by=nobody_asked, disagreement=said, answer="stands", reason="I say so.")
        assert refused.disagreements.waiting().exists()

    def test_the_outside_person_sees_the_decision_only_while_it_is_theirs_to_answer(self, cast, refused, as_):
        page = reverse("sharing:decision", args=[refused.public_id])
        said, seen = disagree(refused, cast.amara), []
        seen.append(as_(cast.ola).get(page).status_code)
        climb(49)
        seen.append(as_(cast.ola).get(page).status_code)
        seen.append(as_(cast.ola).get(reverse("sharing:answer_disagreement", args=[said.public_id])).status_code)
        refused.settle(by=cast.ola, disagreement=said, answer="stands", reason="Both were heard.")
        seen.append(as_(cast.ola).get(page).status_code)
        assert seen == [404, 200, 200, 404]

    def test_once_at_a_time_and_only_with_what_is_settled(self, cast, refused, propose):
        disagree(refused, cast.amara)
        with pytest.raises(Stale):
            refused.disagree(by=cast.amara, why="Still")
        with pytest.raises(NotNow):
            propose(NO).disagree(by=cast.amara, why="Too slow")


class TestTheAnswer:
    def test_it_stands_for_a_reason_and_nothing_signed_moves(self, cast, refused, as_, told):
        before = (refused.sha256, refused.canonical, refused.state)
        said = disagree(refused, cast.amara)
        told()
        page = reverse("sharing:answer_disagreement", args=[said.public_id])
        as_(cast.sena).post(page, {"answer": "stands", "reason": "His nursery saw him too."})
        now = Decision.objects.get()
        assert (now.sha256, now.canonical, now.state) == before and told() == {"Amara"}
        shown = as_(cast.amara).get(reverse("sharing:decision", args=[refused.public_id])).text
        assert WHY in shown and "His nursery saw him too." in shown and "The decision stands" in shown

    def test_anew_wakes_it_by_the_way_all_others_wake(self, cast, refused):
        refused.settle(by=cast.sena, disagreement=disagree(refused, cast.amara), answer="anew", reason="New facts.")
        assert Decision.objects.get().state == "reopened"
        assert Decision.objects.reopened_for(cast.dee).exists()

    def test_what_has_left_stays_recorded_as_it_left(self, cast, propose):
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        to = {"contact": cast.contact, "to_whom": "Sol", "taken_by": "Sol", "method": "telephone", "will_do": "s47"}
        item = {"what": "A bruise.", "nature": "fact", "why_needed": "To see him"}
        decision.record_disclosure(by=cast.amara, disclosure=to | {"shared_at": timezone.now()}, items=[item])
        decision.settle(by=cast.sena, disagreement=disagree(decision, cast.amara), answer="anew", reason="Tell them.")
        assert Decision.objects.get().state == "shared"

    def test_once(self, cast, refused):
        said = disagree(refused, cast.amara)
        refused.settle(by=cast.sena, disagreement=said, answer="stands", reason="No.")
        with pytest.raises(Stale, match="already"):
            refused.settle(by=cast.dora, disagreement=said, answer="anew", reason="Yes.")

    @pytest.mark.clause("H-02")
    def test_a_no_stands_beside_the_number_on_which_they_may_report_themselves(self, cast, refused, as_):
        door = packs.current().advice_doors["child"]
        for page in ("decision", "disagree"):
            shown = as_(cast.amara).get(reverse(f"sharing:{page}", args=[refused.public_id])).text
            assert "Nobody here can forbid you to report" in shown and reverse("sharing:emergency") in shown
            assert door.number in shown

    @pytest.mark.clause("H-02", "H-21")
    def test_it_holds_up_nothing(self, cast, propose, as_):
        decision = propose(REFUSED_HARM)
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        disagree(decision, cast.dora)
        assert Decision.objects.shareable_by(cast.amara).exists()


class TestTheHomePages:
    def test_show_who_must_answer_and_who_waits(self, cast, refused, as_):
        disagree(refused, cast.amara)
        said = "Somebody disagrees with a decision: Leo Larkin"
        everybody = ("amara", "sena", "dora", "dee", "ola", "ade")
        assert [who for who in everybody if said in as_(getattr(cast, who)).get("/").text] == ["sena", "dora"]
        assert "You disagree with a decision: Leo Larkin" in as_(cast.amara).get("/").text
        with time_machine.travel(in_days(9), tick=False):
            assert "Overdue" in as_(cast.sena).get("/").text
