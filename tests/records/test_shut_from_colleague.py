"""What is kept about a colleague: its keepers let in and shut out by name; being shut out closes all of it (H-31)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from audit import walls
from audit.models import Trace, key_of
from governance.models import Disposal, Hold
from records import clock
from records.models import Allegation, Entry, Folder, KeptOut
from records.models.allegation import keep_apart
from sharing.models import Draft
from staff import roles
from staff.models import Notice, User
from tests.cast import in_days, member
from tests.records.asking import at, but_for_tokens
from tests.records.test_concerns_about_staff import about, sees
from tests.sharing.conftest import OVERRIDE
from tests.sharing.test_about_colleague import propose_about

pytestmark = [pytest.mark.django_db, pytest.mark.clause("H-31")]


@pytest.fixture
def sita(cast):
    """The other senior leader, who is Chen's friend."""
    return member("sita", roles.SeniorLeader)


@pytest.fixture
def kept(cast):
    concern = about(cast, cast.chen)
    return concern, keep_apart(concern, by=cast.sena)


def told_of(act):
    """Who was told of what is done here, and of nothing before."""
    before = set(Notice.objects.values_list("pk", flat=True))
    made = act()
    return made, set(Notice.objects.exclude(pk__in=before).values_list("to__first_name", flat=True))


def opens(user, folder):
    return Folder.objects.open_to(User.objects.get(pk=user.pk)).contains(folder)


def test_whoever_is_shut_out_meets_neither_the_folder_nor_what_was_reported(cast, as_, sita, kept):
    concern, folder = kept
    assert sees(sita, concern) and opens(sita, folder)
    page = as_(cast.sena).get(at("folder", folder)).text
    assert at("apart", folder) in page and "Nobody has said yet." in page and "Discussed, and with" not in page
    sent = as_(cast.sena).post(at("shut_folder", folder), {"who": sita.public_id, "reason": "His friend"})
    assert sent["Location"] == at("apart", folder)
    assert not sees(sita, concern) and not opens(sita, folder)
    for page, one in (("concern", concern), ("folder", folder), ("apart", folder)):
        assert as_(sita).get(at(page, one)).status_code == 404
    assert "Chen" not in as_(sita).get(at("colleagues")).text
    assert sees(cast.sena, concern) and opens(cast.sena, folder)


def test_nor_does_what_is_reported_about_them_afterwards_reach_them(cast, sita, kept):
    KeptOut.shut(by=cast.sena, folder=kept[1], who=sita, reason="His friend")
    later, told = told_of(lambda: about(cast, cast.chen))
    assert told == {"Sena"} and not sees(sita, later) and sees(cast.sena, later)
    assert sees(sita, about(cast, cast.ben))


def test_what_only_they_kept_goes_to_the_next_who_is_told(cast):
    first, second = about(cast, cast.dee), about(cast, cast.dee)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        second.escalate(by=User.system())
    folder = [keep_apart(concern, by=cast.sena) for concern in (first, second)][0]
    assert sees(cast.ola, second) and not sees(cast.ola, first)
    _, told = told_of(lambda: KeptOut.shut(by=cast.ola, folder=folder, who=cast.sena, reason="Her sister"))
    first.refresh_from_db()
    assert sees(cast.ola, first) and not sees(cast.sena, first) and not sees(cast.sena, second)
    assert told == {"Ola"}
    assert Trace.objects.get(event="concern.handed_on").about == key_of(first)
    assert not any(sees(user, first) for user in (cast.dee, cast.ade, cast.dora))


def test_the_last_who_keeps_it_is_not_shut_out(cast, as_, kept):
    answer = as_(cast.sena).post(at("shut_folder", kept[1]), {"who": cast.sena.public_id, "reason": "x"})
    assert "would be left" in answer.text and sees(cast.sena, kept[0])


