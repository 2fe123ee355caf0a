"""Puts triggers and walls back after every migration, has no words sampled, checks all that, and shuts the schema."""

from django.apps import AppConfig
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "audit"

    def ready(self):
        from . import appendonly, at_once, field_key, samples, schema, walls

        connection_created.connect(schema.shut)
        connection_created.connect(walls.watch)
        post_migrate.connect(appendonly.install, sender=self)
        post_migrate.connect(walls.install, sender=self)
        post_migrate.connect(samples.install, sender=self)
        checks.register(field_key.is_usable, deploy=True)
        checks.register(appendonly.missing_triggers, checks.Tags.database)
        checks.register(walls.missing_walls, checks.Tags.database)
        checks.register(at_once.half_way, checks.Tags.database)
