"""Deciding to share what a colleague may have done: by whoever keeps it, never before whom it is about (H-31)."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit import walls
from records.models import Concern, KeptOut
from records.models.allegation import keep_apart
from records.models.kept_out import keepers_now
from sharing import clockwork, emergency
from sharing.brief import verdict_of
from sharing.models import Decision, Draft
from sharing.signing import Refused
from sharing.why import why_decision
from staff import roles
from staff.models import Notice, User
from tests.cast import STAFF, in_days, member
from tests.records.asking import at, but_for_tokens
from tests.records.test_concerns_about_staff import but_for_looks
from tests.sharing.conftest import OVERRIDE, REFUSED_HARM
from tests.sharing.walk import BRUISE, LAW, NEEDED, PURPOSE, SIGNATURE, WELFARE, address, send, walk

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-31", "H-33")]
FACTS = "CANARY: he held a child by the arm."
TOLD = {
    "to_whom": "Police",
    "to_else": "",
    "method": "telephone",
    "taken_by": "PC",
    "reference": "",
    "will_do": "now",
}
FAMILY = ("tell_words", "also_told", "others_at_risk", "could_be_harmed")
EMERGENCY = {
    "happening": {"happening": "He took a child away.", "group": "child", "others": "A boy of six"},
    "told": TOLD | {"shared_at": "2026-01-05T10:00:00+00:00"},
    "said": {"rationale": "He was gone.", "fact": "He left with him.", "opinion": "", "reported": ""},
    "family": dict.fromkeys(FAMILY, "") | {"tell": "after", "tell_on": "2026-12-24"},
}
HARM = REFUSED_HARM | {"consent": "none", "harm_to": "others"}


def concern_about(cast, colleague):
    return Concern.log(by=cast.amara, danger="no", facts=FACTS, is_about_staff=True, about_staff=colleague)


def propose_about(cast, colleague, by):
    concern = concern_about(cast, colleague)
    request = {"name": by.name, "asked_for": "CANARY", "why": "To keep children safe"}
    return Decision.propose(
        by=by, people=[], facts=HARM | {"group": "child"}, request=request, concern=concern, group="child",
        colleague=colleague, apart=keep_apart(concern, by=by), contact=cast.contact, agency=cast.social_care,
        information="grievance",
    )  # fmt: skip


def answers(cast):
    return {
        "danger": "no",
        "welfare": WELFARE,
        "harm": BRUISE,
        "harm_to": {"answer": "others"},
        "serious_crime": "no",
        "recipient": {"contact": f"contact:{cast.contact.public_id}"},
        "purpose": PURPOSE | {"information": "grievance"},
        "identifiable": "yes",
        "confidential": "yes",
        "unsafe_to_ask": {"answer": "prejudice_investigation", "because": "They would speak to the child."},
        "duty": "none",
        "bar": {"answer": "no"},
        "public_interest": "sufficient",
        "right_way": NEEDED,
        "recorded": LAW | {"tell": "not_yet", "tell_words": "x", "tell_on": str(in_days(9).date())},
    }


def test_a_concern_becomes_a_decision_to_tell_the_officer_and_a_signed_record(cast, as_):
    concern, client = concern_about(cast, cast.dee), as_(cast.sena)
    start = reverse("sharing:start_from_concern", args=[concern.public_id])
    assert start in client.get(at("concern", concern)).text
    client.post(start, {"asks": "ours"})
    draft = Draft.objects.get()
    assert "Dee Example, who works here" in client.get(address(draft, "welfare")).text
    assert "designated officer" in client.get(address(draft, "recipient_new")).text
    walk(client, draft, answers(cast))
    page = client.get(reverse("sharing:lead", args=[draft.public_id]))
    leads = page.context["leads"]
    assert "Send to whoever decides" in page.text and "Cannot reach whoever decides" in page.text
    assert "designated officer now" in leads.meanwhile and not a_lead_in(leads.decides, leads.meanwhile, *leads.also)
    decision = send(client, draft)
    assert not a_lead_in(client.get(reverse("sharing:proposed", args=[decision.public_id])).text.split("<main")[1])
    assert (decision.colleague, decision.apart.about_staff, list(decision.about.all())) == (cast.dee, cast.dee, [])
    page = client.get(reverse("sharing:decision", args=[decision.public_id])).text
    assert "Whoever it is about does not see this" in page and at("officer", concern) in page
    sign = reverse("sharing:approve", args=[decision.public_id])
    said = (
        {key: value for key, value in OVERRIDE.items() if key != "no_conflict"} | SIGNATURE | {"seen": decision.version}
    )
    response = client.post(sign, said)
    assert response.status_code == 302, response.context["form"].errors
    decision.refresh_from_db()
    assert decision.is_signed and '"name":"Dee Example"' in decision.canonical
    assert "Somebody who works here" in decision.canonical
    shown = verdict_of(decision)
    assert not a_lead_in(shown["who_decides"], shown["words"].meanwhile, *shown["also"])
    assert not a_lead_in(*json.loads(decision.canonical)["verdict"]["reasons"])


def a_lead_in(*said):
    """What says that a lead is told or decides: about a colleague none is, and none does."""
    return [words for words in said if re.search(r"\b(the|safeguarding|children's) lead\b", words, re.IGNORECASE)]


def seen_by(cast, decision, which="to_look_at"):
    users = [User.objects.get(pk=getattr(cast, name).pk) for name in STAFF]
    return [user.first_name.lower() for user in users if getattr(Decision.objects, which)(user).contains(decision)]


class TestWhoMeetsIt:
    def test_is_whoever_keeps_the_folder_and_nobody_else(self, cast):
        decision = propose_about(cast, cast.dee, cast.sena)
        assert seen_by(cast, decision) == seen_by(cast, decision, "decidable_by") == ["sena"]

    def test_is_told_why_they_see_it_by_the_rule_that_opened_it(self, cast):
        decision, other = propose_about(cast, cast.dee, cast.sena), member("sol", roles.SeniorLeader)
        assert why_decision(decision, cast.sena) == "You asked for it."
        assert why_decision(decision, other).startswith("It is kept with what is written about a colleague. ")
        assert "keeps" in why_decision(decision, other)
        assert why_decision(decision, cast.dana) == ""

    def test_of_the_only_senior_leader_is_the_person_outside(self, cast):
        decision = propose_about(cast, cast.sena, cast.ola)
        assert seen_by(cast, decision) == seen_by(cast, decision, "decidable_by") == ["ola"]
        decision.sign(by=cast.ola, outcome="share", **OVERRIDE)
        assert decision.decided_as == "Named person outside the organisation" and seen_by(cast, decision) == ["ola"]

    def test_after_somebody_decided_alone_is_the_person_outside_too_unless_it_is_them(self, cast):
        for colleague, second in [(cast.dee, ["ola"]), (cast.ola, [])]:
            decision = propose_about(cast, colleague, cast.sena)
            decision.sign(by=cast.sena, outcome="share", **OVERRIDE)
            assert decision.needs_second and seen_by(cast, decision, "reviewable_by") == second
            with pytest.raises(PermissionDenied):
                decision.review(by=cast.dora, said="x")

    def test_is_nobody_who_was_shut_out_of_the_folder(self, cast):
        other = member("sita", roles.SeniorLeader)
        decision = propose_about(cast, cast.dee, cast.sena)
        assert Decision.objects.decidable_by(other).contains(decision)
        KeptOut.shut(by=cast.sena, folder=decision.apart, who=other, reason="Her sister")
        assert not Decision.objects.to_look_at(User.objects.get(pk=other.pk)).contains(decision)
        assert list(keepers_now(decision.apart)) == [cast.sena]

    def test_it_is_told_to_keepers_alone_also_when_it_waits_too_long(self, cast):
        other = member("sita", roles.SeniorLeader)
        before = set(Notice.objects.values_list("pk", flat=True))
        propose_about(cast, cast.dora, cast.sena)
        with time_machine.travel(timezone.now() + timedelta(days=9)):
            assert clockwork.escalate() == 1
        told = Notice.objects.exclude(pk__in=before).values_list("to", flat=True)
        assert set(told) == {cast.sena.pk, other.pk}  # Sena for the concern itself

    def test_no_lead_signs_it_who_does_not_keep_it(self, cast):
        decision = propose_about(cast, cast.chen, cast.sena)
        with pytest.raises(Refused):
            decision.sign(by=cast.ade, outcome="share", **OVERRIDE)
        with pytest.raises(PermissionDenied):
            decision.seek_advice(by=cast.dora, door="x", asked="x")

    @pytest.mark.parametrize("name", ["dee", "dana", "ola"])
    def test_to_whom_it_is_about_though_they_lead_every_page_is_as_if_it_were_not_there(self, cast, as_, name):
        named = getattr(cast, name)
        client = as_(named)
        with time_machine.travel(timezone.now(), tick=False):
            before = everything(client)
            decision = propose_about(cast, named, cast.sena)
            decision.sign(by=cast.sena, outcome="share", **OVERRIDE)
            assert everything(client) == before
            for page in ("decision", "approve", "review", "record", "disclose"):
                real, unreal = (answer(client, page, key) for key in (decision.public_id, UNKNOWN))
                assert real == unreal and real[0] == 404, page


UNKNOWN = "0b9f3f3e-54b5-4d3e-8d53-6f6dbb7c3f11"


def answer(client, page, *key):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse(page if page == "home" else f"sharing:{page}", args=key))
    return response.status_code, but_for_looks([but_for_tokens(response.text)]), len(asked)


def everything(client):
    pages = ["home", "decisions", "signed", "mine", "drafts"]
    for page in pages:
        answer(client, page)
    return [answer(client, page) for page in pages]


class TestWhoeverTookPartAndIsShutOutNow:
    """Sita keeps it as Sena does, asked, and is the colleague's friend."""

    @pytest.fixture
    def sita(self, cast):
        return member("sita", roles.SeniorLeader)

    @pytest.fixture
    def asked(self, cast, sita):
        decision = propose_about(cast, cast.chen, sita)
        KeptOut.shut(by=cast.sena, folder=decision.apart, who=sita, reason="His friend")
        return decision

    @pytest.mark.parametrize("signs_first", [False, True])
    def test_is_not_told_that_it_is_sent_back_signed_or_answered(self, cast, sita, asked, signs_first):
        before = Notice.objects.filter(to=sita).count()
        if signs_first:
            asked.sign(by=cast.sena, outcome="share", **OVERRIDE)
            asked.disagree(by=sita, why="She is wrong")
            said = asked.disagreements.get()
            asked.settle(by=cast.ola, disagreement=said, answer="stands", reason="It stands")
        else:
            asked.send_back(by=cast.sena, comment="Say more")
        assert Notice.objects.filter(to=sita).count() == before

    def test_finds_what_they_shared_in_an_emergency_no_more(self, cast, as_, sita):
        draft = Draft.begin(owner=sita, colleague=cast.chen, concern=concern_about(cast, cast.chen), details=EMERGENCY)
        decision = emergency.record(draft, by=sita)
        page, client = reverse("sharing:emergency_recorded", args=[decision.public_id]), as_(sita)
        assert client.get(page).status_code == 200
        KeptOut.shut(by=cast.sena, folder=decision.apart, who=sita, reason="His friend")
        assert client.get(page).status_code == 404
        before = Notice.objects.filter(to=sita).count()
        decision.review(by=cast.sena, said="It was right")
        assert Notice.objects.filter(to=sita).count() == before


