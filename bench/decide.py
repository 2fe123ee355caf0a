"""How long `manage.py decide` takes for 30,000 sets of facts: the limit is a minute, for starting it and all.

Then the page that weighs the answers, asked for by a worker in a fresh demonstration: the share of its time that the
rules take, in processor time, is to be under one in a hundred. Exit code 0: reached; 1: missed; 2: it could not be run.
"""

import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sharing.facts import VALUES  # noqa: E402

LINES, LIMIT = 30_000, 60.0
PAGES, SHARE = 30, 0.01


def cases(seed=1):
    draw = random.Random(seed).choice
    return "".join(
        json.dumps({fact: draw((None, *values)) for fact, values in VALUES.items()}) + "\n" for _ in range(LINES)
    ).encode()


def share_of_a_page():
    """(share, milliseconds of the rules a page, milliseconds of a page), by the median of the pages."""
    os.environ |= {"DEMO": "on", "SECRET_KEY": "measures nothing but time", "VAR_DIR": tempfile.mkdtemp()}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springfield.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    call_command("migrate", verbosity=0)
    call_command("demo", stdout=io.StringIO())
    from records.models import Person
    from sharing.models import Draft
    from springfield.demo.decisions import CALM
    from staff.models import User

    amara, client, spent = User.objects.get(email="amara@example.org"), Client(), []
    client.force_login(amara)
    leo = Person.objects.filter(key_person=amara).first()
    facts = CALM | {"consent": "given", "group": "child"}
    draft = Draft.begin(owner=amara, people=[leo], facts=facts, details={"welfare": {"welfare": "He is well."}})
    address = reverse("sharing:lead", args=[draft.public_id])
    _timed("weigh", spent)
    taken = []
    for _ in range(PAGES):
        spent.clear()
        begun = time.process_time()
        if client.get(address).status_code != 200:
            raise RuntimeError("the page did not open")
        taken.append((sum(spent), time.process_time() - begun))
    rules, page = sorted(taken, key=lambda one: one[0] / one[1])[PAGES // 2]
    return rules / page, rules * 1000, page * 1000


def _timed(name, spent):
    """Wherever the rules were imported by name, they are timed from now on."""
    from sharing import rules

    original = getattr(rules, name)

    def timed(*args, **kwargs):
        begun = time.process_time()
        try:
            return original(*args, **kwargs)
        finally:
            spent.append(time.process_time() - begun)

    for module in list(sys.modules.values()):
        if getattr(module, name, None) is original:
            setattr(module, name, timed)


def main():
    given = cases()
    safe = {"DEMO": "on", "SECRET_KEY": "measures nothing but time, and opens nothing"}
    started = time.perf_counter()
    ran = subprocess.run(
        [sys.executable, "manage.py", "decide", "--policy", "springfield"],
        input=given,
        cwd=ROOT,
        env=safe | os.environ,
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - started
    if ran.returncode or ran.stdout.count(b"\n") != LINES:
        print(f"decide could not be run: {ran.stderr.decode().strip()[-400:]}")
        return 2
    print(f"{LINES:,} verdicts in {seconds:.1f} s, {LINES / seconds:,.0f} a second (limit {LIMIT:.0f} s)")
    share, rules, page = share_of_a_page()
    print(f"the rules take {rules:.2f} ms of a page's {page:.0f} ms: {share:.2%} (limit {SHARE:.0%})")
    return 0 if seconds <= LIMIT and share < SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
