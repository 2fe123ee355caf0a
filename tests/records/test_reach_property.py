"""Whatever is granted, ended, excluded and handed over, in whatever order: the flat rows say what the reasons say."""

from collections import Counter

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit import walls
from records.models import Entry, Exclusion, Folder, FolderReader, Person, PersonReader
from records.people_list import page_of_people
from records.reach import reasons
from staff.models import Line
from staff.roles import Can
from tests.cast import in_days
from tests.records.worlds import Seen, written

pytestmark = pytest.mark.both
FEW = {"sqlite": 400, "postgresql": 100}[connection.vendor]
MANY = 20_000
AT_ONCE = 5
WORKERS = ["amara", "ben", "chen", "dee", "vik"]
KINDS = ["developmental", "personal", "send", "safeguarding"]
worker = st.sampled_from(WORKERS)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("grant"), worker, st.sampled_from(KINDS), st.integers(1, 90)),
        st.tuples(st.just("end_grant"), st.integers(0, 5)),
        st.tuples(st.just("key_person"), st.one_of(worker, st.none())),
        st.tuples(st.just("start_line"), worker, worker),
        st.tuples(st.just("end_line"), st.integers(0, 5)),
        st.tuples(st.just("exclude"), worker),
        st.tuples(st.just("end_exclusion"), st.integers(0, 5)),
        st.tuples(st.just("deactivate"), worker),
        st.tuples(st.just("write"), worker, st.sampled_from(KINDS)),
        st.tuples(st.just("restrict"), st.integers(0, 3), st.sets(worker, max_size=2)),
        st.tuples(st.just("lift"), st.integers(0, 3)),
    ),
    max_size=9,
)


class Doing:
    """What may happen to the access to one record."""

    def __init__(self, cast):
        self.cast, self.leo = cast, cast.leo

    def grant(self, who, kind, days):
        self.leo.folder(kind).grant(by=self.cast.sena, to=self.of(who), purpose="x", until=in_days(days))

    def end_grant(self, which):
        grants = [grant for folder in self.leo.folders.all() for grant in folder.grants.live().order_by("pk")]
        for grant in grants[which : which + 1]:
            grant.content_object.end_grant(by=self.cast.sena, grant=grant, why="x")

    def key_person(self, who):
        self.leo.assign_key_person(by=self.cast.sena, to=who and self.of(who))

    def start_line(self, who, manager):
        if who != manager:
            Line.start(by=self.cast.adam, worker=self.of(who), manager=self.of(manager))

    def end_line(self, which):
        for line in Line.objects.in_force().order_by("pk")[which : which + 1]:
            line.end(by=self.cast.adam)

    def exclude(self, who):
        self.leo.exclude(by=self.cast.sena, who=self.of(who), reason="x")

    def end_exclusion(self, which):
        for exclusion in Exclusion.objects.in_force().order_by("pk")[which : which + 1]:
            exclusion.end(by=self.cast.sena, why="x")

    def deactivate(self, who):
        if self.of(who).is_active:
            self.of(who).deactivate(by=self.cast.adam)

    def write(self, who, kind):
        folder = self.leo.folder(kind)
        Entry.write(by=self.of(who), folder=folder, kind="visit", fact="x", happened_at=in_days(-1))

    def restrict(self, which, to):
        for entry in Entry.objects.order_by("pk")[which : which + 1]:
            entry.restrict(by=self.cast.sena, to=[self.of(who) for who in to], reason="x")

    def lift(self, which):
        for entry in Entry.objects.order_by("pk")[which : which + 1]:
            entry.lift_restriction(by=self.cast.sena, why="x")

    def of(self, name):
        user = getattr(self.cast, name)
        user.refresh_from_db()
        return user


def longest(found):
    until = {}
    for reader, end in found:
        until[reader] = max(end, until.get(reader, end))
    return until


@pytest.mark.clause("S-07", "S-08", "H-05", "H-06")
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_flat_rows_equal_the_slow_definition(cast, steps):
    with transaction.atomic():
        doing = Doing(cast)
        for name, *details in steps:
            getattr(doing, name)(*details)
        _check(cast.leo)
        for name in WORKERS:
            _check_entries(cast.leo, doing.of(name))
        transaction.set_rollback(True)


