"""People, what links them, what is written about them, and who may open it."""

from django.apps import AppConfig
from django.core import checks


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self):
        from . import clock, field_key, followers, home, versions  # noqa: F401

        checks.register(field_key.is_usable, deploy=True)
