"""Which people: whom a user may know of, whose access they look after, who is of some age or called by some name."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.verbs import RecordedQuerySet
from staff.roles import Can

ADULT_AT = 18


def _years_before(today, years):
    """About that day, and never after it: a 29 February, and a long month, count as the 28th."""
    return today.replace(year=today.year - years, day=min(today.day, 28))


class PersonQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """The people this user has a reason to know of, now.

        Being shut out beats everything. Then: standing over the whole group, or a row of reach (a folder that is
        theirs to open). Volunteers and outsiders know of nobody.
        """
        if not user.can(Can.WORK_WITH_PEOPLE):
            return self.none()
        from .person import PersonReader

        reached = Q(pk__in=PersonReader.objects.live(user).values("thing"))
        if user.stands_over:
            reached |= Q(group__in=user.stands_over)
        return self.filter(reached).exclude(pk__in=_shut_out(user).values("person"))

    def with_key_person(self):
        """For a list: with the key person, and whether a flag stands on the record."""
        from .flag import Flag

        flags = Flag.objects.in_force().filter(person=OuterRef("pk"))
        return self.select_related("key_person").annotate(is_flagged=Exists(flags))

    def served(self):
        """The people the organisation works with; not those who only belong to them."""
        return self.filter(service_user=True, merged_into=None)

    def every_record_of(self, people):
        """These records, and every other one of the same people."""
        stay = [person.stands_for for person in people]
        return self.filter(Q(pk__in=stay) | Q(merged_into__in=stay))

    def whose_personal_folder_opens_to(self, user):
        """Of those people, the ones whose agreements and letters this user may read (H-09)."""
        from .folder import Folder

        folders = Folder.objects.open_to(user).filter(kind=Folder.Kind.PERSONAL)
        return self.filter(pk__in=folders.values("person"))

    def born_around(self, today, before, *ages):
        """Whoever may reach one of these ages within that time; a day or two too many, and nobody too few."""
        days = [_years_before(today, age) for age in ages]
        near = [Q(born_on__range=(day, day + before + timedelta(days=4))) for day in days]
        return self.filter(Q(*near, _connector=Q.OR))

    def children_who_are_adults_now(self):
        today = timezone.localdate()
        eighteen_years_ago = _years_before(today, ADULT_AT)
        born_by_then = self.filter(group="child", born_on__lte=eighteen_years_ago + timedelta(days=4))
        return [person for person in born_by_then if person.is_adult()]

    def run_by(self, user):
        """The people whose key person and access this user looks after: those they stand over.

        A lead who was let into a record of the other group reads it, and lets in and shuts out nobody.
        """
        return self.open_to(user).filter(group__in=user.stands_over) if user.can(Can.GRANT) else self.none()

    def called_like(self, user):
        """Those with the surname of somebody who works here."""
        return self.filter(name__iendswith=f" {user.last_name}") if user.last_name else self.none()

    def left_behind(self):
        """People whose key person's account has ended."""
        return self.filter(key_person__is_active=False)

    def left_behind_for(self, user):
        """Those of them whose records this user runs, by name."""
        return self.run_by(user).left_behind().select_related("key_person").order_by("name", "pk")

    def found_by(self, words):
        """People whose name has every one of these words in it."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(name__icontains=word) | Q(known_as__icontains=word))
        return found


def _shut_out(user):
    from .exclusion import Exclusion

    return Exclusion.objects.in_force().filter(user=user.pk)