class TestStarting:
    def test_is_for_whoever_keeps_the_concern_not_for_whoever_reported_it(self, cast, as_):
        concern = concern_about(cast, cast.chen)
        start = reverse("sharing:start_from_concern", args=[concern.public_id])
        assert as_(cast.amara).post(start, {"asks": "ours"}).status_code == 403
        assert as_(cast.dee).post(start, {"asks": "ours"}).status_code == 404
        assert not Draft.objects.exists()

    def test_a_draft_goes_with_the_role_that_kept_it(self, cast, as_):
        concern = concern_about(cast, cast.chen)
        as_(cast.sena).post(reverse("sharing:start_from_concern", args=[concern.public_id]), {"asks": "ours"})
        assert Draft.objects.open_to(cast.sena).exists()
        cast.sena.appointments.get().end(by=cast.adam)
        assert not Draft.objects.open_to(User.objects.get(pk=cast.sena.pk)).exists()

    def test_an_emergency_stays_with_those_who_keep_it_and_makes_no_concern_that_leads_read(self, cast):
        concern = concern_about(cast, cast.dee)
        draft = Draft.begin(owner=cast.sena, colleague=cast.dee, concern=concern, details=EMERGENCY)
        decision = emergency.record(draft, by=cast.sena)
        assert seen_by(cast, decision) == ["sena", "ola"] and Concern.objects.count() == 1


