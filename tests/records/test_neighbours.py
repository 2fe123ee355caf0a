"""A colleague who lives where somebody must not be found: a lead learns which two, nobody learns where (A2, H-31)."""

import pytest
from django.core.management import call_command

from records import neighbours, watch
from records.models import HomeMark, Tie
from records.models.tie import TOGETHER
from staff.models import Notice
from tests.records.asking import at, but_for_tokens
from tests.records.homes import WHERE, keys, kim, lives, lock, near

__all__ = ["keys", "kim"]
pytestmark = [pytest.mark.clause("H-31", "S-08")]
BOTH = "has the same surname and the same postcode as Leo Larkin"
ALONE = "has the same postcode, a weak sign by itself, as Leo Larkin"


class TestWhatALeadIsTold:
    def test_is_the_same_surname_and_postcode_and_never_which(self, cast, as_, kim):
        lock(cast)
        lives(kim)
        assert near() == [("Kim", "Leo Larkin", "both")]
        tie, lead = Tie.objects.get(source="both"), as_(cast.dee)
        pages = [lead.get("/").text, lead.get(at("ties")).text, lead.get(at("tie", tie)).text]
        assert all(BOTH in page.replace("Has the", "has the") for page in pages)
        assert "a sign to take seriously" in pages[2]
        assert not any(hint in page for page in pages for hint in ("ZZ9", "Larkspur", "Oldmere"))
        assert neighbours.look() == 0 and Tie.objects.filter(source="both").count() == 1

    def test_is_the_weaker_sign_where_the_surname_is_another(self, cast, as_):
        lives(cast.vik, "zz99zz")
        lock(cast, "14 Larkspur Row, Oldmere, zz9  9zz, England")
        assert near() == [("Vik", "Leo Larkin", "postcode")]
        assert ALONE in as_(cast.dee).get("/").text
        assert "without it a weak one" in as_(cast.dee).get(at("tie", Tie.objects.get())).text

    @pytest.mark.parametrize(
        ("value", "kind"),
        [("14 Larkspur Row, Oldmere ZZ9 9ZY", "address"), ("14 Larkspur Row", "address"), (WHERE, "work")],
    )
    def test_is_nothing_of_another_postcode_none_or_a_place_where_nobody_lives(self, cast, value, kind):
        lock(cast, value, kind)
        lock(cast, "9 Oak Lane, Oldmere")
        lives(cast.vik)
        assert near() == []

    def test_is_of_where_somebody_lived_too_until_it_is_no_secret_any_more(self, cast):
        lock(cast).end(by=cast.amara, why="Moved")
        lock(cast, "1 High Street, Oldmere ZZ1 1ZZ").end(by=cast.amara, why="Moved", is_secret=False)
        lives(cast.vik)
        lives(cast.chen, "ZZ1 1ZZ")
        assert near() == [("Vik", "Leo Larkin", "postcode")]

    def test_is_nothing_of_whoever_is_shut_out_already_or_told_it_themselves(self, cast):
        lock(cast)
        cast.leo.exclude(by=cast.dee, who=cast.vik, reason="Uncle")
        told = Tie.declare(by=cast.chen, words="I live beside the Larkins")
        told.settle(by=cast.dee, person=cast.leo, shut_out="no", reason="Neighbours")
        lives(cast.vik)
        lives(cast.chen)
        assert near() == []

    def test_waits_for_the_clock(self, cast):
        lock(cast)
        lives(cast.vik)
        assert not HomeMark.objects.exclude(contact=None).exists() and not Tie.objects.exists()
        call_command("tick", verbosity=0)
        assert Tie.objects.get().source == "postcode"


