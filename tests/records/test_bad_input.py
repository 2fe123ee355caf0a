"""Whatever is sent, it is kept as it was written, or asked for again; nothing breaks and nothing is lost."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from records.models import Concern, Entry
from staff.access import keep
from tests.records.asking import at, concern, entry

STRANGE = {
    "emoji": "She drew 🐻 and 👨‍👩‍👧",
    "right to left": "قالت إنها خائفة",
    "html": "<script>alert('x')</script><b>bold</b>",
    "template": "{{ 7|add:7 }} {% now 'Y' %}",
    "quotes": 'O\'Hara "said" -- ; DROP TABLE',
}


@pytest.mark.clause("S-03")
@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE.keys())
class TestStrangeWords:
    def test_in_a_concern_are_kept_and_shown_as_words(self, cast, as_, words):
        as_(cast.amara).post(at("log_concern"), concern(facts=words, people=[cast.leo.public_id]))
        logged = Concern.objects.get()
        page = as_(cast.dee).get(at("concern", logged)).text

        assert logged.facts == words
        assert "<script>alert" not in page
        assert "<b>bold" not in page

    def test_in_an_entry_too(self, cast, as_, words):
        folder = cast.leo.folder("personal")
        as_(cast.amara).post(at("write", folder), entry(fact=words, own_words=words, opinion=words))

        assert Entry.objects.get().fact == words
        assert "<script>alert" not in as_(cast.amara).get(at("folder", folder)).text


@pytest.mark.clause("S-27")
def test_what_was_being_written_when_the_page_locked_is_there_again(cast, as_):
    answers = concern(facts="Half a sen", own_words="I am", people=[str(cast.leo.public_id)], happened_at_day="7")
    keep(cast.amara, at("log_concern"), QueryDict(urlencode(answers, doseq=True)))
    page = as_(cast.amara).get(at("log_concern")).text

    assert "Half a sen" in page and "I am" in page
    assert f'value="{cast.leo.public_id}" checked' in page
    assert "<details" in page and " open>" in page.split("Say more")[0].split("<details")[-1]
    assert 'value="7"' in page


class TestTooMuch:
    def test_a_megabyte_is_given_back_whole_with_a_reason(self, cast, as_):
        much = "word " * 200_000
        page = as_(cast.amara).post(at("log_concern"), concern(facts=much)).text

        assert "Use 20000 characters or fewer" in page
        assert much.strip() in page
        assert not Concern.objects.exists()

    @pytest.mark.parametrize("field", ["others", "about_staff_words", "find_words"])
    def test_in_a_short_box_too(self, cast, as_, field):
        answer = as_(cast.amara).post(at("log_concern"), concern(is_about_staff="yes", **{field: "x" * 5000}))
        assert answer.status_code == 200
        assert not Concern.objects.exists()


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"danger": "maybe"},
        {"facts": "   "},
        {"facts": "nul \x00 byte"},
        {"happened_at": "2090-01-01 10:00"},
        {"happened_at": "31 31 31"},
        {"happened_at_day": "31", "happened_at_month": "2", "happened_at_year": "2026", "happened_at_time": "10:00"},
        {"group": "everybody"},
        {"is_about_staff": "yes", "about_staff": "not-a-uuid"},
    ],
)
def test_what_makes_no_sense_is_asked_for_again(cast, as_, answers):
    page = as_(cast.amara).post(at("log_concern"), concern(**answers) if answers else {})

    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert not Concern.objects.exists()


@pytest.mark.parametrize("page", ["acknowledge", "become_concern"])
def test_a_button_is_not_pressed_by_following_a_link(cast, as_, page):
    logged = Concern.log(by=cast.amara, danger="no", facts="x", people=[cast.leo])

    assert as_(cast.dee).get(at(page, logged)).status_code == 405
    logged.refresh_from_db()
    assert logged.state == "received"


@pytest.mark.parametrize("page", ["person", "folder", "concern", "sent", "story", "access", "people", "concerns"])
def test_a_page_to_read_takes_nothing_else(cast, as_, page):
    things = {"folder": cast.leo.folder("personal"), "people": None, "concerns": None}
    thing = things.get(page, cast.leo)

    assert as_(cast.dee).delete(at(page, thing)).status_code == 405
