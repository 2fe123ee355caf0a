"""The pieces of a page: each says what it must, escapes what people wrote, and tells time as people do."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.template import Context, Template
from django.utils import timezone

from springfield.components import ago, exactly_and_ago, moment, waiting

NOW = datetime(2026, 3, 14, 14, 5, tzinfo=timezone.get_current_timezone())


def drawn(source, **context):
    return " ".join(Template(source).render(Context(context)).split())


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (timedelta(), "today 14:05"),
        (timedelta(days=1), "yesterday 14:05"),
        (timedelta(days=-1), "tomorrow 14:05"),
        (timedelta(days=9), "5 March 2026, 14:05"),
    ],
)
def test_a_moment_is_said_exactly_and_as_people_say_it(clock, earlier, said):
    assert moment(NOW - earlier) == said


def test_a_day_has_no_time_of_day(clock):
    assert moment(NOW.date()) == "today"
    assert moment(NOW.date() - timedelta(days=9)) == "5 March 2026"


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=59), "59 minutes"),
        (timedelta(hours=5), "5 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=6), "6 days"),
    ],
)
def test_how_long_something_waits_is_said_in_the_unit_one_thinks_in(clock, earlier, said):
    assert ago(NOW - earlier) == said
    assert waiting(NOW - earlier) == f"{said} waiting"


def test_a_time_that_is_still_to_come_is_never_said_to_be_ago(clock):
    assert exactly_and_ago(NOW + timedelta(days=2)) == "16 March 2026, 14:05"


def test_what_is_due_on_a_day_is_said_without_an_hour(clock):
    midnight = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    said = [exactly_and_ago(midnight - timedelta(days=days)) for days in (0, 3, -2)]
    assert said == ["today", "11 March 2026 (3 days ago)", "16 March 2026"]


def test_no_time_says_nothing():
    assert [say(None) for say in (moment, ago, waiting, exactly_and_ago)] == ["", "", "", ""]


@pytest.mark.clause("H-22", "S-03")
def test_fact_opinion_and_hearsay_each_stand_under_their_own_name():
    html = drawn('{% part "fact" %}a{% endpart %}{% part "opinion" %}b{% endpart %}')
    assert html.index("What happened") < html.index(">a<") < html.index("What the writer thinks") < html.index(">b<")
    assert "Said by Gran" in drawn('{% part "reported" "Gran" %}c{% endpart %}')


def test_a_statement_of_no_known_kind_is_a_mistake_of_ours_and_shows_at_once():
    with pytest.raises(KeyError):
        drawn('{% part "rumour" %}a{% endpart %}')


@pytest.mark.parametrize(
    "source",
    [
        '{% part "fact" %}{{ words }}{% endpart %}',
        '{% part "reported" words %}x{% endpart %}',
        "{% summary_row words %}{{ words }}{% endsummary_row %}",
        "{% person_header words about=words band=words %}{% endperson_header %}",
        "{% refusal words %}{{ words }}{% endrefusal %}",
        "{% verdict words sentence=words meanwhile=words %}",
        "{% urgency words %}{{ words }}{% endurgency %}",
        "{% tag words words %}",
    ],
)
def test_what_somebody_wrote_never_becomes_part_of_the_page(source):
    html = drawn(source, words="<img src=x onerror=alert(1)>")
    assert "<img" not in html
    assert "&lt;img" in html


def test_urgency_is_said_in_words_and_in_one_look():
    html = drawn('{% urgency "A child may be in danger" %}{% endurgency %}')
    assert '<p class="urgency__words">A child may be in danger</p>' in html


def test_a_list_says_how_it_is_ordered_and_how_many_of_how_many_it_shows():
    source = '{% table "Concerns" order="oldest first" count=2 total=total %}{% endtable %}'
    assert "2 of 14 shown, oldest first" in drawn(source, total=14)
    assert "2 shown, oldest first" in drawn(source, total=2)


def test_a_verdict_that_is_not_urgent_does_not_cry_wolf(clock):
    assert "Urgent" not in drawn('{% verdict "Not yet" %}')
    assert "Urgent: decide by today 14:05" in drawn('{% verdict "Share" urgent=True by=now %}', now=NOW)


@pytest.mark.clause("H-14")
def test_what_is_missing_leads_to_where_it_can_be_given():
    html = drawn('{% verdict "Not yet" missing=missing %}', missing=[("Ring them back", "/there/"), ("Think", "")])
    assert '<a class="govuk-link" href="/there/">Ring them back</a>' in html
    assert "<li>Think</li>" in html


def test_a_number_to_ring_is_one_press_away():
    who = {"name": "Advice line", "number": "01632 960123", "when": "9 to 5"}
    assert 'href="tel:01632960123"' in drawn("{% contact who %}", who=who)


def test_a_button_that_does_something_posts_and_carries_its_tokens():
    html = drawn('{% act "Seen" "/seen/" state="seen" %}', csrf_token="forged-not", once="only")
    assert '<form method="post" action="/seen/"' in html
    assert 'name="csrfmiddlewaretoken" value="forged-not"' in html
    assert 'name="once" value="only"' in html
    assert 'name="state" value="seen"' in html
