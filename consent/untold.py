"""Who has not been told yet what we do with information: among the people one user may see, whoever should be (S-01).

Each adult with parental responsibility is told separately, an adult themselves, and a young person from about twelve.
Which people to show is asked of the database in one question; who of their families is named for one page at a time.
"""

from calendar import isleap
from collections import defaultdict

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from records.models import Order, Person, Relationship
from records.models.person import ADULT_AT

from .footing import PRESUMED_ABLE_AT, TOLD_THEMSELVES_AT, voices_among
from .models import NoticeGiven
from .overview import told_among


def not_told_yet(user):
    """The people in whose personal folder this user reads, with somebody nobody has gone through the notice with."""
    people = Person.objects.whose_personal_folder_opens_to(user).served()
    return people.filter(_themselves() | _with_responsibility(user) | _attorney(user))


def untold_of(people, user):
    """Who is still to be told, for each of these people: (person, [names and who they are]). Always as many queries."""
    links, notices = defaultdict(list), defaultdict(list)
    records = Person.objects.every_record_of(people)
    known = Relationship.objects.in_force().known_to(user).filter(person__in=records)
    for link in known.select_related("person", "other").order_by("pk"):
        links[link.person.stands_for].append(link)
    for notice in NoticeGiven.objects.filter(person__in=records).select_related("person", "explained_by"):
        notices[notice.person.stands_for].append(notice)
    limits, today = Order.objects.limits_towards(people), timezone.localdate()
    heard = {person.pk: voices_among(links[person.pk], person, today, limits[person.pk]) for person in people}
    return [(person, _untold(person, heard[person.pk], notices)) for person in people]


def _untold(person, voices, notices):
    return [told for told in told_among(person, voices, notices[person.pk]) if told.notice is None]


def _born_before(years):
    """The last day on which somebody was born who is this old today."""
    today = timezone.localdate()
    leap_day_in_a_plain_year = (today.month, today.day) == (2, 29) and not isleap(today.year - years)
    return today.replace(year=today.year - years, day=28 if leap_day_in_a_plain_year else today.day)


def _aged(years):
    return Q(born_on__lte=_born_before(years)) | Q(born_on=None, group="adult")


def _themselves():
    return _aged(TOLD_THEMSELVES_AT) & ~Q(
        Exists(NoticeGiven.objects.filter(person=OuterRef("pk"), to_person=OuterRef("pk")))
    )


def _with_responsibility(user):
    """Under 16 only: from then on a young person decides, and is told, for themselves."""
    theirs_to_decide = Q(born_on__gt=_born_before(PRESUMED_ABLE_AT)) | Q(born_on=None, group="child")
    return theirs_to_decide & Exists(_untold_links(user).exclude(pr_basis=""))


def _attorney(user):
    return _aged(ADULT_AT) & Exists(_untold_links(user).filter(kind=Relationship.Kind.ATTORNEY))


def _untold_links(user):
    """Those of a family, as this user knows it, who were not told and may be; a limit in words is for the lead."""
    heard = NoticeGiven.objects.filter(person=OuterRef("person"), to_person=OuterRef("other"))
    orders = Order.objects.in_force().filter(person=OuterRef("person"), limited=OuterRef("other"))
    barred = orders.filter(Q(not_told=True) | Q(no_consent=True))
    found = Relationship.objects.in_force().known_to(user).filter(~Exists(heard), ~Exists(barred))
    return found.filter(person=OuterRef("pk"), restriction="")
