"""Pictures of somebody that are kept with what was written: what was agreed about them is known to a higher floor.

In the safeguarding folder a picture needs nobody's yes: it shows an injury, or how somebody lives. So does one that
came with a concern. Anywhere else the page says what was agreed, and whoever keeps one without a yes says why (H-12).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .attaching.kinds import KINDS
from .models import Entry, Folder, Person

ASKED_OF: list[Callable[[Person], "Agreed"]] = []


@dataclass(frozen=True)
class Agreed:
    """What may be done with photographs of somebody, in the policy's words, and where they are asked for."""

    to: list[str]
    ask_url: str


def knows_what_was_agreed(function):
    """Register a function of a person that says what is agreed about photographs of them today."""
    ASKED_OF.append(function)
    return function


def agreed_about(folder: Folder, entries: Iterable[Entry], user) -> Agreed | None:
    """For a reader who may know of agreements; nothing where no picture is shown, or where none needs a yes."""
    if folder.person is None or folder.kind == Folder.Kind.SAFEGUARDING or not any(map(has_picture, entries)):
        return None
    if not Person.objects.whose_personal_folder_opens_to(user).contains(folder.person):
        return None
    return next((ask(folder.person) for ask in ASKED_OF), None)


def has_picture(entry: Entry) -> bool:
    written = [entry, *entry.corrections.all()]
    return any(KINDS[file.kind].title == "Picture" for one in written for file in one.attachments.all())
