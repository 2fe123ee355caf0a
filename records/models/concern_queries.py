"""Which concerns somebody may have in front of them, and in which order."""

from django.db.models import Q

from audit.verbs import RecordedQuerySet
from staff.roles import Can

from .exclusion import Exclusion
from .kept_out import KeptOut


class ConcernQuerySet(RecordedQuerySet):
    def open_to(self, user):
        """Concerns of the groups this user stands over; those about staff only to whom the pack names.

        Nobody sees one about themselves (H-31), or about a person or a colleague they are shut out from.
        """
        if not user.has_undertaken or not user.can(Can.SECOND):
            return self.none()
        shut = Exclusion.objects.in_force().filter(user=user.pk)
        about_people = Q(is_about_staff=False, group__in=user.stands_over)
        about_staff = Q()
        for role in user.roles:
            about_staff |= Q(is_about_staff=True, kept_by__contains=f" {role.key} ")
        return (
            self.filter(about_people | about_staff)
            .exclude(about_staff=user.pk)
            .exclude(about_staff__in=KeptOut.objects.colleagues_kept_from(user))
            .exclude(about__person__in=shut.values("person"))
        )

    def written_by(self, user):
        """What this user reported themselves: their own words and how far it has come, nothing more."""
        return self.filter(reporter=user.pk).order_by("-reported_at", "-pk")

    known_to = written_by

    def disputable_by(self, user):
        """What this user reported, and somebody has answered: they may say that it is not enough."""
        return self.written_by(user).filter(state=self.model.State.ACTED)

    def listed_for(self, user):
        """The list of concerns: for those who answer them, all that they may open; for everybody else, their own."""
        return self.open_to(user) if user.can(Can.SECOND) and user.has_undertaken else self.written_by(user)

    def about_colleagues(self, user):
        """Those of them about somebody who works here."""
        return self.open_to(user).filter(is_about_staff=True)

    def officer_not_told(self):
        """About a colleague, and nobody has recorded yet whether the council's designated officer was told."""
        return self.filter(is_about_staff=True).filter(Q(allegation=None) | Q(allegation__answer=""))

    def about_staff_still_open(self):
        """About a colleague, and somebody must do something still: answer it, or tell the officer."""
        waiting = ~Q(state=self.model.State.ACTED) | Q(allegation=None) | Q(allegation__answer="")
        return self.filter(waiting, is_about_staff=True)

    def unanswered(self):
        return self.exclude(state=self.model.State.ACTED)

    def answered(self):
        return self.filter(state=self.model.State.ACTED).order_by("-answered_at", "-pk")

    def resting(self):
        """Answered with no further action, until a day or until something new comes."""
        return self.answered().filter(no_further=True)

    def most_pressing_first(self):
        return self.order_by("-urgent", "reported_at", "pk")

    def beside(self, concern, people):
        """The other concerns about the same people, or the same colleague; newest first."""
        alike = Q(about__person__in=people)
        if concern.about_staff_id:
            alike |= Q(about_staff=concern.about_staff_id)
        return self.filter(alike).exclude(pk=concern.pk).distinct().order_by("-reported_at", "-pk")

    def with_people(self):
        """With whom they are about and who reported them, in a fixed number of queries."""
        return self.select_related("reporter", "about_staff").prefetch_related("about__person")
