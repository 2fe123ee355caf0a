"""The deputy, who may open most, walks once over every page about every thing; many things are asked of what came."""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from audit.models import Reading, Trace

from .world import addresses, canaries_in, canary, pages, telling, things

pytestmark = pytest.mark.crawl
PERSONAL = ("records:", "consent:", "sharing:", "home")
_walked = []  # plain values: it is walked once in each process


@dataclass(frozen=True)
class Step:
    """One page that was opened: what it answered, and what that left behind."""

    page: str
    names_one: bool  # its address names one thing at most
    status: int
    headers: dict[str, str]
    words: set[str]
    readings: list[bool]  # each: whether it is in the deputy's name
    traces: int


@pytest.fixture
def walk(cast, as_, hidden):
    if not _walked:
        client, known = as_(cast.dora), telling(things())
        for page, model, more in pages():
            for thing in known[model] if model else [None]:
                for address in addresses(page, more, thing.public_id) if thing else [reverse(page)]:
                    asks = ["get"] if _walked and _walked[-1].page == page else ["head", "get"]
                    _walked.append(_opened(client, asks, page, not more, address, cast.dora))
    return _walked


def _opened(client, asks, page, names_one, address, deputy):
    done, read = Trace.objects.count(), Reading.objects.count()
    for ask in asks:
        response = getattr(client, ask)(address)
    new = Reading.objects.order_by("-pk")[: Reading.objects.count() - read]
    readings = [reading.by_id == deputy.pk for reading in new]
    answered = (response.status_code, dict(response.headers), canaries_in(response))
    return Step(page, names_one, *answered, readings, Trace.objects.count() - done)


@pytest.mark.clause("H-06")
def test_the_words_that_strangers_are_searched_for_are_there(walk):
    """Or to find none would say nothing."""
    expected = {"name", "new_name", "safeguarding_fact", "facts", "rationale", "comment", "words", "taken_by"}
    assert {canary(name) for name in expected} <= set().union(*(step.words for step in walk))


def test_following_a_link_changes_nothing(walk):
    """No page that is only opened leaves a trace of something done; nor did asking for its headers alone."""
    assert {step.page for step in walk if step.traces} == set()


def test_every_page_forbids_being_stored_framed_or_sniffed(walk):
    for step in walk:
        assert "no-store" in step.headers["Cache-Control"], step.page
        assert step.headers["X-Frame-Options"] == "DENY"
        assert step.headers["X-Content-Type-Options"] == "nosniff"
        assert step.headers["Referrer-Policy"] == "same-origin"
        policy = step.headers["Content-Security-Policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy, step.page
        assert "frame-ancestors 'none'" in policy, step.page


@pytest.mark.clause("S-23")
def test_every_page_about_a_record_leaves_its_reading_in_the_name_of_who_read(walk):
    read = [step for step in walk if step.names_one and step.page.startswith(PERSONAL)]
    assert len(read) > 100
    told = {200, 403, 404}
    assert {step.page for step in read if step.status in told and not (step.readings and all(step.readings))} == set()
