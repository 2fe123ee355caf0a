"""Open the first account of a new installation, and print the link with which its owner chooses a password."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from staff.links import link_for
from staff.models import Appointment, User
from staff.roles import Administrator


class Command(BaseCommand):
    help = "Open the first administrator's account and print a link that works once, for 72 hours."

    def add_arguments(self, parser):
        parser.add_argument("--email", required=True, help="the work e-mail address of whoever sets the service up")

    def handle(self, *, email, **options):
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError("That is not an e-mail address.") from None
        if Appointment.somebody_leads():
            raise CommandError("This organisation is set up: an administrator invites people on the page of accounts.")
        self.stdout.write(f"Open this link within 72 hours; it works once:\n{link_for(self._installer(email.lower()))}")

    @transaction.atomic
    def _installer(self, email):
        system = User.system()
        user = User.objects.filter(email=email).first() or User.open(by=system, email=email)
        Appointment.give(by=system, to=user, role=Administrator)
        return user
