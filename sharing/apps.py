"""The decision to share, or not to share, and what was shared."""

from django.apps import AppConfig


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
            shut_again,
            story,
            uses,
            versions,
            walls,
        )
