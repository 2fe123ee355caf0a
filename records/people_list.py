"""The people somebody may see, newest first, as a page is read quickest: from rows that stand in that order already.

A worker's people are their rows of reach. Whoever stands over a group has a row of its own for each person in it; a
lead who was also let in elsewhere has those rows besides. Each kind is read from an index as far as one page goes, and
all are merged; how many there are is counted from the same rows alone. The same people as `Person.objects.open_to`
gives of those the organisation works with, which a test holds.
"""

from staff.roles import Can

from .models import Exclusion, Person, PersonPlace, PersonReader
from .paging import PAGE, Page, is_uuid


def page_of_people(user, after=""):
    """One page of them: the rows after the person whose public id is ``after``, if that is one of them."""
    branches = list(_branches(user)) if user.can(Can.WORK_WITH_PEOPLE) else []
    last = _place_of(after, branches)
    rows = sorted((row for branch in branches for row in _after(last, branch)), reverse=True)
    people = _people([key for _, key in rows[:PAGE]])
    onward = f"?after={people[-1].public_id}" if len(rows) > PAGE else ""
    return Page(people, sum(branch.count() for branch in branches), onward, last is None)


def _branches(user):
    """Lists that have nobody in common."""
    out = list(_left_out(user))
    for group in sorted(user.stands_over):
        yield _without(out, PersonPlace.objects.filter(group=group))
    reached = _without(out, PersonReader.objects.live(user))
    yield reached.exclude(thing__group__in=user.stands_over) if user.stands_over else reached


def _left_out(user):
    """Records that were merged with another, and those from which somebody who stands over them is shut out: few."""
    # Asked as a range, which both databases read from the index; "is not null" makes SQLite go through all of it.
    yield from Person.objects.filter(merged_into__gt=0).values_list("pk", flat=True)
    if user.stands_over:
        yield from Exclusion.objects.in_force().filter(user=user.pk).values_list("person", flat=True)


def _without(people, rows):
    return rows.exclude(thing__in=people) if people else rows


def _place_of(public_id, branches):
    """Where the person of that address stands, if they stand in the list at all."""
    for branch in branches if is_uuid(public_id) else []:
        if place := branch.filter(thing__public_id=public_id).values_list("sort_on", "thing").first():
            return place
    return None


def _after(last, branch):
    """As much of one branch as a page can need. What has the same day is asked for by itself."""
    rows = branch.order_by("-sort_on", "-thing").values_list("sort_on", "thing")
    if last is None:
        return list(rows[: PAGE + 1])
    day, key = last
    found = list(rows.filter(sort_on=day, thing__lt=key)[: PAGE + 1])
    return found + list(rows.filter(sort_on__lt=day)[: PAGE + 1 - len(found)]) if len(found) <= PAGE else found


def _people(keys):
    found = Person.objects.with_key_person().in_bulk(keys)
    return [found[key] for key in keys if key in found]
