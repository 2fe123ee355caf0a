"""A database with people in it, and processes that write to it together, each with a connection of its own."""

import multiprocessing
import random
import time
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from simple_history.signals import post_create_historical_record

from audit.appendonly import expected
from audit.events import Event
from audit.schema import opened
from audit.verbs import _bind, recorded, verb
from records.models import Folder, Person
from staff.models import User

from . import wire
from .models import Versioned, same
from .ways import WAYS

LATE = 0.02  # seconds from now on, so that all of them have heard when to begin


def prepare(people):
    """Tables, triggers, two keys, one worker, and so many people with a folder each."""
    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)
    if settings.POSTGRESQL:
        import pgtrigger

        pgtrigger.install()
    same()
    _alone(Versioned.history.model)
    worker = User.objects.create_user("amara@example.org", first_name="Amara", last_name="Okafor")
    _take_in(worker, by=worker, people=people)


def _alone(versions):
    """Neither our triggers nor our hash of each version: simple-history must do no more than it does by itself."""
    table = versions._meta.db_table
    with opened(connection), connection.cursor() as cursor:
        for trigger in expected(connection.vendor, table):
            cursor.execute(f"DROP TRIGGER {trigger}" + (f" ON {table}" * settings.POSTGRESQL))
    post_create_historical_record.disconnect(_bind)
    for model in recorded():
        post_create_historical_record.connect(_bind, sender=model.history.model)


@verb(Event.SET_UP)
def _take_in(worker, *, by, people):
    everybody = [Person(name=f"Child {number}", group="child", key_person=worker) for number in range(people)]
    Folder.objects.record_many(
        Folder(person=person, kind="personal") for person in Person.objects.record_many(everybody)
    )


class Clients:
    """``learn`` is asked once in each process what it can do: name → a function, called with how many people to use."""

    def __init__(self, many, learn):
        connections.close_all()
        context = multiprocessing.get_context("fork")
        self.pipes = []
        for _ in range(many):
            ours, theirs = context.Pipe()
            context.Process(target=_serve, args=(theirs, learn), daemon=True).start()
            self.pipes.append(ours)

    def run(self, name, *, clients, times, people=1, seconds=0.0):
        """All of them do it so often, over a network so slow; the seconds until the last one is done."""
        begin = time.perf_counter() + LATE
        for pipe in self.pipes[:clients]:
            pipe.send((name, times, people, seconds, begin))
        ended = [pipe.recv() for pipe in self.pipes[:clients]]
        for one in ended:
            if isinstance(one, str):
                raise RuntimeError(one)
        return max(ended) - begin


def _serve(pipe, learn):
    deeds = learn()
    while True:
        name, times, people, wire.WIRE["seconds"], begin = pipe.recv()
        time.sleep(max(0, begin - time.perf_counter()))
        try:
            for _ in range(times):
                deeds[name](people)
            pipe.send(time.perf_counter())
        except Exception as error:
            pipe.send(f"{name}: {type(error).__name__}: {error}")


def writing():
    """Every way of saving one entry, in the folder of somebody at random."""
    worker, folders = User.objects.get(), list(Folder.objects.order_by("pk"))

    def deed(way):
        return lambda people: way(worker, folders[random.randrange(people)], random.randrange(1_000))

    return {way.__name__: deed(way) for way in WAYS}


@contextmanager
def sealing(every):
    """A sealer beside them, as the tick is in real use, only more often."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    done = context.Event()
    process = context.Process(target=_seal, args=(done, every), daemon=True)
    process.start()
    try:
        yield
    finally:
        done.set()
        process.join()
        if process.exitcode:
            raise RuntimeError("The sealer failed.")


def _seal(done, every):
    from audit import ledger

    while not done.wait(every):
        ledger.seal()
