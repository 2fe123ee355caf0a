"""Who works here, what they may do, and whom they answer to."""

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    name = "staff"

    def ready(self):
        from . import devices, factors, housekeeping, promises, shut_again  # noqa: F401

        post_migrate.connect(_rate_limit_table, sender=self)


def _rate_limit_table(using, **_):
    call_command("createcachetable", database=using, verbosity=0)
