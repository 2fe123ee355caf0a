"""Two people press at the same moment, in real threads on a real database: one effect, and nobody's is lost."""

import threading

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.walls import standing_as_system
from consent.models import Consent
from records.models import Concern, FolderReader, Relationship
from sharing.models import Decision
from tests.cast import PASSWORD, in_days
from tests.sharing.conftest import AGREED, OVERRIDE, REFUSED_HARM, TO_SHARE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_cover_of_ours(monkeypatch):
    """Sealing takes seconds and is tried elsewhere."""
    monkeypatch.setattr("sharing.archive.on_commit", lambda decision: None)


def at_once(*deeds):
    """Do all of these at the same moment; what each gave, or the error it ended with."""
    barrier, given = threading.Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        barrier.wait()
        try:
            with standing_as_system():  # a thread begins as nobody; what looks things up here is no page
                given[number] = deed()
        except Exception as error:
            given[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return given


def browser(user):
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_form_sent_twenty_times_acts_once(cast):
    said = {"danger": "no", "is_about_staff": "no", "others": "A boy", "facts": "x", "once": "o" * 32}
    windows = [browser(cast.amara) for _ in range(20)]
    answers = at_once(*[lambda one=one: one.post(reverse("records:log_concern"), said) for one in windows])
    assert {answer.status_code for answer in answers} == {302}
    assert Concern.objects.count() == 1


def test_of_two_leads_who_sign_one_signs(cast):
    decision = _propose(cast, REFUSED_HARM)
    address = reverse("sharing:approve", args=[decision.public_id])
    said = OVERRIDE | {"password": PASSWORD, "no_conflict": "on", "seen": decision.version}
    leads = [browser(cast.dee), browser(cast.dora)]
    answers = at_once(*[lambda lead=lead: lead.post(address, said) for lead in leads])
    decision.refresh_from_db()
    assert sorted(answer.status_code for answer in answers)[0] == 302
    assert sorted(answer.status_code for answer in answers)[1] in {403, 404, 409}
    assert decision.history.filter(signed_at__isnull=False).count() == 1


def test_nothing_stays_signed_on_an_agreement_taken_back_at_that_moment(cast):
    consent = _agree(cast)
    decision = _propose(cast, AGREED)
    at_once(
        lambda: Consent.objects.get(pk=consent.pk).withdraw(by=cast.amara),
        lambda: Decision.objects.get(pk=decision.pk).sign(by=cast.dee, outcome="share", **TO_SHARE),
    )
    decision.refresh_from_db()
    assert decision.state in {"proposed", "reopened"}
    assert decision.state == "reopened" or decision.facts["consent"] == "withdrawn"


def test_a_grant_that_ends_while_another_begins_leaves_the_rows_that_follow(cast):
    folder = cast.leo.folder("personal")
    folder.grant(by=cast.dee, to=cast.chen, purpose="Cover", until=in_days(9))
    grant = folder.grants.get()
    at_once(
        lambda: type(folder).objects.get(pk=folder.pk).end_grant(by=cast.dee, grant=grant, why="Done"),
        lambda: type(folder).objects.get(pk=folder.pk).grant(by=cast.dora, to=cast.vik, purpose="x", until=in_days(9)),
    )
    readers = set(FolderReader.objects.filter(thing=folder).values_list("reader", flat=True))
    assert cast.chen.pk not in readers
    assert cast.vik.pk in readers


def _agree(cast):
    link = Relationship.objects.get(person=cast.leo, other=cast.femi)
    return Consent.record(
        by=cast.amara, person=cast.leo, purpose="protection", recipient=cast.social_care, state="given",
        information="safeguarding", footing="parent", answered_by=cast.femi, relationship=link, how="writing",
        review_on=timezone.localdate().replace(year=timezone.localdate().year + 1),
        **dict.fromkeys(Consent.CHECKS, True),
    )  # fmt: skip


def _propose(cast, facts):
    return Decision.propose(
        by=cast.amara, people=[cast.leo], facts=facts, contact=cast.contact, agency=cast.social_care,
        information="safeguarding", purpose="protection", standing={"state": facts["consent"], "rows": []},
        request={"name": "Amara", "asked_for": "What we saw", "why": "x"},
    )  # fmt: skip
