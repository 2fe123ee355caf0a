"""Old versions open no door that the row itself keeps shut today, and every one of them says who wrote it."""

import pytest
from django.apps import apps

from audit import ledger
from audit.verbs import recorded
from records.history import KINDS, lines_of, two_of, versions_of
from records.models import Person
from staff.models import User
from tests.architecture.test_history import LINK, NEVER_SHOWN, ONCE

from .world import addresses, canaries_in, canary, pages, things

pytestmark = pytest.mark.crawl
VIEWER = [(page, model) for page, model, _ in pages() if page.endswith(("_history", "_changes"))]
# What stands on no page of theirs today: who may open a concern about staff, why nobody was asked, how it was shown.
NOT_IN_VERSIONS = {canary(name) for name in ("evidence", "witness", "exclusion", "purpose", "question", "reply")}


def rows():
    return [row for kind in KINDS.values() for row in kind.model.objects.all()]


@pytest.mark.clause("S-23")
def test_every_version_has_the_act_that_wrote_it_and_its_line_in_the_ledger(hidden):
    ledger.seal()
    unknown = []
    for row in rows():
        versions, _ = versions_of(row)
        assert [version.number for version in versions] == list(range(row.version, 0, -1))
        unknown += [version for version in versions if version.trace is None or version.line is None]
        unknown += [version for version in versions if version.trace.by_id != version.row.history_user_id]
    assert unknown == []
    assert max(row.version for row in rows()) > 2


@pytest.mark.clause("H-06")
@pytest.mark.parametrize("who", ["chen", "ben", "amara", "dee", "ade", "dora", "sena", "dana", "vik", "adam", "ola"])
def test_no_version_is_open_to_whom_the_row_itself_is_shut(cast, as_, hidden, who):
    user, known = getattr(cast, who), things()
    client, wrong = as_(user), []
    for page, model in VIEWER:
        opens = set(KINDS[model._meta.label].open_to(user))
        for row in known[model]:
            status = client.get(addresses(page, [], row.public_id)[0]).status_code
            if status != (200 if row in opens else 404):
                wrong.append((page, row, status))
    assert wrong == []


@pytest.mark.clause("H-06")
def test_no_version_says_what_no_page_says(cast, as_, hidden):
    """The deputy opens everything here, and still reads only what stands on the pages."""
    client, known = as_(cast.dora), things()
    found = set()
    for page, model in VIEWER:
        for row in known[model]:
            for number in range(1, row.version + 1):
                found |= canaries_in(client.get(f"{addresses(page, [], row.public_id)[0]}?version={number}"))
    assert found & NOT_IN_VERSIONS == set()
    assert {canary(name) for name in ("safety_note", "facts", "rationale", "comment", "advised")} <= found


@pytest.mark.clause("H-31")
def test_a_version_from_before_somebody_was_shut_out_is_shut_to_them_as_well(cast, as_, hidden):
    client = as_(cast.dee)
    pages_of_it = [addresses(page, [], hidden.person.public_id)[0] for page, model in VIEWER if model is Person]
    assert {client.get(page).status_code for page in pages_of_it} == {200}
    hidden.person.exclude(by=User.system(), who=cast.dee, reason="Her niece")
    assert {client.get(page).status_code for page in pages_of_it} == {404}


@pytest.mark.parametrize("label", sorted(label for label, why in NEVER_SHOWN.items() if why in (ONCE, LINK)))
def test_what_is_never_shown_because_it_is_written_once_is_written_once(hidden, label):
    versions = apps.get_model(label)._base_manager.values_list("version", flat=True)
    assert set(versions) <= {1}


@pytest.mark.parametrize("label", sorted(KINDS))
def test_every_field_can_be_said_in_every_version(cast, hidden, label):
    kind = KINDS[label]
    for row in kind.model.objects.all():
        for number in range(1, row.version + 1):
            newer, older = two_of(row, number)
            assert [line.label for line in lines_of(kind, newer, older, cast.dora)] == list(kind.shown.values())


def test_the_viewer_has_two_pages_for_each_kind_and_no_other(db):
    assert len(VIEWER) == 2 * len(KINDS)
    assert {model for _, model in VIEWER} == {kind.model for kind in KINDS.values()} <= set(recorded())
