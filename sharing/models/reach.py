"""Who may have which decision in front of them: every list and every page of decisions asks one of these."""

from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone

from records.models import Exclusion, Folder
from staff.roles import Can, OutsidePerson

from .. import apart
from ..states import STATES, State
from .disagreement import SETTLED
from .leaving import LeavingQuerySet
from .request import Request

OPEN = [state for state in State if not STATES[state].signed and not STATES[state].final]
TO_DECIDE = [state for state in OPEN if state != State.EMERGENCY]  # what has left is reviewed, not decided again
SIGNED = Q(signed_at__isnull=False)
DECIDED = SIGNED | Q(state=State.EMERGENCY)
TOLD_OPENLY = ("before", "after", "told")
TOLD_LATER = ("after", "not_yet", "lead_decides")
# Whose answer it is to hear: somebody outside asked, or somebody else here said no to a worker's own question (H-24).
ASKED_BY_ANOTHER = ~Q(request__kind=Request.Kind.OURS) | Q(outcome="not_share") & ~Q(decided_by=F("proposed_by"))


def _shut_from(user):
    return Exclusion.objects.in_force().filter(user=user.pk).values("person")


def _said():
    return apps.get_model("sharing", "Disagreement").objects


def _in_a_file():
    return apps.get_model("sharing", "DecisionAbout").objects


