#!/usr/bin/env python3
"""Start the service, test it or measure it, on any machine: `python3 dev.py run`, `test` or `bench NAME`."""

import sys

if sys.version_info < (3, 11):  # before anything that an older Python cannot read
    sys.exit("Python 3.11 or newer is needed; this is Python %d.%d." % sys.version_info[:2])

import argparse
import contextlib
import errno
import hashlib
import http.client
import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import machine
from machine import PYTHON, ROOT, Trouble, quietly, say

VAR = Path(os.environ.get("VAR_DIR", ROOT / "var"))
TICK_SECONDS = 20

# The parts whose types are checked: a wrong one here decides wrongly or shows too much.
CORE = "sharing/rules.py sharing/questions.py sharing/states.py sharing/facts.py staff/access.py"
CORE += " records/paper/sealing.py policy audit records/attaching"
LOAD = "import django; django.setup(); from django.core.management import call_command as call; "
LOAD += "from audit.walls import standing_as_system as system; work = system()(lambda: [{}]); work()"
MIGRATE = LOAD.format("call('migrate', verbosity=0), call('demo')")
CONNECT = "import django; django.setup(); from django.db import connection; connection.ensure_connection()"

# run


def listen(port):
    """The port asked for, or else the first free one from 8000 on: taken now, served later."""
    for number in [port] if port else range(8000, 8100):
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", number))
        except (OSError, OverflowError) as error:
            refused, reason = number, getattr(error, "strerror", None) or "there is no such port"
            continue
        if not port and number != 8000:
            say(f"Port 8000 is taken; using {number}.")
        return door
    raise Trouble(f"Port {refused} cannot be used: {reason}.")


def demo_environment(port):
    """The demonstration's settings, written once for its owner alone, so that manage.py finds them too."""
    file = VAR / "demo.env"
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    (VAR / "static").mkdir(exist_ok=True)
    os.utime(VAR)  # fails now, in one sentence, where nothing can be written
    if not file.exists():
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as stream:
            stream.write(f"DEMO=on\nSECRET_KEY={secrets.token_urlsafe(60)}\n")
    settings = dict(line.split("=", 1) for line in file.read_text().splitlines() if "=" in line)
    return django_environment(**settings, BASE_URL=f"http://localhost:{port}")


def django_environment(**settings):
    fixed = {"DJANGO_SETTINGS_MODULE": "springfield.settings", "PYTHONPATH": str(ROOT), "PGCONNECT_TIMEOUT": "10"}
    return os.environ | fixed | settings


def serve(door, env):
    """Threads, because a browser holds idle connections open and nothing stands in front of this server."""
    options = "--workers 2 --threads 4 --graceful-timeout 1 --log-level warning --no-control-socket"
    bind = ["--bind", f"fd://{door.fileno()}", *options.split()]
    return machine.started(PYTHON, "-m", "gunicorn", "springfield.wsgi", *bind, env=env, pass_fds=[door.fileno()])


def answers(server, port):
    """Wait until it does; the path needs no sign-in and no database."""
    for _ in range(300):
        if server.poll() is not None:
            raise Trouble("The server ended as it started; the reason is above.")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/healthz")
            return connection.getresponse().read()
        time.sleep(0.1)
    raise Trouble("The server did not answer within 30 seconds.")


def tick(server, env):
    """What a timer does in production: send the mail that waits, alert whoever is next."""
    while server.poll() is None:
        try:
            quietly("manage.py tick", PYTHON, "manage.py", "tick", env=env)
        except Trouble as trouble:
            say(str(trouble))
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(TICK_SECONDS)
    raise Trouble("The server has ended.")


def pdf():
    try:
        machine.system(machine.missing_for_pdf())
    except Trouble as trouble:
        say(f"PDF is off. {trouble}")


def run(options):
    door = listen(options.port)
    port = door.getsockname()[1]
    machine.python_environment()
    machine.python_packages("runtime")
    machine.browser_packages("--omit=dev")
    pdf()
    env = demo_environment(port)
    accounts = demonstration(env)
    with serve(door, env) as server:
        answers(server, port)
        say(f"{accounts}\n\nhttp://localhost:{port}  (Ctrl-C to stop)")
        tick(server, env)


def demonstration(env):
    """Tables and invented people, made unless they are there; who may sign in. Left alone when nothing has changed."""
    note, file = VAR / "demonstration", VAR / "db.sqlite3"
    if "DATABASE_URL" not in env and note.is_file() and file.is_file():
        state, _, accounts = note.read_text().partition("\n")
        if state == state_of(file):
            return accounts
    else:
        say("Preparing the demonstration …")
    database(env)
    accounts = quietly("Preparing the demonstration", PYTHON, "-W", "ignore", "-c", MIGRATE, env=env).rstrip()
    if file.is_file():
        note.write_text(f"{state_of(file)}\n{accounts}")
    return accounts


def state_of(file):
    """This very file, migrated by these very migrations and packages."""
    made_by = [*sorted(ROOT.glob("*/migrations/*.py")), machine.VENV / "runtime.installed"]
    return f"{file.stat().st_ino} {hashlib.sha256(b''.join(path.read_bytes() for path in made_by)).hexdigest()}"


