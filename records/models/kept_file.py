"""A file that somebody chose and that was accepted: on the disk encrypted, and in the database what is known of it."""

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from staff.days import start_of

from ..attaching import vault
from ..attaching.kinds import KINDS
from ..attaching.scanner import Scan, scanned

MOST_IN_A_DAY = 200 * 1024 * 1024  # bytes that one person sends, of every kind of file together


class KeptFileQuerySet(RecordedQuerySet):
    def unscanned(self):
        return self.filter(scan=Scan.NOT_DONE)

    def bytes_today_by(self, user):
        """What somebody sent since midnight, with whatever it went: no kind of file has a day of its own."""
        today = {"added_by": user.pk, "added_at__gte": start_of(timezone.localdate())}
        return sum(kind.objects.filter(**today).total() for kind in KeptFile.__subclasses__())

    def total(self):
        return self.aggregate(total=Sum("size"))["total"] or 0

    def keep(self, files, *, by, **of):
        """Write the files of one thing, within the verb that writes that."""
        if files:
            self.record_many([self.model.made_of(file, by=by, **of) for file in files])


class KeptFile(Recorded):
    """Its words are changed by nobody; only what the scanner said about it may come later."""

    SCANS = [(Scan.CLEAN, "Scanned"), (Scan.INFECTED, "Harmful"), (Scan.NOT_DONE, "Not scanned")]
    OUTSIDE = "file"

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[(kind.key, kind.title) for kind in KINDS.values()])
    size = models.PositiveIntegerField()  # bytes, before they are encrypted
    file = models.FileField(max_length=60)
    sha256 = models.CharField(max_length=64)  # of the file as it lies there, so that anybody can check it without a key
    plain_sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200)  # the file's own, locked with the field key
    scan = models.CharField(max_length=10, choices=SCANS)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @classmethod
    def made_of(cls, file, *, by, **of):
        """The row of a file that was accepted, which is then on the disk, encrypted; not in the database yet."""
        one = cls(name=file.name, kind=file.kind, scan=file.scan, added_by=by, **of)
        one.file.name = f"{vault.FOLDER}/{one.public_id.hex}"
        one.size, one.plain_sha256 = len(file.data), sha256(file.data).hexdigest()
        one.key, one.sha256 = vault.put(one.public_id.hex, file.data)
        return one

    def scan_later(self, *, by):
        """Ask the scanner that was not there before; it may still be away. Says whether it has looked."""
        scan = scanned(b"".join(self.pieces()))
        if scan is not Scan.NOT_DONE:
            self.look_again(by=by, scan=scan)
        return scan is not Scan.NOT_DONE

    @verb(Event.ATTACHMENT_SCANNED)
    def look_again(self, *, by, scan):
        """What the scanner says of it, unless another clock has just heard the same."""
        if scan != self.scan:
            self.scan = scan
            self.save()

    def pieces(self):
        """What is in it, piece by piece. Raises Spoilt, KeyUnusable."""
        return vault.opened(self.public_id.hex, self.key)

    def look_through(self):
        """Raises Spoilt unless every piece of it is what was put there: nobody is given half a file."""
        for _ in self.pieces():
            pass

    @property
    def is_harmful(self):
        return self.scan == Scan.INFECTED

    @property
    def is_scanned(self):
        return self.scan != Scan.NOT_DONE

    @property
    def called_outside(self):
        """The name it leaves by: it says nothing about anybody."""
        return f"{self.OUTSIDE}-{self.public_id.hex[:8]}.{self.kind}"

    @property
    def media(self):
        return KINDS[self.kind].media
