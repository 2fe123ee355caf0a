"""Agreement is read from the register; where asking is unsafe nobody asks; a lead weighs the public interest."""

import re

import pytest
from django.urls import reverse

from records.models import Agency, Person, Relationship
from sharing.models import Draft
from staff.roles import Can, Practitioner

from .conftest import AGREED, OVERRIDE, REFUSED, REFUSED_HARM, TO_SHARE
from .walk import address, calm, lead_of, put, send, start, walk


@pytest.mark.clause("S-16", "S-02", "H-12")
class TestAgreement:
    def test_is_read_from_the_register_and_never_asked_when_it_knows(self, cast, amara, say_no):
        say_no()
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, consent={}))
        page = amara.get(address(draft, "consent")).content.decode()
        assert "Said no" in page and "did not agree" in page
        assert 'name="answer"' not in page

    def test_a_yes_said_only_here_is_refused(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast))
        refused = put(amara, draft, "consent", "given")
        assert refused.status_code == 200 and "answer" in refused.context["form"].errors

    def test_where_nobody_was_asked_the_one_thing_to_do_is_to_ask(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast))
        page = lead_of(amara, draft).content.decode()
        assert "Ask for agreement" in page
        assert reverse("consent:record", args=[cast.leo.public_id]) in page

    def test_a_no_recorded_later_is_found_when_it_is_sent(self, cast, amara, say_no):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast))
        say_no()
        assert send(amara, draft).facts["consent"] == "refused"

    def test_a_yes_that_covers_another_agency_does_not_count(self, cast, amara, answer):
        answer("given")
        nursery = Agency.add(by=cast.dee, name="Example Nursery", kind="school")
        contact = nursery.verify(
            by=cast.dee, name="Nell Nurse", post="Manager", telephone="01632 960170", number_from="our directory"
        )
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, recipient={"contact": f"contact:{contact.public_id}"}))
        assert "Ask for agreement" in lead_of(amara, draft).content.decode()

    @pytest.mark.clause("S-19")
    def test_of_several_people_the_worst_answer_counts(self, cast, amara, answer):
        mia = Person.register(by=cast.dee, name="Mia Larkin", group="child", key_person=cast.amara)
        seen = {
            "pr_evidence": "Birth certificate",
            "pr_seen_by": cast.dee,
            "pr_seen_on": cast.leo.folder("send").sort_on,
        }
        Relationship.link(by=cast.dee, person=mia, other=cast.femi, kind="mother", pr_basis="mother", **seen)
        answer("given")
        answer("refused", person=mia)
        draft = start(amara, cast.leo, people=[str(cast.leo.public_id), str(mia.public_id)])
        walk(amara, draft, calm(cast, consent={}))
        decision = send(amara, draft)
        assert decision.facts["consent"] == "refused"
        assert {about.person for about in decision.about.all()} == {cast.leo, mia}

    @pytest.mark.clause("H-12")
    def test_whoever_sees_that_somebody_is_pressed_may_say_so(self, cast, amara, answer):
        answer("given")
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, consent={"pressed": "on"}))
        assert send(amara, draft).facts["consent"] == "coerced"


@pytest.mark.clause("S-17", "H-13", "H-03")
class TestUnsafeToAsk:
    def test_hides_the_asking_and_keeps_why(self, cast, amara):
        draft = start(amara, cast.leo)
        ground = {"answer": "increased_risk", "because": "He reads her messages."}
        way = walk(amara, draft, calm(cast, unsafe_to_ask=ground))
        assert "consent" not in way
        assert amara.get(address(draft, "consent")).status_code == 302
        page = lead_of(amara, draft).content.decode()
        assert "Ask for agreement" not in page
        decision = send(amara, draft)
        assert decision.because["unsafe_to_ask"] == "He reads her messages."

    def test_is_refused_without_saying_why(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast))
        refused = put(amara, draft, "unsafe_to_ask", {"answer": "prejudice_investigation", "because": ""})
        assert refused.status_code == 200 and "because" in refused.context["form"].errors


