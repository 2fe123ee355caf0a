"""What somebody who left leaves behind in the records: numbers for the administrator, names for the lead."""

from django.db.models import Count
from django.urls import reverse

from audit.walls import standing_as_system
from staff.home import Item, Shelf, brings
from staff.leavers import counts, ended_with, must_be_none
from staff.roles import Can

from .models import FolderGrant, Person, PrivateNote


@must_be_none("Grants still held by an account that ended")
def grants_held():
    return FolderGrant.objects.live().filter(user__is_active=False).count()


@ended_with("grants")
def grants_ended(users):
    ended = FolderGrant.objects.filter(user__in=users).exclude(ended_at=None)
    return dict(ended.values_list("user").annotate(Count("id")))


@counts("People whose key person has left")
@standing_as_system()
def people_left_behind():
    return Person.objects.left_behind().count()


@counts("Private notes of people who have left: open their account again for them to settle these")
@standing_as_system()
def notes_left_behind():
    return PrivateNote.objects.left_behind().count()


@brings(Shelf.ELSEWHERE, Can.GRANT)
def left_behind(user):
    """For whoever may choose another key person."""
    number = Person.objects.left_behind_for(user).count()
    words = f"{number} of your people have a key person who has left."
    return [Item("People without a key person", reverse("records:without_key_person"), hint=words)] if number else None
