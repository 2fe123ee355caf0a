"""A process that has loaded the service once and forks a fresh one for each start: five hundred starts are affordable.

What is forked has no connection to the database yet, and is a process group of its own, so that all of it can be killed
at once. Whoever ends is collected here, however deep it was, so that a kill has ended when `kill` answers.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import traceback
from contextlib import suppress

from tests.journeys.service import ROOT, environment

from . import elements

# Of Linux: to be killed with one's parent; and that whoever loses its parent becomes a child of this process.
WITH_PARENT, SUBREAPER = 1, 36
OPTIONS = "--workers=1 --threads=4 --log-level=warning --no-control-socket --graceful-timeout=1"


class Nursery:
    """Used from the test. Everything the service writes is in its folder, and in its database where that is another.

    ``of``: the prepared installation that is to stand where disk and clock can be spoiled (elements.py); ``more``:
    settings of the service.
    """

    def __init__(self, folder, database=None, pragma=None, prints=True, of=None, **more):
        env = environment(folder) | ({"DATABASE_URL": database} if database else {})
        env |= ({"INSTEAD": pragma} if pragma else {}) | ({} if prints else {"PRINTS": "no"})
        env |= ({"OF": str(of)} if of else {}) | more
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.log = (folder / "served.txt").open("a")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"], cwd=ROOT, env=env, stderr=self.log, **pipes
        )

    def serve(self, port):
        return self._order("serve", port)

    def kill(self, group):
        return self._order("kill", group)

    def hold(self):
        """Somebody else holds the database, until they are killed."""
        return self._order("hold")

    def ask(self, name, *given):
        """What a function of evidence, people or racing says, in a process of its own beside whatever is served."""
        return self._order("ask", name, *given)

    def _order(self, *words):
        print(json.dumps(words), file=self.process.stdin, flush=True)
        said = json.loads(self.process.stdout.readline() or '{"error": "The nursery has ended."}')
        assert "error" not in said, said["error"]
        return said["is"]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()
        self.log.close()


def load():
    """All that a start would load; the printer of records starts when something is printed."""
    if "OF" in os.environ:
        elements.laid_out(os.environ["OF"], os.environ["VAR_DIR"], lent="LENT" in os.environ)
    import django
    from django.conf import settings

    if os.environ.get("INSTEAD"):  # a service that is wrong on purpose
        options = settings.DATABASES["default"]["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", os.environ["INSTEAD"])
    django.setup()
    from django.db import connections
    from django.urls import get_resolver

    from records.paper import pressroom

    pressroom.warm, pressroom.available = lambda: None, lambda: True
    import gunicorn.app.wsgiapp

    import springfield.wsgi
    from sharing import archive
    from tests.faults import evidence, racing, wellbeing

    if "PATIENCE" in os.environ:
        elements.hurry(float(os.environ["PATIENCE"]))
    if "OF" in os.environ:
        springfield.wsgi.application = elements.Turned(springfield.wsgi.application)
    if "PRINTS" in os.environ:
        archive.on_commit = lambda decision: None
    assert (
        get_resolver().url_patterns and gunicorn.app.wsgiapp and springfield.wsgi and evidence and racing and wellbeing
    )
    connections.close_all()


def serve(port):
    if group := os.fork():
        return group
    os.setsid()
    ctypes.CDLL(None).prctl(WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    from django.db import connections
    from gunicorn.app import wsgiapp

    from audit import field_key

    if "OF" in os.environ:
        elements.heed_modes()
    field_key.key_in_use()  # the first look into the database, as when a start begins
    connections.close_all()
    sys.argv = ["gunicorn", "springfield.wsgi", f"--bind=127.0.0.1:{port}", *OPTIONS.split()]
    wsgiapp.run()
    os._exit(0)


def kill(group):
    """All of it; or the one process, where it has not come so far as to be a group."""
    for end in (os.killpg, os.kill):
        with suppress(ProcessLookupError):
            end(group, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(group, 0)
        while True:
            os.waitpid(-group, 0)


def ask(name, *given):
    coming, going = os.pipe()
    child = os.fork()
    if not child:
        os.close(coming)
        with open(going, "w") as answer:
            answer.write(_answered(name, given))
        os._exit(0)
    os.close(going)
    with open(coming) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return json.loads(said)


def _answered(name, given):
    from audit.walls import standing_as_system
    from tests.faults import evidence, people, racing, wellbeing

    elements.by_that_clock()
    known = {**vars(elements), **vars(racing), **vars(evidence), **vars(people), **vars(wellbeing)}
    with standing_as_system():
        return json.dumps(known[name](*given))


def main():
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    load()
    for line in sys.stdin:
        try:
            order, *given = json.loads(line)
            said = {"is": {"serve": serve, "kill": kill, "ask": ask, "hold": elements.hold}[order](*given)}
        except Exception:
            said = {"error": traceback.format_exc()}
        sys.stdout.write(f"{json.dumps(said)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
