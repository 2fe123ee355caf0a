"""Trying to get something shared, or signed, that the policy keeps for somebody else."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from consent.models import Consent
from records.models import Agency, Entry, Relationship
from sharing.clockwork import weigh_again_where_agreement_ended
from sharing.models import Decision, DisclosureItem, Draft
from sharing.signing import Refused
from tests.cast import PASSWORD, in_days
from tests.sharing import walk
from tests.sharing.conftest import AGREED, OVERRIDE, REFUSED, TO_SHARE

YES = {"state": "given", "rows": []}
SIGNED = {"password": PASSWORD, "no_conflict": "on"}


def at(page, thing, *more):
    return reverse(f"sharing:{page}", args=[thing.public_id, *more])


@pytest.fixture
def agree(cast):
    """Leo's mother agrees that safeguarding information goes to social care, until a day."""

    def agree(days=30):
        link = Relationship.objects.get(person=cast.leo, other=cast.femi)
        return Consent.record(
            by=cast.amara, person=cast.leo, purpose="protection", recipient=cast.social_care, state="given",
            information="safeguarding", footing="parent", answered_by=cast.femi, relationship=link, how="writing",
            review_on=timezone.localdate() + timedelta(days=days), **dict.fromkeys(Consent.CHECKS, True),
        )  # fmt: skip

    return agree


def post_signature(client, page, decision, **said):
    words = TO_SHARE | OVERRIDE | SIGNED | {"safety_plan": "None", "review_on": "", "outcome": "share"}
    return client.post(at(page, decision), words | {"seen": decision.version} | said)


@pytest.mark.clause("S-24")
class TestWhoeverAsked:
    @pytest.mark.parametrize("page", ["approve", "decline", "send_back", "seek_advice", "advise", "review", "amend"])
    @pytest.mark.parametrize("who", ["amara", "ben", "chen", "vik", "adam", "dana", "ade", "ola"])
    def test_and_whoever_is_not_designated_presses_no_button_of_a_lead(self, cast, as_, propose, page, who):
        decision = propose()
        response = post_signature(as_(getattr(cast, who)), page, decision, comment="x", asked="x", said="x", words="x")
        decision.refresh_from_db()
        assert response.status_code in {403, 404}
        assert (decision.state, decision.signed_at, decision.version) == ("proposed", None, decision.version)

    def test_answers_the_public_interest_neither_on_its_page_nor_in_passing(self, cast, amara):
        draft = walk.start(amara, cast.leo)
        walk.walk(amara, draft, walk.calm(cast, consent="refused"))
        asked = amara.post(at("question", draft, "public_interest"), {"answer": "sufficient", "seen": draft.version})
        for page in ("harm", "bar"):
            draft.refresh_from_db()
            amara.post(at("question", draft, page), {
                "answer": "no", "public_interest": "sufficient", "facts": '{"public_interest": "sufficient"}',
                "key": "public_interest", "seen": draft.version,
            })  # fmt: skip
        decision = walk.send(amara, draft)
        assert asked.status_code == 403
        assert decision.facts.get("public_interest") is None
        assert decision.weighed.decides == "designated"

    def test_does_not_bring_it_in_by_a_draft_that_was_tampered_with(self, cast, amara):
        draft = walk.start(amara, cast.leo)
        walk.walk(amara, draft, walk.calm(cast, consent="refused"))
        Draft.objects.filter(pk=draft.pk).update(facts=Draft.objects.get().facts | {"public_interest": "sufficient"})
        assert walk.send(amara, draft).facts.get("public_interest") is None

    def test_does_not_settle_what_a_lead_decides(self, cast, amara):
        draft = walk.start(amara, cast.leo)
        walk.walk(amara, draft, walk.calm(cast, consent="refused"))
        draft.refresh_from_db()
        response = amara.post(at("settle", draft), walk.SIGNATURE | {"seen": draft.version})
        assert response.status_code == 403
        assert not Decision.objects.exists()

    def test_does_not_say_that_somebody_agreed(self, cast, amara):
        """A yes is in the register with what makes it theirs to give, or it is none."""
        draft = walk.start(amara, cast.leo)
        answers = walk.calm(cast)
        walk.walk(amara, draft, answers)
        for said in ("given", "expired", "withdrawn"):
            walk.put(amara, draft, "consent", said)
        draft.refresh_from_db()
        amara.post(at("settle", draft), walk.SIGNATURE | {"seen": draft.version})
        assert not Decision.objects.filter(signed_at__isnull=False).exists()

    def test_does_not_change_whether_it_is_about_a_child(self, cast, amara):
        draft = walk.start(amara, cast.leo)
        assert amara.post(at("question", draft, "group"), {"answer": "adult", "seen": 1}).status_code == 404
        amara.post(at("question", draft, "danger"), {"answer": "no", "group": "adult", "seen": 1})
        draft.refresh_from_db()
        assert draft.facts["group"] == "child"


