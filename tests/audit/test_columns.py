"""Every row has one exact form, whether it is in hand or read straight from its table."""

from datetime import date, datetime, timedelta, timezone
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations import AddField

from audit.canonical import NotCanonical, canonical
from audit.columns import IN_HAND, IN_TABLE, Columns, in_hand, in_table, row_hash
from audit.lines import kept
from tests.attack.world import hidden_record

pytestmark = [pytest.mark.clause("S-23")]


@pytest.mark.django_db
def test_every_version_is_said_alike_in_hand_and_from_its_table(cast):
    hidden_record(cast)
    said = 0
    for table, model in kept().items():
        keys = [version.pk for version in model.objects.all()]
        there = {row[0]: sha256(body).hexdigest() for row, body in in_table(model).read(table, "history_id", keys)}
        assert there == {version.pk: row_hash(version) for version in model.objects.all()}
        said += len(there)
    assert said > 50


@pytest.mark.django_db
def test_a_row_from_before_a_column_says_what_it_said_then(cast):
    version = cast.leo.history.model.objects.filter(id=cast.leo.pk).latest("pk")
    old = [field for field in version._meta.concrete_fields if field.name not in cast.leo.LATER]
    columns = Columns(old, IN_HAND)
    then = sha256(columns.exact([getattr(version, field.attname) for field in columns.fields])).hexdigest()
    assert row_hash(version) == then
    version.merged_into_id = cast.yara.pk
    assert row_hash(version) != then


# Those that came before all migrations were made one: rows had been bound, in databases that go on, without them.
CAME_BEFORE = {
    "consent.BestInterests": ["kind"],
    "consent.Capacity": ["kind"],
    "consent.Competence": ["kind", "information", "recipient", "recipient_kind"],
    "consent.Consent": [
        *("kind", "withdrawn_word_of", "earlier_register", "lapsed_at", "taken_by_lead"),
        *("best_interests", "capacity", "power"),
    ],
    "consent.SheetGiven": ["kind"],
    "consent.Wish": ["kind", "review_on"],
    "records.Agency": ["checked_on", "number_from", "procedures"],
    "records.AgencyContact": ["ended_on"],
    "records.Concern": ["reporter_words"],
    "records.Entry": ["significance", "details", "incident"],
    "records.Exclusion": ["family", "came_with"],
    "records.FolderKeeper": ["only_reads"],
    "records.Person": ["informant_is", "informant_pr", "merged_into"],
    "records.Relationship": ["is_confidential", "registered_on"],
    "sharing.Decision": [
        *("look_on", "tell_called_on", "tell_look_on", "tell_looked_by", "told_at", "told_by", "told_how"),
        *("apart", "colleague", "second_first", "why_not_asked", "why_not_asked_words"),
    ],
    "sharing.Disclosure": ["agreed_on", "agreed_with"],
    "sharing.DisclosureItem": ["attachment"],
    "sharing.Request": [
        *("answer_by", "authority", "chase_at", "contact", "direction", "ended_at", "ended_by", "ended_words"),
        *("group", "how", "received_by", "state", "their_number", "told_level", "urgency"),
    ],
}


def added_columns():
    """The columns that migrations added to the versions of a table, by model."""
    yield from ((apps.get_model(label), name) for label, names in CAME_BEFORE.items() for name in names)
    for app in ("records", "consent", "sharing", "staff"):
        for file in Path(app, "migrations").glob("0*.py"):
            for migration in [import_module(f"{app}.migrations.{file.stem}").Migration]:
                for step in migration.operations:
                    if isinstance(step, AddField) and step.model_name_lower.startswith("historical"):
                        yield apps.get_model(app, step.model_name.removeprefix("historical")), step.name


def test_every_column_that_came_later_is_said_to_have():
    missing = [(model._meta.label, name) for model, name in added_columns() if name not in model.LATER]
    assert missing == [], "name it in LATER, or verify_trail finds every older version changed"


@pytest.mark.parametrize("model", [one for one in apps.get_models() if hasattr(one, "history_id")])
def test_every_kind_of_column_has_a_form(model):
    assert in_hand(model).pattern == in_table(model).pattern


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (models.BigIntegerField(), 2**53),
        (models.CharField(), "half \ud83d"),
        (models.CharField(), 5),
        (models.BooleanField(), 2),
        (models.DateTimeField(), 5),
        (models.JSONField(), {1, 2}),
    ],
)
def test_what_a_column_cannot_hold_has_none(field, value):
    field.set_attributes_from_name("it")
    with pytest.raises(NotCanonical):
        Columns([field], IN_HAND).exact([value])


def test_a_kind_without_a_form_is_refused_before_anything_is_written():
    field = models.FloatField()
    field.set_attributes_from_name("it")
    with pytest.raises(NotCanonical, match="FloatField"):
        Columns([field], IN_HAND)


def test_the_form_itself_never_changes_unnoticed():
    """Whoever changes it can no longer prove what was recorded in years before."""
    moment, name = datetime(2026, 1, 5, 11, 0, tzinfo=timezone(timedelta(hours=1))), UUID(int=7)
    values = {
        "a": (models.TextField(), 'Zo\u00eb "x"\n\u2028', 'Zo\u00eb "x"\n\u2028'),
        "b": (models.BigIntegerField(), 9, 9),
        "c": (models.BooleanField(), True, 1),
        "d": (models.DateField(), date(2026, 1, 5), "2026-01-05"),
        "e": (models.DateTimeField(), moment, "2026-01-05 10:00:00"),
        "f": (models.UUIDField(), name, name.hex),
        "g": (models.JSONField(), {"z": 1, "a": ["\u00eb"]}, '{"z": 1, "a": ["\\u00eb"]}'),
        "h": (models.CharField(), None, None),
    }
    for column, (field, *_) in values.items():
        field.set_attributes_from_name(column)
    fields, hand, table = zip(*values.values(), strict=True)
    said = Columns(fields, IN_HAND).exact(hand)
    assert said == Columns(fields, IN_TABLE).exact(table)
    assert said == canonical(
        {"a": 'Zo\u00eb "x"\n\u2028', "b": 9, "c": True, "d": "2026-01-05", "e": "2026-01-05T10:00:00.000000+00:00",
         "f": str(name), "g": '{"a":["\u00eb"],"z":1}', "h": None}
    )  # fmt: skip
    assert sha256(said).hexdigest() == "8b2654d424473890b65db4c374b8d7d4319fd077c7baa5daa193ea0a80d06516"
