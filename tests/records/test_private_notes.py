"""A private note is read by its writer and their line manager; for everybody else it was never written (H-28)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Trace
from audit.verbs import Stale
from audit.walls import around
from records.models import Entry, PrivateNote
from staff.models import Line
from tests.cast import STAFF, in_days
from tests.records.asking import at, but_for_tokens, entry

WORDS = "zq I may have asked her too much."


@pytest.fixture
def note(cast):
    return PrivateNote.write(by=cast.amara, person=cast.leo, words=WORDS)


def readers(cast, note):
    return {name for name in STAFF if PrivateNote.objects.open_to(getattr(cast, name)).contains(note)}


@pytest.mark.clause("H-28")
class TestWhoReadsIt:
    def test_its_writer_and_their_manager_and_no_lead(self, cast, note):
        assert readers(cast, note) == {"amara", "ben"}
        cast.amara.managed_lines.get().end(by=cast.adam)
        assert readers(cast, note) == {"amara"}
        Line.start(by=cast.adam, worker=cast.amara, manager=cast.dee)
        assert readers(cast, note) == {"amara", "dee"}

    def test_of_a_leads_note_neither_another_lead_nor_those_who_may_open_the_record(self, cast):
        of_dee = PrivateNote.write(by=cast.dee, person=cast.leo, words=WORDS)
        assert readers(cast, of_dee) == {"dee"}

    @pytest.mark.clause("S-08", "H-31")
    def test_being_shut_out_beats_having_written_it_and_managing_who_did(self, cast, note):
        cast.leo.folder("personal").grant(by=cast.dee, to=cast.ben, purpose="x", until=in_days(9))
        cast.leo.exclude(by=cast.dee, who=cast.amara, reason="x")
        assert readers(cast, note) == {"ben"}
        cast.leo.exclude(by=cast.dee, who=cast.ben, reason="x")
        assert readers(cast, note) == set()

    def test_whoever_may_not_open_the_record_any_more_has_no_notes_about_it(self, cast, note):
        cast.leo.assign_key_person(by=cast.dee, to=cast.chen)
        assert readers(cast, note) == set()

    def test_nobody_reads_what_somebody_wrote_who_left_until_they_come_back(self, cast, note):
        cast.amara.leave_on(by=cast.adam, day=in_days(3).date())
        assert list(PrivateNote.objects.due(cast.amara)) == [note]
        cast.amara.deactivate(by=cast.adam)
        assert readers(cast, note) == set()
        assert PrivateNote.objects.left_behind().count() == 1
        cast.amara.reactivate(by=cast.adam)
        assert readers(cast, note) == {"amara"}

    def test_each_of_the_two_is_told_why(self, cast, as_, note):
        assert WORDS in as_(cast.ben).get(at("note", note)).text
        assert "You manage Amara Example" in as_(cast.ben).get(at("note", note)).text
        assert "You wrote it" in as_(cast.amara).get(at("note", note)).text


PAGES = ["person", "story", "chronology", "person_history", "looks", "access", "family"]


@pytest.mark.clause("H-28", "H-06")
class TestForEverybodyElse:
    @pytest.fixture(autouse=True)
    def at_one_moment(self, cast):
        """Or what is written once a minute would be counted on one side only."""
        with time_machine.travel(timezone.now(), tick=False):
            yield

    def test_every_page_is_as_if_it_had_never_been_written(self, cast, as_):
        pages = [*(at(page, cast.leo) for page in PAGES), at("folder", cast.leo.folder("safeguarding")), "/"]
        client = as_(cast.dee)
        [client.get(page) for page in pages]
        before = [self.seen(client, page) for page in pages]
        note = PrivateNote.write(by=cast.amara, person=cast.leo, words=WORDS)
        assert [self.seen(client, page) for page in pages] == before
        assert "private note" not in client.get(at("story", cast.leo)).text

        looks = [self.seen(client, at(page, thing)) for page in ("note", "throw_away") for thing in (note, cast.leo)]
        assert looks[0] == looks[1] and looks[2] == looks[3]
        assert client.get(at("note", note)).status_code == 404

    def seen(self, client, page):
        with CaptureQueriesContext(connection) as asked:
            text = but_for_tokens(client.get(page).text)
        return re.sub(r"\d+ times?", "", text), len(asked)

    def test_no_trail_has_a_word_of_it(self, cast, note):
        note.throw_away(by=cast.amara)
        told = Trace.objects.filter(about__contains="PrivateNote")
        assert {trace.event for trace in told} == {"note.written", "note.deleted"}
        assert WORDS not in str([vars(trace) for trace in told]) and {trace.within for trace in told} == {""}

    @pytest.mark.postgresql
    def test_a_forgotten_filter_shows_it_to_nobody_else(self, cast, note):
        def shown(name):
            user = getattr(cast, name)
            with around(user.pk, user.over):
                return PrivateNote._base_manager.contains(note)

        assert {name for name in STAFF if shown(name)} == {"amara", "ben"}
        cast.leo.exclude(by=cast.sena, who=cast.amara, reason="x")
        assert not shown("amara")


@pytest.mark.clause("H-28")
class TestWhatBecomesOfIt:
    def test_the_page_says_who_reads_it_and_what_it_is_not_for(self, cast, as_):
        page = as_(cast.amara).get(at("write_note", cast.leo)).text
        assert all(words in page for words in ("Ben Example", "not secret from a court", "log a concern"))
        as_(cast.amara).post(at("write_note", cast.leo), {"words": WORDS})
        page = as_(cast.ben).get(at("person", cast.leo)).text
        assert at("note", PrivateNote.objects.get()) in page and WORDS not in page  # read where the reading is traced

    def test_it_becomes_an_entry_and_ends(self, cast, as_, note):
        address = f"{at('note', note)}entry/personal/"
        assert WORDS in as_(cast.amara).get(address).text
        assert as_(cast.ben).get(address).status_code == 403
        assert as_(cast.amara).get(address.replace("personal", "grievance")).status_code == 404
        as_(cast.amara).post(address, entry(fact="She was tired."))
        note.refresh_from_db()
        assert note.became == Entry.objects.get(fact="She was tired.") and note.words == ""
        assert as_(cast.amara).get(at("note", note)).status_code == 404
        with pytest.raises(Stale):
            note.throw_away(by=cast.amara)

    def test_it_goes_only_by_its_writers_hand(self, cast, as_, note):
        assert as_(cast.ben).post(at("throw_away", note), {"sure": "on"}).status_code == 403
        assert "Confirm that nobody" in as_(cast.amara).post(at("throw_away", note), {}).text
        as_(cast.amara).post(at("throw_away", note), {"sure": "on"})
        assert readers(cast, note) == set()
        assert WORDS not in str(PrivateNote.objects.values())

    def test_its_writer_is_asked_when_its_time_is_over_and_nobody_else_is(self, cast, as_, note):
        assert note.keep_until == timezone.localdate() + timedelta(days=60)
        assert "A private note of yours" not in as_(cast.amara).get("/").text
        with time_machine.travel(in_days(61)):
            assert "A private note of yours" in as_(cast.amara).get("/").text
            assert "Overdue" in as_(cast.amara).get(at("note", note)).text
            for other in (cast.ben, cast.dee):
                assert "A private note of yours" not in as_(other).get("/").text
