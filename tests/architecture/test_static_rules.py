"""What may not stand in our code at all, however good the reason seems."""

import ast
import re
from pathlib import Path

from .test_floors import MODULES, nodes

CALLS = {
    "mark_safe",
    "SafeString",
    "csrf_exempt",
    "eval",
    "exec",
    "compile",
    "__import__",
    "print",
    "RawSQL",
    "breakpoint",
}
METHODS = {"raw", "extra", "mark_safe"}
# Triggers and grants cannot be said in another language; all of the ledger is read again as plain columns.
WRITES_SQL = {Path(f"audit/{name}.py") for name in ("appendonly", "roles", "columns", "lines", "recheck", "walls")}
WRITES_SQL |= {Path("audit/disposal.py"), Path("audit/samples.py")}  # what no model may do, and what the disk forgets
WRITES_SQL |= {Path("records/prepared.py")}  # the SQL that Django made of a queryset, kept; no word of ours
WRITES_SQL |= {Path("governance/backup/database.py")}  # a copy is asked for in the database's own words
WRITES_SQL |= {Path("governance/promises/machine.py")}  # how SQLite is set
# Who works behind the walls (audit/walls.py): verbs, the printing of a signed decision, the command line.
BEHIND_THE_WALLS = {"audit/verbs.py", "audit/hands.py", "audit/walls.py", "sharing/archive.py", "manage.py", "dev.py"}
BEHIND_THE_WALLS |= {"records/leavers.py", "sharing/leaving/pieces.py"}  # a count; that something was corrected
BEHIND_THE_WALLS |= {"consent/by_link.py", "sharing/leaving/delivery.py"}  # whoever has link and code, and no account
BEHIND_THE_WALLS |= {"records/models/safe_contact.py", "records/models/order.py"}  # what must not happen, whoever asks
BEHIND_THE_WALLS |= {"records/models/allegation.py"}  # whether there is a folder already, for whoever may not open it
BEHIND_THE_WALLS |= {"sharing/models/routine.py"}  # whether a decision stands, for whoever may not open it
BEHIND_THE_WALLS |= {"governance/disposing/proposal.py"}  # all that goes is counted, whoever asks
BEHIND_THE_WALLS |= {"governance/disposing/again.py"}  # before a restored service opens
BEHIND_THE_WALLS |= {"governance/strays.py"}  # a file is a stray only if no row at all names it
SAYS_ALOUD = {Path("sharing/states.py")}  # run by hand, to draw the diagram of docs/


def found(path):
    for node in nodes(path):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None)
            method = getattr(node.func, "attr", None)
            if name in CALLS or method in METHODS:
                yield node.lineno, name or method
            if method == "execute" and path not in WRITES_SQL and not isinstance(node.func.value, ast.Call):
                yield node.lineno, "SQL by hand"
        elif isinstance(node, ast.Name) and node.id in {"mark_safe", "csrf_exempt", "SafeString"}:
            yield node.lineno, node.id
        elif isinstance(node, ast.ExceptHandler) and _swallows(node):
            yield node.lineno, "an error of any kind is swallowed"
        elif isinstance(node, ast.Assign) and _takes_every_field(node):
            yield node.lineno, "every field of a model"


def _swallows(handler):
    any_kind = handler.type is None or getattr(handler.type, "id", "") in {"Exception", "BaseException"}
    return any_kind and all(isinstance(step, ast.Pass | ast.Continue) for step in handler.body)


def _takes_every_field(node):
    named = any(getattr(target, "id", "") == "fields" for target in node.targets)
    return named and getattr(node.value, "value", None) == "__all__"


def test_no_module_opens_a_back_door():
    lines = [(path, number, what) for path in MODULES for number, what in found(path)]
    assert [line for line in lines if not (line[2] == "print" and line[0] in SAYS_ALOUD)] == []


def test_few_work_behind_the_walls():
    ours = [*MODULES, *Path().glob("*.py")]
    assert {str(path) for path in ours if "standing_as_system" in path.read_text("utf-8")} == BEHIND_THE_WALLS


def test_no_template_lets_words_through_as_markup():
    lets = re.compile(r"\|\s*safe(?:seq)?\b|autoescape\s+off|<script(?![^>]*\bsrc=)|\son[a-z]+=|javascript:")
    assert [(path, lets.findall(text)) for path, text in _templates() if lets.search(text)] == []


def _templates():
    return [(path, path.read_text("utf-8")) for path in sorted(Path("templates").rglob("*.html"))]


def test_no_log_line_is_put_together_from_words():
    """What is logged is a constant with places in it, so that nobody logs a record by mistake."""
    logs = {"log", "logger"}
    calls = [(path, node) for path in MODULES for node in nodes(path) if isinstance(node, ast.Call)]
    said = [(path, node) for path, node in calls if getattr(getattr(node.func, "value", None), "id", "") in logs]
    assert [(path, node.lineno) for path, node in said if not isinstance(node.args[0], ast.Constant)] == []


def test_no_admin_site_and_no_history_page_is_mounted():
    settings = Path("springfield/settings.py").read_text("utf-8")
    addresses = "".join(path.read_text("utf-8") for path in MODULES if path.name == "urls.py")
    assert "contrib.admin" not in settings + addresses
    assert "SimpleHistoryAdmin" not in "".join(path.read_text("utf-8") for path in MODULES)