@pytest.mark.clause("H-06", "S-24")
class TestWhatBelongsToSomebodyElse:
    @pytest.mark.parametrize("page", ["lead", "welfare", "request", "recipient", "propose", "settle", "drop"])
    def test_a_draft_opens_for_nobody_but_its_owner(self, cast, as_, page):
        draft = Draft.begin(owner=cast.amara, people=[cast.leo])
        for who in (cast.dee, cast.ben, cast.chen, cast.sena):
            client = as_(who)
            assert client.get(at(page, draft)).status_code in {404, 405}
            assert client.post(at(page, draft), {"seen": 1}).status_code in {404, 405}
        assert Draft.objects.filter(pk=draft.pk).exists()

    def test_a_returned_decision_is_taken_up_and_withdrawn_by_nobody_else(self, cast, as_, propose):
        decision = propose()
        decision.send_back(by=cast.dee, comment="Who saw it?")
        for who in (cast.dee, cast.ben, cast.chen, cast.dora):
            client = as_(who)
            assert client.post(at("again", decision)).status_code == 404
            assert client.post(at("withdraw", decision), {"why": "x"}).status_code in {403, 404}
        decision.refresh_from_db()
        assert decision.state == "returned"

    def test_a_returned_decision_withdrawn_meanwhile_is_not_sent_again(self, cast, as_, propose):
        decision = propose(REFUSED)
        decision.send_back(by=cast.dee, comment="Who saw it?")
        client = as_(cast.amara)
        client.post(at("again", decision))
        draft = Draft.objects.get()
        decision.withdraw(by=cast.amara, why="No longer needed")
        assert client.post(at("propose", draft), {"seen": draft.version}).status_code == 409
        decision.refresh_from_db()
        assert decision.state == "withdrawn"


@pytest.mark.clause("S-24", "S-29")
class TestSigning:
    def test_a_page_that_shows_something_older_signs_nothing(self, cast, as_, propose):
        decision = propose()
        seen = decision.version
        decision.seek_advice(by=cast.dora, door="Advice line", asked="What now?")
        response = post_signature(as_(cast.dee), "approve", decision, seen=seen)
        decision.refresh_from_db()
        assert response.status_code == 409
        assert decision.signed_at is None

    @pytest.mark.parametrize("seen", ["", "-1", "x", "0", "999999999999999999999999"])
    def test_nor_does_one_that_does_not_say_what_it_showed(self, cast, as_, propose, seen):
        decision = propose()
        post_signature(as_(cast.dee), "approve", decision, seen=seen)
        decision.refresh_from_db()
        assert decision.signed_at is None

    @pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", PASSWORD.upper(), "\x00"])
    def test_nor_does_a_wrong_password(self, cast, as_, propose, password):
        decision = propose()
        post_signature(as_(cast.dee), "approve", decision, password=password)
        decision.refresh_from_db()
        assert decision.signed_at is None

    def test_is_done_once(self, cast, as_, propose):
        decision = propose()
        client = as_(cast.dee)
        assert post_signature(client, "approve", decision).status_code == 302
        decision.refresh_from_db()
        first = decision.sha256
        again = post_signature(client, "approve", decision, rationale="Another reason, which comes too late " * 3)
        other = post_signature(as_(cast.dora), "decline", decision)
        assert {again.status_code, other.status_code} <= {403, 404}
        decision.refresh_from_db()
        assert decision.sha256 == first

    def test_nobody_reviews_their_own_signature(self, cast, as_, propose):
        decision = propose(REFUSED | {"public_interest": "insufficient"})
        decision.sign(by=cast.dee, outcome="share", against_verdict="He is afraid", **OVERRIDE)
        assert decision.needs_second
        for who in (cast.dee, cast.amara):
            said = {"said": "Well done", "password": PASSWORD}
            assert as_(who).post(at("review", decision), said).status_code in {403, 404}
        decision.refresh_from_db()
        assert decision.second_at is None

    def test_on_an_agreement_that_has_run_out_since_is_refused(self, cast, propose, agree):
        agree(days=1)
        decision = propose(AGREED, purpose="protection", standing=YES)
        with time_machine.travel(in_days(3)), pytest.raises(Refused, match="agreement"):
            decision.sign(by=cast.dee, outcome="share", **TO_SHARE)

    def test_on_an_agreement_to_another_purpose_is_refused(self, cast, propose, agree):
        agree()
        decision = propose(AGREED, purpose="protection", standing=YES)
        with pytest.raises(Refused, match="agreement"):
            decision.sign(by=cast.dee, outcome="share", **(TO_SHARE | {"purpose": "research"}))

    def test_what_rested_on_an_agreement_that_ran_out_is_weighed_again_by_the_clock(self, cast, propose, agree):
        agree(days=1)
        waiting, signed = (propose(AGREED, purpose="protection", standing=YES) for _ in range(2))
        signed.sign(by=cast.dee, outcome="share", **TO_SHARE)
        assert weigh_again_where_agreement_ended() == 0
        with time_machine.travel(in_days(3)):
            assert weigh_again_where_agreement_ended() == 2
            assert weigh_again_where_agreement_ended() == 0
        for decision in (waiting, signed):
            decision.refresh_from_db()
        assert (waiting.state, waiting.facts["consent"], signed.state) == ("proposed", "expired", "reopened")

    def test_on_an_agreement_that_stands_is_not(self, cast, propose, agree):
        agree()
        decision = propose(AGREED, purpose="protection", standing=YES)
        decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
        assert decision.is_signed


