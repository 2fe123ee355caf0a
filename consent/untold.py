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

from .grounds import gathered, grounds_on_page
from .models import Capacity, NoticeGiven, Power, Wish
from .models.decision import PRESUMED_ABLE_AT
from .overview import told_among
from .voices import TOLD_THEMSELVES_AT, voices_among


def not_told_yet(user):
    """The people in whose personal folder this user reads, with somebody nobody has gone through the notice with."""
    people = Person.objects.whose_personal_folder_opens_to(user).served()
    return people.filter(_themselves() | _with_responsibility(user) | _attorney(user))


def untold_of(people, user):
    """Who is still to be told, for each of these people: (person, [names and who they are]). Always as many queries."""
    notices, records = defaultdict(list), Person.objects.every_record_of(people)
    for notice in NoticeGiven.objects.filter(person__in=records).select_related("person", "explained_by"):
        notices[notice.person.stands_for].append(notice)
    known = gathered(people, reader=user)
    return [(person, _untold(known[person.pk], notices[person.pk])) for person in people]


def untold_on_page(person, user):
    """The same for the page of one person."""
    return _untold(grounds_on_page(person, user), NoticeGiven.objects.filter(person__in=person.every_record()))


def _untold(grounds, notices):
    return [told for told in told_among(grounds.person, voices_among(grounds), notices) if told.notice is None]


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
    """Under 16 only: from then on a young person decides, and is told, for themselves; and none whom a child who can
    decide does not want told."""
    theirs_to_decide = Q(born_on__gt=_born_before(PRESUMED_ABLE_AT)) | Q(born_on=None, group="child")
    asked = Exists(Wish.objects.about_everything().filter(person=OuterRef("pk")))
    return theirs_to_decide & Exists(_untold_links(user).exclude(pr_basis="")) & ~asked


def _attorney(user):
    """Whoever holds a power for somebody who cannot decide something; of an adult who can, nobody is told past them."""
    today, holders = timezone.localdate(), _untold_links(user).filter(kind=Relationship.Kind.ATTORNEY)
    held = Power.objects.filter(kind__in=Power.COVER_WELFARE, registered_on__lte=today)
    held = held.filter(Q(ended_on=None) | Q(ended_on__gt=today), relationship=OuterRef("pk"))
    unable = Capacity.objects.unable_now().filter(person=OuterRef("pk"))
    return _aged(ADULT_AT) & Exists(holders.filter(Exists(held))) & Exists(unable)


def _untold_links(user):
    """Those of a family, as this user knows it, who were not told and may be; a limit in words is for the lead."""
    heard = NoticeGiven.objects.filter(person=OuterRef("person"), to_person=OuterRef("other"))
    orders = Order.objects.in_force().filter(person=OuterRef("person"), limited=OuterRef("other"))
    barred = orders.filter(Q(not_told=True) | Q(no_consent=True))
    found = Relationship.objects.in_force().known_to(user).filter(~Exists(heard), ~Exists(barred))
    return found.filter(person=OuterRef("pk"), restriction="")