def database(env):
    if "DATABASE_URL" in os.environ:
        quietly("Connecting to DATABASE_URL", PYTHON, "-c", CONNECT, env=env)


# test and bench


def steps(long, env, clauses):
    """Every check: what it is called, and the command. All are run, whatever fails."""
    pytest = ["pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", f"--clauses={clauses}", *long]
    sqlite = {name: value for name, value in env.items() if name != "DATABASE_URL"}
    postgres = [] if "DATABASE_URL" in env else ["tests.postgres"]
    core = [part for part in CORE.split() if (ROOT / part).exists()]
    yield "lint", ["ruff", "check", "."], env
    yield "format", ["ruff", "format", "--check", "."], env
    yield "types", ["mypy", *core], sqlite
    yield "migrations", ["manage", "makemigrations", "--check", "--dry-run"], sqlite
    yield "checks", ["manage", "check"], sqlite
    yield "tests on SQLite", [*pytest, "--once"], sqlite
    yield "tests on PostgreSQL", [*postgres, *pytest, "-m", "not journey"], env
    if long:
        yield "guards taken away", ["tests.mutants"], sqlite
        yield "what decides, changed", ["tests.mutants", "--core"], sqlite
        yield "branches of what decides", ["tests.mutants.branches"], sqlite
        yield "walls taken down", [*postgres, "tests.mutants"], env
    yield "clauses", ["tests.clauses_report", clauses], sqlite


def test(options):
    if not os.environ.get("DATABASE_URL", "postgres").startswith("postgres"):
        raise Trouble("DATABASE_URL must be PostgreSQL's here; the tests run on SQLite in any case.")
    machine.python_environment()
    machine.python_packages("dev")
    machine.browser_packages()
    machine.system(machine.missing_for_tests())
    with tempfile.TemporaryDirectory(prefix="springfield-") as folder:
        env = django_environment(DEMO="on", SECRET_KEY=secrets.token_urlsafe(60), VAR_DIR=folder)
        database(env)
        plan = steps(["--long"] * options.long, env, Path(folder, "clauses"))
        failed = [name for name, module, env in plan if not passes(name, module, env)]
    say(f"\nFAILED: {', '.join(failed)}." if failed else "\nEverything passed.")
    return bool(failed)


def passes(name, module, env):
    say(f"\n== {name}")
    begun = time.monotonic()
    passed = machine.shown(PYTHON, "-m", *module, env=env)
    say(f"== {name}: {'passed' if passed else 'FAILED'} in {time.monotonic() - begun:.0f} s")
    return passed


def bench(options):
    script = ROOT / "bench" / f"{options.name}.py"
    names = sorted(path.stem for path in script.parent.glob("[a-z]*.py"))
    if options.name not in names:
        say(f"There is no measurement {options.name}; there are: {', '.join(names) or 'none yet'}.")
        return 2
    machine.python_environment()
    machine.python_packages("bench")
    env = django_environment(DEMO="on", SECRET_KEY=secrets.token_urlsafe(60))
    with machine.started(PYTHON, script, *options.rest, env=env) as process:
        return process.wait()


def lock(_options):
    """Write requirements/*.txt anew from pyproject.toml: hashed, for every platform, without addresses."""
    machine.python_environment()
    quietly("Installing uv", PYTHON, "-m", "pip", "install", "-q", "uv")
    shape = "--universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -q"
    for group in ("runtime", "dev", "bench", "node"):
        source = [] if group == "node" else ["pyproject.toml"]
        source += [] if group == "runtime" else ["--group", group]
        compiled = [
            "pip",
            "compile",
            *source,
            *shape.split(),
            "--python-version",
            "3.11",
            "-o",
            f"requirements/{group}.txt",
        ]
        quietly(f"Locking {group}", PYTHON, "-m", "uv", *compiled)


def arguments():
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    added = {}
    abouts = {run: "a demonstration", test: "every check", bench: "one measure", lock: "new locks"}
    for command, about in abouts.items():
        added[command] = commands.add_parser(command.__name__, help=about)
        added[command].set_defaults(command=command, rest=[])
    added[run].add_argument("--port", type=int, help="otherwise the first free one from 8000 on")
    added[test].add_argument("--long", action="store_true", help="also what takes long")
    added[bench].add_argument("name", metavar="NAME", help="a script in bench/")
    added[bench].add_argument("rest", nargs=argparse.REMAINDER, help="what it is given, such as --long")
    return parser.parse_args()


def interrupted(*_):
    for kind in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, signal.SIG_IGN)  # once is enough: the second must not stop us from stopping
    raise KeyboardInterrupt


def main():
    for kind in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, interrupted)
    options = arguments()
    try:
        return options.command(options)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        return 0 if options.command is run else 130
    except OSError as error:
        reason = machine.why(errno.errorcode.get(error.errno, "") + f" {error.strerror}")
        print(f"{error.filename or VAR}: {reason}.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
