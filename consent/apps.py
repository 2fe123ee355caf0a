"""What people were told, what they agreed to, and whose agreement counts."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "consent"

    def ready(self):
        from . import chronology, clockwork, first_contact, home, shut_again, silence, story, versions  # noqa: F401
