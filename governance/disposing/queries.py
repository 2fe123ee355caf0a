"""Which proposals somebody may know of: of the groups they stand over, or all; never of one about themselves."""

from django.db.models import Q
from django.utils import timezone

from audit.verbs import RecordedQuerySet
from records.models import Exclusion, Folder, KeptOut, Person
from staff.roles import Can, DataProtectionManager


class DisposalQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """While the thing is there, whoever may open the record it is in; afterwards those who stand over the group.

        The data protection manager knows of all of them: they name nobody. Who is shut out knows of none.
        """
        if not user.can(Can.DISPOSE):
            return self.none()
        shut = Exclusion.objects.in_force().filter(user=user.pk).values("person__public_id")
        found = self.exclude(kept_from__contains=f" {user.pk} ").exclude(of__in=shut)
        found = found.exclude(of__in=KeptOut.objects.said_of_folders(user).values("public_id"))
        if DataProtectionManager in user.roles:
            return found
        apart = Folder.objects.kept_apart_for(user).values("public_id")
        mine = Q(of__in=Person.objects.open_to(user).values("public_id")) | Q(of__in=apart)
        return found.filter(mine | Q(state="done", group__in=user.stands_over))

    def agreeable_by(self, user):
        """What waits for a second person, and this user may be that."""
        return self.open_to(user).filter(state="waiting").exclude(proposed_by=user.pk)

    def withdrawable_by(self, user):
        return self.open_to(user).filter(state__in=["waiting", "agreed"])

    def certified_for(self, user):
        return self.open_to(user).filter(state="done")

    def due(self, at=None):
        return self.filter(state="agreed", due_at__lte=at or timezone.now()).order_by("due_at", "pk")

    def unswept(self):
        return self.filter(state="done", swept_at=None).order_by("pk")

    def newest_first(self):
        return self.select_related("proposed_by", "agreed_by", "withdrawn_by").order_by("-proposed_at", "-pk")
