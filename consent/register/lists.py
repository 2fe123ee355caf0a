"""The register: what was answered, for the people a lead or the data protection manager looks after.

By state, by person and by agency; each list says its order and how many there are, and asks the database as often for a
thousand rows as for one.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils import timezone

from policy import packs
from records.models import Agency, Exclusion, Order, Person
from records.paging import PAGE, page_of
from staff.roles import Can

from ..models import Consent, NoticeGiven
from ..models.kind import Kind
from ..shown import summed
from ..standing import Matter, standings_in

SORTS = {
    "agreed": "Given",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
    "expired": "Expired",
    "ending": "Ending soon",
    "disputed": "Disputed",
    "doubted": "Coerced",
    "not_asked": "Not safe to ask",
    "not_asked_yet": "Not asked yet",
    "never_told": "Never told",
}
OF_PEOPLE = ("not_asked_yet", "never_told")
FIRST = "disputed"
NO = Q(state="refused") | Q(withdrawn_at__isnull=False)
IN_DOUBT = Q(coercion_suspected=True) | Q(withdrawal_doubted=True)
SOONEST, LONGEST = "the one to look at soonest first", "longest known first"


@dataclass(frozen=True)
class Where:
    """What one list is of: which permission, and a part of it, or one agency or kind; and the row it goes on from."""

    about: str = Kind.SHARING
    sort: str = FIRST
    agency: object = None
    kind: str = ""
    after: object = None

    @property
    def is_to_share(self):
        return self.about == Kind.SHARING


def by_state(user, where):
    """One page of one part of the register, ready to be shown."""
    if where.sort in OF_PEOPLE:
        page = page_of(lacking(user, where).with_key_person(), where.after, "pk")
        return _shown(user, page, LONGEST) | {"people": page.rows}
    return _listed(user, answers(user).filter(_of(where.sort), kind=where.about), where)


def by_agency(user, where):
    """What stands now with one agency, or one kind of agency, whoever it is about."""
    whom = Q(recipient__public_id=where.agency) if where.agency else Q(recipient_kind=where.kind)
    return _listed(user, answers(user).filter(whom, ~Q(Exists(_newer())), kind=Kind.SHARING), where)


def by_person(user, where, many=PAGE):
    """The people of the register, and where we stand on each matter of theirs that is of one kind."""
    order, words = (("name", "pk"), "by name") if user.can(Can.WORK_WITH_PEOPLE) else (("pk",), LONGEST)
    page = page_of(people(user).with_key_person(), where.after, *order, many=many)
    standings = [(person, summed(_of_one_kind(known, where.about))) for person, known in standings_of_all(page.rows)]
    return _shown(user, page, words) | {"standings": standings}


def _of_one_kind(known, about):
    return [standing for matter, standing in known if matter.kind == about]


def agencies(user):
    """Each agency and kind that anybody answered about: people, people with a yes, and when the next runs out."""
    today = timezone.localdate()
    found = (
        answers(user)
        .filter(kind=Kind.SHARING)
        .values("recipient_kind", key=F("recipient__public_id"), name=F("recipient__name"))
    )
    counted = found.annotate(
        people=Count("person", distinct=True),
        agreed=Count("person", distinct=True, filter=_of("agreed")),
        next_on=Min("review_on", filter=Q(review_on__gte=today)),
    )
    found = counted.order_by(F("recipient__name").asc(nulls_last=True), "recipient_kind")
    return [row | _address(row) for row in found]


def people(user):
    """Whose answers this user may see listed: leads those they stand over, the data protection manager everybody's."""
    return _within(user).served()


def answers(user):
    return Consent.objects.filter(person__in=_within(user))


def lacking(user, where):
    """Service users who were never told, or not asked about this yet, under any record of theirs (S-01)."""
    asked = NoticeGiven.objects.all() if where.sort == "never_told" else Consent.objects.filter(kind=where.about)
    theirs = Q(person=OuterRef("pk")) | Q(person__merged_into=OuterRef("pk"))
    return people(user).filter(~Exists(asked.filter(theirs)))


def counts(user, about=Kind.SHARING):
    """How many rows each part has: one question for all answers, and one for each list of people."""
    of_answers = {sort: Count("pk", filter=_of(sort)) for sort in SORTS if sort not in OF_PEOPLE}
    of_people = {sort: lacking(user, Where(about, sort)).count() for sort in OF_PEOPLE}
    return answers(user).filter(kind=about).aggregate(**of_answers) | of_people


