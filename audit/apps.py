"""Puts the append-only triggers back after every migration, and checks that they are there."""

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self):
        from . import appendonly

        post_migrate.connect(appendonly.install, sender=self)
        checks.register(appendonly.missing_triggers, checks.Tags.database)
