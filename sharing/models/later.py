"""What happens to a decision once it rests: it wakes up, is looked at again, and the family hears of it."""

from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, note, verb
from staff import notices

from .. import agreement, signing
from ..states import Move, NotNow, check
from .advice import Amendment

ASKS_THE_LEAD = ("not_yet", "lead_decides")  # telling them now is a designated person's own decision


class Later(Recorded):
    """The verbs of a decision that other people, or the clock, begin."""

    class Meta:
        abstract = True

    @verb(Event.DECISION_REOPENED)
    def reopen(self, *, by, why, standing=None, **changed):
        """What it stood on has moved: an open decision is weighed again, a signed one gives way to a new one."""
        note(why=why)
        move = Move.WEIGH_AGAIN if self.signed_at is None else Move.REOPEN
        self.state, self.comment = check(self.state, move), why
        if self.signed_at is None:
            self.facts, self.standing = {**self.facts, **changed}, standing or self.standing
            self._set_clock()
        self.save()
        notices.tell(self.told_first(), urgent=self.urgent)

    def wake(self, *, by, why, consent):
        """An agreement it relied on is gone: it is weighed again, and whoever asked hears of it too (H-12)."""
        self.reopen(by=by, why=why, standing=agreement.as_it_stands(self, consent), consent=consent)
        self._tell(self.proposed_by)

    @verb(Event.DECISION_STOOD_BY)
    def stand_by(self, *, by, why, look_on, seen=None):
        """It is looked at again, and stays not shared: why, and until when. What was signed does not change."""
        self.unless_changed_since(seen)
        signing.refuse_unless_designated(self, by)
        if self.outcome != "not_share":
            raise NotNow("It was signed to share, and what it stood on is gone.", "Weigh it anew, as a new decision.")
        _unless_to_come(look_on)
        self.state, self.look_on, self.comment = check(self.state, Move.STAND_BY), look_on, ""
        self.save()
        Amendment.objects.create(decision=self, by=by, words=why)

    @verb(Event.FAMILY_DUE)
    def call_to_tell(self, *, by):
        """Whether they are told is looked at now: the day has come, or something new bears on it."""
        self.tell_look_on = self.tell_called_on = timezone.localdate()
        self.save()
        looks = self.tell_looked_by
        there = looks and looks.is_active and looks.pk not in self._shut_out()
        notices.tell([looks] if there else self.told_first(), urgent=False)

    @verb(Event.FAMILY_TOLD)
    def tell_family(self, *, by, how, at):
        """The person or the family was told of it (H-15, S-30)."""
        self._unless_told()
        if self.tell in ASKS_THE_LEAD:
            signing.refuse_unless_designated(self, by)
        self.told_at, self.told_how, self.told_by, self.tell_look_on = at, how, by, None
        self.save()

    @verb(Event.FAMILY_NOT_YET)
    def tell_later(self, *, by, why, look_on, looked_by):
        """They are not told yet: why, who looks at it next, and on which day."""
        note(why=why)
        self._unless_told()
        signing.refuse_unless_designated(self, by)
        signing.refuse_unless_designated(self, looked_by)
        _unless_to_come(look_on)
        self.tell_look_on, self.tell_looked_by = look_on, looked_by
        self.save()

    def _unless_told(self):
        if self.told_at:
            raise NotNow("It is recorded already that they were told.", "Add a note to the decision.")


def _unless_to_come(day):
    if day <= timezone.localdate():
        raise NotNow("This day has passed.", "Give a day that is still to come on which it is looked at again.")
