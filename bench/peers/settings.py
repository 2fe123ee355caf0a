"""The service's own settings, and beside it the peers that it is measured against; used by bench/ alone."""

from springfield.settings import *  # noqa: F403
from springfield.settings import DATABASES, INSTALLED_APPS

POSTGRESQL = "postgresql" in DATABASES["default"]["ENGINE"]
INSTALLED_APPS = [*INSTALLED_APPS, "auditlog", *(["pgtrigger", "pghistory"] * POSTGRESQL), "bench.peers"]
PGTRIGGER_MIGRATIONS = False
