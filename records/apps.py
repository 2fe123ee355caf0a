"""People, what links them, what is written about them, and who may open it."""

from django.apps import AppConfig
from django.core import checks


class RecordsConfig(AppConfig):
    name = "records"

    def ready(self):
        from . import (  # noqa: F401
            apart_home,
            chronology,
            clock,
            followers,
            glass_home,
            home,
            leavers,
            shut_again,
            todo,
            versions,
            walls,
        )
        from .paper import sealing

        checks.register(sealing.ends_soon)
