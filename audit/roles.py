"""A wall inside the database itself: PostgreSQL's roles, each of which may do only its part. SQLite has a shut schema.

PostgreSQL knows who asks. `manage.py database_roles` makes four roles: owner (migrations only), app (the service),
verify (`verify_trail`) and backup. Only the owner has DDL, and only he opens the gate in the triggers.
"""

from .appendonly import histories, tables
from .disposal import FUNCTION
from .schema import rate_limits

ROLES = ("owner", "app", "verify", "backup")
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
MADE_BY_MIGRATE = {"django_migrations", "django_content_type", "auth_permission"}
# What the rules of the walls ask (audit/walls.py), with the rights of whoever reads.
ASKED_BY_WALLS = {"records_folderreader", "records_personreader"}
# What the service forgets in the course of its work; everything else stays.
FORGOTTEN = {
    "audit_pending",  # a row that got its number in the ledger
    "mfa_authenticator",  # a second factor that was lost or replaced
    "records_folderreader",  # who reaches what, written again from what is recorded
    "records_homemark",  # which postcodes are the same, when an address ends, or a colleague takes theirs back
    "records_namekey",  # how names sound, written again from the names
    "records_personplace",  # where they stand in lists, likewise
    "records_personreader",
    "sharing_draft",
    "sharing_draft_people",
    "sharing_outgoing",  # that a link was sent, when the disclosure it belongs to is destroyed
    "sharing_knock",  # that somebody tried a link, after a day
    "staff_device",  # a browser that nobody signed in from for a year
    "staff_kept",  # words kept over a sign-in
    "staff_session",  # where somebody is signed in
    "staff_sent",  # forms that acted once
}


def role(connection, part):
    return f"{connection.settings_dict['NAME']}_{part}"


def rights(part, table):
    """What a role may do with one table."""
    if part == "owner":
        return set(RIGHTS)
    if part == "verify":
        return {"SELECT"} if table in {*tables(), *histories(), *ASKED_BY_WALLS, "audit_pending"} else set()
    if part == "backup" or table in MADE_BY_MIGRATE:
        return {"SELECT"}
    if table in tables():
        return {"SELECT", "INSERT"}
    forgotten = {"DELETE"} if table in FORGOTTEN | rate_limits() else set()
    return {"SELECT", "INSERT", "UPDATE"} | forgotten


def make_roles(connection):
    """Make the roles, or put them right again. Returns the statements; none holds a password, no role may log in."""
    statements = list(_statements(connection))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return statements


def _statements(connection):
    quote = connection.ops.quote_name
    database, (schema,) = quote(connection.settings_dict["NAME"]), _ask(connection, "SELECT current_schema()")[0]
    names = {part: quote(role(connection, part)) for part in ROLES}
    there = {name for (name,) in _ask(connection, "SELECT rolname FROM pg_roles")}
    for part, name in names.items():
        if role(connection, part) not in there:
            yield f"CREATE ROLE {name} NOLOGIN"
        walled = "BYPASSRLS" if part == "backup" else "NOBYPASSRLS"  # a copy has every row, or it is none
        yield f"ALTER ROLE {name} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {walled}"
    everybody = ", ".join(names.values())
    yield f"REVOKE TEMPORARY, CREATE ON DATABASE {database} FROM PUBLIC, {everybody}"
    yield f"GRANT CONNECT ON DATABASE {database} TO {everybody}"
    yield f"REVOKE CREATE ON SCHEMA {quote(schema)} FROM PUBLIC, {everybody}"
    yield f"GRANT USAGE ON SCHEMA {quote(schema)} TO {everybody}"
    yield f"GRANT CREATE ON SCHEMA {quote(schema)} TO {names['owner']}"
    for (function,) in _ask(connection, FUNCTIONS):
        yield f"ALTER FUNCTION {quote(function)} OWNER TO {names['owner']}"
    others = [part for part in ROLES if part != "owner"]
    for table in sorted(connection.introspection.table_names()):
        yield f"ALTER TABLE {quote(table)} OWNER TO {names['owner']}"
        yield f"REVOKE ALL ON {quote(table)} FROM PUBLIC, {', '.join(names[part] for part in others)}"
        for part in others:
            if given := rights(part, table):
                yield f"GRANT {', '.join(sorted(given))} ON {quote(table)} TO {names[part]}"
    yield f"REVOKE ALL ON FUNCTION {FUNCTION} FROM PUBLIC, {everybody}"
    yield f"GRANT EXECUTE ON FUNCTION {FUNCTION} TO {names['owner']}, {names['app']}"
    yield f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA {quote(schema)} TO {names['backup']}"


def differences(connection):
    """What of the roles is not as it should be, in sentences; empty when all is well."""
    there = {name: strong for name, strong in _ask(connection, STRONG)}
    for part in ROLES:
        name = role(connection, part)
        if name not in there:
            yield f"{name} is not there."
            continue
        if there[name]:
            yield f"{name} is more than an ordinary role, or belongs to another one."
        if (makes := _ask(connection, MAKES, [name] * 3)[0])[0] != (part == "owner"):
            yield f"{name} {'may' if makes[0] else 'may not'} make tables."
        if makes[1]:
            yield f"{name} may make temporary tables or schemas."
        if _ask(connection, DESTROYS, [name, FUNCTION])[0][0] != (part in ("owner", "app")):
            yield f"{name} {'may not' if part in ('owner', 'app') else 'may'} destroy what a disposal names."
        for table in sorted(connection.introspection.table_names()):
            yield from _differences(connection, name, table, rights(part, table))
    owner = role(connection, "owner")
    for kind, thing in _ask(connection, NOT_OWNED, [owner, owner]):
        yield f"The {kind} {thing} does not belong to {owner}."


def _differences(connection, name, table, expected):
    found = {right for right in RIGHTS if _ask(connection, MAY, [name, connection.ops.quote_name(table), right])[0][0]}
    for right in sorted(found - expected):
        yield f"{name} may {right} {table}."
    for right in sorted(expected - found):
        yield f"{name} may not {right} {table}."


def _ask(connection, question, values=()):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


FUNCTIONS = """
SELECT proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'audit_')
"""
STRONG = """
SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication
    OR rolbypassrls <> (rolname = current_database() || '_backup')
    OR EXISTS (SELECT 1 FROM pg_auth_members WHERE member = pg_roles.oid)
FROM pg_roles
"""
DESTROYS = "SELECT has_function_privilege(%s, %s, 'EXECUTE')"
MAY = "SELECT has_table_privilege(%s, %s, %s)"
MAKES = """
SELECT has_schema_privilege(%s, current_schema(), 'CREATE'),
    has_database_privilege(%s, current_database(), 'TEMPORARY')
    OR has_database_privilege(%s, current_database(), 'CREATE')
"""
NOT_OWNED = """
SELECT 'table', relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
    AND pg_get_userbyid(relowner) <> %s
UNION ALL SELECT 'function', proname FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
    AND starts_with(proname, 'audit_') AND pg_get_userbyid(proowner) <> %s
ORDER BY 1, 2
"""
