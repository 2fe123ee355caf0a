"""Where somebody can be found: locked, shown once to named people with a trace, and to nobody else."""

import pytest
from django.core.cache import cache

from audit.models import Trace, key_of
from records.models import SafeContact
from tests.cast import PASSWORD
from tests.records.asking import at

WHERE = "14 Larkspur Row, Oldmere ZZ9 9ZZ"
WHY = "To tell the ambulance where to go"


@pytest.fixture
def address(cast):
    cache.clear()
    withhold = [{"person": cast.quin}, {"words": "His friend Al"}, {"user": cast.dora}]
    return SafeContact.protect(by=cast.amara, person=cast.leo, kind="address", value=WHERE, withhold=withhold)


def revealed(client, contact, why=WHY, password=PASSWORD, once="a-token"):
    return client.post(at("reveal", contact), {"why": why, "password": password, "once": once})


class TestRevealing:
    def test_shows_it_on_that_page_only_after_a_reason_and_the_password(self, cast, as_, address):
        client = as_(cast.amara)
        assert WHERE in revealed(client, address).text
        again = revealed(client, address)
        assert again.status_code == 302 and again["Location"] == at("person", cast.leo)
        assert WHERE not in client.get(at("person", cast.leo)).text + client.get(at("reveal", address)).text

    def test_leaves_a_trace_each_time_with_the_reason(self, cast, as_, address):
        for once in ("first", "second"):
            revealed(as_(cast.amara), address, once=once)
        traces = Trace.objects.filter(event="contact.revealed", about=key_of(address))
        assert [(one.by_id, one.facts["why"]) for one in traces] == [(cast.amara.pk, WHY)] * 2

    @pytest.mark.parametrize("wrong", [{"password": "no"}, {"password": ""}, {"why": ""}, {"why": "x"}])
    def test_shows_nothing_and_traces_nothing_without_either(self, cast, as_, address, wrong):
        answer = revealed(as_(cast.amara), address, **wrong)
        assert "There is a problem" in answer.text and WHERE not in answer.text
        assert not Trace.objects.filter(event="contact.revealed").exists()
