"""What somebody did or read cannot be hidden, forged, or done without leaving a line behind."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from audit.models import Reading, Trace, key_of
from audit.verbs import NoVerb, recorded
from records.models import Concern, Entry, Person, Question
from tests.cast import in_days

from .world import addresses, canaries_in, pages, things

RECORDED = recorded()
HISTORIES = [model.history.model for model in RECORDED]
PERSONAL = ("records:", "consent:", "sharing:", "home")
NAMES = ["Leo", "Larkin", "Amara", "zq-", "Femi"]


def at(page, thing=None):
    return reverse(page, args=[thing.public_id] if thing else [])


def unwritable(*args, **kwargs):
    raise DatabaseError("the disk is full")


@pytest.mark.crawl
@pytest.mark.clause("S-23", "H-06")
@pytest.mark.parametrize("who", ["dora"])
def test_when_a_reading_cannot_be_written_no_page_is_served(cast, as_, hidden, who, monkeypatch):
    client, known = as_(getattr(cast, who)), things()
    client.get("/")
    monkeypatch.setattr(Reading.objects, "create", unwritable)
    wrong = set()
    for page, model, more in pages():
        if more or not page.startswith(PERSONAL):
            continue
        for thing in known[model][:3] if model else [None]:
            response = client.get(at(page, thing))
            if response.status_code not in {503, 405} or canaries_in(response):
                wrong.add((page, response.status_code))
    assert wrong == set()


@pytest.mark.clause("S-23")
def test_a_reading_stays_when_the_page_itself_fails(cast, as_, monkeypatch):
    client = as_(cast.dee)
    client.raise_request_exception = False
    monkeypatch.setattr("records.views.person.render", unwritable)
    before = Reading.objects.count()
    assert client.get(at("records:person", cast.leo)).status_code == 503
    assert Reading.objects.count() == before + 1


@pytest.mark.clause("S-23")
class TestEveryDeed:
    A_WORRY = {"danger": "no", "is_about_staff": "no", "others": "A boy", "facts": "x"}
    DEEDS = {
        "records:log_concern": (A_WORRY, "concern.logged"),
        "records:ask": ({"group": "child", "words": "May I?"}, "question.asked"),
        "records:add_agency": ({"name": "A school", "kind": "school"}, "agency.added"),
    }

    @pytest.mark.parametrize("page", DEEDS)
    def test_leaves_one_trace_in_the_name_of_who_did_it(self, cast, as_, page):
        said, event = self.DEEDS[page]
        before = set(Trace.objects.values_list("pk", flat=True))
        assert as_(cast.amara).post(at(page), said).status_code == 302
        assert [(trace.event, trace.by_id) for trace in Trace.objects.exclude(pk__in=before)] == [
            (event, cast.amara.pk)
        ]

    def test_on_one_thing_too(self, cast, as_):
        concern = Concern.log(by=cast.amara, danger="no", facts="x", people=[cast.leo])
        question = Question.ask(by=cast.amara, group="child", words="x")
        deeds = [
            ("records:acknowledge", concern, {}, "concern.acknowledged"),
            ("records:question", question, {"words": "Yes"}, "question.answered"),
            ("records:exclude", cast.leo, {"who": cast.chen.public_id, "reason": "An uncle"}, "access.excluded"),
            ("records:end_exclusion", None, {"why": "He moved"}, "access.exclusion_ended"),
            ("records:key_person", cast.leo, {"to": cast.ben.public_id}, "person.key_person_changed"),
        ]
        for page, thing, said, event in deeds:
            before = Trace.objects.latest("pk").pk
            response = as_(cast.dee).post(at(page, thing or cast.leo.exclusions.get()), said)
            assert response.status_code == 302, page
            new = Trace.objects.filter(pk__gt=before)
            assert [(trace.event, trace.by_id) for trace in new] == [(event, cast.dee.pk)]

    def test_that_was_refused_leaves_none(self, cast, as_):
        before = Trace.objects.count()
        as_(cast.chen).post(at("records:exclude", cast.leo), {"who": cast.dee.public_id, "reason": "x"})
        as_(cast.dee).post(at("records:exclude", cast.leo), {"who": cast.chen.public_id, "reason": " "})
        assert Trace.objects.count() == before


@pytest.mark.clause("S-23")
def test_every_version_of_every_row_is_kept_and_the_last_says_what_the_row_says(hidden):
    wrong = set()
    for model in RECORDED:
        for row in model._base_manager.all():
            versions = model.history.filter(id=row.pk)
            if versions.count() != row.version or versions.latest("history_id").version != row.version:
                wrong.add((model.__name__, row.version, versions.count()))
            if versions.filter(history_user_id=None).exists():
                wrong.add((model.__name__, "nobody"))
    assert wrong == set()


def test_no_trace_no_title_and_no_reading_holds_a_name(cast, as_, hidden):
    client, known = as_(cast.dora), things()
    for page, model, more in pages():
        for thing in known[model][:1] if model else [None]:
            client.get(addresses(page, more, thing.public_id)[0] if thing else at(page))
    said = [f"{trace.title} {trace.about} {trace.within}" for trace in Trace.objects.all()]
    said += [f"{reading.page} {reading.about} {reading.within} {reading.shown}" for reading in Reading.objects.all()]
    assert [line for line in said if any(name in line for name in NAMES)] == []


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: model.__name__)
def test_no_row_is_written_past_its_verb(db, model):
    for write in (lambda: model().save(), lambda: model().delete(), lambda: model.objects.all().update(version=1)):
        with pytest.raises(NoVerb):
            write()
    for write in ("delete", "bulk_create", "bulk_update"):
        with pytest.raises(NoVerb):
            getattr(model.objects.all(), write)()
    assert "Larkin" not in str(model())


@pytest.mark.clause("S-23")
@pytest.mark.parametrize("model", [*HISTORIES, Trace, Reading], ids=lambda model: model.__name__)
def test_no_statement_changes_what_was_recorded(hidden, model):
    table, key = model._meta.db_table, model._meta.pk.column
    Reading.objects.create(page="x", by_name="y")
    statements = ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}"]
    statements += {
        "sqlite": [
            "REPLACE INTO {table} SELECT * FROM {table}",
            "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        ],
        "postgresql": ["TRUNCATE {table} CASCADE"],
    }[connection.vendor]
    if not model._base_manager.exists():
        return
    before = list(model._base_manager.values_list())
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table=table, key=key))
    assert list(model._base_manager.values_list()) == before


def test_what_is_kept_in_a_trail_is_about_the_thing_it_names(cast):
    entry = Entry.write(
        by=cast.amara, folder=cast.leo.folder("personal"), kind="visit", fact="x", happened_at=in_days(0)
    )
    trace = Trace.objects.latest("pk")
    assert (trace.about, trace.within) == (key_of(entry), key_of(entry.folder))
    assert Person.objects.count()
