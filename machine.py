"""What this machine must have before anything can run, and how other programs are started on it."""

import contextlib
import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

REASONS = {
    r"connection (?:failed|to server|is bad)": "no database server answers there, or it refuses",
    r"No space left|ENOSPC|disk is full|Disk quota": "the disk is full",
    r"Read-only file system|EROFS|readonly database": "these files cannot be written to (read-only file system)",
    r"Permission denied|EACCES|EPERM": "these files cannot be written to by this user",
    r"HASHES|EINTEGRITY": "a package is not the one that was locked, so it was not installed",
    r"NewConnection|NameResolution|ConnectTimeout|ReadTimeout|ProxyError|Connection refused|Network is unreachable"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ERR_SOCKET|No matching distribution"
    r"|Temporary failure resolving|Could not connect": "no package registry could be reached (is there a network?)",
}


class Trouble(Exception):
    """What stopped us, in one sentence for the person at the keyboard."""


def why(output):
    """The reason in what a failed command printed: a known one in our words, or else the last thing it said."""
    for pattern, reason in REASONS.items():
        if re.search(pattern, output):
            return reason
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["it said nothing"]
    raised = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Configured)\b.*: ", line)]
    return re.sub(r"^[\w.]*(ImproperlyConfigured|CommandError): ", "", (raised or lines)[-1]).rstrip(".")


# Other programs: each in a process group of its own, so that nothing is left behind


@contextlib.contextmanager
def started(*command, env=None, **options):
    process = subprocess.Popen(
        [str(part) for part in command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL, start_new_session=True, **options
    )
    try:
        yield process
    finally:
        end(process)


def end(process):
    for kind in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError, subprocess.TimeoutExpired):
            os.killpg(process.pid, kind)
            process.wait(2)


def shown(*command, env=None):
    """Run it, its output on ours; did it succeed?"""
    with started(*command, env=env) as process:
        return process.wait() == 0


def quietly(doing, *command, env=None):
    """Run it unseen; what it printed, or Trouble with the reason."""
    output = subprocess.PIPE
    with started(*command, env=env, stdout=output, stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        said, _ = process.communicate()
    if process.returncode:
        raise Trouble(f"{doing} failed: {why(said)}.")
    return said


def say(sentence):
    print(sentence, flush=True)


# What must be installed


def library(name):
    with contextlib.suppress(OSError):
        return bool(ctypes.CDLL(name))


def missing_for_pdf():
    wanted = {
        "libpango-1.0-0": "libpango-1.0.so.0",
        "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
        "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
    }
    packages = [package for package, name in wanted.items() if not library(name)]
    return packages + ["fonts-dejavu-core"] * bool(packages)


def missing_for_tests():
    browser = "chromium-headless-shell"  # a tenth less of the processor than the whole of Chromium
    tools = {browser: browser, "poppler-utils": "pdfsig", "qpdf": "qpdf", "softhsm2": "softhsm2-util"}
    tools |= {"strace": "strace"}
    packages = [package for package, tool in tools.items() if not shutil.which(tool)]
    packages += ["libatomic1"] * (not library("libatomic.so.1"))
    packages += ["fonts-liberation"] * (not Path("/usr/share/fonts/truetype/liberation").exists())
    return packages + missing_for_pdf()


def system(packages):
    """Install Debian packages when we may, and say in one line what to install when we may not."""
    if not packages:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise Trouble(f"Not on this machine: {' '.join(packages)} (as root: apt-get install {' '.join(packages)}).")
    say(f"Installing {' '.join(packages)} …")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "-qq", "-y", "-o", "DPkg::Lock::Timeout=300", "install", "--no-install-recommends", *packages]
    try:
        quietly("Installing", *install, env=env)
    except Trouble:  # most often the list of packages is old, or not there yet
        quietly("Updating Debian's list of packages", "apt-get", "-qq", "update", env=env)
        quietly(f"Installing {' '.join(packages)}", *install, env=env)


def python_environment():
    usable = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    with contextlib.suppress(OSError, Trouble):
        return quietly("Using .venv", PYTHON, "-c", usable)
    if not importlib.util.find_spec("ensurepip"):
        system([f"python3.{sys.version_info[1]}-venv"])
    say("Making .venv …")
    return quietly("Making .venv", sys.executable, "-m", "venv", "--clear", VENV)


def once(stamp, wanted):
    """Has this been done already, to the letter? The stamp goes with the folder that it stands in."""
    return stamp.is_file() and stamp.read_text() == wanted


def python_packages(group):
    lock = ROOT / "requirements" / f"{group}.txt"
    stamp, wanted = VENV / f"{group}.installed", hashlib.sha256(lock.read_bytes()).hexdigest()
    if once(stamp, wanted):
        return
    say(f"Installing Python packages ({group}) …")
    pip = [PYTHON, "-m", "pip", "install", "-q", "--no-input", "--disable-pip-version-check"]
    quietly("Installing Python packages", *pip, "--no-deps", "--require-hashes", "-r", lock)
    stamp.write_text(wanted)


def browser_packages(*omit):
    modules = ROOT / "node_modules"
    locked = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = modules / ".installed"
    if once(stamp, locked) or once(stamp, locked + "".join(omit)):
        return
    if not shutil.which("npm"):
        python_packages("node")
    say("Installing browser packages …")
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), str(VENV / "bin")])
    npm = shutil.which("npm", path=path)
    ci = [npm, "ci", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1", *omit]
    quietly("Installing browser packages", *ci, env=os.environ | {"PATH": path})
    stamp.write_text(locked + "".join(omit))
