"""Everything that may be done to a decision, from its proposal on. The table of moves is in sharing/states.py."""

from datetime import timedelta

from django.utils import timezone

from audit.events import Event
from audit.verbs import note, verb
from records.models import Exclusion
from records.models.kept_out import keepers_now
from staff import ladder, notices

from .. import signing
from ..states import Move, NotNow, check
from .advice import Advice, Amendment
from .disagreement import Disputed
from .later import Later
from .leaving import Leaving
from .request import Request

# When a decision is due (H-21), and when a second person must have looked at what one person did alone.
DUE = {True: timedelta(hours=1), False: timedelta(days=1)}
REVIEW_WITHIN = timedelta(hours=24)


class Moves(Later, Leaving, Disputed):
    """The verbs of a decision; what it holds is in decision.py."""

    class Meta:
        abstract = True

    @classmethod
    @verb(Event.DECISION_PROPOSED)
    def propose(cls, *, by, people, facts, request, replaces=None, **details):
        """Put a question to a designated person, with one record in each person's safeguarding folder (S-20)."""
        decision = cls(proposed_by=by, facts=facts, replaces=replaces, **details)
        decision._start(Move.PROPOSE, people)
        decision.request = decision._asked(request, people, by)
        decision.save()
        decision._file(people)
        if replaces:
            replaces.be_replaced(by=by)
        notices.tell(decision.told_first(), urgent=decision.urgent)
        return decision

    @classmethod
    @verb(Event.DECISION_EMERGENCY)
    def record_emergency(cls, *, by, people, facts, request, disclosure, items, **details):
        """Record what was shared to protect somebody at once. Nothing stands in front of it; a review is due (S-17)."""
        decision = cls(proposed_by=by, facts=facts, **details)
        decision._start(Move.RECORD_EMERGENCY, people)
        decision.request = Request.objects.create(**request)
        decision.second_due_at = timezone.now() + REVIEW_WITHIN
        decision.save()
        decision._file(people)
        decision._disclosed(by, disclosure, items)
        notices.tell(decision.told_first(), urgent=True)
        return decision

    @verb(Event.DECISION_RETURNED)
    def send_back(self, *, by, comment, seen=None):
        """Return it for more facts, saying which."""
        self.unless_changed_since(seen)
        signing.refuse_unless_designated(self, by)
        self.state, self.comment = check(self.state, Move.RETURN), comment
        self.save()
        self._tell(self.proposed_by)

    @verb(Event.DECISION_RESUBMITTED)
    def resubmit(self, *, by, facts, seen=None, **details):
        """Send it to the lead again with what was missing."""
        self.unless_changed_since(seen)
        self.state, self.facts = check(self.state, Move.RESUBMIT), facts
        for field, value in details.items():
            setattr(self, field, value)
        self._set_clock()
        self.save()
        notices.tell(self.told_first(), urgent=self.urgent)

    @verb(Event.DECISION_WITHDRAWN)
    def withdraw(self, *, by, why):
        """Take one's question back, unless somebody may be at risk: then a lead looks at it in any case."""
        note(why=why)
        if self.known.harmful or self.known.danger in ("yes", "unsure"):
            raise NotNow("Somebody may be at risk, so the lead must see this.", "Tell the lead; only they can end it.")
        self.state = check(self.state, Move.WITHDRAW)
        self.save()
        if self.request.received_by_id and self.request.is_waiting:
            self.request.put_back(by=by)

    @verb(Event.ADVICE_SOUGHT)
    def seek_advice(self, *, by, door, asked, named=False):
        """Ask somebody outside, without naming the person where that is possible (H-16)."""
        from ..anonymous import unless_named  # reads the models

        signing.refuse_unless_designated(self, by)
        unless_named(asked, self, named)
        self.state = check(self.state, Move.SEEK_ADVICE)
        self.save()
        Advice.objects.create(decision=self, asked_by=by, door=door, asked=asked, named=named)

    @verb(Event.ADVICE_RECORDED)
    def advise(self, *, by, advice, person, advised, done, named, at=None):
        """Record what came back. A decision that waited for it goes on."""
        advice.person, advice.advised, advice.done, advice.named = person, advised, done, named
        advice.advised_at = at or timezone.now()
        advice.save()
        if self.state == "advice":
            self.state = check(self.state, Move.ADVISE)
        self.save()

    @verb(Event.DECISION_SIGNED)
    def sign(self, *, by, outcome, facts=None, seen=None, **statement):
        """Decide and sign: weigh again, refuse what the policy refuses, freeze what is said (S-24, S-29).

        ``facts``: what only a designated person may answer (public interest, not confidential). ``statement``: the
        fields of the decision that the signer writes. Raises signing.Refused, naming every reason and its remedy.
        """
        self.unless_changed_since(seen)
        self.state = check(self.state, Move.SIGN_SHARE if outcome == "share" else Move.SIGN_NOT_SHARE)
        self.facts = {**self.facts, **(facts or {})}
        self.outcome = outcome
        for field, value in statement.items():
            setattr(self, field, value)
        signing.freeze(self, by=by)
        self.save()
        self._tell(self.proposed_by)

    @verb(Event.REQUESTER_TOLD)
    def tell_requester(self, *, by, how, at, words=""):
        """Record that the requester was told, and how; of a refusal too, with its reasons (H-24)."""
        from .. import letter  # reads the models

        if self.request.is_from_outside and (why := letter.given_away(f"{how}\n{words}", self)):
            raise NotNow(why, "The letter that is drafted from the outcome holds nothing like it.")
        self.requester_told_at, self.requester_told_how, self.requester_told_by = at, how, by
        self.save()
        if self.request.received_by_id and self.request.is_waiting:
            self.request.answer(by=by, words=words or how, at=at)

    @verb(Event.DECISION_REVIEWED)
    def review(self, *, by, said):
        """The second person looks at what one person did alone, or in an emergency."""
        signing.refuse_unless_second(self, by)
        emergency = self.state == "emergency"
        self.state = check(self.state, Move.REVIEW if emergency else Move.COUNTERSIGN)
        self.second_by, self.second_at, self.second_said = by, timezone.now(), said
        if emergency:
            signing.freeze_emergency(self, by=by)
        self.save()
        self._tell(self.decided_by or self.proposed_by)

    @verb(Event.DECISION_AMENDED)
    def amend(self, *, by, words):
        """Add a note to a signed decision, which itself stays as it is."""
        Amendment.objects.create(decision=self, by=by, words=words)

    @verb(Event.DECISION_EXPORTED)
    def take_copy(self, *, by, purpose, **also):
        """Note that a copy leaves the service, with whom and for what; what is locked in it, a lead let go."""
        from ..leaving import copies  # reads the models

        copies.unless_it_may_leave([self], by)
        note(purpose=purpose, **also)

    @verb(Event.DECISION_FILED)
    def keep_with(self, *, by, people):
        """Keep it in the folders of people who were known only in words when it was recorded (S-20)."""
        self._file(people)

    @verb(Event.DECISION_REPLACED)
    def be_replaced(self, *, by):
        self.state = check(self.state, Move.REPLACE)
        self.save()

    @verb(Event.DECISION_ESCALATED)
    def escalate(self, *, by):
        """Overdue: tell the deputy, then the senior leader (S-27); about a colleague, whoever keeps it, or is next."""
        self.told_level += 1
        self.due_at = timezone.now() + DUE[self.urgent]
        self.save()
        if self.apart and self.concern and not keepers_now(self.apart).exists():
            self.concern.hand_on(by=by)
        notices.tell(self._turned_to(self.told_level), urgent=self.urgent)

    def _turned_to(self, rung):
        """Who stands on a rung of the ladder; about a colleague, whoever keeps that folder, and nobody else."""
        if self.apart:
            keepers = keepers_now(self.apart)
            return list(keepers.exclude(pk=self.proposed_by_id)) or list(keepers)
        return ladder.next_in_line(self.group, rung, self._passed_over())

    def told_last(self):
        """The senior leaders who may decide it."""
        return self._turned_to(ladder.SENIOR)

    def told_first(self):
        """The lead on duty who may decide this one."""
        return self._turned_to(ladder.LEAD)

    def _passed_over(self):
        """Who does not decide it and is not told of it: whoever proposed it, and anybody shut out."""
        return [self.proposed_by_id, *self._shut_out()]

    def _tell(self, user):
        """That something came of it: never whoever was shut out of it since."""
        notices.tell([] if user.pk in self._shut_out() else [user])

    def _shut_out(self):
        """The keys of whoever may not know of it; of one about a colleague that colleague, too (H-31)."""
        if self.apart:
            return [self.colleague_id, *self.apart.kept_out.in_force().values_list("user", flat=True)]
        return Exclusion.objects.in_force().filter(person__decided_about__decision=self).values_list("user", flat=True)

    def _asked(self, request, people, by):
        """The request that is answered: the one of the inbox, or a new one, which stands there if others asked."""
        if isinstance(request, Request):
            request.put_to_decision(by=by)
            return request
        asked = Request(**request)
        if asked.is_from_outside and not self.apart:
            asked.received_by, asked.group, asked.state = by, self.group, Request.State.DECIDING
            asked.set_clock()
        asked.save()
        asked.file(people if asked.received_by_id else ())
        return asked

    def _start(self, move, people):
        self.state = check(None, move)
        if people:  # in an emergency it may be somebody who has no record yet
            self.group = "child" if any(person.group == "child" for person in people) else "adult"
        self.facts = {**self.facts, "group": self.group}
        self._set_clock()

    def _set_clock(self):
        self.urgent = self.weighed.urgent
        self.due_at = timezone.now() + DUE[self.urgent]

    def _file(self, people):
        for person in people:
            self.about.create(person=person, folder=person.folder("safeguarding"))