def test_the_officer_s_day_stands_on_it_for_those_who_keep_it_and_the_second_person_reads_the_decision_alone(cast, as_):
    decision = propose_about(cast, cast.chen, cast.sena)
    decision.sign(by=cast.sena, outcome="share", **OVERRIDE)
    apart = [at("officer", decision.concern), at("folder", decision.apart)]
    page = reverse("sharing:decision", args=[decision.public_id])
    assert all(address in as_(cast.sena).get(page).text for address in apart)
    client, review = as_(cast.ola), reverse("sharing:review", args=[decision.public_id])
    assert review in client.get("/").text
    for shown in (client.get(page).text, client.get(review).text):
        assert "Chen Example" in shown and not any(address in shown for address in [*apart, FACTS])
    said = {"said": "I looked at it with the officer.", "password": "correct horse battery"}
    assert client.post(review, said)["Location"] == "/"


@pytest.mark.postgresql
@pytest.mark.clause("H-06")
def test_the_wall_in_the_database_shows_it_to_those_who_keep_the_folder_alone(cast):
    decision = propose_about(cast, cast.dee, cast.sena)
    assert through_the_wall(cast, decision) == ["sena"]
    decision.sign(by=cast.sena, outcome="share", **OVERRIDE)
    assert through_the_wall(cast, decision) == ["sena", "ola"]


def through_the_wall(cast, decision):
    found = []
    for name in STAFF:
        user = getattr(cast, name)
        with walls.around(user.pk, user.over):
            found += [name] if Decision._base_manager.filter(pk=decision.pk).exists() else []
    return found