@pytest.mark.clause("S-22", "S-23")
class TestDisclosing:
    @pytest.fixture
    def form(self, cast):
        def form(decision, **said):
            return {
                "contact": str(decision.contact.public_id), "method": "telephone",
                "shared_at": f"{timezone.localtime() + timedelta(minutes=2):%Y-%m-%d %H:%M}",
                "taken_by": "Sol", "will_do": "s47", "tell": "before", "tell_words": "Told on Monday",
                "agency_named": "yes", "checked": "on", "more_1": "on", "what_1": "A bruise", "nature_1": "fact",
                "why_1": "To see him", **said,
            }  # fmt: skip

        return form

    @pytest.fixture
    def to_share(self, cast, propose):
        decision = propose()
        decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
        return decision

    def share(self, client, decision, said):
        shown = client.post(at("disclose", decision), said)
        token = shown.context and shown.context.get("preview")
        return client.post(at("disclose", decision), said | {"previewed": token.sha256}) if token else shown

    def test_goes_through_as_it_should(self, cast, as_, to_share, form):
        assert self.share(as_(cast.amara), to_share, form(to_share)).status_code == 302
        assert DisclosureItem.objects.get().what == "A bruise"

    def test_is_not_recorded_before_a_signature(self, cast, as_, propose, form):
        decision = propose()
        assert self.share(as_(cast.amara), decision, form(decision)).status_code in {403, 404}

    def test_takes_no_piece_the_sharer_may_not_read(self, cast, as_, to_share, form):
        secret = Entry.write(
            by=cast.dee, folder=cast.leo.folder("safeguarding"), kind="visit", fact="zq-secret-zq",
            happened_at=timezone.now(),
        )  # fmt: skip
        other = Entry.write(
            by=cast.dee, folder=cast.hana.folder("personal"), kind="visit", fact="zq-other-zq", happened_at=in_days(0)
        )
        forged = {f"{part}_{entry.public_id.hex}_fact": "on" for entry in (secret, other) for part in ("take", "why")}
        shown = self.share(as_(cast.amara), to_share, form(to_share, **forged))
        assert "zq-" not in shown.content.decode()
        assert {item.what for item in DisclosureItem.objects.all()} <= {"A bruise"}

    def test_goes_to_nobody_at_another_agency(self, cast, as_, to_share, form):
        other = Agency.add(by=cast.dee, name="Another", kind="other")
        there = other.verify(by=cast.dee, name="X", post="Y", telephone="01632 960103", number_from="Z")
        self.share(as_(cast.amara), to_share, form(to_share, contact=str(there.public_id)))
        to_share.refresh_from_db()
        assert to_share.state == "to_share"

    def test_what_is_confirmed_is_what_was_shown(self, cast, as_, to_share, form):
        client = as_(cast.amara)
        shown = client.post(at("disclose", to_share), form(to_share)).context["preview"].sha256
        client.post(at("disclose", to_share), form(to_share, what_1="Something else", previewed=shown))
        assert not DisclosureItem.objects.exists()

    @pytest.mark.clause("H-30")
    def test_not_by_a_chat_group(self, cast, as_, to_share, form):
        for method in ("whatsapp", "chat", "other", "email", ""):
            self.share(as_(cast.amara), to_share, form(to_share, method=method, method_other="A chat group"))
        assert not DisclosureItem.objects.exists()

    def test_twice_is_once(self, cast, as_, to_share, form):
        client = as_(cast.amara)
        self.share(client, to_share, form(to_share))
        self.share(client, to_share, form(to_share))
        assert DisclosureItem.objects.count() == 1


@pytest.mark.clause("S-23")
@pytest.mark.parametrize("who", ["amara", "ben", "chen", "vik", "adam", "ola", "dee", "dora"])
def test_no_copy_leaves_for_whoever_may_not_export(cast, as_, propose, who):
    decision = propose()
    decision.sign(by=cast.dee, outcome="share", **OVERRIDE)
    client = as_(getattr(cast, who))
    one = client.post(at("copy", decision), {"purpose": "To look"})
    many = client.post(reverse("sharing:signed"), {"purpose": "x", "decisions": [str(decision.public_id)]})
    assert {response.get("Content-Type", "").split(";")[0] for response in (one, many)} <= {"text/html"}
    assert not any(response.has_header("Content-Disposition") for response in (one, many))