def _check(leo):
    found = []
    for folder in Folder.objects.filter(person=leo):
        slow = [(reason.reader_id, reason.until) for reason in reasons(folder)]
        found += slow
        assert dict(FolderReader.objects.filter(thing=folder).values_list("reader", "until")) == longest(slow)
    assert dict(PersonReader.objects.filter(thing=leo).values_list("reader", "until")) == longest(found)


def _check_entries(leo, user):
    """Which entries somebody reads, said one entry at a time: and `has_perm` says the same."""
    out = leo.exclusions.in_force().filter(user=user).exists()
    for entry in Entry.objects.filter(folder__person=leo):
        reads = user.is_active and not out and user.can(Can.READ_OWN_WORDS) and _reads(user, entry)
        assert Entry.objects.open_to(user).contains(entry) == user.has_perm("records.view_entry", entry) == reads
        assert (entry in Entry.objects.about([leo], user)) == reads


def _reads(user, entry):
    leads = entry.folder.person.group in user.stands_over
    if leads or entry.author == user:
        return True
    limit = entry.restrictions.in_force().first()
    if limit and user not in [named.user for named in limit.named.all()]:
        return False
    opens = user.can(Can.WORK_WITH_PEOPLE) and user.pk in [reason.reader_id for reason in reasons(entry.folder)]
    return opens or entry.folder.kind == "safeguarding" and user in entry.author.current_managers()


def things(worlds, seen):
    """What there is of each kind, and whether the rule says that it opens."""
    yield Person, [one for world in worlds for one in world.people], seen.opens_person
    yield Folder, [one for world in worlds for one in world.folders], seen.opens_folder
    yield Entry, [one for world in worlds for one in world.entries], seen.opens_entry


def _agrees(worlds, world, user, told):
    seen = Seen(world, user)
    for model, everything, opens in things(worlds, seen):
        expected = {thing for thing in everything if opens(thing)}
        assert set(model.objects.open_to(user)) == expected, model
        if connection.vendor == "postgresql":
            assert _shown_by_the_wall(model, user, expected) == expected, model
        told[model, bool(expected)] += 1
        if model is Person:
            told["deny beats grant"] += sum(seen.is_let_in_and_shut_out(person) for person in world.people)
    _one_by_one(world, user, seen)


def _shown_by_the_wall(model, user, expected):
    with walls.around(user.pk, user.over):
        return set(model._base_manager.filter(pk__in=[thing.pk for thing in expected]))


def _one_by_one(world, user, seen):
    """Asked of one thing the answer is the same."""
    model, everything, opens = world.chance.choice(list(things([world], seen)))
    one = world.chance.choice(everything)
    assert user.has_perm(f"records.read_{model._meta.model_name}", one) is opens(one), model


def _is_listed(worlds, user):
    """The page of people counts and shows every one of them, once."""
    people = {one for world in worlds for one in world.people if one.merged_into is None}
    expected = people & set(Person.objects.open_to(user))
    page = page_of_people(user)
    assert page.total == len(expected)
    assert set(page) <= expected and len(page) == min(page.total, len(page))


def worlds_agree(seeds):
    told = Counter()
    for first in range(seeds.start, seeds.stop, AT_ONCE):
        with transaction.atomic():
            worlds = written(range(first, min(first + AT_ONCE, seeds.stop)))
            for world in worlds:
                for user in world.users:
                    _agrees(worlds, world, user, told)
                _is_listed(worlds, world.chance.choice(world.users))
            transaction.set_rollback(True)
    return told


@pytest.mark.django_db
@pytest.mark.clause("S-07", "S-08", "H-05", "H-06")
def test_permission_list_rule_and_wall_agree_in_random_worlds(record_property):
    """Deny beats grant: in many of these worlds somebody with a reason is shut out."""
    told = worlds_agree(range(FEW))
    record_property("denials", told["deny beats grant"])
    assert all(told[model, some] for model in (Person, Folder, Entry) for some in (True, False))
    assert told["deny beats grant"] >= FEW / 4


@pytest.mark.long
@pytest.mark.django_db
def test_they_agree_in_very_many_random_worlds(record_property):
    told = worlds_agree(range(FEW, FEW + MANY))
    record_property("denials", told["deny beats grant"])
    assert told["deny beats grant"] >= min(MANY / 4, 5000)
