"""The oversight desk: whether the service keeps its promises, backups and anchors; requests, breaches, retention."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"

    def ready(self):
        from . import clockwork, followers, home, slips, strays, walls  # noqa: F401
        from .disposing import again  # noqa: F401
        from .promises import machine, records  # noqa: F401
