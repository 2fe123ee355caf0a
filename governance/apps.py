"""The oversight desk: requests, breaches, retention, the policy library."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
