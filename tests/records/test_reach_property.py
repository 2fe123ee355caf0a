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
from tests.records.worlds import Seen, World

FEW = {"sqlite": 40, "postgresql": 25}[connection.vendor]
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


def things(world, seen):
    """What there is of each kind, and whether the rule says that it opens."""
    yield Person, world.people, seen.opens_person
    yield Folder, world.folders, seen.opens_folder
    yield Entry, world.entries, seen.opens_entry


def _agrees(world, user, told):
    seen = Seen(world, user)
    for model, everything, opens in things(world, seen):
        expected = {thing for thing in everything if opens(thing)}
        assert set(model.objects.open_to(user)) == expected, model
        one = world.chance.choice(everything)
        assert user.has_perm(f"records.read_{model._meta.model_name}", one) is (one in expected), model
        with walls.around(user.pk, user.over):
            assert set(model._base_manager.filter(pk__in=[thing.pk for thing in expected])) == expected, model
        if model is Person:
            page = page_of_people(user)
            assert (set(page), page.total) == (expected, len(expected))
        told[model, bool(expected)] += 1
        told["shut out"] += any(
            seen.kept_from(user, grant.content_object) for grant in world.grants if grant.user == user
        )


def worlds_agree(seeds):
    told = Counter()
    for seed in seeds:
        with transaction.atomic():
            world = World(seed)
            for user in world.users:
                _agrees(world, user, told)
            transaction.set_rollback(True)
    return told


@pytest.mark.django_db
@pytest.mark.clause("S-07", "S-08", "H-05", "H-06")
def test_permission_list_rule_and_wall_agree_in_random_worlds():
    """Deny beats grant: in some of these worlds somebody with a grant is shut out."""
    told = worlds_agree(range(FEW))
    assert all(told[model, some] for model in (Person, Folder, Entry) for some in (True, False))
    assert told["shut out"]


@pytest.mark.long
@pytest.mark.django_db
def test_they_agree_in_very_many_random_worlds():
    worlds_agree(range(FEW, FEW + 20_000))
