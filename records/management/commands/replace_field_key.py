"""Lock with a new field key from now on, and lock what is kept today anew. The old key still opens what it locked."""

from django.core.management.base import BaseCommand

from audit import field_key
from records.models import HomeMark, SafeContact
from staff.models import User


class Command(BaseCommand):
    help = "Replace the field key. Earlier versions of what is locked keep the old one, so it is kept beside the new."

    def handle(self, **_):
        field_key.replace()
        contacts = SafeContact.objects.order_by("pk")
        for contact in contacts:
            contact.lock_anew(by=User.system())
        self.stdout.write(f"{len(contacts)} locked anew. Keep the retired key: earlier versions need it.")
        if asked := HomeMark.objects.forget_older(field_key.name_in_use()):
            self.stdout.write(f"{asked} colleagues gave a home postcode, kept as its mark alone: ask them once more.")
