"""A parent hears of what was written about their child: who told whom, when and how, or why it was not safe (H-11)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audit.verbs import Stale
from records.models import Concern, Entry, Moved, Order, Person, Relationship, Telling
from sharing.leaving.pieces import pieces_of
from sharing.models import Decision
from tests.cast import in_days, years_ago
from tests.records.asking import at, entry
from tests.sharing.conftest import AGREED

BRUISE = {"outline": "child", "view": "front", "x": 350, "y": 300, "kind": "bruise"}
LATER = {"look_on_day": "5", "look_on_month": "6", "look_on_year": "2099"}


def link_to(cast, who):
    return Relationship.objects.get(person=cast.leo, other=who)


def write(cast, kind="behaviour", parent_told="due", **more):
    said = {"kind": kind, "parent_told": parent_told, "fact": "He hit out.", "happened_at": in_days(-1)}
    return Entry.write(by=cast.amara, folder=cast.leo.folder("personal"), **said | more)


def standing(of):
    return of.tellings.standing().get()


@pytest.mark.clause("H-11")
class TestWhatAParentIsToHear:
    def test_is_asked_with_the_entry_and_needs_whom_and_how(self, cast, as_):
        page, client = at("write", cast.leo.folder("personal")), as_(cast.amara)
        assert "Parents hear of this" in client.post(page, entry(kind="behaviour", parent_told="")).text
        assert "Choose one of the answers shown" in client.post(page, entry(kind="behaviour", parent_told="na")).text
        told = {"parent_told": "told", "told_how": "telephone", "told_at": "2026-01-06 10:00"}
        assert "Say who was told" in client.post(page, entry(kind="behaviour", **told)).text
        for who in (cast.quin, cast.gran):  # under an order, and without responsibility
            said = told | {"told_to": link_to(cast, who).public_id}
            assert "Choose one of the answers shown" in client.post(page, entry(kind="behaviour", **said)).text
        assert not Entry.objects.exists()

        client.post(page, entry(kind="behaviour", **told | {"told_to": link_to(cast, cast.femi).public_id}))
        assert "Femi Larkin, mother, by telephone" in client.get(at("person", cast.leo)).text

    def test_stands_on_the_home_page_and_the_record_until_it_is_done(self, cast, as_):
        one = standing(write(cast))
        for who in (cast.amara, cast.dee):
            assert "A parent is to hear of something: Leo Larkin" in as_(who).get("/").text
            assert "A parent is still to hear" in as_(who).get(at("person", cast.leo)).text
        for who in (cast.ben, cast.chen, cast.ade):
            assert "A parent is to hear" not in as_(who).get("/").text
        assert as_(cast.chen).get(at("tell", one)).status_code == 404
        one.tell(by=cast.amara, to=link_to(cast, cast.femi), told_at=timezone.now(), how="in_person")

        assert "A parent is to hear" not in as_(cast.amara).get("/").text
        assert standing(one.entry).said == "told"

    def test_is_looked_at_again_where_it_was_not_safe(self, cast, as_):
        one = standing(write(cast))
        client = as_(cast.amara)
        answer = {"parent_told": "unsafe", "unsafe_why": "His father reads her letters"}
        assert "looked at again" in client.post(at("tell", one), answer).text
        client.post(at("tell", one), answer | LATER)
        assert "A parent is to hear" not in client.get("/").text
        assert "His father reads her letters" in client.get(at("person", cast.leo)).text
        later = standing(one.entry)
        later.put_off(by=cast.amara, words="Still", look_on=timezone.localdate() - timedelta(days=1))
        assert "Overdue" in client.get("/").text

    def test_is_told_only_to_whoever_may_be_told_today_and_answered_once(self, cast):
        one, now = standing(write(cast)), timezone.now()
        for who in (cast.quin, cast.gran):
            with pytest.raises(PermissionDenied):
                one.tell(by=cast.amara, to=link_to(cast, who), told_at=now, how="letter")
        ends_on = timezone.localdate()
        order = Order.record(
            by=cast.dee, person=cast.leo, kind="no_contact", limited=cast.femi, not_told=True, starts_on=ends_on
        )
        with pytest.raises(PermissionDenied):
            one.tell(by=cast.amara, to=link_to(cast, cast.femi), told_at=now, how="letter")
        order.change(by=cast.dee, starts_on=ends_on - timedelta(days=2), ends_on=ends_on - timedelta(days=1))
        one.tell(by=cast.amara, to=link_to(cast, cast.femi), told_at=now, how="letter")
        with pytest.raises(Stale):
            one.put_off(by=cast.amara, words="x", look_on=timezone.localdate())

    def test_is_asked_again_of_another_child(self, cast):
        mia = Person.register(by=cast.dee, name="Mia Marsh", group="child", born_on=years_ago(5), key_person=cast.amara)
        told = {"to": link_to(cast, cast.femi), "told_at": timezone.now(), "how": "letter"}
        one = write(cast, parent_told="told", telling=told, also=[{"folder": mia.folder("personal")}])
        assert standing(Entry.objects.get(folder__person=mia)).said == "due"
        Moved.move(by=cast.dee, entry=one, to=mia.folder("personal"), why="x")
        assert standing(one).person == mia and standing(one).said == "due"
        assert not Telling.objects.open_to(cast.amara).filter(to_name__contains="Femi").exists()


@pytest.mark.clause("H-11", "H-13")
class TestWhatMightWarnSomebody:
    @pytest.mark.parametrize(
        "more", [{"kind": "change", "details": {"worry": "yes"}}, {"kind": "observation", "marks": [BRUISE]}]
    )
    def test_waits_for_the_lead_and_reminds_nobody_else(self, cast, as_, more):
        one = standing(write(cast, **more))
        assert one.said == "lead"
        assert "parent" not in as_(cast.amara).get("/").text.lower()
        assert (
            as_(cast.amara).get(at("tell", one)).status_code == as_(cast.amara).get(at("rule", one)).status_code == 403
        )
        assert "May a parent be told?: Leo Larkin" in as_(cast.dee).get("/").text

        as_(cast.dee).post(at("rule", one), {"answer": "now"})
        assert "A parent is to hear" in as_(cast.amara).get("/").text

    def test_is_told_at_once_where_the_marks_have_a_cause(self, cast):
        details = {"where": "x", "injury": "x", "first_aid": "x"}
        assert standing(write(cast, kind="accident", marks=[BRUISE], details=details)).said == "due"

    def test_no_needs_a_reason_and_a_day_and_comes_back_to_the_lead_alone(self, cast, as_):
        concern = Concern.log(by=cast.amara, people=[cast.leo], danger="no", facts="A bruise.")
        page, client = at("rule_concern", concern), as_(cast.dee)
        assert not concern.tellings.exists()
        assert "Nobody tells them before you say so" in client.get(at("concern", concern)).text
        assert as_(cast.amara).get(page).status_code == 403
        wrong = as_(cast.dee).post(page, {"answer": "not"}).text
        assert "Say why they are not to be told" in wrong and "Give the day" in wrong
        as_(cast.dee).post(page, {"answer": "not", "words": "The police ask us to wait"} | LATER)
        assert "The police ask us to wait" in as_(cast.dee).get(at("concern", concern)).text

        one = standing(concern)
        one.rule(by=cast.dee, said="not", words="Still", look_on=timezone.localdate())
        assert "A parent is to hear" in as_(cast.dee).get("/").text
        assert "A parent is to hear" not in as_(cast.amara).get("/").text

    def test_leaves_nothing_of_it_in_what_is_shared(self, cast):
        write(cast, parent_told="unsafe", telling={"words": "zq-unsafe", "look_on": timezone.localdate()})
        request = {"name": "x", "asked_for": "x", "why": "x"}
        decision = Decision.propose(by=cast.amara, people=[cast.leo], facts=AGREED, request=request)
        pieces = str([(piece.item, piece.marks) for piece in pieces_of(decision, cast.amara)])
        assert "He hit out" in pieces and "zq-unsafe" not in pieces
