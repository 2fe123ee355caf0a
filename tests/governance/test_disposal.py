"""What two people agree to destroy is gone, what is somebody else's stays, and the ledger is whole (S-31, H-25)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from audit import ledger
from audit.appendonly import maintenance
from audit.checkpoint import BadNote
from audit.events import Event
from audit.models import Leaf, Trace
from audit.verify import verify
from governance.clockwork import carry_out_disposals
from governance.disposing.again import destroy_again
from governance.models import Disposal, Hold
from records import neighbours
from records.models import Concern, Entry, HomeMark, Person, Rectification, SafeContact
from sharing.states import NotNow
from staff import roles
from staff.models import User
from tests.acting import as_owner
from tests.architecture.partners import asked_of_us
from tests.architecture.world import asked_for
from tests.cast import in_days, member

from .conftest import RULE, agreed

pytestmark = [pytest.mark.django_db, pytest.mark.clause("S-31", "H-25")]


def write(cast, person, fact="x", **said):
    return Entry.write(
        by=cast.amara, folder=person.folder("personal"), kind="visit", fact=fact, happened_at=in_days(-1), **said
    )


class TestWhatIsDestroyed:
    def test_of_an_entry_is_the_row_its_versions_and_its_lines(self, cast, dispose):
        entry, other = write(cast, cast.leo), write(cast, cast.leo, "y")
        entry.correct(by=cast.amara, fact="z")
        before = Leaf.objects.count()
        disposal = dispose(entry)
        assert list(Entry.objects.all()) == [other] and not Entry.history.exclude(id=other.pk).exists()
        assert not Trace.objects.filter(about__contains=str(entry.public_id)).exists()
        assert disposal.counts == {"entries": 2} and disposal.many_lines == 2
        report = verify()
        assert (report.disposals, report.destroyed) == (1, 2) and report.leaves > before

    def test_of_a_person_is_everything_and_of_a_sibling_nothing(self, cast, dispose):
        sibling = Person.register(by=cast.dee, name="Lea Larkin", group="child")
        concern = Concern.log(by=cast.amara, danger="no", facts="Both were there", people=[cast.leo, sibling])
        concern.answer(by=cast.dee, discussed="x", outcome="x", next_step="x")
        write(cast, cast.leo, also=[{"folder": sibling.folder("personal"), "fact": "Hers"}])
        kept = sorted(Trace.objects.filter(within=f"records.Person:{sibling.public_id}").values_list("pk", flat=True))
        dispose(cast.leo, "retention.child")
        assert not Person.objects.filter(pk=cast.leo.pk).exists()
        concern.refresh_from_db()
        assert [about.person for about in concern.about.all()] == [sibling]
        assert Entry.objects.filter(fact="Hers", folder__person=sibling).exists()
        assert set(kept) <= set(Trace.objects.values_list("pk", flat=True))
        verify()

    def test_of_an_address_is_the_mark_of_its_postcode_too(self, cast, dispose):
        for person in (cast.leo, cast.yara):
            SafeContact.protect(by=cast.dee, person=person, kind="address", value="1 Elm Road, Oldmere ZZ9 9ZZ")
        neighbours.look()
        assert HomeMark.objects.count() == 2
        dispose(cast.leo, "retention.child")
        assert [one.contact.person for one in HomeMark.objects.all()] == [cast.yara] and verify()


class TestAPlace:
    def test_of_a_folder_stays_empty_under_another_address(self, cast, dispose):
        folder = cast.leo.folder("personal")
        write(cast, cast.leo)
        dispose(folder)
        now = cast.leo.folder("personal")
        assert now.pk == folder.pk and now.public_id != folder.public_id and not now.entries.exists()
        assert Entry.objects.filter(folder=now).count() == 0 and verify()

    def test_of_somebody_who_is_a_parent_of_others_keeps_the_name_there(self, cast, dispose):
        cast.femi.change(by=cast.ade, safety_note="Ring first", service_user=True)
        before = cast.femi.public_id
        write_of = cast.femi.folder("personal")
        Entry.write(by=cast.ade, folder=write_of, kind="visit", fact="Hers", happened_at=in_days(-1))
        disposal = dispose(cast.femi, "retention.adult", by=cast.ade)
        femi = Person.objects.get(pk=cast.femi.pk)
        assert (femi.name, femi.safety_note, femi.service_user) == ("Femi Larkin", "", False)
        assert femi.public_id != before and disposal.stays == {"records": 1}
        assert not Person.history.filter(safety_note="Ring first").exists() and not femi.folders.exists()
        assert cast.leo.relationships.filter(other=femi).exists() and verify()


class TestTwoPeople:
    def test_are_never_one_and_never_whom_it_is_kept_from(self, cast):
        entry = write(cast, cast.leo)
        proposal = Disposal.propose(by=cast.dee, thing=entry, rule=RULE, why="x")
        other = member("devi", roles.DataProtectionManager)
        cast.leo.exclude(by=cast.dora, who=other, reason="A relation")
        for who in (cast.dee, other):
            with pytest.raises(PermissionDenied):
                proposal.agree(by=who)
        for who in (other, cast.amara, cast.ade, cast.vik):
            assert not Disposal.objects.open_to(who).exists()
        proposal.agree(by=cast.dana)

    def test_wait_seven_days_and_may_take_it_back_until_then(self, cast, time_machine):
        entry = write(cast, cast.leo)
        proposal = agreed(cast, entry)
        assert proposal.due_at == proposal.agreed_at + timedelta(days=7)
        time_machine.move_to(proposal.due_at - timedelta(seconds=1), tick=False)
        with pytest.raises(NotNow, match="day has not come"):
            proposal.carry_out(by=User.system())
        assert carry_out_disposals() == 0
        proposal.withdraw(by=cast.dora, why="Still needed")
        time_machine.move_to(proposal.due_at, tick=False)
        assert carry_out_disposals() == 0 and Entry.objects.filter(pk=entry.pk).exists()

    def test_have_the_clock_carry_it_out(self, cast, time_machine):
        entry = write(cast, cast.leo)
        time_machine.move_to(agreed(cast, entry).due_at)
        assert carry_out_disposals() == 1 and not Entry.objects.filter(pk=entry.pk).exists()


OPEN = {
    "hold": lambda cast, entry: Hold.put(by=cast.dee, on=cast.leo, kind="claim", reason="x"),
    "concern": lambda cast, entry: Concern.log(by=cast.amara, danger="no", facts="x", people=[cast.leo]),
    "restriction": lambda cast, entry: entry.restrict(by=cast.amara, to=[], reason="x"),
    "rectification": lambda cast, entry: Rectification.ask(
        by=cast.amara, entry=entry, said_by="Femi", words="It was Monday"
    ),
    "request": lambda cast, entry: asked_of_us(cast),
    "access": lambda cast, entry: asked_for(cast),
}


class TestWhatForbidsIt:
    @pytest.mark.parametrize("what", OPEN)
    def test_forbids_it_at_each_step(self, cast, what, time_machine):
        """100 %: proposing, agreeing and carrying out."""
        entry, other = write(cast, cast.leo), write(cast, cast.leo, "y")
        waits, ready = Disposal.propose(by=cast.dee, thing=entry, rule=RULE, why="x"), agreed(cast, other)
        OPEN[what](cast, entry)
        if what == "restriction":
            OPEN[what](cast, other)
        for step in (
            lambda: Disposal.propose(by=cast.dee, thing=cast.leo, rule="retention.child", why="x"),
            lambda: waits.agree(by=cast.dana),
        ):
            with pytest.raises(NotNow):
                step()
        time_machine.move_to(ready.due_at)
        assert carry_out_disposals() == 0
        assert Entry.objects.count() == 2

    def test_forbids_it_no_more_when_a_lead_lifts_the_hold(self, cast, dispose):
        entry = write(cast, cast.leo)
        hold = Hold.put(by=cast.dee, on=cast.leo, kind="court", reason="A hearing")
        hold.lift(by=cast.dora, why="It was heard")
        dispose(entry)
        assert Hold.objects.count() == 1 and verify()


class TestWhatIsRestored:
    def test_is_destroyed_again_from_the_journal_and_only_once(self, cast, dispose):
        entry = write(cast, cast.leo, "back with a backup")
        femi = cast.femi
        before = rows_of(entry)
        dispose(entry)
        proof = proof_of_the_last()
        as_before(before)
        assert Entry.objects.filter(pk=entry.pk).exists()
        assert destroy_again(proof, by=User.system())
        assert not Entry.objects.filter(pk=entry.pk).exists() and not Entry.history.filter(id=entry.pk).exists()
        assert not destroy_again(proof, by=User.system())
        ledger.seal()
        assert verify().disposals == 2 and femi

    def test_is_destroyed_on_no_other_word(self, cast, dispose):
        dispose(write(cast, cast.leo))
        proof = proof_of_the_last()
        with pytest.raises(BadNote):
            destroy_again(proof | {"body": proof["body"].replace("things", "thongs")}, by=User.system())


def proof_of_the_last():
    """As it stands in the journal beside the anchors."""
    return ledger.proof_of(Trace.objects.filter(event=Event.DISPOSED).latest("pk")).as_json()


def rows_of(entry):
    return [entry, *entry.history.all()]


def as_before(rows):
    """As if a backup had been put back, but for the ledger, which the test of restoring puts back too."""
    with as_owner(connection), maintenance(connection):
        for row in rows:
            row.save_base(raw=True, force_insert=True)
