"""Small worlds drawn at random, written straight into the tables; and who may see what in them, said slowly.

`Seen` knows nothing of rows of reach, querysets or SQL: it goes over plain lists, as one would explain the rule.
"""

from datetime import datetime, timedelta
from functools import cached_property
from random import Random

import time_machine
from django.contrib.auth.models import Permission
from django.db import models
from django.utils import timezone

from policy import packs
from records import glass, reach
from records.models import Entry, Exclusion, Folder, FolderGrant, Person, RestrictedTo, Restriction
from staff import roles
from staff.models import Appointment, Line, User

ROLES = [*roles.ROLES, roles.Practitioner, roles.Practitioner, roles.Practitioner]
WORKED_WITH = {"developmental", "personal", "send"}
TABLES = [(User, "users"), (Appointment, "appointments"), (Line, "lines"), (Person, "people"), (Folder, "folders")]
TABLES += [(FolderGrant, "grants"), (Exclusion, "exclusions"), (Entry, "entries"), (Restriction, "restrictions")]
TABLES += [(RestrictedTo, "named")]


def add(model, rows):
    """Past the verbs: what is tested is who sees it, not how it came about."""
    return models.QuerySet(model).bulk_create(rows)


def _version(row):
    """What the history says of it: the walls ask there."""
    said = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return row.history.model(history_date=timezone.now(), history_type="+", **said)


class World:
    """Four workers, two people and a colleague's grievance, with everything that lets somebody in or keeps them out.

    Sometimes the two people are one with two records. Nothing is in the tables yet: see `written`.
    """

    def __init__(self, seed):
        self.chance, self.today, self.now = Random(seed), timezone.localdate(), timezone.now()
        self.users = [self._user(f"{seed}-{number}") for number in range(4)]
        self.appointments = self._appointments()
        self.lines = [self._line() for _ in range(3)]
        self.people = [self._person(number) for number in range(2)]
        if self.chance.random() < 0.25:
            first, second = self.people
            second.group, second.merged_into = first.group, first
        self.folders = list(self._folders())
        self.grants = [self._grant() for _ in range(4)]
        self.exclusions = list(self._exclusions())
        self.entries = [self._entry() for _ in range(4)]
        limited = [entry for entry in self.entries if entry.folder.person and self.chance.random() < 0.4]
        self.restrictions = [self._restriction(entry) for entry in limited]
        self.named = [RestrictedTo(restriction=one, user=self._any(self.users)) for one in self.restrictions]

    def _any(self, things):
        return self.chance.choice(things)

    def _user(self, name):
        return User(email=f"{name}@example.org", first_name=name, is_active=self.chance.random() > 0.15)

    def _appointments(self):
        given = dict.fromkeys((self.chance.randrange(4), self._any(ROLES).key) for _ in range(6))
        return [Appointment(user=self.users[user], role=role, **self._when()) for user, role in given]

    def _when(self):
        ends = self._any([None, None, None, -3, 0, 3])
        starts = self.today - timedelta(self._any([9, 9, 0]))
        ends_on = None if ends is None else max(starts, self.today + timedelta(ends))
        return {"starts_on": starts, "ends_on": ends_on}

    def _line(self):
        worker, manager = self.chance.sample(self.users, 2)
        return Line(worker=worker, manager=manager, **self._when())

    def _person(self, number):
        key = self._any([None, *self.users])
        return Person(name=f"Somebody {number}", group=self._any(["child", "adult"]), key_person=key)

    def _folders(self):
        for person in self.people:
            for kind in self.chance.sample(["developmental", "personal", "send", "safeguarding"], 2):
                yield Folder(person=person, kind=kind)
        yield Folder(about_staff=self._any(self.users), kind="grievance")

    def _grant(self):
        starts = self.now - timedelta(self._any([20, 20, 20, -1]))
        ends = [starts + timedelta(5), starts + timedelta(40), starts + timedelta(40), self.now - timedelta(minutes=1)]
        return FolderGrant(
            content_object=self._any(self.folders),
            user=self._any(self.users),
            purpose="x",
            source=self._any(["grant", "grant", glass.SOURCE]),
            granted_by=self._any(self.users),
            starts_at=starts,
            until=max(self._any(ends), starts + timedelta(minutes=1)),
            ended_at=self._any([None, None, self.now - timedelta(1)]),
        )

    def _exclusions(self):
        """Whoever is shut out of one record of a person is shut out of the other."""
        for _ in range(2):
            person, user = self._any(self.people), self._any(self.users)
            ended = self._any([None, None, self.today])
            for record in self.records_of(person):
                yield Exclusion(person=record, user=user, reason="x", ended_on=ended)

    def records_of(self, person):
        return self.people if self.people[1].merged_into else [person]

    def _entry(self):
        folder, author = self._any(self.folders), self._any(self.users)
        return Entry(folder=folder, author=author, kind="visit", fact="x", happened_at=self.now)

    def _restriction(self, entry):
        ended = self._any([None, None, self.today])
        return Restriction(entry=entry, reason="x", placed_by=entry.author, ended_on=ended)


