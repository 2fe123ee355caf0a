"""Ways round the guard and the signature that somebody tries: each is refused where the rule is kept, in the verb."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from records.attaching.intake import Accepted
from records.attaching.scanner import Scan
from records.models import Entry, SafeContact
from sharing.leaving import delivery as door
from sharing.leaving.guard import UNREADABLE, Answer, judged, parcel
from sharing.models import Delivery, HeldBack, Incident
from sharing.states import NotNow
from tests.cast import in_days

from .conftest import AGREED, TO_SHARE
from .pieces import told, url
from .test_guard import WORDS, decision, item, locked, said, school, to

__all__ = ["decision", "locked", "said", "school", "told"]
LINK = {"method": "one_time_link"}
SENT_TO = {"sent_to": "sol@hill.example.org"}


@pytest.fixture
def linked(cast, decision, school):
    """What says nothing that is locked, gone by a link that nobody has opened yet."""
    decision.record_disclosure(
        by=cast.amara, disclosure=to(school) | LINK, items=[item("He is at 14 Larkspur Row.")], delivery=SENT_TO
    )
    return decision.disclosure.deliveries.get()


def lock(cast, *withhold):
    SafeContact.protect(by=cast.dee, person=cast.leo, kind="address", value="14 Larkspur Row", withhold=withhold)


def hold(cast, decision, school, items=None, **more):
    decision.hold_back(by=cast.amara, why="To fetch her", **parcel(decision, to(school) | more, items or [item()]))
    return HeldBack.objects.latest("pk")


@pytest.mark.clause("S-22")
class TestTheGuard:
    @pytest.mark.parametrize("method", ["one_time_link", "sealed_file"])
    def test_is_not_told_that_it_has_gone_already_what_has_not_been_made_yet(
        self, cast, decision, school, locked, method
    ):
        how = {"disclosure": to(school) | {"method": method}, "delivery": SENT_TO}
        with pytest.raises(NotNow):
            decision.record_disclosure(by=cast.amara, items=[item()], gone_already=True, **how)
        assert not Delivery.objects.exists()

    def test_reads_a_link_again_before_it_opens_and_before_it_goes_anew(self, cast, decision, linked):
        lock(cast)
        assert door.opened_with(linked.token, linked.code, "Sol") is None
        for again in (lambda: decision.send_again(by=cast.amara, sent_to="a@hill.example.org"),
                      lambda: decision.take_parcel(by=cast.amara, form="letter")):  # fmt: skip
            with pytest.raises(NotNow, match="Since it was recorded"):
                again()

    def test_reads_where_another_link_goes(self, cast, decision, school):
        said = {"disclosure": to(school) | LINK, "items": [item("He plays.")], "delivery": SENT_TO}
        decision.record_disclosure(by=cast.amara, **said)
        SafeContact.protect(
            by=cast.dee, person=cast.leo, kind="telephone", value="x@y.example", withhold=[{"words": "q@his.example"}]
        )
        for kept_from in ("q@his.example", "sol@gmail.com"):
            with pytest.raises(NotNow):
                decision.send_again(by=cast.amara, sent_to=kept_from)
        decision.send_again(by=cast.amara, sent_to="new@hill.example.org")

    def test_lets_nothing_more_go_than_the_lead_saw(self, cast, decision, school, locked):
        held = hold(cast, decision, school)
        decision.answer_held_back(by=cast.dee, held=held, lets_go=True, reason="The head fetches her.")
        assert judged(decision, to(school), [item()]).answer == Answer.LET_GO
        more = to(school) | {"reference": "NR14 7XP"}
        assert judged(decision, more, [item()]).answer == Answer.STOPPED

    def test_reads_what_stands_half_in_one_piece_and_half_in_the_next(self, cast, decision, school, locked):
        halves = [item("She is at 14 Lark"), item("spur Row.")]
        assert judged(decision, to(school), halves).kinds == "Address (several pieces together)"

    def test_stops_a_file_that_should_be_read_and_cannot(self, cast, decision, school, locked):
        entry = Entry.write(
            by=cast.amara, folder=cast.leo.folder("personal"), kind="report", fact="A letter.",
            happened_at=timezone.now(), files=[Accepted("a", "pdf", b"%PDF-1.7 torn", Scan.CLEAN)],
        )  # fmt: skip
        found = judged(decision, to(school), [item("A file", attachment=entry.attachments.get())])
        assert (found.answer, found.found[0].kind) == (Answer.STOPPED, UNREADABLE)

    def test_gives_no_pages_to_look_at_of_what_it_stops(self, cast, as_, decision, said, locked):
        assert as_(cast.amara).post(url(decision), said | WORDS | {"as_pdf": "yes"}).status_code == 409


@pytest.mark.clause("S-22", "S-24")
class TestALead:
    def test_answers_what_stood_on_the_page_and_not_what_came_since(self, cast, as_, decision, school, locked):
        first, second = hold(cast, decision, school), hold(cast, decision, school, [item("14 Larkspur Row, ring 2")])
        page = reverse("sharing:let_go", args=[decision.public_id])
        answer = {"lets_go": "yes", "reason": "The head fetches her.", "seen": first.public_id}
        for _ in range(2):
            as_(cast.dee).post(page, answer)
        as_(cast.dee).post(page, answer | {"seen": ""})
        second.refresh_from_db()
        assert second.answered_at is None and HeldBack.objects.get(pk=first.pk).lets_go

    def test_alone_answers_in_the_verb_too(self, cast, decision, school, locked):
        held = hold(cast, decision, school)
        for who in (cast.amara, cast.ade, cast.chen):
            with pytest.raises(PermissionDenied):
                decision.answer_held_back(by=who, held=held, lets_go=True, reason="Mine")
        decision.record_disclosure(by=cast.amara, disclosure=to(school), items=[item()], gone_already=True)
        with pytest.raises(PermissionDenied):
            decision.settle_mistake(by=cast.amara, incident=Incident.objects.get(), done="Nothing")


@pytest.mark.clause("H-23")
class TestALink:
    def test_is_made_only_of_what_went_by_a_link(self, cast, decision, school):
        decision.record_disclosure(by=cast.amara, disclosure=to(school), items=[item("He plays.")])
        with pytest.raises(NotNow, match="did not go by a link"):
            decision.send_again(by=cast.amara, sent_to="sol@hill.example.org")

    def test_asks_for_a_password_only_where_there_is_a_file_under_one(self, cast, as_, decision, linked):
        page = reverse("sharing:take_parcel", args=[decision.public_id])
        assert as_(cast.amara).post(page, {"form": "locked"}).status_code == 409

    def test_is_sent_again_and_its_parcel_taken_by_whoever_shares_or_decides_and_no_other(
        self, cast, as_, decision, linked
    ):
        cast.leo.folder("safeguarding").grant(by=cast.dee, to=cast.chen, purpose="A plan", until=in_days(9))
        pages = [reverse(f"sharing:{name}", args=[decision.public_id]) for name in ("take_parcel", "send_again")]
        shown = as_(cast.chen).get(reverse("sharing:sent", args=[decision.public_id])).text
        assert not any(page in shown for page in pages) and "Amara" in shown
        for who, answers in ((cast.chen, {403}), (cast.amara, {200, 302}), (cast.dee, {200, 302})):
            said = [as_(who).post(page, {"form": "letter"}).status_code for page in pages]
            assert set(said) == answers
        assert as_(cast.chen).post(reverse("sharing:take_back", args=[decision.public_id])).status_code == 302

    def test_goes_to_nobody_of_another_organisation_than_was_signed(self, cast, propose, school):
        decision = propose(AGREED)
        decision.sign(by=cast.dee, outcome="share", **TO_SHARE)
        with pytest.raises(NotNow, match="signed for"):
            decision.record_disclosure(by=cast.amara, disclosure=to(school), items=[item("He plays.")])
