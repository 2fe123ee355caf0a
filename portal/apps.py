"""The doors for families and for recipients."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
