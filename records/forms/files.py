"""Choosing files to go with what is written. Each that is refused is named, with the reason and what to do."""

from django import forms

from records.attaching.intake import accepted
from records.attaching.kinds import ACCEPT, Unfit
from records.models import Attachment
from records.models.attachment import MOST_IN_A_RECORD
from records.models.kept_file import MOST_IN_A_DAY

from .asking import Paused

MOST = 5
HELP = (
    "Up to five: pictures, PDF, Word, OpenDocument, plain text or sound, at most 20 MB each and 40 MB together. "
    "Where a picture was taken is removed from it. Never photograph an injury: mark it on an outline instead."
)
SCAN_HELP = "Every page that is written on, and nothing else. A picture or a PDF, at most 20 MB each."
TODAY = "You have attached as much as one person may in a day. Send the words now, and the files tomorrow."
SCANS_TODAY = "You have sent as many files as one person may in a day. Keep the sheet safe, and scan it tomorrow."
FULL = "This record holds as many files as it may. Ask the data protection manager, and send the words now."


class SomeFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Some files, each looked into. Its value is the list of those that may be kept."""

    widget = SomeFiles

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "help_text": HELP} | kwargs)
        self.widget.attrs |= {"accept": ACCEPT, "multiple": True}

    def clean(self, data, initial=None):
        if len(data or []) > MOST:
            raise forms.ValidationError(f"Choose at most {MOST} files. The rest can go with another entry.")
        kept, wrong = [], []
        for one in data or []:
            try:
                kept.append(accepted(one.name, one.size, one.read()))
            except Unfit as reason:
                wrong.append(f"“{shown(one.name)}” was not taken: {reason}")
            finally:
                one.close()  # so that it is held once, not twice, until it is written
        if wrong:
            raise forms.ValidationError(wrong)
        return kept


def shown(name):
    """What somebody called a file, short, and without letters that hide others."""
    return "".join(letter for letter in name if letter.isprintable())[:60] or "a file without a name"


def size_of(files):
    return sum(len(file.data) for file in files or [])


def is_too_much_today(more, by):
    return bool(more) and Attachment.objects.bytes_today_by(by) + more > MOST_IN_A_DAY


class Attaching(Paused):
    """A form with which files may be sent. A browser sends them once: a page that comes back asks for them again."""

    record = None  # the person whose record they go into, where there is one
    by = None  # who sends them; the form that takes files says who

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["attached"] = FilesField(label="Attach photographs, scans or papers")

    def clean(self):
        given = super().clean()
        more = size_of(given.get("attached"))
        if is_too_much_today(more, self.by):
            self.add_error("attached", TODAY)
        elif more and self.record and Attachment.objects.bytes_of(self.record) + more > MOST_IN_A_RECORD:
            self.add_error("attached", FULL)
        return given

    @property
    def to_choose_again(self):
        """The names of the files that this page, coming back, has lost."""
        return [shown(file.name) for file in self.files.getlist("attached")] if self.is_bound and self.files else []


class ScanForm(forms.Form):
    """The scan of a paper that somebody signed."""

    scans = FilesField(label="The signed paper, scanned or photographed", help_text=SCAN_HELP, required=True)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_scans(self):
        scans = self.cleaned_data["scans"]
        if not scans:
            raise forms.ValidationError("Choose the scan. A photograph of the sheet will do.")
        if is_too_much_today(size_of(scans), self.by):
            raise forms.ValidationError(SCANS_TODAY)
        return scans
