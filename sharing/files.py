"""Files that may leave: chosen one by one as words are, and named with the SHA-256 of the very file (S-11, S-14)."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from records.models import Attachment, Entry
from records.models.received import lock_on

from .models import DisclosureItem
from .states import NotNow

OF_WORDS = [(one, label) for one, label in DisclosureItem.Nature.choices if one != DisclosureItem.Nature.FILE]
UNREAD = "No machine reads what is in a file: open it and read it before it leaves."


@dataclass(frozen=True)
class FilePiece:
    """One attachment of an entry, with all that a piece of words has; it leaves whole or not at all."""

    file: Attachment
    entry: Entry

    @property
    def key(self):
        return f"file_{self.file.public_id.hex}"

    @property
    def what(self):
        return self.file.as_it_leaves

    @property
    def label(self):
        return f"The file {self.file.name}"

    @property
    def marks(self):
        day = date_format(timezone.localtime(self.entry.happened_at), "j F Y")
        said = f"{self.file.get_kind_display()}, with: {self.entry.get_kind_display().lower()}, {day}."
        return f"{said} {self.why_locked or UNREAD}"

    @property
    def why_locked(self):
        return lock_on(self.entry) or self.file.why_kept

    @property
    def item(self):
        happened_on = timezone.localtime(self.entry.happened_at).date()
        nature = DisclosureItem.Nature.FILE
        given = {"entry": self.entry, "attachment": self.file, "what": self.what}
        return given | {"nature": nature, "source": "", "happened_on": happened_on}


def files_of(entry):
    """The files of an entry that the reader may open; one that is harmful is not offered at all."""
    return [FilePiece(file, entry) for file in entry.attachments.all() if not file.is_harmful]


def unless_kept(file):
    """The same again where it is written down: nothing leaves that the scanner has not looked at."""
    if file and not Attachment.objects.releasable().contains(file):
        raise NotNow(file.why_kept, "Leave it out, or have it scanned first.")
