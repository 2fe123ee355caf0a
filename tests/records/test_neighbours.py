"""A colleague who lives where somebody must not be found: a lead learns which two, nobody learns where (A2, H-31)."""

import hashlib

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from audit import field_key, walls
from records import neighbours, watch
from records.models import HomeMark, Likeness, SafeContact, Tie
from records.models.tie import TOGETHER
from records.safe_address import postcode_in
from staff.models import Notice, User
from tests.records.asking import at, but_for_tokens
from tests.records.test_safe_contact import all_of

pytestmark = [pytest.mark.clause("H-31", "S-08")]
WHERE, POSTCODE = "14 Larkspur Row, Oldmere ZZ9 9ZZ", "ZZ9 9ZZ"
BOTH = "has the same surname and the same postcode as Leo Larkin"
ALONE = "has the same postcode, a weak sign by itself, as Leo Larkin"


@pytest.fixture(autouse=True)
def keys(settings, tmp_path):
    settings.KEYS_DIR = tmp_path / "keys"
    return settings.KEYS_DIR


@pytest.fixture
def kim(cast):
    """Called like Leo's family; what was noticed of the name waits for the leads."""
    return User.open(by=cast.adam, email="kim@example.org", first_name="Kim", last_name="Larkin")


def lock(cast, value=WHERE, kind="address", **said):
    return SafeContact.protect(by=cast.amara, person=cast.leo, kind=kind, value=value, **said)


def lives(user, postcode=POSTCODE):
    HomeMark.give(by=user, postcode=postcode_in(postcode))


def near():
    neighbours.look()
    found = Tie.objects.filter(source__in=Tie.NEAR).order_by("pk")
    return [(tie.user.first_name, tie.person.name, tie.source) for tie in found]


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


class TestAColleaguesPostcode:
    def test_is_given_on_a_page_that_never_shows_it_again(self, cast, as_):
        page = as_(cast.vik).get(at("declare_tie")).text
        assert at("home_postcode") in page
        client = as_(cast.vik)
        sent = client.post(at("home_postcode"), {"protected_value": "zz9 9zz"}, follow=True).text
        assert "Recorded." in sent and "Last given: today" in sent and "zz9" not in sent.casefold()
        assert HomeMark.objects.get().user == cast.vik
        lock(cast)
        assert near() == [("Vik", "Leo Larkin", "postcode")]

    @pytest.mark.parametrize("wrong", ["Oldmere", "ZZ9", "ZZ9 9ZZ 1"])
    def test_is_whole_or_none(self, cast, as_, wrong):
        answer = as_(cast.vik).post(at("home_postcode"), {"protected_value": wrong})
        assert "Write the whole postcode" in answer.text and not HomeMark.objects.exists()

    def test_is_taken_back_and_none_need_be_given(self, cast, as_):
        lock(cast)
        client = as_(cast.vik)
        assert "You have given none" in client.post(at("home_postcode"), {"protected_value": ""}, follow=True).text
        lives(cast.vik)
        taken = client.post(at("home_postcode"), {"protected_value": ""}, follow=True).text
        assert "You have given none" in taken and "Nothing is kept of it." in taken
        assert near() == [] and not HomeMark.objects.filter(user=cast.vik).exists()

    def test_follows_when_they_move(self, cast):
        lock(cast)
        lives(cast.vik, "ZZ1 1ZZ")
        assert near() == []
        lives(cast.vik)
        assert near() == [("Vik", "Leo Larkin", "postcode")]

    def test_goes_with_the_account(self, cast):
        lives(cast.vik)
        lives(cast.chen)
        cast.vik.deactivate(by=cast.adam)
        assert [one.user for one in HomeMark.objects.all()] == [cast.chen]

    @pytest.mark.postgresql
    def test_is_read_by_nobody_else_behind_the_walls(self, cast):
        lock(cast)
        for who in (cast.vik, cast.dee):
            lives(who)
        near()
        for who in (cast.vik, cast.dee, cast.sena, cast.amara, cast.dana):
            with walls.around(who.pk, who.over):
                assert {one.user_id for one in HomeMark.objects.all()} == {who.pk} & {cast.vik.pk, cast.dee.pk}


