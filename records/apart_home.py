"""What the home page shows of folders apart: those one was let into, and those whose time is over."""

from django.urls import reverse
from django.utils import timezone

from staff.days import start_of
from staff.home import MOST, Item, Shelf, brings
from staff.roles import Can

from .address import to
from .models import Folder, FolderAbout, FolderGrant
from .models.folder_about import SIDES


@brings(Shelf.SOON, Can.WORK_WITH_PEOPLE)
def folders_let_into(user):
    """Such a folder is in nobody's list of people, so whoever was let in finds it here, for as long as it opens."""
    opened = Folder.objects.open_to(user).filter(kind__in=Folder.APART)
    grants = FolderGrant.objects.live().filter(user=user.pk, content_object__in=opened).order_by("until", "pk")
    with_whom = grants.select_related("content_object__about", "content_object__about_staff")
    return [_let_into(grant) for grant in with_whom[: MOST + 1]] or None


def _let_into(grant):
    hint = f"Until {grant.last_day.day} {grant.last_day:%B}, for: {grant.purpose}"
    return Item(
        f"You may open a folder about {grant.content_object.subject.name}",
        to("folder", grant.content_object),
        grant.until,
        hint=hint,
        about=grant.content_object,
    )


@brings(Shelf.SOON, Can.SECOND)
def folders_to_look_at(user):
    """One line a list that holds a folder whose time is over (H-25)."""
    return [item for side in SIDES if (item := _over(side, user))] or None


def _over(side, user):
    if not FolderAbout.objects.on_side(side, user).over().exists():
        return None
    since = start_of(timezone.localdate())
    return Item("Folders whose time is over: look at them", reverse(f"records:about_{side}"), since)
