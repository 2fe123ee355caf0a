"""How long `manage.py decide` takes for 30,000 sets of facts: the limit is a minute, for starting it and all.

Exit code 0: reached; 1: missed; 2: it could not be run.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from sharing.facts import VALUES  # noqa: E402

LINES, LIMIT = 30_000, 60.0


def cases(seed=1):
    draw = random.Random(seed).choice
    return "".join(
        json.dumps({fact: draw((None, *values)) for fact, values in VALUES.items()}) + "\n" for _ in range(LINES)
    ).encode()


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
    return 0 if seconds <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
