"""One entry saved in each way, always in one transaction and in the name of whoever writes; and many at once."""

from datetime import timedelta

from auditlog.context import set_actor
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from records.models import Entry

from .models import WHO, Kept, Logged, Plain, Versioned

FACT = "Sat alone at lunch and would not take her coat off; said that she was cold. Ate half of what she was given. "


def words(number):
    return {
        "kind": "observation",
        "fact": f"{number}. {FACT * 3}",
        "own_words": "I am cold",
        "opinion": "She seems more withdrawn than last week, and it may be worth asking at home whether all is well.",
        "happened_at": timezone.now() - timedelta(minutes=number % 1_000),
    }


def plain(by, folder, number):
    with transaction.atomic():
        Plain.objects.create(author=by, folder=folder, **words(number))


def simple_history(by, folder, number):
    WHO["by"] = by
    with transaction.atomic():
        Versioned.objects.create(author=by, folder=folder, **words(number))


def auditlog(by, folder, number):
    with transaction.atomic(), set_actor(by):
        Logged.objects.create(author=by, folder=folder, **words(number))


def pghistory(by, folder, number):
    import pghistory

    from .models import Tracked

    with transaction.atomic(), pghistory.context(user=by.pk):
        Tracked.objects.create(author=by, folder=folder, **words(number))


def ours(by, folder, number):
    Kept.write(by=by, folder=folder, **words(number))


def our_entry(by, folder, number):
    Entry.write(by=by, folder=folder, **words(number))


WAYS = [plain, simple_history, auditlog, *([pghistory] * settings.POSTGRESQL), ours, our_entry]


def bulk_create(by, folder, rows):
    Plain.objects.bulk_create([Plain(author=by, folder=folder, **row) for row in rows])


def bulk_with_history(by, folder, rows):
    WHO["by"] = by
    bulk_create_with_history([Versioned(author=by, folder=folder, **row) for row in rows], Versioned)


def our_import(by, folder, rows):
    folder.import_entries(by=by, rows=rows)


def our_verbs(by, folder, rows):
    for row in rows:
        Entry.write(by=by, folder=folder, **row)


def our_verbs_in_one_transaction(by, folder, rows):
    with transaction.atomic():
        our_verbs(by, folder, rows)


IMPORTS = [bulk_create, bulk_with_history, our_import, our_verbs, our_verbs_in_one_transaction]
