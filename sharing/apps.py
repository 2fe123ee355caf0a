"""The decision to share, or not to share, and what was shared."""

from django.apps import AppConfig
from django.core import checks


class SharingConfig(AppConfig):
    name = "sharing"

    def ready(self):
        from . import chronology, clockwork, desk, followers, holders, home, sealing, story, uses, versions, walls  # noqa: F401

        checks.register(sealing.ends_soon)
