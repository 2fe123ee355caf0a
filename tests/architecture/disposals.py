"""Something of Leo's that is proposed to be destroyed, for the table of pages."""

from governance.models import Disposal
from records.models import Entry
from tests.cast import in_days

ON_PROPOSALS = [f"governance:{name}" for name in ("disposal", "agree_disposal", "withdraw_disposal", "certificate")]
ABOUT_PEOPLE = ["governance:dispose_person", "governance:holds_on_person"]


def proposed(cast):
    """Before anything about him is open."""
    said = {"kind": "visit", "fact": "Written in error.", "happened_at": in_days(-3)}
    entry = Entry.write(by=cast.amara, folder=cast.leo.folder("developmental"), **said)
    return Disposal.propose(by=cast.dee, thing=entry, rule="not_needed", why="Written in error")
