"""How people get an account: by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter


class InviteOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def add_message(self, *args, **kwargs):
        """Pages say what happened; a queue of leftover messages says it in the wrong place."""
