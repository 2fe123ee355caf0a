"""An entry kept to named people is not there for anybody else, wherever entries are read (S-08, H-05)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import Entry
from sharing.leaving.pieces import pieces_of
from sharing.models import Decision
from tests.cast import in_days
from tests.records.asking import at, but_for_tokens
from tests.sharing.conftest import AGREED

WORDS = "Her mother is my cousin."


@pytest.fixture
def folder(cast):
    return cast.leo.folder("personal")


@pytest.fixture
def entry(cast, folder):
    return Entry.write(by=cast.amara, folder=folder, kind="visit", fact=WORDS, happened_at=in_days(-1))


def readers(cast, entry):
    people = ("amara", "ben", "chen", "dee", "ade", "dora", "vik")
    return {name for name in people if Entry.objects.open_to(getattr(cast, name)).contains(entry)}


@pytest.mark.clause("S-08", "H-05")
class TestARestrictedEntry:
    def test_is_read_by_its_author_those_named_and_the_leads(self, cast, folder, entry):
        folder.grant(by=cast.dee, to=cast.ade, purpose="x", until=in_days(9))
        assert readers(cast, entry) == {"amara", "ben", "dee", "ade", "dora"}
        entry.restrict(by=cast.amara, to=[cast.ade, cast.chen], reason="Family")

        assert readers(cast, entry) == {"amara", "dee", "ade", "dora"}
        assert not cast.ben.has_perm("records.view_entry", entry)

    def test_takes_its_corrections_with_it_those_to_come_too(self, cast, entry):
        before = entry.correct(by=cast.ben, fact="My correction")
        entry.restrict(by=cast.amara, to=[], reason="Family")
        after = entry.correct(by=cast.dee, fact="No, my aunt")
        later = after.correct(by=cast.dee, fact="No, my uncle")

        assert readers(cast, before) == {"ben", "dee", "dora"}
        assert readers(cast, after) == readers(cast, later) == {"dee", "dora"}

    @pytest.mark.clause("H-06")
    def test_is_as_if_it_had_never_been_written(self, cast, as_, folder):
        pages = [at("person", cast.leo), at("folder", folder), at("story", cast.leo), "/"]
        client = as_(cast.ben)
        [client.get(page) for page in pages]
        before = [self.seen(client, page) for page in pages]
        secret = Entry.write(by=cast.dee, folder=folder, kind="visit", fact=WORDS, happened_at=in_days(-1))
        secret.correct(by=cast.dee, fact="No")
        secret.restrict(by=cast.dee, to=[], reason="Family")

        assert [self.seen(client, page) for page in pages] == before
        for page in ("why", "correct", "mark_historical", "restrict", "lift", "entry_history", "entry_changes"):
            assert client.get(at(page, secret)).status_code == 404

    def seen(self, client, page):
        with CaptureQueriesContext(connection) as asked:
            text = but_for_tokens(client.get(page).text)
        return text, len(asked)

    @pytest.mark.clause("S-20")
    def test_is_not_among_what_can_be_shared(self, cast, folder, entry):
        folder.grant(by=cast.dee, to=cast.ben, purpose="x", until=in_days(9))
        request = {"name": "x", "asked_for": "x", "why": "x"}
        decision = Decision.propose(by=cast.ben, people=[cast.leo], facts=AGREED, request=request)
        assert WORDS in str(list(pieces_of(decision, cast.ben)))
        entry.restrict(by=cast.amara, to=[], reason="Family")
        assert WORDS not in str(list(pieces_of(decision, cast.ben)))

    @pytest.mark.clause("H-31")
    def test_does_not_outlast_being_shut_out(self, cast, entry):
        entry.restrict(by=cast.amara, to=[cast.ben], reason="Family")
        for who in (cast.amara, cast.ben, cast.dee):
            cast.leo.exclude(by=cast.sena, who=who, reason="x")
        assert readers(cast, entry) == {"dora"}


@pytest.mark.clause("S-08")
class TestWhoDecides:
    def test_the_author_once_then_the_lead(self, cast, as_, entry):
        page = at("restrict", entry)
        assert as_(cast.ben).get(page).status_code == 403
        assert "Say why" in as_(cast.amara).post(page, {"to": [cast.ben.public_id], "reason": ""}).text
        as_(cast.amara).post(page, {"to": [cast.ben.public_id], "reason": "Family"})
        assert "ben" in readers(cast, entry)
        assert as_(cast.amara).get(page).status_code == 403
        assert "Ben Example, the author and the leads: Family" in as_(cast.ben).get(at("person", cast.leo)).text

        as_(cast.dee).post(page, {"to": [], "reason": "Nobody else needs it"})
        assert readers(cast, entry) == {"amara", "dee", "dora"}

    def test_only_a_lead_opens_it_again_and_says_why(self, cast, as_, entry):
        entry.restrict(by=cast.amara, to=[cast.ben], reason="Family")
        assert as_(cast.amara).post(at("lift", entry), {"why": "x"}).status_code == 403
        assert as_(cast.ben).post(at("lift", entry), {"why": "x"}).status_code == 403
        as_(cast.dee).post(at("lift", entry), {"why": ""})
        assert not entry.restrictions.filter(ended_on__isnull=False).exists()

        as_(cast.dee).post(at("lift", entry), {"why": "All know it"})
        assert not entry.restrictions.in_force().exists()
        assert "All know it" in as_(cast.ben).get(at("story", cast.leo)).text
