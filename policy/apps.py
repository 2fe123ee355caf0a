"""The policy app: no tables, only what the organisation's own policy says."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "policy"