class TestTheMark:
    def test_is_the_same_only_for_the_same_words_kind_and_key(self, keys):
        mine = field_key.mark("ZZ99ZZ", "postcode")
        assert mine == field_key.mark("ZZ99ZZ", "postcode") and len(mine) == 10
        assert mine != field_key.mark("ZZ99ZY", "postcode") and mine != field_key.mark("ZZ99ZZ", "telephone")
        assert not hashlib.sha256(b"ZZ99ZZ").hexdigest().startswith(mine)
        field_key.replace()
        assert mine != field_key.mark("ZZ99ZZ", "postcode")

    def test_is_written_by_the_clock_for_what_was_locked_before(self, cast, keys):
        """Also where the key was away at first: nothing fails, and nothing is lost."""
        contact = lock(cast)
        lives(cast.vik)
        (keys / "field.key").rename(keys / "away")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.conf.settings.DEMO", False)
            assert near() == [] and not HomeMark.objects.filter(contact=contact).exists()
        (keys / "away").rename(keys / "field.key")
        assert near() == [("Vik", "Leo Larkin", "postcode")]

    def test_of_what_cannot_be_opened_holds_up_no_other(self, cast, keys):
        lock(cast)
        field_key.replace()
        lock(cast)
        lives(cast.vik)
        [retired] = keys.glob("field-retired-*")
        retired.unlink()
        assert near() == [("Vik", "Leo Larkin", "postcode")]
        assert sorted(HomeMark.objects.exclude(contact=None).values_list("mark", flat=True))[0] == ""

    def test_changes_with_the_address(self, cast):
        contact = lock(cast, "1 High Street, Oldmere ZZ1 1ZZ")
        neighbours.look()
        contact.change(by=cast.amara, value=WHERE)
        assert not HomeMark.objects.exists()
        lives(cast.vik)
        assert near() == [("Vik", "Leo Larkin", "postcode")]

    def test_is_made_anew_with_a_new_key_and_colleagues_are_asked_once_more(self, cast, as_, capsys):
        lock(cast)
        lives(cast.vik)
        old = HomeMark.objects.get().mark
        call_command("replace_field_key")
        assert "1 colleagues gave a home postcode" in capsys.readouterr().out
        assert near() == [] and old not in HomeMark.objects.values_list("mark", flat=True)
        assert "Please give it again" in as_(cast.vik).get(at("home_postcode")).text
        lives(cast.vik)
        assert near() == [("Vik", "Leo Larkin", "postcode")]

    def test_is_of_an_address_or_of_a_colleague(self, cast):
        for both in ({}, {"user": cast.vik, "contact": lock(cast)}):
            with pytest.raises(IntegrityError, match="a_mark_is_of"), transaction.atomic():
                HomeMark.objects.create(key="x", **both)


def test_no_row_line_or_page_holds_the_postcode_and_none_but_its_own_the_mark(cast, as_, kim, caplog):
    caplog.set_level("DEBUG")
    client = as_(cast.vik)
    client.post(at("home_postcode"), {"protected_value": POSTCODE})
    session = client.session
    session["locked"] = True
    session.save()
    client.post(at("home_postcode"), {"protected_value": POSTCODE})
    lock(cast)
    lives(kim)
    assert near()
    Tie.objects.get(source="both").settle(by=cast.dee, person=cast.leo, shut_out="family", reason="His uncle")
    rows = {table: str(all_of(table)).upper() for table in connection.introspection.table_names()}
    said = [*rows.values(), caplog.text.upper()]
    assert not any(word in text for text in said for word in (POSTCODE, "ZZ99ZZ"))
    mark = field_key.mark("ZZ99ZZ", "postcode").upper()
    assert [table for table, text in rows.items() if mark in text] == ["records_homemark"]
    lead = as_(cast.dee)
    pages = [at("ties"), at("person", cast.leo), at("story", cast.leo), at("people"), at("tie", Tie.objects.last())]
    shown = [lead.get(page).text.upper() for page in pages]
    assert not any(word in page for page in shown for word in (mark, POSTCODE, "ZZ99ZZ"))
    assert mark not in caplog.text.upper() and not Likeness.objects.exists()
