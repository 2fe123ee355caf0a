"""The person or the family hears of a decision: when, from whom, in which words; and what exists before they may."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from policy import packs, sheets
from sharing import clockwork
from sharing.models import Decision
from sharing.states import NotNow
from staff.models import Notice

from .conftest import OVERRIDE, REFUSED_HARM
from .test_deciding import at
from .test_waking import worry

DAY = timezone.localdate() + timedelta(days=5)
NOT_YET = {"tell": "not_yet", "tell_words": "His father would hurt him.", "tell_on": DAY}
AFTER = {"tell": "after", "tell_words": "By the social worker.", "tell_on": DAY}
TOLD = {"answer": "told", "how": "Face to face", "at": "2026-01-01 10:00", "said": "She was angry, then glad."}


def sheet_of(page):
    return unescape(page.text.split("paper__sheet")[1].split("</article>")[0])


def told_so_far(cast):
    return {user: Notice.objects.filter(to=user).count() for user in (cast.dora, cast.dee)}


@pytest.fixture
def signed(cast, propose):
    def signed(**telling):
        decision = propose(REFUSED_HARM, purpose="protection")
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE | telling)
        return decision

    return signed


@pytest.mark.clause("S-30", "H-15")
class TestNotYet:
    def test_no_letter_exists_and_no_worker_may_say_that_they_were_told(self, cast, signed, as_):
        decision = signed(**NOT_YET)
        for user in (cast.dee, cast.amara):
            assert as_(user).get(at("family_letter", decision)).status_code == 403
            assert "/letter/" not in as_(user).get(at("decision", decision)).text
        assert as_(cast.amara).get(at("family", decision)).status_code == 403
        with pytest.raises(PermissionDenied):
            decision.tell_family(by=cast.amara, how="I told her", at=timezone.now())
        assert as_(cast.chen).get(at("family_letter", decision)).status_code == 404

    def test_its_day_calls_the_one_who_looks_at_it_once(self, cast, signed, as_):
        decision = signed(**NOT_YET)
        later = {"why": "The police have asked.", "look_on": DAY + timedelta(days=3), "looked_by": cast.dora}
        decision.tell_later(by=cast.dee, **later)
        told = told_so_far(cast)
        with time_machine.travel(timezone.now() + timedelta(days=6)):
            clockwork.call_to_tell()
            assert told_so_far(cast) == told
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            for _ in range(2):
                clockwork.call_to_tell()
            assert told_so_far(cast) == {cast.dora: told[cast.dora] + 1, cast.dee: told[cast.dee]}
            assert "Tell the family, or say why not yet" in as_(cast.dee).get("/").text

    def test_its_day_calls_whoever_is_told_first_where_the_one_who_looks_at_it_has_left(self, cast, signed):
        signed(**NOT_YET).tell_later(by=cast.dee, why="Still so", look_on=DAY, looked_by=cast.dora)
        cast.dora.deactivate(by=cast.adam)
        told = told_so_far(cast)
        with time_machine.travel(timezone.now() + timedelta(days=6)):
            clockwork.call_to_tell()
        assert told_so_far(cast) == {cast.dora: told[cast.dora], cast.dee: told[cast.dee] + 1}

    def test_something_new_brings_it_forward(self, cast, signed):
        decision = signed(**NOT_YET)
        worry(cast.chen, cast.leo)
        assert Decision.objects.get(pk=decision.pk).tell_look_on == timezone.localdate()

    def test_waiting_needs_a_day_to_come_and_somebody_who_decides(self, cast, signed, as_):
        decision = signed(**NOT_YET)
        with pytest.raises(NotNow):
            decision.tell_later(by=cast.dee, why="Still so", look_on=timezone.localdate(), looked_by=cast.dora)
        for by, looks in ((cast.amara, cast.dora), (cast.dee, cast.amara)):
            with pytest.raises(PermissionDenied):
                decision.tell_later(by=by, why="Still so", look_on=DAY, looked_by=looks)
        page = as_(cast.dee).post(at("family", decision), {"answer": "later", "why": "", "look_on": ""})
        assert {"why", "look_on", "looked_by"} <= set(page.context["form"].errors)


@pytest.mark.clause("S-30", "H-34")
class TestTold:
    def test_a_worker_records_it_where_it_is_done_openly_and_it_rests(self, cast, signed, as_):
        decision, now = signed(**AFTER), timezone.localtime()
        form = TOLD | {"at_0": now.date().isoformat(), "at": now.strftime("%Y-%m-%d %H:%M")}
        response = as_(cast.amara).post(at("family", decision), form)
        assert response.status_code == 302, response.context["form"].errors
        decision.refresh_from_db()
        assert (decision.told_by, decision.tell_look_on) == (cast.amara, None)
        assert "She was angry" in as_(cast.dee).get(at("decision", decision)).text
        assert as_(cast.dee).get(at("family", decision)).status_code == 403
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            assert clockwork.call_to_tell() == 0
        with pytest.raises(NotNow):
            decision.tell_family(by=cast.dee, how="Again", at=timezone.now())

    def test_a_worker_is_not_offered_to_wait(self, cast, signed, as_):
        page = as_(cast.amara).get(at("family", signed(**AFTER)))
        assert "looked_by" not in page.context["form"].fields


@pytest.mark.clause("S-30", "H-15")
class TestTheLetter:
    def test_says_to_whom_about_what_and_why_and_no_word_of_the_record(self, cast, signed, as_):
        page = sheet_of(as_(cast.dee).get(at("family_letter", signed(**AFTER))))
        assert cast.social_care.name in page and "Worries about safety" in page
        assert packs.current().asking_to_see.number in page
        for word in ("Leo", "Amara", "Dee", "Sol", "bruise", OVERRIDE["rationale"], OVERRIDE["welfare"]):
            assert word not in page

    def test_stands_in_every_language_that_is_whole(self, cast, signed, as_):
        assert list(sheets.letter_languages(packs.current())) == ["en", "pl"]
        decision = signed(**AFTER)
        page = as_(cast.dee).get(at("family_letter", decision), {"language": "pl"}).text
        assert "Powiedzieliśmy komuś" in page and "Nobody has checked this translation" in page
        assert "{" not in sheet_of(as_(cast.dee).get(at("family_letter", decision), {"language": "pl"}))
        assert "We have told" in as_(cast.dee).get(at("family_letter", decision), {"language": "../../etc"}).text
