"""The chronology shows in order what a reader may open, and nothing of what they may not (S-08, S-20)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consent.models import NoticeGiven
from records.chronology import ROWS, SOURCES, Span, moments
from records.models import Concern, Entry, Order, Person, Relationship, SafeContact
from records.timeline import Timeline
from sharing.models import Decision
from tests.cast import in_days, years_ago
from tests.records.asking import at
from tests.sharing.conftest import AGREED, TO_SHARE


def write(cast, fact="Sat alone.", days=-1, folder="personal", person=None, **more):
    about = (person or cast.leo).folder(folder)
    return Entry.write(by=cast.amara, folder=about, kind="visit", fact=fact, happened_at=in_days(days), **more)


def page(client, cast, chosen="", person=None):
    return client.get(at("chronology", person or cast.leo) + chosen).text


@pytest.fixture
def lived(cast):
    """Something of every kind, about Leo."""
    write(cast, "He sat alone.")
    Concern.log(by=cast.chen, people=[cast.leo], danger="no", facts="A bruise on the arm.")
    NoticeGiven.explain(by=cast.amara, person=cast.leo, to_person=cast.femi, how="in_person")
    limit = {"limited": cast.quin, "not_told": True, "starts_on": in_days(-9).date(), "ends_on": in_days(-2).date()}
    Order.record(by=cast.dee, person=cast.leo, kind="no_contact", **limit)
    cast.leo.assign_key_person(by=cast.dee, to=cast.amara)
    request = {"name": "x", "asked_for": "x", "why": "x"}
    to = {"contact": cast.contact, "agency": cast.social_care, "information": "safeguarding"}
    decision = Decision.propose(by=cast.dee, people=[cast.leo], facts=AGREED, request=request, **to)
    decision.sign(by=cast.dora, outcome="share", **TO_SHARE)


WORDS = {
    "entry": "He sat alone.",
    "concern": "A bruise on the arm.",
    "notice": "It was explained what we do",
    "order": "No-contact order ends",
    "key_person": "changed the key person",
    "decision": "Decided to share",
}


@pytest.mark.clause("S-08", "S-20")
class TestAChronology:
    def test_tells_the_lead_all_of_it_and_a_worker_what_they_may_open(self, cast, as_, lived):
        lead, worker = page(as_(cast.dee), cast), page(as_(cast.amara), cast)
        assert {kind for kind, words in WORDS.items() if words in lead} == set(WORDS)
        assert {kind for kind, words in WORDS.items() if words in worker} == set(WORDS) - {"concern", "decision"}
        assert as_(cast.chen).get(at("chronology", cast.leo)).status_code == 404

    @pytest.mark.parametrize("kind", WORDS)
    def test_shows_one_kind_where_one_is_chosen(self, cast, as_, lived, kind):
        shown = page(as_(cast.dee), cast, f"?kind={kind}")
        assert [other for other, words in WORDS.items() if words in shown] == [kind]

    def test_shows_what_matters_a_folder_and_some_days(self, cast, as_):
        significant = write(cast, "It changed.", days=-5)
        write(cast, "It rained.", days=-3, folder="developmental")
        client = as_(cast.amara)
        assert as_(cast.ben).get(at("weigh", significant)).status_code == 403
        as_(cast.amara).post(at("weigh", significant), {"significance": "significant"})
        day = in_days(-4)
        for chosen, told in {
            "?weight=significant": "It changed.",
            "?folder=developmental": "It rained.",
            f"?since_day={day.day}&since_month={day.month}&since_year={day.year}": "It rained.",
            f"?until_day={day.day}&until_month={day.month}&until_year={day.year}": "It changed.",
        }.items():
            shown = page(client, cast, chosen)
            assert [words for words in ("It changed.", "It rained.") if words in shown] == [told]
        both = page(client, cast, "?order=oldest&kind=nonsense&weight=zq-zq")
        assert both.index("It changed.") < both.index("It rained.") and "zq-zq" not in both

    def test_of_a_family_tells_of_those_the_reader_may_open_alone(self, cast, as_):
        mia, tom = [
            Person.register(by=cast.dee, name=name, group="child", born_on=years_ago(5), key_person=who)
            for name, who in (("Mia Marsh", cast.amara), ("Tom Marsh", cast.chen))
        ]
        for sibling in (mia, tom):
            Relationship.link(by=cast.dee, person=cast.leo, other=sibling, kind="sibling")
            write(cast, f"About {sibling.name}", person=sibling)
        alone, family = page(as_(cast.amara), cast), page(as_(cast.amara), cast, "?whose=family")
        assert "About Mia" not in alone
        assert "About Mia" in family and "About Tom" not in family
        mia.exclude(by=cast.dee, who=cast.amara, reason="x")
        assert "About Mia" not in page(as_(cast.amara), cast, "?whose=family")

    @pytest.mark.parametrize("newest_first", [True, False])
    def test_goes_on_day_by_day_and_loses_nothing(self, cast, newest_first):
        for number in range(ROWS + 5):
            write(cast, f"Day {number // 3}", days=-(number // 3))
        span, seen, day = Span((cast.leo,), cast.amara, newest_first=newest_first), [], True
        while day:
            found, day = moments(span, "entry")
            seen += found
            span = Span(
                (cast.leo,), cast.amara, newest_first=newest_first, **{"until" if newest_first else "since": day}
            )
        assert len(seen) == ROWS + 5
        assert seen == sorted(seen, key=lambda one: one.at, reverse=newest_first)

    @pytest.mark.clause("S-22")
    def test_is_printed_with_a_mark_in_place_of_what_is_locked_away(self, cast, as_):
        write(cast, "We met at 9 Larkspur-Row.")
        assert "only-printed" not in page(as_(cast.amara), cast)
        SafeContact.protect(by=cast.dee, person=cast.femi, kind="address", value="9 Larkspur Row")
        shown = page(as_(cast.amara), cast)
        assert 'chronology__words govuk-!-display-none-print">We met at 9 Larkspur-Row.' in shown
        assert 'only-printed">We met at [Address: protected].' in shown

    def test_asks_the_database_no_more_for_more(self, cast, as_, lived):
        client = as_(cast.dee)

        def asked():
            with CaptureQueriesContext(connection) as queries:
                page(client, cast, "?whose=family")
            return len(queries)

        asked()
        few = asked()
        for number in range(4):
            write(cast, str(number))
            Concern.log(by=cast.chen, people=[cast.leo, cast.yara], danger="no", facts="x")
            NoticeGiven.explain(by=cast.amara, person=cast.leo, to_person=cast.femi, how="in_person")
        assert asked() == few

    def test_is_drawn_with_a_sign_for_each(self, cast, as_, lived):
        found, _ = moments(Span((cast.leo,), cast.dee))
        drawn = Timeline.of(found)
        assert len(drawn.signs) == len(found)
        assert all(0 < sign.x < 1000 and 0 < sign.y < 165 for sign in drawn.signs)
        assert {sign.weight for sign in drawn.signs} == {"significant", "noted", "routine"}
        assert page(as_(cast.dee), cast).count('<path class="timeline__significant') == sum(
            moment.weight == "significant" for moment in found
        )


def test_every_floor_that_knows_something_tells_it():
    assert set(SOURCES) == {"entry", "concern", "order", "key_person", "agreement", "notice", "decision", "disclosure"}
