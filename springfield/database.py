"""How the service speaks with its database: what it must keep to, and how long it waits."""

from django.core.exceptions import ImproperlyConfigured

PRAGMAS = "journal_mode=WAL synchronous=FULL foreign_keys=ON recursive_triggers=ON secure_delete=ON"
# A machine that says nothing any more is given up: seconds, and milliseconds.
GONE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 15_000}


def described(env, folder):
    """The database that DATABASE_URL names, or one in this folder. Raises ImproperlyConfigured for any other kind."""
    try:
        database = env.db("DATABASE_URL", default=f"sqlite:///{folder / 'db.sqlite3'}")
    except Exception as error:
        raise ImproperlyConfigured("DATABASE_URL is not an address of a database, for example postgres://…") from error
    match database.get("ENGINE"):
        case "django.db.backends.sqlite3":
            pragmas = "".join(f"PRAGMA {pragma};" for pragma in PRAGMAS.split())
            return database | {
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
            }
        case "django.db.backends.postgresql":
            kept = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
            return database | kept | {"OPTIONS": GONE | database.get("OPTIONS", {})}
    raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL.")
