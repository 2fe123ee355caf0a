"""Many press at the same moment, on the service as it runs: a serial order explains whatever came of it (T20)."""

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from springfield.demo.people import PASSWORD
from tests.journeys.service import prepared
from tests.sharing.conftest import TO_SHARE

from .nursery import Nursery
from .test_kills import copied, free_port
from .writing import CONCERN, Stock, Write, answers, refused, sent

WHO = ("amara", "dee", "dora", "chen")
ROUNDS = 4


class Live:
    """One service, and who is signed in to it."""

    def __init__(self, folder, database=None):
        self.nursery, self.port = Nursery(folder, database, prints=False), free_port()
        self.cookies = {name: self.nursery.ask("signed_in", name) for name in WHO}
        self.group = self.nursery.serve(self.port)
        answers(self.port)
        self.ask = self.nursery.ask

    def at_once(self, *writes):
        """Send all of them at the same moment; their pages, in their order."""
        barrier = Barrier(len(writes))

        def send(write):
            barrier.wait()
            time.sleep(write.after)
            return sent(self.port, self.cookies[write.who], write)

        with ThreadPoolExecutor(len(writes)) as threads:
            return list(threads.map(send, writes))

    def stop(self):
        self.nursery.kill(self.group)
        self.nursery.stop()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def live(request, tmp_path_factory):
    folder, address = tmp_path_factory.mktemp("live") / "var", None
    if request.param == "sqlite":
        shutil.copytree(prepared(), folder)
    else:
        made, address = request.getfixturevalue("on_postgresql")
        shutil.copytree(made, folder)
    live = Live(folder, address and copied(address, "races"))
    yield live
    live.stop()


def test_fifty_equal_forms_have_one_effect(live):
    words = "fifty times the same"
    forms = [Write("concern", "amara", live.ask("to_log"), CONCERN | {"facts": words}, words) for _ in range(50)]
    for form in forms:
        form.once = forms[0].once
    live.at_once(*forms)
    assert {form.status for form in forms} == {302}
    assert live.ask("logged", words) == [1, 1]


@pytest.mark.parametrize("rounds", [50, pytest.param(1000, marks=pytest.mark.long)])
def test_of_two_editors_none_overwrites_the_other(live, rounds):
    """Every word that was acknowledged stood there, in its turn; whoever came second is shown both."""
    address, seen = live.ask("to_edit")
    acknowledged = []
    for number in range(rounds):
        said = {who: f"{who} thought so the {number}th time" for who in ("amara", "dee")}
        edits = [Write("edit", who, address, {"why": why, "seen": seen}, why) for who, why in said.items()]
        pages = dict(zip(said, live.at_once(*edits), strict=True))
        [won], [lost] = ([one for one in edits if one.status == status] for status in (302, 409))
        assert won.canary in pages[lost.who] and lost.canary in pages[lost.who]
        acknowledged.append(won.canary)
        seen += 1
    assert live.ask("edited", address) == [acknowledged[-1], acknowledged]


def test_of_two_leads_who_sign_at_once_one_has_signed(live):
    for _ in range(ROUNDS):
        page = live.ask("to_sign")
        forms = [_signing(page, who) for who in ("dee", "dora")]
        live.at_once(*forms)
        [won] = [form for form in forms if form.acknowledged]
        assert {form.status for form in forms} - {302} <= {403, 404, 409}
        assert live.ask("signed", page[0]) == [won.canary, 1]


def test_nobody_signs_on_an_agreement_that_was_taken_back_before(live):
    for number in range(ROUNDS):
        withdrawing, approving, seen = live.ask("to_withdraw")
        said = {name: value for name, value in TO_SHARE.items() if value is not True}
        said |= {"no_conflict": "on", "password": PASSWORD, "seen": seen}
        take_back, sign = (
            Write("withdraw", "amara", withdrawing, {"words": "No."}, "", after=number * 0.06),
            Write("approve", "dee", approving, said, ""),
        )
        pages = live.at_once(take_back, sign)
        assert take_back.acknowledged, refused(pages[0])
        state, consent, signed = live.ask("withdrawn", approving)
        assert signed == sign.acknowledged, refused(pages[1])
        assert state == "reopened" if sign.acknowledged else (state, consent) == ("proposed", "withdrawn")


def test_nobody_reads_who_asks_after_the_end_of_a_grant(live):
    for _ in range(ROUNDS):
        ending, folder = live.ask("to_read")
        end = Write("end", "dee", ending, {"why": "Done"}, "")
        reads = [Write("read", "chen", folder, {}, "", once="") for _ in range(6)]
        live.at_once(*reads[:3], end, *reads[3:])
        assert end.acknowledged and {read.status for read in reads} <= {200, 403, 404}
        after = Write("read", "chen", folder, {}, "", once="")
        live.at_once(after)
        assert after.status in {403, 404}


def _signing(page, who):
    stock = Stock({"sign": [page], "draft": 0})
    write = stock.next("sign")
    write.who = who
    return write
