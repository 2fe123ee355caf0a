"""One writing about several people: beside an entry it says in whose other files it stands, where one may open them."""

from collections import defaultdict

from .models import Entry


def stand_beside(entries, user):
    """The entries, each with what is written of the same incident elsewhere (`elsewhere`); one question for all."""
    incidents, others = [entry.incident for entry in entries if entry.incident], defaultdict(list)
    for other in Entry.objects.of_the_same(incidents, user):
        others[other.incident].append(other)
    for entry in entries:
        entry.elsewhere = [other for other in others[entry.incident] if other.folder_id != entry.folder_id]
    return entries