def test_when_it_ends_they_are_judged_like_everybody_else_again(cast, as_, sita, kept):
    one = KeptOut.shut(by=cast.sena, folder=kept[1], who=sita, reason="His friend")
    as_(cast.sena).post(at("end_shut", one), {"why": "They fell out"})
    assert sees(sita, kept[0]) and opens(sita, kept[1])


def test_somebody_let_in_finds_and_reads_the_folder_and_no_other_concern(cast, as_, sita, kept):
    concern, folder = kept
    given = {"to": cast.ben.public_id, "purpose": "Looks into it", "until": in_days(5).date()}
    assert as_(cast.sena).post(at("grant", folder), given)["Location"] == at("apart", folder)
    assert opens(cast.ben, folder) and not sees(cast.ben, concern)
    home = as_(cast.ben).get("/").text
    assert at("folder", folder) in home and "You may open a folder about Chen Example" in home
    assert Entry.objects.open_to(User.objects.get(pk=cast.ben.pk)).filter(folder=folder, concern=concern).exists()
    KeptOut.shut(by=cast.sena, folder=folder, who=sita, reason="His friend")
    for never in (cast.chen, sita):
        refused = as_(cast.sena).post(at("grant", folder), given | {"to": never.public_id})
        assert "Choose from the colleagues shown" in refused.text and not opens(never, folder)


@pytest.mark.parametrize("who", ["chen", "dee", "dora", "ben", "dana", "adam"])
def test_nobody_else_looks_after_it(cast, as_, kept, who):
    for page in ("apart", "shut_folder", "grant"):
        assert as_(getattr(cast, who)).get(at(page, kept[1])).status_code == 404


def test_a_legal_hold_is_put_on_it_by_whoever_keeps_it(cast, as_, kept):
    address = reverse("governance:holds_on_folder", args=[kept[1].public_id])
    assert "Chen Example" in as_(cast.sena).get(address).text
    as_(cast.sena).post(address, {"kind": "claim", "reason": "He says he was dismissed unfairly"})
    assert Hold.objects.in_force().get().folder == kept[1]
    assert as_(cast.dora).get(address).status_code == 404


def test_the_clock_passes_on_what_waits_past_whoever_is_shut_out(cast, sita, kept):
    KeptOut.shut(by=cast.sena, folder=kept[1], who=sita, reason="His friend")
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        _, told = told_of(clock.pass_on_concerns_that_wait)
    assert told == {"Dora"}


def test_the_next_keeper_writes_in_the_same_folder_and_starts_no_other(cast, as_, kept):
    """Before the wall of the database too, which hides a folder from whoever keeps the concern alone."""
    late = about(cast, cast.chen)
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        late.escalate(by=User.system())
    assert as_(cast.dora).post(at("keep_apart", late))["Location"] == at("folder", kept[1])
    assert Folder.objects.get(about_staff=cast.chen, kind="grievance") == kept[1] and opens(cast.dora, kept[1])


def test_whoever_is_shut_out_finds_no_proposal_to_destroy_any_of_it(cast, as_, kept):
    entry = Entry.write(by=cast.sena, folder=kept[1], kind="meeting", fact="x", happened_at=timezone.now())
    proposed = Disposal.propose(by=cast.sena, thing=entry, rule="not_needed", why="Written twice")
    page, client = reverse("governance:disposal", args=[proposed.public_id]), as_(cast.dana)
    assert client.get(page).status_code == 200
    KeptOut.shut(by=cast.sena, folder=kept[1], who=cast.dana, reason="His aunt")
    assert client.get(page).status_code == 404
    assert str(proposed.public_id) not in client.get(reverse("governance:disposals")).text + client.get("/").text


