"""What a court, or the lead, has said about one person towards another, which by itself limits what may be done."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format

from audit.events import Event
from audit.verbs import Recorded, RecordedQuerySet, verb
from audit.walls import standing_as_system

from ..prepared import Blank, Prepared
from .person import Person
from .relationship import Relationship

What = Literal["consent", "be_told", "receive", "collect"]
MAY_NOT: dict[What, str] = {
    "consent": "agree to anything for them",
    "be_told": "be told about them",
    "receive": "see or receive anything about them",
    "collect": "collect them",
}
FOR_THE_LEAD = "Only a safeguarding lead sets a limit of our own. Ask one of them, or record the court’s order."


@dataclass(frozen=True)
class Limits:
    """The orders in force on a day that limit one person towards another. False when there is none."""

    orders: tuple["Order", ...] = ()

    def on(self, what: What) -> "Order | None":
        """The first order under which they may not do this."""
        return next((order for order in self.orders if order.forbids(what)), None)

    def why_not(self, what: What) -> str:
        """Why they may not, and what would make it lawful; empty where no order says so."""
        order = self.on(what)
        return f"{order.in_words}: they may not {MAY_NOT[what]}. {order.way_out}" if order else ""

    def __bool__(self):
        return bool(self.orders)


class OrderQuerySet(RecordedQuerySet):
    def in_force(self, on=None):
        """Those that count on a day in London, its first and its last day included."""
        on = on or timezone.localdate()
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on), starts_on__lte=on)

    def limits(self, person, other, on=None) -> Limits:
        """What ``other`` may not do about ``person`` on a day, whoever asks: nobody is left out for being hidden."""
        return self.limits_of(person, on).get(other.pk, Limits()) if other else Limits()

    def limits_of(self, person, on=None) -> dict[int, Limits]:
        """The same for everybody limited towards a person, by the keys of all their records."""
        return self.limits_towards([person], on)[person.pk]

    def limits_towards(self, people, on=None) -> dict[int, dict[int, Limits]]:
        """The same for many people, by their keys. Two queries, always."""
        limits = self.limits_by_day(people)
        return {person.pk: limits(person, on or timezone.localdate()) for person in people}

    @standing_as_system()
    def limits_by_day(self, people) -> Callable[..., dict[int, Limits]]:
        """A function of one of these people and a day, which asks the database nothing more. Two queries, always.

        What limits somebody in one of their records limits them in all (ADR 13).
        """
        orders = self.every_one_about(people)
        records = _records_of({order.limited.stands_for for found in orders.values() for order in found})

        def limits(person, on):
            found = defaultdict(list)
            for order in orders[person.pk]:
                if order.counts_on(on):
                    found[order.limited.stands_for].append(order)
            return _by_record(found, records)

        return limits

    @standing_as_system()
    def every_one_about(self, people) -> dict[int, list["Order"]]:
        """Each order of any day that limits somebody towards these people, by their keys. One query, always."""
        found = defaultdict(list)
        for order in self.limiting(Person.objects.every_record_of(people)):
            found[order.person.stands_for].append(order)
        return {person.pk: found[person.stands_for] for person in people}

    @standing_as_system()
    def every_one_towards(self, person) -> list["Order"]:
        """The same for one person."""
        return TOWARDS_ONE(person=person.stands_for)

    def limiting(self, records):
        """Those that limit somebody towards whoever these records are about, the earliest written first."""
        orders = self.filter(person__among=records, limited__isnull=False)
        return orders.select_related("person", "limited").order_by("pk")

    def open_to(self, user):
        """With the record; one that limits somebody whose every link is kept to few opens for those few.

        Whichever of their records the order names, and whichever the links (ADR 13).
        """
        links = Relationship.objects.filter(_is_a_record_of("person"), _is_a_record_of("limited", of="other"))
        known = Exists(links.known_to(user)) | ~Exists(links.hidden_from(user))
        return self.filter(known, person__in=Person.objects.open_to(user)).select_related("person", "limited")

    def of(self, person, user):
        """What the page of a person shows: those in force and those to come, then those that are over."""
        over = models.Case(models.When(ends_on__lt=timezone.localdate(), then=1), default=0)
        return (
            self.open_to(user)
            .filter(person__in=person.every_record())
            .select_related("seen_by")
            .order_by(over, "starts_on", "pk")
        )


def _is_a_record_of(who, of="person"):
    """Of a link: whether this end of it is whom an order is about, or limits, whichever of their records."""
    stays = [OuterRef(f"{who}__merged_into"), OuterRef(who)]
    gone = Person.objects.filter(merged_into=Coalesce(*map(OuterRef, stays)))
    return Q(**{of: Coalesce(*stays)}) | Q(**{f"{of}__among": gone.values("pk")})


def _records_of(stay):
    """(key, the key of the record that stays) of every record of these people: one query, though they be none.

    Whoever may not know of somebody limited must not learn it from a query more.
    """
    gone = Person.objects.filter(merged_into__in=[0, *stay]).values_list("pk", "merged_into")
    return [*((key, key) for key in stay), *gone]


def _by_record(limited, records) -> dict[int, Limits]:
    return {key: Limits(tuple(limited[stays])) for key, stays in records if stays in limited}


class Order(Recorded):
    class Kind(models.TextChoices):
        CHILD_ARRANGEMENTS = "child_arrangements", "Child arrangements order"
        PROHIBITED_STEPS = "prohibited_steps", "Prohibited steps order"
        SPECIFIC_ISSUE = "specific_issue", "Specific issue order"
        CARE = "care", "Care order"
        SUPERVISION = "supervision", "Supervision order"
        SPECIAL_GUARDIANSHIP = "special_guardianship", "Special guardianship order"
        NON_MOLESTATION = "non_molestation", "Non-molestation order"
        NO_CONTACT = "no_contact", "No-contact order"
        RESTRAINING = "restraining", "Restraining order or bail condition"
        LEAD = "lead", "Limit agreed by our safeguarding lead"
        OTHER = "other", "Another order of a court"

    person = models.ForeignKey(Person, models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    limited = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="limited_by", verbose_name="who is limited"
    )
    no_consent = models.BooleanField("may not agree for them", default=False)
    not_told = models.BooleanField("may not be told about them", default=False)
    no_receipt = models.BooleanField("may not see or receive anything about them", default=False)
    no_collection = models.BooleanField("may not collect them", default=False)
    words = models.CharField("what it says", max_length=500, blank=True)
    starts_on = models.DateField("from")
    ends_on = models.DateField("last day", null=True, blank=True)
    evidence = models.CharField("paper seen", max_length=300, blank=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    seen_on = models.DateField(null=True, blank=True)
    review_on = models.DateField("looked at again on", null=True, blank=True)

    objects = OrderQuerySet.as_manager()

    FORBIDS: dict[What, str] = {
        "consent": "no_consent",
        "be_told": "not_told",
        "receive": "no_receipt",
        "collect": "no_collection",
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(limited__isnull=False, no_consent=True)
                | Q(limited__isnull=False, not_told=True)
                | Q(limited__isnull=False, no_receipt=True)
                | Q(limited__isnull=False, no_collection=True)
                | Q(limited=None, no_consent=False, not_told=False, no_receipt=False, no_collection=False),
                name="an_order_that_limits_says_whom_and_what",
            ),
            models.CheckConstraint(
                condition=Q(limited=None) | ~Q(limited=F("person")), name="nobody_is_limited_towards_themselves"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="an_order_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(evidence="") | Q(seen_by__isnull=False, seen_on__isnull=False),
                name="an_order_was_seen_by_somebody_on_a_day",
            ),
        ]

    @classmethod
    @verb(Event.ORDER_RECORDED)
    def record(cls, *, by, person, kind, **details):
        _unless_for_the_lead(by, person, kind)
        return cls.objects.create(person=person, kind=kind, **details)

    @verb(Event.ORDER_CHANGED)
    def change(self, *, by, seen=None, **details):
        """Record what changed, or the last day. A limit of the lead's own is changed and ended by a lead."""
        self.unless_changed_since(seen)
        _unless_for_the_lead(by, self.person, self.kind, details.get("kind"))
        for field, value in details.items():
            setattr(self, field, value)
        self.save()

    def counts_on(self, on) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)

    def forbids(self, what: What) -> bool:
        return getattr(self, self.FORBIDS[what])

    def words_now(self):
        return list(filter(None, [self.in_words, self.limits_in_words, self.words, self.evidence]))

    @property
    def traced_in(self):
        return self.person

    @property
    def in_words(self):
        until = f" until {date_format(self.ends_on, 'j F Y')}" if self.ends_on else ""
        return f"{self.get_kind_display()} from {date_format(self.starts_on, 'j F Y')}{until}"

    @property
    def limits_in_words(self):
        limits = [words for what, words in MAY_NOT.items() if self.forbids(what)]
        return f"May not {', '.join(limits[:-1])}{' or ' if limits[:-1] else ''}{limits[-1]}" if limits else ""

    @property
    def way_out(self):
        if self.kind == self.Kind.LEAD:
            return "Ask the safeguarding lead, who can end this limit."
        return "If the court has changed or ended it, see the paper and record that first."

    @property
    def standing(self):
        """Whether it counts today, and the colour that says the same."""
        today = timezone.localdate()
        if self.ends_on and self.ends_on < today:
            return "Over", "grey"
        return ("In force", "orange") if self.starts_on <= today else ("Not yet in force", "blue")

    @property
    def is_verified(self):
        return bool(self.evidence)

    @property
    def is_due_for_review(self):
        return bool(self.review_on and self.review_on <= timezone.localdate() and self.standing[0] != "Over")


def _unless_for_the_lead(by, person, *kinds):
    if Order.Kind.LEAD in kinds and not person.is_run_by(by):
        raise ValidationError({"kind": FOR_THE_LEAD})


TOWARDS_ONE = Prepared(lambda: Order.objects.limiting(Person(pk=Blank("person")).every_record()))