def written(seeds):
    """Worlds in the tables, many at a time, with the rows of reach as they were some minutes ago."""
    worlds = [World(seed) for seed in seeds]
    read = Permission.objects.get(codename="read_folder", content_type__app_label="records")
    for grant in (grant for world in worlds for grant in world.grants):
        grant.permission = read
    for model, name in TABLES:
        rows = [row for world in worlds for row in getattr(world, name)]
        # Of two records of one person the second names the first.
        for some in (rows[::2], rows[1::2]) if model is Person else (rows,):
            add(model, some)
        if model is Folder:
            add(Folder.history.model, [_version(folder) for folder in rows])
    _reach(worlds)
    return worlds


def _reach(worlds):
    """Before the last minute, in which some grants ended: the rows of those stand there still."""
    midnight = timezone.make_aware(datetime.combine(worlds[0].today, datetime.min.time()))
    with time_machine.travel(max(midnight, worlds[0].now - timedelta(minutes=5)), tick=False):
        reach.rewrite(Folder.objects.filter(pk__in=[folder.pk for world in worlds for folder in world.folders]))
        for person in (person for world in worlds for person in world.people):
            reach.place(person)


class Seen:
    """What one worker may see of a world, in the words of the rule."""

    def __init__(self, world, user):
        self.world, self.user = world, user

    @cached_property
    def roles(self):
        held = [one for one in self.world.appointments if one.user == self.user and self._holds_today(one)]
        return [roles.BY_KEY[one.role] for one in held] if self.user.is_active else []

    def _holds_today(self, dated):
        return dated.starts_on <= self.world.today and (dated.ends_on is None or dated.ends_on > self.world.today)

    def may(self, ability):
        return any(ability in role.can for role in self.roles)

    @cached_property
    def workers(self):
        """Those whom this user manages today, and who still work here."""
        lines = [line for line in self.world.lines if line.manager == self.user and self._holds_today(line)]
        return [line.worker for line in lines if line.worker.is_active]

    def kept_from(self, user, folder):
        shut = [one for one in self.world.exclusions if one.user == user and one.ended_on is None]
        return folder.about_staff == user or folder.person in [one.person for one in shut]

    def has_a_reason(self, user, folder, lasting=False):
        """``lasting``: what an emergency opened is for the one who broke the glass, and no manager's."""
        if self.kept_from(user, folder):
            return False
        grants = [grant for grant in self.world.grants if not (lasting and grant.source == glass.SOURCE)]
        key = folder.kind in WORKED_WITH and folder.person.key_person == user
        return key or any(self.lets_in(grant, user, folder) for grant in grants)

    def lets_in(self, grant, user, folder):
        runs = grant.starts_at <= self.world.now < grant.until and grant.ended_at is None
        return runs and (grant.user, grant.content_object) == (user, folder)

    def reaches(self, folder):
        if self.kept_from(self.user, folder):
            return False
        managed = folder.kind in WORKED_WITH or (
            folder.kind == "safeguarding" and packs.current().switches.get("line_manager_reads_safeguarding")
        )
        by_line = managed and any(self.has_a_reason(worker, folder, lasting=True) for worker in self.workers)
        return by_line or self.has_a_reason(self.user, folder)

    def stands_over(self, person):
        return any(person.group in role.stands_over for role in self.roles)

    def opens_folder(self, folder):
        if not self.may(roles.Can.WORK_WITH_PEOPLE) or self.kept_from(self.user, folder):
            return False
        above = roles.SeniorLeader in self.roles if folder.person is None else self.stands_over(folder.person)
        return above or self.reaches(folder)

    def opens_person(self, person):
        shut = [one.person for one in self.world.exclusions if one.user == self.user and one.ended_on is None]
        if person in shut or not self.may(roles.Can.WORK_WITH_PEOPLE):
            return False
        records = self.world.records_of(person) if person in self.world.people else []
        return self.stands_over(person) or any(self.reaches(one) for one in self.world.folders if one.person in records)

    def opens_entry(self, entry):
        if not self.may(roles.Can.READ_OWN_WORDS) or self.kept_from(self.user, entry.folder):
            return False
        if self.kept_to_others(entry):
            return False
        of_a_worker = entry.folder.kind == "safeguarding" and entry.author in self.workers
        return entry.author == self.user or of_a_worker or self.opens_folder(entry.folder)

    def kept_to_others(self, entry):
        """A lead who stands over the person decides, and is not kept out by a name."""
        limits = [one for one in self.world.restrictions if one.entry == entry and one.ended_on is None]
        named = [one.user for one in self.world.named if one.restriction in limits]
        leads = entry.folder.person is not None and self.stands_over(entry.folder.person)
        return bool(limits) and not leads and self.user not in [entry.author, *named]

    def is_let_in_and_shut_out(self, person):
        """Whether something that lets them in is beaten by their being shut out."""
        folders = [folder for folder in self.world.folders if folder.person == person]
        out = any(self.kept_from(self.user, folder) for folder in folders)
        lets = [self.lets_in(grant, self.user, folder) for grant in self.world.grants for folder in folders]
        return out and (any(lets) or person.key_person == self.user or self.stands_over(person))