class TestSomebodyIsAlwaysLeft:
    def test_where_the_one_who_is_left_may_not_open_it_for_whom_else_it_is_about(self, cast, sita):
        cast.leo.exclude(by=cast.dora, who=cast.sena, reason="Her grandson")
        concern = about(cast, cast.chen, people=[cast.leo])
        folder = keep_apart(concern, by=sita)
        _, told = told_of(lambda: KeptOut.shut(by=sita, folder=folder, who=sita, reason="His friend"))
        assert told == {"Dora"} and sees(cast.dora, concern) and not sees(cast.sena, concern)

    def test_of_what_has_gone_to_everybody_whoever_keeps_it_still_is_told(self, cast):
        concern = about(cast, cast.dee)
        concern.escalate(by=User.system())
        concern.answer(by=cast.ola, discussed="x", outcome="x", next_step="x")
        _, told = told_of(lambda: concern.dispute(by=cast.amara, why="It is not enough"))
        assert told == {"Sena"}

    @pytest.mark.parametrize("how", ["left", "role", "shut out of whom else it is about"])
    def test_by_the_clock_where_nobody_who_keeps_what_is_open_may_open_it_any_more(self, cast, kept, how):
        concern = about(cast, cast.chen, people=[cast.leo])
        concern.acknowledge(by=cast.sena)
        if how == "left":
            cast.sena.deactivate(by=cast.adam)
        elif how == "role":
            cast.sena.appointments.get().end(by=cast.adam)
        else:
            cast.leo.exclude(by=cast.dora, who=cast.sena, reason="Her grandson")
        _, told = told_of(clock.pass_on_what_nobody_may_open)
        assert told == {"Dora"} and sees(cast.dora, concern)
        assert opens(cast.dora, kept[1]) == (how in ("left", "role"))
        assert clock.pass_on_what_nobody_may_open() == 0

    def test_and_what_needs_nothing_more_stays_where_it_is(self, cast, kept):
        kept[0].answer(by=cast.sena, discussed="x", outcome="x", next_step="x")
        Allegation.settle(by=cast.sena, concern=kept[0], answer="not_needed", words="Nobody could have been harmed.")
        cast.sena.deactivate(by=cast.adam)
        assert clock.pass_on_what_nobody_may_open() == 0 and not sees(cast.dora, kept[0])


def test_a_lead_who_would_destroy_a_child_s_record_learns_of_no_concern_about_themselves(cast, as_):
    """Neither by a number, nor by a reason that nothing but such a concern could have."""
    address, client = reverse("governance:dispose_person", args=[cast.leo.public_id]), as_(cast.dee)
    before = but_for_tokens(client.get(address).text)
    draft = Draft.begin(owner=cast.amara, people=[cast.leo])
    waits = but_for_tokens(client.get(address).text)
    concern = about(cast, cast.dee, people=[cast.leo])
    assert waits == but_for_tokens(client.get(address).text)
    draft.delete()
    assert waits == but_for_tokens(client.get(address).text) != before
    concern.answer(by=cast.sena, discussed="x", outcome="x", next_step="x")
    assert before == but_for_tokens(client.get(address).text)


@pytest.mark.postgresql
def test_the_walls_of_the_database_hold_where_no_list_is_asked(cast, sita, kept):
    """Sita keeps it by her role, Ola looks at what somebody decided alone."""
    decision = propose_about(cast, cast.chen, cast.sena)
    decision.sign(by=cast.sena, outcome="share", **OVERRIDE)
    other = about(cast, cast.ben)
    assert through_the_walls(sita, kept[0], decision, other) == [True, True, True]
    assert through_the_walls(cast.ola, kept[0], decision, other) == [False, True, False]
    for who in (sita, cast.ola):
        KeptOut.shut(by=cast.sena, folder=kept[1], who=who, reason="His friend")
    assert through_the_walls(sita, kept[0], decision, other) == [False, False, True]
    assert through_the_walls(cast.ola, kept[0], decision, other) == [False, False, False]


def through_the_walls(user, *things):
    with walls.around(user.pk, user.over):
        return [type(thing)._base_manager.filter(pk=thing.pk).exists() for thing in things]
