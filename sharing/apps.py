"""The decision to share, or not to share, and what was shared."""

from django.apps import AppConfig
from django.core import checks


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self):
        from . import (  # noqa: F401
            chronology,
            clockwork,
            desk,
            followers,
            holders,
            home,
            reading,
            sealing,
            story,
            uses,
            versions,
            walls,
        )

        checks.register(sealing.ends_soon)
