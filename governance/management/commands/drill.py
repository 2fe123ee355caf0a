"""Try out on a copy what must never be needed, and write a report that a trustee can read. Exit 0 passed, 1 failed."""

import json
from collections import Counter
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.keys import KeyUnusable
from governance import noted
from governance.backup.database import NotCopied
from governance.drills import report, restoring, tampering
from governance.drills.scratch import DrillFailed, put_back
from records.paper.pressroom import Unavailable


class Command(BaseCommand):
    help = "restore: back up, put back, check. tamper: change a copy a hundred times, and find each. Once a month."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("kind", choices=["restore", "tamper"])
        parser.add_argument("--many", type=int, metavar="N", help="how often (restore: 1, tamper: 100)")
        parser.add_argument(
            "--to", type=Path, metavar="DIR", default=settings.VAR_DIR / "drills", help="for the report"
        )
        parser.add_argument("--database", default="", help="an empty PostgreSQL database, where the service has one")
        parser.add_argument("--here", type=int, metavar="N", help="(what runs on the copy itself)")

    def handle(self, *, kind, here, **options):
        if here is not None:
            self.stdout.write(json.dumps(HERE[kind](here)))
            return
        facts = self._facts(kind, options["many"], options["database"])
        noted.write(f"drill-{kind}", passed=facts["passed"])
        self.stdout.write(f"{report.TITLES[kind]}: {'passed' if facts['passed'] else 'FAILED'}. {facts['wrong']}")
        try:
            self.stdout.write(f"Report: {report.written(kind, facts, options['to'])}")
        except (Unavailable, KeyUnusable) as why:
            self.stderr.write(str(why))
        if not facts["passed"]:
            raise CommandError("The drill failed. Mend this before anything else.")

    def _facts(self, kind, many, database):
        try:
            return TRY[kind](many, database)
        except (DrillFailed, KeyUnusable, NotCopied, OSError) as wrong:
            return {"passed": False, "wrong": str(wrong), "rounds": [], "many": many or 0, "found": 0, "kinds": []}


def restored(many, database):
    rounds = restoring.drill(many or 1, database)
    for one in rounds:
        one |= {f"{name}_tenths": f"{one.pop(f'{name}_seconds'):.1f}" for name in ("backup", "restore")}
        one["back"] = one["canaries"] - one["missing"]
    lost = sum(one["missing"] for one in rounds)
    return {"passed": not lost, "wrong": f"{lost} of the numbers did not come back." if lost else "", "rounds": rounds}


def tampered(many, database):
    with put_back(database) as there:
        done = json.loads(there.run("drill", "tamper", "--here", str(many or 100)))
    missed = [{"table": one["table"], "deed": one["deed"]} for one in done if not one["found"]]
    all_of, found = Counter(one["deed"] for one in done), Counter(one["deed"] for one in done if one["found"])
    kinds = [{"deed": deed, "many": times, "found": found[deed]} for deed, times in sorted(all_of.items())]
    wrong = f"{len(missed)} were not found." if missed else ""
    said = {"passed": not missed, "wrong": wrong, "many": len(done), "found": found.total()}
    return said | {"kinds": kinds, "missed": missed}


TRY = {"restore": restored, "tamper": tampered}
HERE = {
    "restore": restoring.looked_at,
    "tamper": tampering.drill,
}