@pytest.mark.clause("S-24")
class TestThePublicInterest:
    def test_is_never_asked_of_a_practitioner_and_their_answer_is_refused(self, cast, amara, say_no):
        say_no()
        draft = start(amara, cast.leo)
        assert "public_interest" not in walk(amara, draft, calm(cast, consent={}))
        refused = put(amara, draft, "public_interest", "sufficient")
        assert refused.status_code == 403
        assert "designated safeguarding lead or a senior leader" in refused.content.decode()
        draft.refresh_from_db()
        assert "public_interest" not in draft.facts

    def test_is_asked_of_a_lead_who_proposes(self, cast, as_, say_no):
        say_no()
        dee = as_(cast.dee)
        draft = start(dee, cast.leo)
        assert "public_interest" in walk(dee, draft, calm(cast, consent={}, public_interest="sufficient"))
        assert "does not depend on agreement" in lead_of(dee, draft).content.decode()

    def test_a_forged_answer_in_a_draft_does_not_reach_the_decision(self, cast, amara, say_no):
        say_no()
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, consent={}))
        Draft.objects.filter(pk=draft.pk).update(
            facts=Draft.objects.get(pk=draft.pk).facts | {"public_interest": "sufficient"}
        )
        assert "public_interest" not in send(amara, draft).facts

    def test_not_confidential_is_proposed_and_waits_for_a_designated_person(self, cast, amara):
        draft = start(amara, cast.leo)
        walk(amara, draft, calm(cast, confidential="no"))
        page = lead_of(amara, draft).content.decode()
        assert "once it is confirmed that this is not confidential" in page and "Send to the lead" in page


@pytest.mark.clause("S-28")
class TestWhatTheLeadIsAdvised:
    @pytest.mark.parametrize(
        ("facts", "advised"),
        [
            (REFUSED_HARM, ["Share: decide and sign"]),
            (REFUSED | {"recipient": "risk"}, ["Do not share: decide and sign"]),
            (REFUSED | {"recipient": None}, []),
        ],
    )
    def test_is_the_one_green_button(self, cast, as_, propose, facts, advised):
        page = as_(cast.dee).get(reverse("sharing:decision", args=[propose(facts).public_id])).text
        actions = re.findall(r'class="govuk-button( govuk-button--secondary)?" href="[^"]+"[^>]*>([^<]+)</a>', page)
        assert [words for secondary, words in actions if not secondary] == advised
        assert len(actions) == 4

    def test_is_no_order_any_more_once_it_is_signed(self, cast, as_, propose):
        decision = propose(AGREED)
        address = reverse("sharing:decision", args=[decision.public_id])
        assert "What the rules advised" not in as_(cast.dee).get(address).text
        decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
        page = as_(cast.dee).get(address).text
        assert '<h2 class="verdict__title">What the rules advised</h2>' in page and "Who decides:" not in page

    def test_tells_nobody_what_to_do_at_once_when_it_is_done(self, cast, as_, propose):
        decision = propose(REFUSED_HARM)
        address = reverse("sharing:decision", args=[decision.public_id])
        assert "Cannot reach the lead" in as_(cast.dee).get(address).text
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        assert "Cannot reach the lead" not in as_(cast.dee).get(address).text


def test_beside_somebody_who_was_called_back_the_others_there_are_not_checked(cast, amara):
    Agency.add(by=cast.dee, name="Example Nursery", kind="school")
    draft = start(amara, cast.leo)
    walk(amara, draft, calm(cast))
    page = amara.get(address(draft, "recipient")).text
    assert "Social Care: somebody else there, not yet checked" in page
    assert "Example Nursery: nobody there checked yet" in page


def test_only_whoever_may_propose_asks(cast, amara, monkeypatch):
    monkeypatch.setattr(Practitioner, "can", Practitioner.can - {Can.PROPOSE})
    page = reverse("sharing:start", args=[cast.leo.public_id])
    assert amara.get(reverse("records:person", args=[cast.leo.public_id])).status_code == 200
    assert amara.get(page).status_code == 403
    assert amara.post(page, {"people": [str(cast.leo.public_id)], "asks": "ours"}).status_code == 403
    assert not Draft.objects.exists()
