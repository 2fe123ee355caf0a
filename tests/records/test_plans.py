"""How the databases read the list of people: from an index that stands in its order, and never the whole table."""

from datetime import timedelta

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit import walls
from audit.appendonly import maintenance
from audit.schema import opened
from records.models import Person, PersonPlace, PersonReader
from records.people_list import page_of_people
from records.reach import FAR
from tests.acting import as_owner
from tests.cast import in_days

MANY = 2_000
SCANS = {
    "sqlite": ["SCAN records_person'", "SCAN records_person USING INDEX", "SCAN T"],
    "postgresql": ["Seq Scan on records_person ", "hashed SubPlan"],
}


@pytest.fixture
def many_people(cast):
    with as_owner(connection), maintenance(connection):
        everybody = models.QuerySet(Person).bulk_create(
            Person(name=f"Somebody {number}", group="child" if number % 2 else "adult") for number in range(MANY)
        )
    stands = [(person, timezone.localdate() - timedelta(MANY - number)) for number, person in enumerate(everybody)]
    PersonPlace.objects.bulk_create(PersonPlace(thing=one, group=one.group, sort_on=on) for one, on in stands)
    for user, share in ((cast.amara, 20), (cast.ben, 2), (cast.dee, 50)):
        rows = [PersonReader(reader=user, thing=one, until=FAR, sort_on=on) for one, on in stands[::share]]
        PersonReader.objects.bulk_create(rows, ignore_conflicts=True)
    with as_owner(connection), opened(connection), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return everybody


def plans(statements):
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(explain + statement)
            yield "\n".join(str(row) for row in cursor.fetchall())


def asked_for_pages(user):
    """The statements that read two pages of the list."""
    after = page_of_people(user).rows[-1].public_id
    with walls.around(user.pk, user.over), CaptureQueriesContext(connection) as asked:
        assert [len(page_of_people(user, place)) for place in ("", str(after))] == [25, 25]
    return [
        query["sql"] for query in asked if query["sql"].startswith("SELECT") and "count(" not in query["sql"].lower()
    ]


def test_no_page_of_the_list_reads_the_whole_table(cast, many_people):
    for user in (cast.amara, cast.ben, cast.dee, cast.dora):
        read = [sql for sql in asked_for_pages(user) if "records_person" in sql]
        with walls.around(user.pk, user.over):
            for plan in plans(read):
                assert not [scan for scan in SCANS[connection.vendor] if scan in plan], plan
        assert len(read) >= 4


def test_a_team_is_let_in_with_as_many_questions_as_one(cast):
    folder, team = cast.leo.folder("send"), [cast.chen, cast.vik, cast.ade, cast.dana]

    def asked(grant):
        with CaptureQueriesContext(connection) as statements:
            grant()
        return len(statements)

    details = {"by": cast.dee, "purpose": "x", "until": in_days(9)}
    one = asked(lambda: folder.grant(to=cast.sena, **details))
    assert asked(lambda: folder.grant_team(to=team, **details)) == one
    assert {row.reader for row in folder.readers.all()} >= {cast.sena, *team}
    with pytest.raises(ValueError, match="at most 90 days"):
        folder.grant_team(to=team, **details | {"until": in_days(100)})
