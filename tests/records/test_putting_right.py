"""What somebody says is wrong stands beside the entry; an entry in the wrong file goes, and leaves one line behind."""

import pytest

from audit.models import Trace, key_of
from audit.verbs import Stale
from records.models import Entry, Moved, Person, Rectification
from records.uses import uses_of
from sharing.leaving.pieces import pieces_of
from sharing.models import Decision, Disclosure, DisclosureItem
from tests.cast import in_days, years_ago
from tests.records.asking import at
from tests.sharing.conftest import AGREED

SECRET = "He hid under the table."
WRONG = "Two children of one first name."


@pytest.fixture
def mia(cast):
    return Person.register(by=cast.dee, name="Mia Marsh", group="child", born_on=years_ago(5), key_person=cast.chen)


@pytest.fixture
def misplaced(cast):
    folder = cast.leo.folder("personal")
    one = Entry.write(by=cast.amara, folder=folder, kind="visit", fact=SECRET, happened_at=in_days(0))
    one.correct(by=cast.amara, fact=f"{SECRET} And cried.")
    return one


def moved(client, one, person, why=WRONG):
    return client.post(at("move", one), {"person": str(person.public_id), "why": why})


@pytest.mark.clause("S-08", "H-06", "S-03")
class TestAnEntryInTheWrongFile:
    def test_goes_with_its_corrections_and_its_versions(self, cast, as_, misplaced, mia):
        assert moved(as_(cast.dee), misplaced, mia).status_code == 302
        assert {one.folder.person for one in Entry.objects.all()} == {mia}
        for page in (at("entry_history", misplaced), at("entry_changes", misplaced), at("correct", misplaced)):
            assert as_(cast.chen).get(page).status_code == 200
            assert as_(cast.ben).get(page).status_code == 404

    def test_leaves_one_line_without_content_or_name(self, cast, as_, misplaced, mia):
        moved(as_(cast.dee), misplaced, mia)
        for page in (at("folder", cast.leo.folder("personal")), at("story", cast.leo)):
            seen = as_(cast.ben).get(page).text
            assert "about somebody else" in seen, page
            for hidden in (SECRET, "Mia", WRONG, str(misplaced.public_id)):
                assert hidden not in seen, (page, hidden)
        there = as_(cast.chen).get(at("story", mia)).text
        assert "moved an entry here" in there and WRONG in there and "Leo" not in there

    def test_has_a_trace_in_both_files(self, cast, misplaced, mia):
        Moved.move(by=cast.dee, entry=misplaced, to=mia.folder("personal"), why=WRONG)
        told = {trace.event: trace for trace in Trace.objects.filter(event__startswith="entry.moved")}
        assert told["entry.moved"].within == key_of(mia.folder("personal"))
        assert told["entry.moved_away"].within == key_of(cast.leo.folder("personal"))
        assert told["entry.moved_away"].facts == {}

    @pytest.mark.parametrize(("who", "status"), [("ben", 403), ("chen", 404), ("ade", 404)])
    def test_is_not_moved_by_others(self, cast, as_, misplaced, mia, who, status):
        assert moved(as_(getattr(cast, who)), misplaced, mia).status_code == status
        assert not Moved.objects.exists()

    def test_its_author_moves_it_only_where_they_write(self, cast, as_, misplaced, mia):
        assert "Choose from the people shown" in moved(as_(cast.amara), misplaced, mia).text
        mia.folder("personal").grant(by=cast.dee, to=cast.amara, purpose="Covers", until=in_days(3))
        assert moved(as_(cast.amara), misplaced, mia).status_code == 302

    def test_gives_its_reason_without_the_name_it_came_from(self, cast, as_, misplaced, mia):
        assert "Leave out the name" in moved(as_(cast.dee), misplaced, mia, "It was not about leo").text
        assert not Moved.objects.exists()

    def test_lists_for_a_lead_what_already_relied_on_it(self, cast, as_, misplaced, mia):
        decision = Decision.propose(
            by=cast.amara, people=[cast.leo], facts=AGREED, contact=cast.contact, agency=cast.social_care,
            information="personal", request={"name": "A", "asked_for": "What", "why": "To help"},
        )  # fmt: skip
        _left(cast, decision, misplaced)
        assert len(uses_of(misplaced, cast.dee)) == 1
        mia.folder("personal").grant(by=cast.dee, to=cast.amara, purpose="Covers", until=in_days(3))
        assert "Ask a safeguarding lead" in moved(as_(cast.amara), misplaced, mia).text
        assert "already used" in as_(cast.dee).get(at("move", misplaced)).text
        assert moved(as_(cast.dee), misplaced, mia).status_code == 302
        assert str(decision) in as_(cast.dee).get(at("moved", misplaced)).text


def _left(cast, decision, entry):
    """A piece of the entry left under a decision, written as the verb that records it writes it."""
    from audit.verbs import _doing

    with _doing(cast.dee):
        made = Disclosure.objects.create(
            decision=decision, to_whom="Sol", method="phone", shared_at=in_days(0), shared_by=cast.dee, taken_by="Sol",
            will_do="nothing",
        )  # fmt: skip
        DisclosureItem.objects.create(disclosure=made, entry=entry, what=SECRET, nature="fact", why_needed="To help")


@pytest.mark.clause("H-08", "S-05", "S-03")
class TestARectificationNote:
    def asks(self, client, cast, one, who="femi"):
        said_by = cast.leo.relationships.get(other=getattr(cast, who)).public_id
        return client.post(
            at("rectify", one), {"said_by": said_by, "how": "written", "said_on": "2026-01-05", "words": "He did not."}
        )

    def test_stands_beside_the_entry_with_our_answer(self, cast, as_, misplaced):
        client = as_(cast.amara)
        assert self.asks(client, cast, misplaced).status_code == 302
        note = Rectification.objects.get()
        client.post(at("answer_rectification", note), {"answer": "kept", "reason": "Two of us saw it."})
        for page in (at("folder", misplaced.folder), at("person", cast.leo)):
            seen = client.get(page).text
            assert "Femi Larkin, mother" in seen and "He did not." in seen and "Two of us saw it." in seen
        assert SECRET in seen

    def test_comes_from_nobody_without_responsibility(self, cast, as_, misplaced):
        assert "may not complete" in self.asks(as_(cast.amara), cast, misplaced, "gran").text
        assert not Rectification.objects.exists()

    def test_is_answered_once_by_somebody_who_writes_there(self, cast, as_, misplaced):
        self.asks(as_(cast.amara), cast, misplaced)
        note = Rectification.objects.get()
        assert as_(cast.chen).get(at("answer_rectification", note)).status_code == 404
        note.give_answer(by=cast.dee, answer="kept", reason="Seen by two.")
        with pytest.raises(Stale):
            note.give_answer(by=cast.amara, answer="corrected", reason="Right.")

    def test_goes_with_whatever_leaves(self, cast, misplaced):
        Rectification.ask(by=cast.amara, entry=misplaced, said_by="Femi", how="spoken", words="He did not.")
        decision = Decision.propose(
            by=cast.amara, people=[cast.leo], facts=AGREED, contact=cast.contact, agency=cast.social_care,
            information="personal", request={"name": "A", "asked_for": "What", "why": "To help"},
        )  # fmt: skip
        [first] = [piece for piece in pieces_of(decision, cast.dee) if piece.entry == misplaced]
        assert "He did not." in first.item["what"] and "He did not." in first.marks
