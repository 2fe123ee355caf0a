"""The register: what was answered, for the people a lead or the data protection manager looks after."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from records.models import Exclusion, Order, Person
from staff.roles import Can

from .models import Consent, NoticeGiven
from .standing import Matter, standings_in

PAGE = 25
SOON = timedelta(days=30)
SORTS = {
    "agreed": "Given",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "expired": "Expired",
    "ending": "Ending within 30 days",
    "disputed": "Disputed",
    "doubted": "Coerced",
    "not_asked": "Not asked",
    "never_told": "Never told",
}
FIRST = "disputed"


def page(user, sort, after=None):
    """One page of one part of the register, ready to be shown."""
    told = sort == "never_told"
    found = never_told(user, after) if told else answers(user, sort, after)
    shown = found[:PAGE]
    return {
        "title": SORTS[sort],
        "parts": [(label, f"?sort={key}", key == sort) for key, label in SORTS.items()],
        "shown": shown,
        "people": shown if told else [],
        "lines": [] if told else standings_for(shown),
        "named": names_known_to(user, shown),
        "older": f"?sort={sort}&after={shown[-1].public_id}" if len(found) > PAGE else "",
    }


def people(user):
    """Whose answers this user may see listed: leads those they stand over, the data protection manager everybody's."""
    if not user.can(Can.REGISTER):
        return Person.objects.none()
    if user.can(Can.WORK_WITH_PEOPLE):
        return Person.objects.whose_personal_folder_opens_to(user)
    return Person.objects.exclude(pk__in=Exclusion.objects.in_force().filter(user=user.pk).values("person"))


def never_told(user, after=None):
    """Service users for whom nobody has heard the notice yet, longest known first (S-01)."""
    heard = NoticeGiven.objects.filter(person=OuterRef("pk"))
    found = people(user).filter(~Exists(heard), service_user=True).select_related("key_person").order_by("pk")
    if after:
        found = found.filter(pk__gt=Subquery(Person.objects.filter(public_id=after).values("pk")[:1]))
    return list(found[: PAGE + 1])


def answers(user, sort, after=None):
    """One page of the answers of a sort, the one to look at soonest first."""
    found = Consent.objects.filter(_of(sort), person__in=people(user)).select_related("person__key_person", "recipient")
    found = found.order_by("review_on", "public_id")
    if after:
        last = Subquery(Consent.objects.filter(public_id=after).values("review_on")[:1])
        found = found.filter(Q(review_on__gt=last) | Q(review_on=last, public_id__gt=after))
    return list(found[: PAGE + 1])


def standings_for(rows):
    """Where we stand on the matter of each of these rows, in two queries for all of them."""
    around = {}
    for row in Consent.objects.filter(person__in={row.person_id for row in rows}).with_grounds():
        around.setdefault(row.person_id, []).append(row)
    known, orders = {}, Order.objects.every_one_about({row.person for row in rows})
    for row in rows:
        if row.person_id not in known:
            known[row.person_id] = dict(standings_in(around[row.person_id], row.person, orders[row.person_id]))
    return [(row, Matter.of(row), known[row.person_id][Matter.of(row)]) for row in rows]


def names_known_to(user, rows):
    """Which of these people this user may know by name; the others are shown by their reference only."""
    ids = {getattr(row, "person_id", row.pk) for row in rows}
    return set(Person.objects.open_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def _of(sort):
    today = timezone.localdate()
    sound = Q(informed=True, competent=True, free=True, specific=True, coercion_suspected=False)
    stands = Q(state="given", withdrawn_at=None) & sound & ~Q(Exists(_newer()))
    return {
        "agreed": stands & Q(review_on__gte=today),
        "refused": Q(state="refused", coercion_suspected=False) & ~Q(Exists(_newer())),
        "withdrawn": Q(withdrawn_at__isnull=False),
        "expired": stands & Q(review_on__lt=today),
        "ending": stands & Q(review_on__gte=today, review_on__lte=today + SOON),
        "disputed": stands & Q(review_on__gte=today) & Q(Exists(_a_no_of_another())),
        "doubted": (Q(coercion_suspected=True) | Q(withdrawal_doubted=True)) & ~Q(Exists(_newer())),
        "not_asked": Q(state="not_sought"),
    }[sort]


def _same_matter():
    same = {field: OuterRef(field) for field in ("person", "purpose", "information", "recipient_kind")}
    agency = Q(recipient=OuterRef("recipient")) | Q(recipient=None, recipient_kind=OuterRef("recipient_kind"))
    return Consent.objects.filter(agency, **same).exclude(state="not_sought")


def _newer():
    """A later answer of the same respondent to the same question."""
    same = Q(answered_by=OuterRef("answered_by")) | Q(answered_by=None, footing=OuterRef("footing"))
    return _same_matter().filter(same, answered_at__gt=OuterRef("answered_at"))


def _a_no_of_another():
    no = Q(state="refused") | Q(withdrawn_at__isnull=False)
    return _same_matter().filter(no).exclude(answered_by=OuterRef("answered_by"))
