"""Every version of a row, and any two side by side, for whoever may open the row today, and of it what they may see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import ledger
from audit.models import Reading, Trace, key_of
from consent.models import Consent
from records.history import SOMEBODY, Kind, lines_of, two_of
from records.models import Concern, Entry
from tests.cast import in_days
from tests.records.asking import FACTS, at

FIRST, SECOND = "He said that the red coat is hers.", "He said that the blue coat is hers."


@pytest.fixture
def entry(cast):
    """Two versions: as Amara wrote it, and marked as out of date by Dee."""
    folder = cast.leo.folder("personal")
    entry = Entry.write(by=cast.amara, folder=folder, kind="visit", fact=FIRST, happened_at=in_days(-1))
    entry.mark_historical(by=cast.dee, why="They moved house")
    return entry


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0]).split())


class TestEveryVersion:
    @pytest.mark.clause("S-23")
    def test_says_its_number_who_wrote_it_and_by_what_act(self, cast, as_, entry):
        said = words_of(as_(cast.amara).get(at("entry_history", entry)).text)
        newest, first = said.index("Version 2"), said.index("The first version")
        assert newest < said.index("Dee Example marked an entry as out of date") < first
        assert first < said.index("Amara Example wrote an entry")

    @pytest.mark.clause("S-23")
    def test_says_on_which_line_of_the_ledger_it_stands_once_it_does(self, cast, as_, entry):
        client = as_(cast.amara)
        assert words_of(client.get(at("entry_history", entry)).text).count("Not sealed yet: within a minute") == 2
        ledger.seal()
        said = words_of(client.get(at("entry_history", entry)).text)
        line = ledger.proof_of(Trace.objects.filter(about=key_of(entry)).latest("pk")).seq
        assert f"Sealed: line {line:,} of the ledger" in said and "Not sealed" not in said

    def test_of_something_brought_in_with_many_others_names_the_act_that_did_it(self, cast, as_):
        folder = cast.leo.folder("personal")
        folder.import_entries(by=cast.dee, rows=[{"kind": "visit", "fact": FIRST, "happened_at": in_days(-1)}] * 3)
        said = words_of(as_(cast.amara).get(at("entry_history", folder.entries.first())).text)
        assert "Dee Example brought entries into a folder" in said and "Not sealed yet" in said

    def test_is_a_page_at_a_time_where_there_are_many(self, cast, as_):
        for number in range(51):
            cast.leo.change(by=cast.dee, language=f"Language {number}")
        client = as_(cast.amara)
        first, older = (client.get(at("person_history", cast.leo) + page).text for page in ("", "?page=1"))
        assert "50 of 52 shown" in first and "Older versions" in first
        assert "The first version" in older and "Older versions" not in older


class TestTwoVersionsSideBySide:
    @pytest.mark.clause("S-03")
    def test_show_what_changed_and_fold_away_what_did_not(self, cast, as_, entry):
        page = as_(cast.amara).get(at("entry_changes", entry)).text
        changed, _, same = page.partition("What stayed the same")
        assert "Why it is out of date" in changed and "They moved house" in changed
        assert FIRST in same and FIRST not in changed

    def test_mark_the_words_that_went_and_those_that_came(self, cast, as_):
        cast.leo.change(by=cast.dee, safety_note="Ring the red bell twice")
        cast.leo.change(by=cast.dee, safety_note="Ring the green bell twice")
        page = as_(cast.amara).get(at("person_changes", cast.leo)).text
        assert re.search(r'<del class="gone"><span class="govuk-visually-hidden">taken out: </span>red<', page)
        assert re.search(r'<ins class="new"><span class="govuk-visually-hidden">put in: </span>green<', page)

    def test_are_the_newest_and_the_one_before_unless_others_are_asked_for(self, cast, as_):
        for language in ("Twi", "Welsh", "Urdu"):
            cast.leo.change(by=cast.dee, language=language)
        client, page = as_(cast.amara), at("person_changes", cast.leo)
        assert "from version 3 to version 4" in client.get(page).text
        assert "from version 1 to version 2" in client.get(f"{page}?version=2").text
        assert "from version 1 to version 4" in client.get(f"{page}?version=4&beside=1").text

    @pytest.mark.parametrize(
        "asked", ["version=9", "version=-1", "version=x", "version=2&beside=2", "beside=٣", "page=''"]
    )
    def test_are_still_two_versions_when_something_else_is_asked_for(self, cast, as_, entry, asked):
        assert "from version 1 to version 2" in as_(cast.amara).get(f"{at('entry_changes', entry)}?{asked}").text

    def test_are_one_where_nothing_was_ever_changed(self, cast, as_):
        concern = Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo])
        said = words_of(as_(cast.dee).get(at("concern_changes", concern)).text)
        assert "The first version" in said and FACTS in said and "What changed" not in said

    def test_say_choices_names_and_times_as_the_pages_do(self, cast, as_):
        concern = Concern.log(by=cast.amara, danger="not_sure", facts=FACTS, people=[cast.leo])
        concern.acknowledge(by=cast.dee)
        said = words_of(as_(cast.dee).get(at("concern_changes", concern)).text)
        assert "Being looked at" in said and "Dee Example" in said and "today" in said
        assert "not_sure" not in said and "I am not sure" in said

    def test_let_no_word_through_as_markup(self, cast, as_):
        cast.leo.change(by=cast.dee, safety_note="<b>one</b> two")
        cast.leo.change(by=cast.dee, safety_note="<script>one</script> two")
        page = as_(cast.dee).get(at("person_changes", cast.leo)).text
        assert "<script>one" not in page and "<b>one" not in page and "&lt;" in page


@pytest.mark.clause("H-06")
class TestWhoMayNotOpenItToday:
    PAGES = ["entry_history", "entry_changes"]

    @pytest.mark.parametrize("page", PAGES)
    def test_sees_no_version_of_it_though_they_wrote_one(self, cast, as_, page):
        folder = cast.leo.folder("send")
        folder.grant(by=cast.dee, to=cast.chen, purpose="Cover", until=in_days(9))
        entry = Entry.write(by=cast.amara, folder=folder, kind="visit", fact=FIRST, happened_at=in_days(-1))
        entry.mark_historical(by=cast.chen, why="They moved house")
        assert as_(cast.chen).get(at(page, entry)).status_code == 200
        folder.end_grant(by=cast.dee, grant=folder.grants.get(), why="Back from leave")
        assert as_(cast.chen).get(at(page, entry)).status_code == 404

    @pytest.mark.parametrize("page", ["person_history", "person_changes"])
    def test_is_whoever_is_shut_out_a_lead_too(self, cast, as_, page):
        cast.leo.exclude(by=cast.sena, who=cast.dee, reason="Her nephew")
        assert as_(cast.dee).get(at(page, cast.leo)).status_code == 404

    @pytest.mark.parametrize("page", ["concern_history", "concern_changes"])
    def test_is_whoever_only_reported_it(self, cast, as_, page):
        concern = Concern.log(by=cast.amara, danger="no", facts=FACTS, people=[cast.leo])
        assert as_(cast.amara).get(at(page, concern)).status_code == 404

    def test_has_no_name_in_a_version_that_points_at_them(self, cast):
        """Somebody an answer names, whose record this user may not open."""
        link = cast.leo.relationships.get(other=cast.femi)
        consent = Consent.record(
            by=cast.amara, person=cast.leo, answered_by=cast.femi, relationship=link, footing="parent", state="given",
            how="writing", purpose="health", recipient=cast.social_care, information="personal",
            review_on=in_days(90).date(), **dict.fromkeys(Consent.CHECKS, True),
        )  # fmt: skip
        names = Kind(Consent.objects.open_to, {"answered_by": "By", "asked_by": "Asked by"}, home=str, called=str)
        newest, none = two_of(consent)
        assert [line.newer for line in lines_of(names, newest, none, cast.amara)] == [SOMEBODY, "Amara Example"]
        assert lines_of(names, newest, none, cast.dora)[0].newer == "Femi Larkin"


@pytest.mark.clause("S-23")
def test_whoever_opens_a_version_is_written_down_with_its_number(cast, as_, entry):
    as_(cast.amara).get(at("entry_changes", entry))
    reading = Reading.objects.latest("pk")
    assert (reading.page, reading.about, reading.by_id) == ("records:entry_changes", key_of(entry), cast.amara.pk)
    versions = [f"records.HistoricalEntry:{entry.public_id}/{number}" for number in (2, 1)]
    assert reading.shown == versions


@pytest.mark.parametrize("page", ["person_history", "person_changes"])
def test_a_page_asks_no_more_for_more_versions(cast, as_, page):
    client = as_(cast.amara)
    counts = []
    for more in (2, 12):
        for number in range(more):
            cast.leo.change(by=cast.dee, language=f"Language {number}")
        client.get(at(page, cast.leo))
        with CaptureQueriesContext(connection) as asked:
            client.get(at(page, cast.leo))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


@pytest.mark.clause("S-23")
class TestTheStory:
    def test_leads_to_what_an_act_changed(self, cast, as_):
        cast.leo.change(by=cast.dee, language="Twi")
        page = as_(cast.amara).get(at("story", cast.leo)).text
        assert f'{reverse("records:person_changes", args=[cast.leo.public_id])}?version=2"' in page

    def test_leads_to_what_several_acts_of_one_day_changed_together(self, cast, as_):
        for language in ("Twi", "Welsh", "Urdu"):
            cast.leo.change(by=cast.dee, language=language)
        page = as_(cast.amara).get(at("story", cast.leo)).text
        assert f'{at("person_changes", cast.leo)}?version=4&amp;beside=1"' in page and "3 times that day" in page

    def test_has_no_such_way_where_nothing_was_changed(self, cast, as_):
        folder = cast.leo.folder("personal")
        Entry.write(by=cast.amara, folder=folder, kind="visit", fact=FIRST, happened_at=in_days(-1))
        assert "What changed" not in as_(cast.amara).get(at("story", cast.leo)).text

    def test_leads_to_the_place_where_it_was_done(self, cast, as_):
        folder = cast.leo.folder("personal")
        Entry.write(by=cast.amara, folder=folder, kind="visit", fact=FIRST, happened_at=in_days(-1))
        page = as_(cast.amara).get(at("story", cast.leo)).text
        assert f'href="{at("folder", folder)}">The personal folder<' in page

    def test_tells_why_somebody_is_shut_out_no_more_only_to_those_who_look_after_access(self, cast, as_):
        cast.leo.exclude(by=cast.dee, who=cast.chen, reason="An uncle")
        cast.leo.exclusions.get().end(by=cast.dee, why="It was another Chen")
        assert "It was another Chen" in as_(cast.dee).get(at("story", cast.leo)).text
        assert "It was another Chen" not in as_(cast.amara).get(at("story", cast.leo)).text
