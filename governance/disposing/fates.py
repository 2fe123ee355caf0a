"""What becomes of each row that points at one which is destroyed: it goes too, it lets go, or it holds the other back.

Whatever is not named here goes with what it points at: it is part of the same record. A test names every pointer.
"""

from dataclasses import dataclass
from functools import cache

from django.db import models

from audit.verbs import Recorded

# These are part of somebody else's record: what they point at cannot be taken from under them.
STAYS = {
    "consent.Consent.answered_by",
    "consent.Consent.withdrawn_word_of",
    "consent.NoticeGiven.to_person",
    "consent.SheetGiven.to_person",
    "records.Entry.concern",
    "records.FolderAbout.person",
    "records.Order.limited",
    "records.Relationship.other",
    "records.Withheld.person",
    "sharing.Decision.concern",
    "sharing.Decision.replaces",
    "sharing.Decision.request",
}
# These say what they say without it, and from then on point at nothing.
LETS_GO = {
    "records.Exclusion.came_with",
    "records.PrivateNote.became",
    "records.Question.concern",
    "sharing.DisclosureItem.attachment",
    "sharing.DisclosureItem.entry",
}


@dataclass(frozen=True)
class Pointer:
    """A column of another table. ``derived``: of rows that are written again from others, and only forgotten."""

    model: type[models.Model]
    field: str

    @property
    def name(self):
        return f"{self.model._meta.label}.{self.field}"

    @property
    def derived(self):
        return not (issubclass(self.model, Recorded) or getattr(self.model, "goes_with_records", False))

    @property
    def goes(self):
        return self.name not in STAYS | LETS_GO

    def at(self, keys):
        """The rows that point at one of these."""
        return self.model._base_manager.filter(**{f"{self.field}__in": keys})


@cache
def pointers_at(model):
    """Every column that names a row of this table, but for the versions, which point at nothing."""
    found = [field for field in model._meta.get_fields(include_hidden=True) if field.one_to_many or field.one_to_one]
    back = [one for one in found if one.auto_created and not one.concrete]
    ours = [one for one in back if not hasattr(one.related_model, "history_id")]
    return sorted((Pointer(one.related_model, one.field.name) for one in ours), key=lambda one: one.name)
