"""A great many people, and 500 workers who know of 200 each: loaded by SQL, the rows of reach as the product has them.

The first of them manages others and knows of 20,000; a lead stands over all. The same grants stand in guardian's
generic table and in its direct one. Everybody has one folder, and stands a little further down the list than the next.
"""

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from audit import roles
from audit.schema import opened
from records.models import Folder, Person
from staff.models import Appointment, Undertaken, User
from staff.roles import Deputy, Practitioner

STAFF, EACH, MANAGED = 500, 200, 20_000
FILLED = ["records_personreader", "records_folderreader", "records_personplace", "guardian_userobjectpermission",
          "records_foldergrant", "records_folder", "records_person"]  # fmt: skip


def staff():
    """The manager first, then the others; and the lead."""
    system = User.system()
    everybody = [User(email=f"w{number}@example.org", first_name=f"Worker {number}") for number in range(STAFF)]
    workers = User.objects.bulk_create(everybody)
    lead = User.objects.create(email="lead@example.org", first_name="Lead")
    for user, role in [(workers[0], Practitioner), *((one, Practitioner) for one in workers[1:4]), (lead, Deputy)]:
        Appointment.give(by=system, to=user, role=role)
        Undertaken.sign(by=user, typed_name=user.name)
    return workers, lead


def load(people, workers):
    """Take out whoever is there, and put in so many people: nothing of it is history, so triggers stand aside."""
    with opened(connection), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        for table in FILLED:
            cursor.execute(f"DELETE FROM {table}")
        for statement in _people(people, workers):
            cursor.execute(statement)
    with opened(connection):
        # Past Django, which would put what the system asks into a transaction (audit/walls.py).
        connection.connection.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _people(people, workers):
    postgresql = connection.vendor == "postgresql"
    uuid = "gen_random_uuid()" if postgresql else "lower(hex(randomblob(16)))"
    day = (
        f"date '2010-01-01' + (CAST(i AS bigint) * 5000 / {people})::int"
        if postgresql
        else f"date('2010-01-01', (i * 5000 / {people}) || ' days')"
    )
    yes = "true" if postgresql else "1"
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {people})"
    said = {
        field.column: "''" for field in Person._meta.concrete_fields if field.empty_strings_allowed and not field.null
    }
    said |= {
        "id": "i",
        "public_id": uuid,
        "version": "1",
        "name": "'Somebody ' || i",
        "known_as": "CASE WHEN i % 4 = 0 THEN 'Robin' ELSE '' END",
        '"group"': "CASE WHEN i % 2 = 0 THEN 'adult' ELSE 'child' END",
        "service_user": yes,
        "key_person_id": str(workers[1].pk),
    }
    said.pop("group", None)
    yield f"INSERT INTO records_person ({', '.join(said)}) {numbers} SELECT {', '.join(said.values())} FROM n"
    yield (
        "INSERT INTO records_folder (id, public_id, version, person_id, kind, started_on, sort_on) "
        f"{numbers} SELECT i, {uuid}, 1, i, 'personal', {day}, {day} FROM n"
    )
    yield (
        'INSERT INTO records_personplace (thing_id, "group", sort_on) SELECT p.id, p."group", f.sort_on '
        "FROM records_person p JOIN records_folder f ON f.person_id = p.id"
    )
    yield from _reach(people, [worker.pk for worker in workers])


def _reach(people, workers):
    """Each worker's people are spread over all there are; whom two chances name is known once."""
    first, known = workers[0], min(MANAGED, people)
    at = {"postgresql": "timestamptz '9999-01-01'", "sqlite": "'9999-01-01 00:00:00'"}[connection.vendor]
    since = {"postgresql": "timestamptz '2020-01-01'", "sqlite": "'2020-01-01 00:00:00'"}[connection.vendor]
    uuid = {"postgresql": "gen_random_uuid()", "sqlite": "lower(hex(randomblob(16)))"}[connection.vendor]
    big = "CAST(p.id AS bigint)"  # a million times 20,000 is more than PostgreSQL's integer holds
    pairs = (
        f"SELECT {first} AS who, p.id AS thing, f.sort_on FROM records_person p JOIN records_folder f ON f.id = p.id "
        f"WHERE {big} * {known} / {people} <> ({big} - 1) * {known} / {people} UNION ALL "
        f"SELECT u.id, f.id, f.sort_on FROM staff_user u JOIN n ON true JOIN records_folder f "
        f"ON f.id = 1 + (u.id * 7919 + n.i * {people // EACH}) % {people} "
        f"WHERE u.id > {first} AND u.id <= {workers[-1]}"
    )
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {EACH})"
    for kind in ("person", "folder"):
        columns = f"INSERT INTO records_{kind}reader (reader_id, thing_id, until, sort_on)"
        yield f"{columns} {numbers} SELECT who, thing, {at}, sort_on FROM ({pairs}) AS pairs"
    kind, view = ContentType.objects.get_for_model(Person).pk, _permission(Person, "view_person")
    yield (
        "INSERT INTO guardian_userobjectpermission (permission_id, content_type_id, object_pk, user_id) "
        f"SELECT {view}, {kind}, CAST(thing_id AS varchar(255)), reader_id FROM records_personreader"
    )
    yield (
        "INSERT INTO records_foldergrant (public_id, content_object_id, user_id, permission_id, purpose, source, "
        f"granted_by_id, starts_at, until) SELECT {uuid}, thing_id, reader_id, {_permission(Folder, 'read_folder')}, "
        f"'x', 'grant', {first}, {since}, {at} FROM records_folderreader"
    )


def _permission(model, codename):
    return Permission.objects.get(codename=codename, content_type=ContentType.objects.get_for_model(model)).pk


def as_app():
    """From now on PostgreSQL takes this connection for the service's own role, before whom its walls stand."""
    if connection.vendor == "postgresql":
        roles.make_roles(connection)
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {connection.ops.quote_name(roles.role(connection, 'app'))}")


def as_owner():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
