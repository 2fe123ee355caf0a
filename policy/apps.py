"""The policy app: no tables, only what the organisation's own policy says."""

from django.apps import AppConfig
from django.core import checks


class PolicyConfig(AppConfig):
    name = "policy"

    def ready(self):
        checks.register(is_usable)


def is_usable(**_):
    """Nothing starts with a pack that pages could not read; what is to be looked at is for `check_policy` to say."""
    from policy import packs

    try:
        packs.current()
    except packs.PackError as slip:
        hint = "`manage.py check_policy FOLDER` says what to mend."
        return [checks.Error(f"The policy pack cannot be used: {slip}", hint=hint, id="policy.E001")]
    return []