class TestWhoIsTold:
    def test_is_no_colleague_and_least_of_all_the_one_it_is_about(self, cast, as_, kim):
        lock(cast)
        before = {who: but_for_tokens(as_(who).get("/").text) for who in (cast.vik, cast.amara)}
        lives(cast.vik)
        page = but_for_tokens(as_(cast.vik).get(at("home_postcode")).text)
        assert near()
        assert but_for_tokens(as_(cast.vik).get(at("home_postcode")).text) == page
        assert before == {who: but_for_tokens(as_(who).get("/").text) for who in (cast.vik, cast.amara)}
        assert as_(cast.vik).get(at("tie", Tie.objects.get(source="postcode"))).status_code == 404
        assert "Larkin" not in page and not Notice.objects.filter(to=cast.vik).exists()

    def test_is_no_lead_about_themselves(self, cast, as_):
        lock(cast)
        lives(cast.dee)
        assert near() == [("Dee", "Leo Larkin", "postcode")]
        tie = Tie.objects.get()
        assert as_(cast.dee).get(at("tie", tie)).status_code == 404 and ALONE not in as_(cast.dee).get("/").text
        assert as_(cast.dora).get(at("tie", tie)).status_code == 200

    def test_is_no_lead_from_whom_the_address_is_withheld(self, cast, as_, kim):
        lock(cast, withhold=[{"user": cast.dora}])
        lives(kim)
        near()
        tie, alone = (Tie.objects.get(person=cast.leo, source=source) for source in ("both", "surname"))
        assert set(Tie.objects.waiting_for(cast.dee).filter(person=cast.leo)) == {tie}
        assert set(Tie.objects.waiting_for(cast.dora).filter(person=cast.leo)) == {alone}
        assert as_(cast.dora).get(at("tie", tie)).status_code == 404
        assert "postcode as" not in as_(cast.dora).get("/").text + as_(cast.dora).get(at("ties")).text
        tie.settle(by=cast.dee, person=cast.leo, shut_out="no", reason="They share a postcode")
        assert "They share" in as_(cast.dee).get(at("tie", tie)).text
        assert TOGETHER in as_(cast.dora).get(at("tie", alone)).text
        assert "postcode" not in as_(cast.dora).get(at("tie", alone)).text

    def test_is_no_such_lead_on_the_page_of_the_record(self, cast, as_):
        lock(cast, withhold=[{"user": cast.dora}])
        lives(cast.vik)
        near()
        Tie.objects.get().settle(by=cast.dee, person=cast.leo, shut_out="no", reason="Cousins")
        said = "known to, Vik Example, who works here"
        assert said in as_(cast.dee).get(at("person", cast.leo)).text
        assert said not in as_(cast.dora).get(at("person", cast.leo)).text

    def test_is_a_lead_who_may_know_all_else_of_them(self, cast, as_):
        lock(cast, kind="work", withhold=[{"user": cast.dora}])
        lock(cast)
        lives(cast.vik)
        near()
        assert ALONE in as_(cast.dora).get("/").text

    def test_is_no_lead_of_the_other_group(self, cast, as_):
        lock(cast)
        lives(cast.vik)
        near()
        assert as_(cast.ade).get(at("tie", Tie.objects.get())).status_code == 404


class TestTheAnswer:
    def test_to_a_name_alone_does_not_answer_the_postcode(self, cast, as_, kim):
        Tie.objects.get(person=cast.leo).dismiss(by=cast.dee, reason="Only the same name")
        lock(cast)
        lives(kim)
        assert near() == [("Kim", "Leo Larkin", "both")]
        assert BOTH in as_(cast.dee).get("/").text

    def test_to_both_answers_the_name_too_which_says_less(self, cast, kim):
        lock(cast)
        lives(kim)
        near()
        Tie.objects.get(source="both").dismiss(by=cast.dee, reason="Another Larkin, I asked")
        assert set(Tie.objects.filter(person=cast.leo).values_list("source", "state", "answer")) == {
            ("both", "dismissed", "Another Larkin, I asked"),
            ("surname", "dismissed", TOGETHER),
        }
        assert Tie.objects.filter(person=cast.femi).get().state == "waiting"
        lives(kim)
        assert near() == [("Kim", "Leo Larkin", "both")]

    def test_to_the_name_leaves_both_waiting(self, cast, kim):
        lock(cast)
        lives(kim)
        near()
        Tie.objects.get(person=cast.leo, source="surname").dismiss(by=cast.dee, reason="Only the same name")
        assert Tie.objects.get(source="both").state == "waiting"

    @pytest.mark.parametrize("first", [True, False])
    def test_to_a_postcode_does_not_answer_a_name_that_is_learnt_later(self, cast, first):
        lock(cast)
        lives(cast.vik)
        near()
        tie = Tie.objects.get()
        if first:
            tie.dismiss(by=cast.dee, reason="Neighbours")
        cast.leo.change(by=cast.dee, name="Leo Example")
        if not first:
            tie.dismiss(by=cast.dee, reason="Neighbours")
        assert Tie.objects.get(user=cast.vik, state="waiting").source == "surname"

    def test_shuts_the_colleague_out(self, cast, as_):
        lock(cast)
        lives(cast.vik)
        near()
        said = {"answer": "act", "person": cast.leo.public_id, "shut_out": "record", "reason": "Her former partner"}
        as_(cast.dee).post(at("tie", Tie.objects.get()), said)
        assert cast.leo.shuts_out(cast.vik)

    def test_makes_reading_unusual_and_a_neighbour_alone_does_not(self, cast):
        lock(cast)
        lives(cast.amara)
        near()
        assert list(watch._ties([cast.amara.pk], [cast.leo.pk])) == []
        Tie.objects.get().settle(by=cast.dee, person=cast.leo, shut_out="no", reason="Cousins")
        assert list(watch._ties([cast.amara.pk], [cast.leo.pk])) == [(cast.amara.pk, cast.leo.pk)]
