"""What the page of somebody's record shows to one reader, each part by its own rule of who may see it."""

from .birthdays import coming
from .family import roles_of
from .first_contact import still_to_do
from .models import Concern, Entry, Flag, Folder, Order, Person, PrivateNote, Relationship, SafeContact, Task, Telling
from .models.safe_contact import not_to_tell
from .together import stand_beside
from .why import why_person

RECENT = 10


def shown_of(person, user):
    records = list(person.every_record())
    concerns = Concern.objects.open_to(user).filter(about__person__in=records)
    contacts, to_tell = SafeContact.objects.of(person, user), Telling.objects.of(records, user)
    return {
        "person": person,
        "folders": Folder.objects.tabs_of(person, user),
        "family": Relationship.objects.family_of(person, user),
        "birthday": coming(person),
        "roles": roles_of(person, user),
        "limits_now": Order.objects.of(person, user).in_force().filter(limited__isnull=False),
        "their_records": set(Person.objects.open_to(user).filter(relationships_to__person__in=records)),
        "entries": stand_beside(Entry.objects.about(records, user).shown()[:RECENT], user),
        "concerns": concerns.distinct().with_people().order_by("-reported_at"),
        "others": [record for record in records if record != person],
        "contacts": contacts,
        "flags": Flag.objects.of(records),
        "person_tasks": Task.objects.known_of(user).filter(person__in=records)[:RECENT],
        "notes": PrivateNote.objects.of(person, user),
        "to_tell": to_tell[:RECENT],
        "to_tell_total": to_tell.count(),
        "may_protect": Person.objects.whose_personal_folder_opens_to(user).contains(person),
        "not_to_tell": not_to_tell(contacts),
        "first_steps": still_to_do(person, user),
        "runs": person.is_run_by(user),
        "why": why_person(person, user),
    }
