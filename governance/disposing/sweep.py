"""After a disposal: its files are taken away, and what the database left of its rows on the disk is wiped.

SQLite overwrites what it deletes (secure_delete); its write-ahead log is emptied here. PostgreSQL leaves the old rows
in the pages of their tables until these are written anew, which only their owner may ask for (`manage.py dispose` as
the owner, when nobody works). Its own write-ahead log, and backups, end with their time.
"""

from django.core.files.storage import default_storage

from audit import disposal as door
from audit.events import Event
from audit.models import SOURCES, Trace, key_of
from records.models import HomeMark, NameKey
from sharing.models import Draft
from staff.models import Kept, User


def sweep(disposals):
    """How many are wiped now; what could not be is tried again with the next tick."""
    lines = {disposal: line_of(disposal) for disposal in disposals}
    for line in lines.values():
        take_away(line.facts["files"])
    if not lines or not door.wipe({table for line in lines.values() for table in tables_of(line.facts)}):
        return 0
    for disposal in lines:
        disposal.mark_swept(by=User.system())
    return len(lines)


def line_of(disposal):
    return Trace.objects.filter(event=Event.DISPOSED, about=key_of(disposal)).latest("pk")


def take_away(names):
    """The files: their keys went with their rows, so that even what is left on a disk cannot be read any more."""
    for name in names:
        default_storage.delete(name)


def tables_of(facts):
    """Those named, both trails, and what is forgotten by itself: words on their way, how names sound, marks of home."""
    besides = [*SOURCES.values(), Draft, HomeMark, Kept, NameKey]
    return {*facts["things"], *facts["anew"], *facts["versions"], *(model._meta.db_table for model in besides)}
