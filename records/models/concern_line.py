"""Whom a concern goes to: who is told, and who next when nobody looks, or may open it any more (S-27, H-31)."""

from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, note, verb
from staff import notices
from staff.ladder import next_in_line
from staff.models import User
from staff.roles import BY_KEY

from ..keepers import keepers
from .exclusion import Exclusion
from .folder import Folder
from .kept_out import KeptOut, keepers_now


class InLine(Recorded):
    """The verbs with which a concern goes on; what it holds is in concern.py."""

    class Meta:
        abstract = True

    @verb(Event.CONCERN_ESCALATED)
    def escalate(self, *, by):
        """Nobody has looked: tell the deputy, then the senior leader; about staff, the next whom the pack names."""
        self.told_level += 1
        self.told_at = timezone.now()
        if self.is_about_staff:
            self._pass_on()
        self.save()
        note(level=self.told_level)
        self._tell()

    @verb(Event.CONCERN_HANDED_ON)
    def hand_on(self, *, by):
        """Nobody keeps it, or its folder, any more: the next may open it, and keeps the folder if nobody else does."""
        if self.is_left_alone:
            self.pass_past()
        for folder in Folder.objects.filter(kind=Folder.Kind.GRIEVANCE, about_staff=self.about_staff_id or 0):
            if not keepers_now(folder).exists():
                folder.let_keep(by=by, kept_by=self.kept_by.split())

    def pass_past(self):
        """Let the next of its keepers open it as well, and tell them; those before keep it too."""
        self._pass_on()
        self.save()
        self._tell()

    @property
    def is_left_alone(self):
        """About staff: whether nobody who keeps it may open it, and the policy names somebody else who might."""
        return bool(self._left) and not self._keep_it(self._shut_out).exists()

    @property
    def _left(self):
        """The roles that may still be let in, in the policy's order."""
        order = keepers(self.about_staff, self.group, self._kept_from)
        return [role for role in order if f" {role.key} " not in self.kept_by]

    def _pass_on(self):
        """Let the next of its keepers open it; those before keep it too. Says whether there was one."""
        left = self._left
        if left:
            self.kept_by = f"{self.kept_by or ' '}{left[0].key} "
        return bool(left)

    def _tell(self):
        """Tell whoever is next: never somebody shut out of a record it is about, who could not open it.

        About staff and gone to everybody whom the policy names: whoever keeps it still, and not who answered if
        there is anybody else.
        """
        shut = self._shut_out
        out = [*shut, self.answered_by_id] if self.told_level and self.answered_by_id else shut
        free = self._next_in_line(out)
        while self.is_about_staff and not free and self._pass_on():
            self.save()
            free = self._next_in_line(out)
        if self.is_about_staff:
            free = free or self._keep_it(out) or self._keep_it(shut)
        notices.tell(free, urgent=self.urgent)

    def _next_in_line(self, out):
        """About staff: whoever holds the role it was passed to last. Else the lead, then deputies, then seniors."""
        if self.is_about_staff:
            return User.objects.in_role(BY_KEY[self.kept_by.split()[-1]]).exclude(pk__in=out)
        return next_in_line(self.group, self.told_level, out)

    def _keep_it(self, out):
        """Whoever has a role that keeps it."""
        return User.objects.in_role(*[BY_KEY[key] for key in self.kept_by.split()]).exclude(pk__in=out)

    @property
    def _shut_out(self):
        """The keys of whoever never opens it: shut out of what is kept about whom it is about, or that colleague."""
        out = Exclusion.objects.in_force().filter(person__concerned__concern=self).values_list("user", flat=True)
        return [*out, *self._kept_from, *filter(None, [self.about_staff_id])]

    @property
    def _kept_from(self):
        """The keys of whoever is shut out of the folder about the colleague it names."""
        return list(KeptOut.objects.kept_from(self.about_staff)) if self.about_staff_id else []
