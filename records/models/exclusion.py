"""Somebody who is shut out of a record or a family, whatever else they may do (A2, H-31)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, note, verb

from .. import reach
from .person import Person

USER = settings.AUTH_USER_MODEL


class ExclusionQuerySet(RecordedQuerySet):
    def in_force(self):
        return self.filter(ended_on=None)

    def of_families(self, person):
        """Those that reach everybody who is linked to this person, of the group that the newcomer is of."""
        return self.in_force().filter(person=person).exclude(family="").select_related("user")

    def spread(self, person):
        """Whoever is shut out of one record of a person is shut out of every other one, for the same reason."""
        records = list(person.every_record())
        if len(records) > 1:
            there = list(self.in_force().filter(person__in=records).select_related("person").order_by("pk"))
            first = {one.user_id: one for one in reversed(there)}
            known = {(one.person_id, one.user_id) for one in there}
            for record in records:
                for one in [one for user, one in sorted(first.items()) if (record.pk, user) not in known]:
                    self.create(
                        person=record, user=one.user, reason=one.reason, came_with=one.person.merge_with(record)
                    )

    def end_each(self):
        for exclusion in self.in_force():
            exclusion.ended_on = timezone.localdate()
            exclusion.save()

    def run_by(self, user):
        """Who is shut out of the records whose access this user looks after."""
        return self.in_force().filter(person__in=Person.objects.run_by(user)).select_related("person", "user")


class Exclusion(Recorded):
    """Somebody who must not see one person's record, whatever else they may do (A2, H-31)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(USER, models.PROTECT, related_name="+")
    reason = models.TextField()
    family = models.CharField(max_length=20, blank=True)  # groups, between spaces: shut out of whom is linked later too
    started_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)
    # Here only because the record was merged with one from which they are shut out; ends when that is undone.
    came_with = models.ForeignKey("records.Likeness", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ExclusionQuerySet.as_manager()

    LATER = ("came_with", "family")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_exclusion_has_a_reason")]

    def reaches(self, person):
        """Whether somebody newly linked is to be shut off from the same user."""
        who = self.user
        return (
            person.group in self.family.split() and not person.shuts_out(who) and person.would_still_be_run_without(who)
        )

    @verb(Event.EXCLUSION_ENDED)
    def end(self, *, by, why):
        """Let them be judged again like everybody else, about every record of this person; it gives them nothing."""
        note(why=why, to=str(self.user.public_id))
        records = self.person.every_record()
        from .folder import Folder

        Exclusion.objects.filter(person__in=records, user=self.user).end_each()
        self.refresh_from_db()
        reach.rewrite(Folder.objects.filter(Q(person__in=records) | Q(about__person__in=records)))

    @property
    def traced_in(self):
        return self.person
