"""Who else was there, whether it was safe to talk, and who interpreted, before somebody was asked (H-12, H-13)."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.events import Event
from audit.verbs import Recorded, verb
from records.models import Person

from .notice import KeptWithThePerson, kept_in

USER = settings.AUTH_USER_MODEL
LASTS = timedelta(hours=12)  # who is in the room is said anew on another day
TRY_AGAIN_AFTER = timedelta(days=2)


class ConversationQuerySet(KeptWithThePerson):
    def lets_ask(self, user, person):
        """Whether this user has said today, of this person, that it is safe to ask: what they said last counts."""
        since = timezone.now() - LASTS
        said = self.filter(by=user.pk, person=person, consent=None, at__gte=since).order_by("-at", "-pk")
        return said.values_list("went_on", flat=True).first() is True

    def put_off(self):
        """Not asked yet: nobody has come back to it since."""
        later = Conversation.objects.filter(person=OuterRef("person"), at__gt=OuterRef("at"), consent=None)
        return self.filter(~Exists(later), went_on=False, consent=None).order_by("again_on", "pk")

    def to_try_again(self, user):
        theirs = Q(by=user.pk) | Q(person__key_person=user.pk)
        return self.open_to(user).put_off().filter(theirs).select_related("person")

    def put_off_by(self, user):
        return self.open_to(user).put_off().filter(by=user.pk)


class Conversation(Recorded):
    class Present(models.TextChoices):
        ALONE = "alone", "Nobody else: only they can hear me"
        CHOSEN = "chosen", "Somebody they chose to have with them"
        OTHERS = "others", "Somebody else is here, or can hear us"
        PAPER = "paper", "They are not here: a signed paper came back"

    class Talk(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "No"
        UNSURE = "unsure", "I am not sure"

    class Interpreter(models.TextChoices):
        NOT_NEEDED = "not_needed", "No interpreter is needed"
        INDEPENDENT = "independent", "Yes: an interpreter who is not family and not a friend"
        FAMILY = "family", "Only family, a friend or a child could interpret"
        MISSING = "missing", "No: one is needed and is not here"

    person = models.ForeignKey(Person, models.PROTECT, related_name="conversations")
    consent = models.ForeignKey("consent.Consent", models.PROTECT, null=True, related_name="conversations")
    present = models.CharField(max_length=8, choices=Present.choices)
    talk = models.CharField(max_length=8, choices=Talk.choices, blank=True)
    interpreter = models.CharField(max_length=12, choices=Interpreter.choices, blank=True)
    went_on = models.BooleanField()
    because = models.TextField(blank=True)
    again_on = models.DateField(null=True)
    by = models.ForeignKey(USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = "conversation"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(went_on=True) | Q(consent__isnull=False) | Q(again_on__isnull=False),
                name="a_conversation_put_off_says_when_again",
            ),
        ]

    @classmethod
    @verb(Event.CONVERSATION_RECORDED)
    def begin(cls, *, by, person, **room):
        """Record the room before the question. Where it is not safe nothing is asked, and a day is set to come back."""
        return cls.of(room, by=by, person=person)

    @classmethod
    def of(cls, room, *, by, person, consent=None):
        """Within a verb: the row of one conversation."""
        safe = is_safe(**room)
        again = None if safe or consent else timezone.localdate() + TRY_AGAIN_AFTER
        row = cls(person=person, consent=consent, by=by, went_on=safe, again_on=again, **room)
        row.save()
        return row

    @verb(Event.CONVERSATION_PUT_OFF)
    def put_off(self, *, by, again_on, because=""):
        """Say when to come back to it, and what stood in the way."""
        if again_on < timezone.localdate():
            raise ValidationError({"again_on": "Give today, or a day to come."})
        self.again_on, self.because = again_on, because
        self.save()

    @property
    def traced_in(self):
        return kept_in(self.person)


def is_safe(present, talk="", interpreter=""):
    """Alone, or with whom they chose; safe to talk; and no member of the family puts their words into ours."""
    if present == Conversation.Present.PAPER:
        return True
    there = present in (Conversation.Present.ALONE, Conversation.Present.CHOSEN)
    understood = interpreter in (Conversation.Interpreter.NOT_NEEDED, Conversation.Interpreter.INDEPENDENT)
    return there and talk == Conversation.Talk.YES and understood
