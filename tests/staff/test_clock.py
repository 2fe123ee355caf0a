"""What the clock does: the post goes once, what has passed is swept, and one task that fails holds up no other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from staff import clock, notices, roles
from staff.links import link_for
from staff.models import Kept, Notice, Sent, Session
from tests.cast import member

from .test_outbox import letters  # noqa: F401  (a real post office on loopback)

SMTP = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_USE_SSL": False}


TASKS = {
    "staff.housekeeping.send_the_post",
    "staff.housekeeping.sweep",
    "staff.housekeeping.end_who_left",
    "staff.housekeeping.lock_second_factors",
    "records.clock.pass_on_concerns_that_wait",
    "records.clock.notice_birthdays",
    "records.clock.compare_new_records",
    "records.clock.compare_where_people_live",
    "records.clock.notice_unusual_reading",
    "records.clock.pass_on_broken_glass",
    "records.clock.have_files_scanned",
    "records.clock.pass_on_what_no_officer_was_told",
    "records.clock.pass_on_what_nobody_may_open",
    "consent.clockwork.tell_of_what_was_let_lie",
    "consent.clockwork.send_links",
    "sharing.clockwork.call_to_tell",
    "sharing.clockwork.chase_replies",
    "sharing.clockwork.escalate",
    "sharing.clockwork.escalate_requests",
    "sharing.clockwork.forget_drafts",
    "sharing.clockwork.pass_up_disagreements",
    "sharing.clockwork.look_again",
    "sharing.clockwork.forget_knocks",
    "sharing.clockwork.seal",
    "sharing.clockwork.send_links",
    "sharing.clockwork.text_codes",
    "sharing.clockwork.weigh_again_where_agreement_ended",
    "staff.housekeeping.seal_the_ledger",
    "governance.clockwork.anchor_the_ledger",
    "governance.slips.send_the_slip",
    "governance.strays.take_away_strays",
    "governance.clockwork.carry_out_disposals",
    "governance.clockwork.wipe_what_is_left",
}


def test_these_are_the_tasks():
    assert {f"{task.__module__}.{task.__name__}" for task in clock.TASKS} == TASKS


def test_one_that_fails_is_named_without_a_word_of_what_it_was_about(db, monkeypatch, caplog):
    done = []

    def broken():
        raise ValueError("Leo Larkin")

    monkeypatch.setattr("springfield.management.commands.tick.TASKS", [broken, lambda: done.append(True)])
    with pytest.raises(CommandError, match="broken"):
        call_command("tick")
    assert done and "ValueError" in caplog.text and "Larkin" not in caplog.text


@pytest.mark.clause("S-27")
class TestThePost:
    def test_goes_once_when_a_second_clock_saw_it_waiting_too(self, cast, letters):  # noqa: F811
        notices.tell([cast.dee])
        seen_by_both = Notice.objects.get()
        call_command("tick", verbosity=0)
        assert not seen_by_both.take()
        assert len(letters.came) == 1

    @pytest.mark.postgresql
    @pytest.mark.django_db(transaction=True)
    def test_goes_once_when_two_clocks_strike_together(self, letters):  # noqa: F811
        dee = member("dee", roles.ChildrenLead)
        for _ in range(5):
            notices.tell([dee])

        def strike(_):
            try:
                call_command("tick", verbosity=0)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as clocks:
            list(clocks.map(strike, range(4)))
        assert len(letters.came) == 5
        assert not Notice.objects.filter(sent_at=None).exists()

    def test_that_found_the_office_shut_goes_when_it_opens(self, cast, letters):  # noqa: F811
        notices.tell([cast.dee, cast.ade])
        with override_settings(**SMTP, EMAIL_PORT=9):
            call_command("tick", verbosity=0)
        assert letters.came == []
        call_command("tick", verbosity=0)
        with time_machine.travel(timezone.now() + timedelta(minutes=2)):
            call_command("tick", verbosity=0)
        assert sorted(to for to, _ in letters.came) == [["ade@example.org"], ["dee@example.org"]]

    def test_is_not_written_when_what_it_is_about_did_not_happen(self, cast):
        with pytest.raises(RuntimeError), transaction.atomic():
            notices.tell([cast.dee])
            raise RuntimeError
        assert not Notice.objects.exists()

    def test_of_both_kinds_has_one_length_so_that_its_size_says_nothing(self):
        ordinary, urgent = (notices.WORDINGS[kind] for kind in (Notice.Kind.ORDINARY, Notice.Kind.URGENT))
        assert [len(words) for words in ordinary] == [len(words) for words in urgent]

    def test_with_a_link_carries_one_that_works_and_is_kept_nowhere(self, cast, letters):  # noqa: F811
        cast.chen.send_link(by=cast.adam)
        call_command("tick", verbosity=0)
        (to, text), *_ = letters.came
        assert to == ["chen@example.org"]
        assert link_for(cast.chen).rsplit("-", 1)[0][:60] in text.replace("=\r\n", "")
        assert "Chen" not in text

    def test_goes_to_nobody_whose_account_is_closed(self, cast):
        cast.dee.deactivate(by=cast.adam)
        notices.tell([cast.dee])
        assert not Notice.objects.exists()


@pytest.mark.clause("S-06")
def test_what_nobody_came_back_for_is_swept_after_a_fortnight(cast, as_):
    as_(cast.amara).get("/")
    Kept.objects.create(user=cast.amara, path="/a/", data={"words": ["x"]})
    Sent.objects.create(user=cast.amara, token="one")
    with time_machine.travel(timezone.now() + timedelta(days=13)):
        call_command("tick", verbosity=0)
        assert Kept.objects.exists() and Sent.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        call_command("tick", verbosity=0)
    assert not (Kept.objects.exists() or Sent.objects.exists() or Session.objects.exists())