def standings_of_all(people):
    """Where we stand on every matter of each of these people: (person, [(matter, standing)]). Always two queries."""
    around, orders = _rows_around({person.stands_for for person in people}), Order.objects.every_one_about(people)
    return [(person, standings_in(around.get(person.stands_for, []), person, orders[person.pk])) for person in people]


def standings_for(rows):
    """Where we stand on the matter of each of these rows, in as many queries."""
    known = {person.pk: dict(found) for person, found in standings_of_all({row.person for row in rows})}
    return [(row, Matter.of(row), known[row.person_id][Matter.of(row)]) for row in rows]


def names_known_to(user, rows):
    """Which of these people this user may know by name; the others are shown by their reference only."""
    ids = {getattr(row, "person_id", row.pk) for row in rows}
    return set(Person.objects.open_to(user).filter(pk__in=ids).values_list("pk", flat=True))


def _within(user):
    if not user.can(Can.REGISTER):
        return Person.objects.none()
    if user.can(Can.WORK_WITH_PEOPLE):
        return Person.objects.whose_personal_folder_opens_to(user)
    return Person.objects.exclude(pk__in=Exclusion.objects.in_force().filter(user=user.pk).values("person"))


def _listed(user, found, where):
    page = page_of(found.select_related("person__key_person", "recipient"), where.after, "review_on", "public_id")
    return _shown(user, page, SOONEST) | {"lines": standings_for(page.rows)}


def _shown(user, page, order):
    return {"page": page, "shown": page.rows, "named": names_known_to(user, page.rows), "order": order}


def _rows_around(keys):
    """Every answer of these people, under whichever of their records, by the record that stays."""
    of_them = Q(person__in=keys) | Q(person__merged_into__in=keys)
    around: dict = {}
    for row in Consent.objects.filter(of_them).with_grounds():
        around.setdefault(row.person.stands_for, []).append(row)
    return around


def _address(row):
    if row["key"]:
        return {"called": row["name"], "url": f"?agency={row['key']}"}
    kind = row["recipient_kind"]
    return {"called": f"Any service of this kind: {Agency.Kind(kind).label}", "url": f"?kind={kind}"}


def _of(sort):
    today = timezone.localdate()
    soon = today + timedelta(days=packs.current().intervals["ending_days"])
    sound = Q(informed=True, competent=True, free=True, specific=True, coercion_suspected=False)
    stands = Q(state="given", withdrawn_at=None) & sound & ~Q(Exists(_newer()))
    holds = stands & Q(review_on__gte=today, lapsed_at=None)
    agreed = holds & ~Q(Exists(_last_words_of_others(NO | IN_DOUBT)))
    return {
        "agreed": agreed,
        "refused": Q(state="refused", coercion_suspected=False) & ~Q(Exists(_newer())),
        "withdrawn": Q(withdrawn_at__isnull=False),
        "expired": stands & ~Q(review_on__gte=today, lapsed_at=None),
        "ending": agreed & Q(review_on__lte=soon),
        "disputed": holds & Q(Exists(_last_words_of_others(NO))),
        "doubted": IN_DOUBT & ~Q(Exists(_newer())),
        "not_asked": Q(state="not_sought"),
    }[sort]


def _same_matter():
    same = {field: OuterRef(field) for field in ("person", "kind", "purpose", "information", "recipient_kind")}
    agency = Q(recipient=OuterRef("recipient")) | Q(recipient=None, recipient_kind=OuterRef("recipient_kind"))
    return Consent.objects.filter(agency, **same).exclude(state="not_sought")


def _newer():
    """A later answer of the same respondent to the same question."""
    same = Q(answered_by=OuterRef("answered_by")) | Q(answered_by=None, footing=OuterRef("footing"))
    return _same_matter().filter(same, answered_at__gt=OuterRef("answered_at"))


def _last_words_of_others(said):
    """What other respondents said last about the same question, where it is of this sort."""
    return _same_matter().filter(said, ~Q(Exists(_newer()))).exclude(answered_by=OuterRef("answered_by"))


def disputes(user):
    """Of those this user looks after, kind by kind: for how many people answers disagree, and since when. One query."""
    found = answers(user).filter(_of("disputed")).values_list("kind").order_by("kind")
    counted = found.annotate(people=Count("person", distinct=True), since=Min("answered_at"))
    return [(Kind(kind), people, since) for kind, people, since in counted]
