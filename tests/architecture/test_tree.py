"""What lies in the repository: only what is ours, naming no machine and nobody's registry."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REGISTRIES = [
    "pypi" + ".org",
    "python" + "hosted",
    "npmjs" + ".org",
    "npmjs" + ".com",
    "debian" + ".org",
    "yarnpkg" + ".com",
]
MACHINES = re.compile(r"(?<![\w.])/(?:root|home|work|Users)/\w|[A-Z]:\\Users\\")
FETCHED = {"node_modules", "vendor", "vendored", "third_party", "site-packages", ".venv", "var"}
SOMEBODY_ELSES = {
    ".whl",
    ".woff",
    ".woff2",
    ".ttf",
    ".otf",
    ".tgz",
    ".zip",
    ".jar",
    ".so",
    ".pyc",
    ".sqlite3",
    ".pem",
    ".key",
}


def tracked():
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def texts():
    for path in tracked():
        if path.suffix not in {".png", ".ico", ".pdf"}:
            yield path.relative_to(ROOT), path.read_text(encoding="utf-8")


def test_no_file_names_the_host_of_a_package_registry():
    assert [(str(path), host) for path, text in texts() for host in REGISTRIES if host in text.lower()] == []


def test_no_file_names_a_folder_of_one_machine():
    assert [(str(path), found.group()) for path, text in texts() if (found := MACHINES.search(text))] == []


def test_nothing_that_is_fetched_at_set_up_is_committed():
    paths = [path.relative_to(ROOT) for path in tracked()]
    assert [str(path) for path in paths if FETCHED & set(path.parts)] == []
    assert [str(path) for path in paths if path.suffix in SOMEBODY_ELSES or ".min." in path.name] == []


@pytest.mark.parametrize("lock", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_a_python_lock_pins_every_package_by_hash_and_says_nothing_of_where_it_lies(lock):
    text = lock.read_text()
    packages = re.split(r"\n(?=\S)", text.strip())
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    assert [
        package for package in packages if not re.match(r"[\w.-]+(\[[\w,]+\])?==\S+.*--hash=sha256:", package, re.S)
    ] == []


def test_the_browser_lock_pins_every_package_by_hash_and_says_nothing_of_where_it_lies():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched and all(package["integrity"].startswith("sha512-") for package in fetched.values())
    assert not any("resolved" in package for package in fetched.values())


def test_every_package_of_the_dev_lock_that_runs_in_production_is_the_one_locked_for_production():
    def pins(name):
        return set(re.findall(r"^(\S+==[^\s;\\]+)", (ROOT / "requirements" / name).read_text(), re.M))

    assert pins("runtime.txt") <= pins("dev.txt") <= pins("bench.txt")


def test_whatever_a_page_of_the_documentation_names_is_there():
    """Tests, scripts and pages are renamed; what names them must follow."""
    named = re.compile(r"`((?:tests|bench|docs|policy)/[\w/.-]+)`|\]\((?!https?:)([\w/.-]+)\)")
    lost = []
    pages = [path for path in tracked() if path.suffix == ".md" and path.name != "clauses.md"]  # that one is generated
    for path in pages:
        for ours, beside in named.findall(path.read_text(encoding="utf-8")):
            place = ROOT / ours if ours else path.parent / beside
            lost += [] if place.exists() else [(path.name, ours or beside)]
    assert lost == []
