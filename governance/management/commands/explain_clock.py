"""Say why the clock of the machine had gone back, when verify_trail found that it had. Exit 0 done, 1 not."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError

from governance import clock
from staff.models import User


class Command(BaseCommand):
    help = "Explain in the trail, under the name of a lead or the data protection manager, why the clock went back."

    def add_arguments(self, parser):
        parser.add_argument("email", help="whose explanation it is")
        parser.add_argument("why", help="such as: the battery of the machine's clock was replaced")

    def handle(self, *, email, why, **options):
        user = User.objects.active().filter(email=email.lower()).first()
        if user is None:
            raise CommandError(clock.WHO)
        try:
            last = clock.explain(by=user, why=why)
        except (PermissionDenied, ValidationError) as refused:
            raise CommandError(" ".join(getattr(refused, "messages", [str(refused)]))) from refused
        self.stdout.write(f"Explained by {user.name}, up to line {last}. verify_trail tells it from now on.")
