"""Each kind of entry asks its own few things, shows only the boxes it needs, and says in words what was answered."""

import re

import pytest
from django.urls import reverse

from records import entry_kinds
from records.entry_kinds import KINDS, NotAsked
from records.forms.kind import asks_of
from records.models import Entry
from tests.cast import in_days
from tests.records.asking import at, entry

ACCIDENT = {"detail_where": "The hall", "detail_injury": "A bump", "detail_first_aid": "Ice, by Ben"}


@pytest.fixture
def folder(cast):
    return cast.leo.folder("personal")


@pytest.mark.clause("S-03", "H-22")
class TestTheTable:
    def test_is_what_an_entry_may_be(self):
        filed = {"concern", "decision"}
        assert set(KINDS) | filed == set(Entry.Kind.values)
        assert {key: kind.title for key, kind in KINDS.items()} == {
            kind.value: kind.label for kind in Entry.Kind if kind not in filed
        }

    def test_gives_every_box_an_example_and_every_kind_two_lines(self):
        for kind in KINDS.values():
            assert kind.boxes and all(example.startswith("“") for example in kind.boxes.values())
            assert len(kind.good) == 2 and kind.when

    @pytest.mark.parametrize(
        "details", [{"colour": "red"}, {"called_back": "perhaps"}], ids=["never asked", "never offered"]
    )
    def test_keeps_nothing_that_its_kind_does_not_ask(self, cast, folder, details):
        with pytest.raises(NotAsked):
            Entry.write(by=cast.amara, folder=folder, kind="call", fact="x", happened_at=in_days(0), details=details)
        assert entry_kinds.checked("call", {"number": ""}) == {}


@pytest.mark.clause("S-03", "H-22")
class TestTheForm:
    def test_is_chosen_in_one_step(self, cast, as_, folder):
        page = as_(cast.amara).get(at("kinds", folder)).text
        assert all(f"?kind={key}" in page for key in KINDS)

    @pytest.mark.parametrize("key", KINDS)
    def test_of_each_kind_shows_its_boxes_and_nothing_of_another(self, cast, as_, folder, key):
        page = as_(cast.amara).get(at("write", folder) + f"?kind={key}").text
        kind = KINDS[key]
        assert {box for box in ("fact", "own_words", "opinion") if f'name="{box}"' in page} == set(kind.boxes)
        asked = set(re.findall(r'name="detail_(\w+?)(?:_day|_month|_year)?"', page))
        assert asked == {ask.key for ask in asks_of(kind)}
        assert all(words in page for words in kind.good)
        assert ("Show where on the body" in page) is kind.on_body

    def test_asks_for_what_matters_and_loses_nothing(self, cast, as_, folder):
        page = (
            as_(cast.amara).post(at("write", folder), entry(kind="accident", **ACCIDENT | {"detail_injury": ""})).text
        )
        assert "Say what the injury was" in page and "Ice, by Ben" in page and "Sat alone." in page
        assert not Entry.objects.exists()

    def test_another_kind_keeps_what_was_typed_for_this_one(self, cast, as_, folder):
        typed = entry(kind="visit", change_kind="yes", own_words="Hello", **ACCIDENT)
        page = as_(cast.amara).post(at("write", folder), typed).text
        assert "Ice, by Ben" in page and "Hello" in page and "There is a problem" not in page
        assert "<h1" in page and "Visit</h1>" in page
        assert not Entry.objects.exists()


@pytest.mark.clause("S-03", "S-22")
def test_the_answers_stand_in_words_wherever_the_entry_does(cast, as_, folder):
    as_(cast.amara).post(
        at("write", folder),
        entry(kind="absence", detail_from_on="2026-01-05", detail_reason="A cough", own_words=""),
    )
    one = Entry.objects.get()
    assert one.facts_told == "Sat alone.\nFirst day away: 5 January 2026\nWhat reason was given: A cough"
    client = as_(cast.amara)
    for page in (at("folder", folder), at("person", cast.leo), at("entry_changes", one)):
        assert "5 January 2026" in client.get(page).text, page
    one.correct(by=cast.amara, fact="", own_words="No", details={"reason": "A cold"})
    assert "A cold" in client.get(at("folder", folder)).text


@pytest.mark.clause("S-03")
def test_late_is_said_in_the_list_the_story_and_the_version(cast, as_, folder):
    late = Entry.write(by=cast.amara, folder=folder, kind="visit", fact="x", happened_at=in_days(-3))
    client = as_(cast.amara)
    for page in (at("folder", folder), at("entry_changes", late)):
        assert "Written down 3 days after it happened." in client.get(page).text
    assert "Written later" in client.get(at("story", cast.leo)).text


@pytest.mark.clause("S-03")
def test_out_of_date_is_an_act_of_its_own_in_the_story(cast, as_, folder):
    one = Entry.write(by=cast.amara, folder=folder, kind="visit", fact="x", happened_at=in_days(0))
    as_(cast.amara).post(at("mark_historical", one), {"why": "Moved", "seen": "1"})
    page = as_(cast.amara).get(reverse("records:story", args=[cast.leo.public_id])).text
    assert "marked an entry as out of date" in page and "added a correction" not in page


def test_what_is_asked_no_more_is_told_where_it_was_answered():
    old = {"parent_informed": "At pick-up, by Ben"}
    assert entry_kinds.checked("accident", old) == old
    assert ("When was a parent told, by whom?", "At pick-up, by Ben") in entry_kinds.told("accident", old)
    assert "parent_informed" not in {ask.key for ask in asks_of(KINDS["accident"])}
