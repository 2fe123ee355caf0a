"""What one's own lists show is one's own: nothing of a colleague's stands there, and nothing that is over."""

import pytest
from django.urls import reverse

from records.models import Concern, Question
from sharing.models import Draft
from staff.models import Cover
from tests.cast import in_days
from tests.sharing.conftest import AGREED

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-06", "S-08")]


def shown(client, page, name):
    """What a page was given to show, as rows."""
    found = client.get(reverse(page)).context[name]
    return list(getattr(found, "rows", found))


def test_the_promises_one_signed(cast, as_):
    signed = shown(as_(cast.vik), "staff:my_undertaking", "signed")
    assert {one.user for one in signed} == {cast.vik}


@pytest.mark.parametrize(("page", "name"), [("staff:sessions", "elsewhere"), ("staff:end_others", "others")])
def test_where_one_is_signed_in(cast, as_, page, name):
    cast.amara.sessions.create(session_key="a-key", expire_date=in_days(1), began_at=in_days(0))
    assert shown(as_(cast.vik), page, name) == []


def test_cover_that_is_over_is_on_no_rota(cast, as_):
    lead = {"by": cast.adam, "lead": cast.dora, "group": "child"}
    to_come = Cover.put(**lead, starts_at=in_days(1), ends_at=in_days(2))
    Cover.put(**lead, starts_at=in_days(-9), ends_at=in_days(-8))
    assert shown(as_(cast.vik), "staff:cover", "rota") == [to_come]


def test_what_one_told_and_asked(cast, as_):
    told = {one: Concern.log(by=one, danger="no", facts="A bruise.", others="A boy") for one in (cast.amara, cast.chen)}
    asked = {one: Question.ask(by=one, group="child", words="May I?") for one in (cast.amara, cast.chen)}
    chen = as_(cast.chen)
    assert shown(chen, "records:concerns", "page") == [told[cast.chen]]
    assert shown(chen, "records:questions", "page") == [asked[cast.chen]]


def test_what_one_began_and_sent(cast, as_, propose):
    propose(AGREED, by=cast.amara)
    Draft.begin(owner=cast.amara, people=[cast.leo])
    ben = as_(cast.ben)
    assert shown(ben, "sharing:drafts", "drafts") == shown(ben, "sharing:mine", "shown") == []
    assert len(shown(as_(cast.amara), "sharing:mine", "shown")) == 1
