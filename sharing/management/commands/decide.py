"""Weigh facts at the command line: one JSON object a line in, one verdict a line out. Needs no database."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policy import packs
from sharing.facts import BadFact, Facts
from sharing.rules import weigh

HELP = """Reads one JSON object of facts a line from standard input and writes one JSON verdict a line to standard
output, in the names and values of the decision table. A fact left out, or null, is not known yet. Empty lines are
passed over. Everything is read before anything is written: one bad line, and there are no verdicts at all; the line and
the field are named on standard error and the exit code is 2."""


class Command(BaseCommand):
    help = HELP
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--policy", required=True, choices=packs.names(), help="whose clauses to name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            clauses = packs.load(options["policy"]).rule_clauses
            asked = list(read(sys.stdin.buffer))
        except (BadLine, packs.PackError) as error:
            raise CommandError(str(error), returncode=2) from error
        verdicts = (weigh(facts) for facts in asked)
        write(json.dumps(verdict.as_json(clauses[verdict.rule])) for verdict in verdicts)


class BadLine(ValueError):
    def __init__(self, number: int, problem: str) -> None:
        super().__init__(f"line {number}: {problem}")


def read(lines: Iterable[bytes]) -> Iterator[Facts]:
    """Yield the facts of each line that is not empty. Raises BadLine at the first that cannot be read."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield facts_of(number, line)


def facts_of(number: int, line: bytes) -> Facts:
    try:
        given = json.loads(line.decode(), object_pairs_hook=_once_each, parse_constant=_no_constant)
        if not isinstance(given, dict):
            raise BadLine(number, "one JSON object of facts is expected, between { and }")
        return Facts.read(given)
    except BadFact as error:
        raise BadLine(number, f"field {error}") from error
    except UnicodeDecodeError as error:
        raise BadLine(number, f"this is not UTF-8, at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise BadLine(number, f"this is not JSON: {error.msg}, at character {error.colno}") from error
    except RecursionError as error:
        raise BadLine(number, "this is nested too deeply; facts are plain words") from error
    except ValueError as error:
        raise error if isinstance(error, BadLine) else BadLine(number, f"this is not JSON: {error}") from error


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    given: dict[str, object] = {}
    for fact, value in pairs:
        if fact in given:
            raise BadFact(fact, "stands twice in this object")
        given[fact] = value
    return given


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is not a JSON value")


def write(lines: Iterable[str]) -> None:
    """Write to standard output; a reader that goes away early is no error of ours."""
    try:
        for line in lines:
            sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush again at exit and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
