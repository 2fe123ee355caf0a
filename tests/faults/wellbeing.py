"""What a service is asked that lived through a fault of its surroundings, in a process forked by nursery.py."""

from django.urls import reverse
from django.utils import timezone

from audit.models import Reading, Trace, key_of
from records.models import Attachment, Entry, Person
from staff.clock import TASKS
from staff.models import Kept, Notice

from .people import member


def to_look_at(words):
    """A page of a record in which these words stand."""
    amara = member("amara")
    leo = Person.objects.get(name__startswith="Leo", key_person=amara)
    folder = leo.folder("personal")
    Entry.write(by=amara, folder=folder, kind="visit", fact=words, happened_at=timezone.now())
    return [reverse("records:folder", args=[folder.public_id]), key_of(folder)]


def looks(about):
    """How often Amara's looking at it was written down."""
    return Reading.objects.filter(about=about, page="records:folder", by_id=member("amara").pk, refused=False).count()


def kept(path):
    """What the service keeps for Amara of what she sent to this page."""
    return [word for one in Kept.objects.filter(user=member("amara"), path=path) for word in one.data.values()]


def forget_kept(path):
    Kept.objects.filter(path=path).delete()


def struck(*names):
    """Do these tasks of the clock, as a tick does them; how much each found to do."""
    return [task() for name in names for task in TASKS if task.__name__ == name]


def waiting():
    """How many messages are not sent."""
    return Notice.objects.filter(sent_at=None).count()


def scan_of(words):
    """What is known of the file of the entry with these words, and how often the scanner is said to have looked."""
    file = Attachment.objects.get(entry__fact=words)
    looked = Trace.objects.filter(event="attachment.scanned", about=key_of(file)).count()
    return [file.scan, looked, Attachment.objects.releasable().filter(pk=file.pk).exists()]
