"""`manage.py decide`: facts in, verdicts out, and nothing at all out when one line is wrong."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from policy import packs
from sharing.facts import VALUES
from sharing.rules import RULES, weigh
from tests.sharing.facts import QUIET, as_dict, many_facts

ROOT = Path(__file__).resolve().parents[2]
KEYS = [
    "outcome", "decides", "urgent", "rule", "clauses", "missing", "next", "seek_consent", "seek_advice", "tell",
]  # fmt: skip


@pytest.fixture
def decide(monkeypatch, capsys):
    """Runs the command on these bytes and returns its standard output."""

    def run(given, policy="springfield"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        call_command("decide", policy=policy)
        return capsys.readouterr().out

    return run


def line(facts):
    return json.dumps(as_dict(facts)).encode() + b"\n"


@pytest.mark.parametrize("policy", packs.names())
def test_a_verdict_has_the_names_of_the_table_in_its_order_and_the_clauses_of_the_policy(decide, policy):
    verdict = json.loads(decide(b'{"group": "child", "harm": "suspected", "purpose": "yes"}', policy))

    assert list(verdict) == KEYS
    assert verdict["outcome"] == "SHOULD_WITHOUT_CONSENT"
    assert verdict["missing"] == ["recipient"]
    assert verdict["clauses"] == list(packs.load(policy).rule_clauses[verdict["rule"]])
    assert all(clause.startswith(policy[0].upper()) for clause in verdict["clauses"])


def test_each_line_gets_the_verdict_of_the_engine_in_order(decide):
    asked = list(many_facts(500, seed="lines"))
    clauses = packs.load("springfield").rule_clauses
    answers = [json.loads(answer) for answer in decide(b"".join(line(facts) for facts in asked)).splitlines()]

    verdicts = [weigh(facts) for facts in asked]
    assert answers == [verdict.as_json(clauses[verdict.rule]) for verdict in verdicts]
    assert len({answer["rule"] for answer in answers}) > len(RULES) / 2


def test_null_and_absent_both_mean_not_known_yet(decide):
    nothing = decide(b"{}\n")

    assert decide(json.dumps(dict.fromkeys(VALUES)).encode()) == nothing
    assert json.loads(nothing)["next"] == "danger"


def test_empty_lines_and_windows_line_ends_are_passed_over(decide):
    assert decide(b"\n{}\r\n   \n{}") == decide(b"{}\n{}\n\n\n")
    assert decide(b"") == ""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (b'{"harm": "maybe"}', "field harm: 'maybe' is not one of no, suspected, yes, unsure"),
        (b'{"harm": ""}', "field harm: '' is not one of"),
        (b'{"harm": "Yes"}', "field harm: 'Yes' is not one of"),
        (b'{"harm": true}', "field harm: True is not one of"),
        (b'{"harm": 1}', "field harm: 1 is not one of"),
        (b'{"harm": ["yes"]}', "field harm: ['yes'] is not one of"),
        (b'{"harm": {"harm": "yes"}}', "field harm: {'harm': 'yes'} is not one of"),
        (b'{"harm": NaN}', "NaN is not a JSON value"),
        (b'{"harm": 1e999}', "field harm: inf is not one of"),
        (b'{"harm": ' + b"9" * 5000 + b"}", "this is not JSON"),
        (b'{"hram": "yes"}', "field 'hram': there is no such fact"),
        (b'{"": "yes"}', "field '': there is no such fact"),
        ('{"härm": "yes"}'.encode(), "field 'h\\xe4rm': there is no such fact"),
        (b'{"harm": "yes", "harm": "no"}', "field harm: stands twice"),
        (b'{"harm": "yes", "\\u0068arm": "yes"}', "field harm: stands twice"),
        (b'{"harm": "yes"', "this is not JSON"),
        (b"{'harm': 'yes'}", "this is not JSON"),
        (b'{"harm": "yes"} {}', "this is not JSON"),
        (b"harm=yes", "this is not JSON"),
        (b'["harm"]', "one JSON object"),
        (b'"harm"', "one JSON object"),
        (b"null", "one JSON object"),
        (b'{"harm": "\xff"}', "this is not UTF-8, at byte 11"),
        (b'\xef\xbb\xbf{"harm": "yes"}', "this is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
    ],
    ids=lambda given: repr(given[:24]) if isinstance(given, bytes) else "",
)
def test_one_bad_line_is_named_and_nothing_is_decided(decide, capsys, wrong, said):
    with pytest.raises(CommandError) as refused:
        decide(line(QUIET) + b"\n" + wrong + b"\n" + line(QUIET))

    assert str(refused.value).startswith("line 3: ")
    assert said in str(refused.value)
    assert refused.value.returncode == 2
    assert len(str(refused.value)) < 400
    assert capsys.readouterr().out == ""


def as_people_run_it(given, *arguments, **options):
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@localhost:1/none"}
    return subprocess.run(
        [sys.executable, "manage.py", "decide", *arguments],
        input=given,
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        **options,
    )


def test_it_needs_no_database(tmp_path):
    ran = as_people_run_it(line(QUIET), "--policy", "springfield")

    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout)["rule"] == "nobody_asked_yet"


def test_a_mistake_goes_to_standard_error_with_exit_code_two_and_no_traceback():
    ran = as_people_run_it(line(QUIET) + b'{"harm": "perhaps"}', "--policy", "springfield")

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"line 2: field harm" in ran.stderr
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize("arguments", [[], ["--policy", "elsewhere"]])
def test_a_policy_nobody_has_is_refused(arguments):
    ran = as_people_run_it(b"{}", *arguments)

    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"--policy" in ran.stderr


def test_a_reader_that_goes_away_early_is_no_error():
    command = [sys.executable, "manage.py", "decide", "--policy", "springfield"]
    given = line(QUIET) * 5_000
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        running.stdin.write(given)
        running.stdin.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 0