class DecisionQuerySet(LeavingQuerySet):
    def _not_shut_out(self, user):
        """Shut out of a person it is about; or it is about a colleague, and they do not keep that folder (H-31)."""
        return self.filter(apart.not_apart_from(user)).exclude(about__person__in=_shut_from(user))

    def about(self, people):
        return self.filter(about__person__in=people).distinct()

    def open_to(self, user):
        """One's own proposals, and the decisions of safeguarding folders one may open (S-20)."""
        if not user.can(Can.WORK_WITH_PEOPLE):
            return self.filter(apart__in=apart.folders_of(user))
        folders = Folder.objects.open_to(user).filter(kind=Folder.Kind.SAFEGUARDING)
        kept = _in_a_file().filter(folder__in=folders).values("decision")
        about_colleagues = Q(apart__in=apart.folders_of(user))
        return self.filter(Q(proposed_by=user) | Q(pk__in=kept) | about_colleagues)._not_shut_out(user)

    def proposals_of(self, user):
        """What this user asked, newest first, as long as they may still know of the people."""
        return self.open_to(user).filter(proposed_by=user).order_by("-proposed_at", "-pk")

    def asked_before(self, public_id):
        """Of proposals newest first, those that follow one of them; all of them where none is named."""
        last = self.filter(public_id=public_id).first() if public_id else None
        if last is None:
            return self
        return self.filter(Q(proposed_at__lt=last.proposed_at) | Q(proposed_at=last.proposed_at, pk__lt=last.pk))

    def returned_to(self, user):
        return self.proposals_of(user).filter(state=State.RETURNED)

    def withdrawable_by(self, user):
        return self.proposals_of(user).filter(state__in=[State.PROPOSED, State.RETURNED])

    def emergencies_of(self, user):
        """What this user shared in an emergency; anybody may have, so no role is asked. Exclusion first."""
        return self.filter(proposed_by=user.pk, state__in=[State.EMERGENCY, State.REVIEWED])._not_shut_out(user)

    def untold_by(self, user):
        """Signed decisions of which nobody has told the requester yet; nobody tells themselves (H-24)."""
        return self.open_to(user).filter(SIGNED, ASKED_BY_ANOTHER, requester_told_at=None)

    def decidable_by(self, user):
        """Decisions that wait for a designated person whom nothing keeps from this one."""
        return self.open_to(user).theirs_to_decide(user).filter(state__in=TO_DECIDE)

    def theirs_to_decide(self, user):
        """Those of the groups this user decides for; about a colleague, those whose folder they keep."""
        groups = user.stands_over if user.decides else ()
        return self.filter(Q(apart=None, group__in=groups) | Q(apart__in=apart.folders_of(user)))

    def reviewable_by(self, user):
        """Decisions that need a second person, who is neither the decider nor the proposer."""
        if not user.can(Can.SECOND):
            return self.none()
        waiting = self.second_looks_of(user).filter(second_due_at__isnull=False, second_at=None)
        return waiting.exclude(decided_by=user.pk).exclude(proposed_by=user.pk)

    def second_looks_of(self, user):
        """What this user may be asked to look at as another, if they took no part in it; exclusion first."""
        theirs = Q(apart=None) if OutsidePerson in user.roles else Q(apart=None, group__in=user.stands_over)
        return self.filter(theirs | apart.second_look_by(user)).exclude(about__person__in=_shut_from(user))

    def disputable_by(self, user):
        """Settled, and this user took part or works with the people; nobody disagrees with what they signed."""
        waits = _said().waiting().filter(by=user.pk).values("decision")
        return self.open_to(user).filter(state__in=SETTLED).exclude(decided_by=user.pk).exclude(pk__in=waits)

    def asked_outside_of(self, user):
        """With which somebody disagrees, and the person outside the organisation is to answer."""
        return self.filter(asked_outside=True, pk__in=_said().to_answer(user).values("decision"))

    def to_look_at(self, user):
        """Everything this user may open the page of: theirs, theirs to review, or signed and theirs to look at."""
        seen = [self.open_to(user), self.reviewable_by(user), self.signed_for(user)]
        seen += [self.asked_outside_of(user)] if OutsidePerson in user.roles else []
        keys = Q()
        for found in seen:
            keys |= Q(pk__in=found.values("pk"))
        return self.filter(keys)

    def reopened_for(self, user):
        """Signed decisions that woke up, for whoever decides them."""
        return self.open_to(user).theirs_to_decide(user).filter(state=State.REOPENED)

    def resting_for(self, user):
        """Decisions not to share that a designated person may look at before their day."""
        return self.open_to(user).theirs_to_decide(user).filter(state=State.NOT_SHARED)

    def family_untold(self):
        """Decided, and the person or the family is still to be told, or somebody still to say why not."""
        return self.filter(DECIDED, tell__in=TOLD_LATER, told_at=None).exclude(state=State.REPLACED)

    def telling_for(self, user):
        """Those this user may say of that the family was told, or why not yet: whoever decides, or shared it openly."""
        theirs = self.theirs_to_decide(user).values("pk")
        openly = Q(proposed_by=user.pk, tell__in=TOLD_OPENLY)
        return self.open_to(user).filter(Q(pk__in=theirs) | openly).filter(DECIDED, told_at=None).exclude(tell="told")

    def letters_for(self, user):
        """Of whose decision a letter to the family may exist: never while they must not be told, or nobody said so."""
        told = Q(tell__in=TOLD_OPENLY) | Q(told_at__isnull=False)
        return self.open_to(user).filter(SIGNED, told, colleague=None)

    def shareable_by(self, user):
        """Signed to share, looked at by a second person where that comes first, and this user may record it."""
        return self.open_to(user).filter(state=State.TO_SHARE).exclude(second_first=True, second_at=None)

    def signed_for(self, user):
        """Signed decisions, for whoever oversees them."""
        return self.filter(SIGNED)._not_shut_out(user) if user.can(Can.SEE_SIGNED) else self.none()

    def records_for(self, user):
        """The signed ones whose record this user may look at."""
        return self.to_look_at(user).filter(SIGNED)

    def amendable_by(self, user):
        """Signed decisions a designated person may add a note to."""
        return self.open_to(user).theirs_to_decide(user).filter(SIGNED)

    def with_people(self):
        return self.prefetch_related("about__person").select_related("proposed_by", "decided_by", "colleague")

    def with_signer(self):
        return self.select_related("decided_by", "agency")

    def exportable_by(self, user):
        return self.signed_for(user) if user.can(Can.EXPORT) else self.none()

    def unsigned(self):
        return self.filter(state__in=OPEN)

    def overdue(self, at=None):
        return self.unsigned().filter(due_at__lte=at or timezone.now())

    def most_urgent_first(self):
        return self.order_by("-urgent", "due_at", "proposed_at", "pk")
