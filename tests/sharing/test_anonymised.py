"""What leaves so that nobody can be recognised is about nobody: no law is asked of it, and it names nobody (S-09)."""

import pytest
from django.urls import reverse

from sharing.leaving.guard import Answer, judged
from sharing.models import Decision
from sharing.signing import Refused

from .conftest import AGREED, STATEMENT, TO_SHARE
from .test_guard import item, school, to
from .walk import NEEDED, SIGNATURE, calm, start, walk

__all__ = ["school"]
pytestmark = pytest.mark.clause("S-09")
NOBODY = AGREED | {"identifiable": "no", "consent": "none"}
SAID = STATEMENT | {"purpose": "learning", "checks": TO_SHARE["checks"]}


def test_it_is_asked_what_for_and_how_and_neither_on_what_law_nor_to_whom_by_name(cast, amara):
    draft = start(amara, cast.leo)
    way = walk(amara, draft, calm(cast, identifiable="no", recipient={}, right_way=NEEDED))
    assert "right_way" in way and not {"recorded", "consent"} & set(way)
    page = amara.get(reverse("sharing:lead", args=[draft.public_id]))
    assert page.context["leads"].action == "settle" and not page.context["leads"].missing
    draft.refresh_from_db()
    signed = amara.post(reverse("sharing:settle", args=[draft.public_id]), SIGNATURE | {"seen": draft.version})
    assert signed.status_code == 302 and Decision.objects.get().state == "to_share"


def test_a_lead_signs_it_without_them_too_and_never_without_a_purpose(cast, as_, propose):
    decision = propose(NOBODY, contact=None, agency=None)
    form = as_(cast.dee).get(reverse("sharing:approve", args=[decision.public_id])).context["form"]
    assert "purpose" in form.fields and not {"legal_basis", "legal_power", "special_condition"} & set(form.fields)
    with pytest.raises(Refused, match="Choose the purpose"):
        decision.sign(by=cast.dee, outcome="share", **SAID | {"purpose": ""})
    decision = propose(NOBODY, contact=None, agency=None)
    decision.sign(by=cast.dee, outcome="share", **SAID)
    assert decision.is_signed
    with pytest.raises(Refused, match="Choose the lawful basis"):
        propose(AGREED).sign(by=cast.dee, outcome="share", **SAID)


def test_what_leaves_names_nobody_unless_a_lead_lets_it_go(cast, propose, school):
    decision = propose(NOBODY, contact=None, agency=None)
    decision.sign(by=cast.dee, outcome="share", **SAID)
    for words, answer in (("Leo's arm is better.", Answer.STOPPED), ("Five of nine came.", Answer.FREE)):
        assert judged(decision, to(school), [item(words)]).answer == answer
