"""The settings of a test run, given before Django reads them: nothing of this machine's own installation is touched.

Loaded by pytest as a plugin (`-p tests.environment`), in each worker again.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "springfield.settings")
os.environ.setdefault("DEMO", "on")
os.environ.setdefault("SECRET_KEY", "a key that opens nothing but the tests of this project, so anybody may know it")

WORKER = os.environ.get("PYTEST_XDIST_WORKER")
if WORKER:  # each worker has files of its own, in the folder of the run
    os.environ["VAR_DIR"] = str(Path(os.environ["VAR_DIR"], WORKER))
else:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="springfield-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
Path(os.environ["VAR_DIR"], "static").mkdir(parents=True, exist_ok=True)
