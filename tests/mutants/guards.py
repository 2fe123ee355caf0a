"""The guards of the service, found in its source: what each one is called, and the same function without it.

door          a page's own guard lets everybody in who has an account (@loads, @lists, @holds)
undertaking   the page opens before the undertaking is signed
open          a list of what somebody may see is everything (`open_to`, `run_by`, …)
shut out      whoever is shut out is no longer left out of a list
active        an account that ended still counts
time          what has ended, or not begun, still counts
ability       a role's ability is not asked for
own           a list is no longer only of this user's own
"""

import ast
import copy
import re
from dataclasses import dataclass
from pathlib import Path

PLACES = ["staff", "records", "consent", "sharing"]
SHUT = re.compile(r"shut|\bout\b|about_staff|keeping_out|withheld|among_the_few|lost|_kept_from")
OVER = re.compile(r"(until|starts_at|expire_date|ended_at)(__\w+)?$")
ASKER = re.compile(r"\buser\b")
DECIDES = re.compile(r"(_to|_by|_for)$|^of$")


@dataclass(frozen=True)
class Guard:
    """One guard: its kind, the function it stands in, and that function's module without it, as code to compile."""

    kind: str
    file: str
    function: str
    line: int
    words: str
    without: object = None

    @property
    def key(self):
        return f"{self.file} {self.function}"

    @property
    def name(self):
        return f"{self.kind:12}{self.file}:{self.line} {self.function}  {self.words}"


def in_source():
    """Every guard that stands inside a function."""
    for place in PLACES:
        for path in sorted(Path(place).rglob("*.py")):
            if not {"migrations", "management", "demo"} & set(path.parts):
                yield from _in_file(path)


def _in_file(path):
    tree = ast.parse(path.read_text("utf-8"))
    for function, name, owner in _functions(tree):
        for kind, node, instead in _removals(function, owner):
            words = ast.unparse(node).replace("\n", " ")[:70] if node is not function else ""
            yield Guard(kind, str(path), name, getattr(node, "lineno", function.lineno), words, (tree, node, instead))


def _functions(tree, before="", owner=""):
    """Each function with its dotted name and the class it stands in; those inside functions belong to these."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{before}{node.name}.", node.name)
        elif isinstance(node, ast.FunctionDef):
            yield node, before + node.name, owner


def _removals(function, owner):
    if owner.endswith("QuerySet") and _asks_who(function) and DECIDES.search(function.name):
        yield "open", function, _everything(function)
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            yield from _in_call(node, "QuerySet" in owner)
        elif isinstance(node, ast.Attribute) and node.attr == "is_active" and isinstance(node.ctx, ast.Load):
            yield "active", node, ast.Constant(True)


def _asks_who(function):
    return [argument.arg for argument in function.args.args][1:2] == ["user"]


def _everything(function):
    anew = copy.copy(function)
    anew.body = ast.parse("return self.all()").body
    return anew


def _in_call(call, in_queryset):
    called = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if called in {"exclude", "_not_shut_out"} and SHUT.search(ast.unparse(call)[len(ast.unparse(call.func.value)) :]):
        yield "shut out", call, call.func.value
    elif called == "can":
        yield "ability", call, ast.Constant(True)
    elif called in {"filter", "exclude", "Q"} or isinstance(call.func, ast.Name):
        for keyword in call.keywords:
            if kind := _kind_of(keyword, in_queryset):
                yield kind, keyword, call


def _kind_of(keyword, in_queryset):
    name = keyword.arg or ""
    if name.endswith("is_active") and isinstance(keyword.value, ast.Constant) and keyword.value.value:
        return "active"
    if OVER.search(name) and name.endswith(("__gt", "__gte", "__lte", "ended_at")):
        return "time"
    return "own" if in_queryset and ASKER.search(ast.unparse(keyword.value)) else None


def without(guard):
    """The code of the guard's function, compiled from a copy of its module in which the guard is not."""
    tree, node, instead = guard.without
    copies: dict = {}
    module = copy.deepcopy(tree, copies)
    gone, instead = copies[id(node)], copies.get(id(instead), instead)
    if isinstance(gone, ast.keyword):
        instead.keywords.remove(gone)
    else:
        module = _Replaced(gone, instead).visit(module)
    return code_of(module, guard)


def saying_so(guard):
    """The code of the guard's function, which first of all says that it was called."""
    module = copy.deepcopy(guard.without[0])
    function = next(node for node, name, _ in _functions(module) if name == guard.function)
    function.body[:0] = ast.parse(f"_went_through.add({guard.key!r})").body
    return code_of(module, guard)


def code_of(module, guard):
    """The code of the guard's function, as this module has it."""
    code = compile(ast.fix_missing_locations(module), str(Path(guard.file).resolve()), "exec")
    return _code_named(code, guard.function)


def is_function(guard):
    return any(name == guard.function for _, name, _ in _functions(guard.without[0]))


class _Replaced(ast.NodeTransformer):
    def __init__(self, gone, instead):
        self.gone, self.instead = gone, instead

    def visit(self, node):
        return self.instead if node is self.gone else super().visit(node)


def _code_named(code, name):
    """The code of the function of this dotted name, wherever it stands in a module's code."""
    if code.co_qualname == name:
        return code
    inner = (constant for constant in code.co_consts if hasattr(constant, "co_code"))
    return next((found for one in inner if (found := _code_named(one, name))), None)
