"""The mark of a postcode: what is kept of a home in its place, where it is written, and what nobody gets from it."""

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from audit import field_key, walls
from records import neighbours
from records.models import HomeMark, Likeness, Tie
from tests.records.asking import at
from tests.records.homes import POSTCODE, WHERE, keys, kim, lives, lock, near
from tests.records.test_safe_contact import all_of

__all__ = ["keys", "kim"]
pytestmark = [pytest.mark.clause("H-31", "S-08")]


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
        with pytest.raises(ValidationError):
            HomeMark.give(by=cast.vik, postcode=wrong)
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
