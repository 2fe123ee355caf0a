"""Small changes to what decides: each a slip somebody could make in one of five files.

compare    == for !=, < for <=, in for not in
boolean    and for or, one side left out, a not left out
if         the condition the other way round, or a condition of a comprehension left out
return     nothing is returned
number     one more, or one less; True for False
text       another word, or none
sum        + for -, | for &

Left alone: what only says what something is called or is for (annotations, docstrings, names of choices).
"""

import ast
import copy
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from .guards import Guard, _functions

FILES = [
    "sharing/rules.py",
    "sharing/states.py",
    "consent/footing.py",
    "consent/standing.py",
    "records/safe_address.py",
]
OTHERWISE = {
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.In: [ast.NotIn], ast.NotIn: [ast.In], ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is], ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt], ast.And: [ast.Or], ast.Or: [ast.And], ast.Add: [ast.Sub], ast.Sub: [ast.Add],
    ast.BitOr: [ast.BitAnd], ast.BitAnd: [ast.BitOr], ast.Mult: [ast.Add],
}  # fmt: skip
OURS = {"springfield", "portal", "governance", "sharing", "consent", "records", "staff", "policy", "audit", "tests"}
CHOICES = {"StrEnum", "models.TextChoices"}
GIVEN = ("__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__")
NAMES = ("__all__", "if __name__", "Literal[")
NEVER_RUN = ast.Import, ast.ImportFrom, ast.ClassDef, ast.If


def in_core():
    """Every change, in the order of the files; what is said of one is said of no other."""
    seen: Counter = Counter()
    for file in FILES:
        for change in _in_file(file):
            said = change.key, change.kind, change.words
            seen[said] += 1
            yield replace(change, words=f"{change.words} ({seen[said]})" if seen[said] > 1 else change.words)


def _in_file(file):
    tree = ast.parse(Path(file).read_text("utf-8"))
    left_alone, places = set(_left_alone(tree)), dict(_places(tree))
    for node in ast.walk(tree):
        for kind, instead in [] if id(node) in left_alone else _changes(node):
            words = f"{_said(node)} -> {_said(instead)}"
            yield Guard(kind, file, places.get(id(node), ""), getattr(node, "lineno", 0), words, (tree, node, instead))


def _places(tree):
    """What each part belongs to: a table or class by its name, and within a class the method."""
    for one in tree.body:
        target = getattr(one, "targets", [getattr(one, "target", None)])[0]
        name = getattr(one, "name", None) or (ast.unparse(target) if target else "")
        yield from ((id(inner), name) for inner in ast.walk(one))
    for function, name, _ in _functions(tree):
        yield from ((id(inner), name) for inner in ast.walk(function))


def _said(node):
    return " ".join(ast.unparse(node).split())[:90]


def _left_alone(tree):
    for node in ast.walk(tree):
        if _is_left_alone(node):
            yield from map(id, ast.walk(node))
        for part in ("annotation", "returns"):
            if getattr(node, part, None):
                yield from map(id, ast.walk(getattr(node, part)))


def _is_left_alone(node):
    if isinstance(node, ast.ClassDef):
        return bool(CHOICES & {ast.unparse(base) for base in node.bases})
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return ast.unparse(node).startswith(NAMES) if isinstance(node, ast.Assign | ast.If | ast.Subscript) else False


def _changes(node):
    """Each change of one node, as (kind, what stands there instead)."""
    change = CHANGES.get(type(node))
    return change(node) if change else ()


def _compare(node):
    for place, op in enumerate(node.ops):
        for other in OTHERWISE.get(type(op), []):
            yield "compare", _with(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])


def _boolean(node):
    yield "boolean", _with(node, op=OTHERWISE[type(node.op)][0]())
    for place in range(len(node.values)):
        left = node.values[:place] + node.values[place + 1 :]
        yield "boolean", left[0] if len(left) == 1 else _with(node, values=left)


def _sum(node):
    for other in OTHERWISE.get(type(node.op), []):
        yield "sum", _with(node, op=other())


def _not(node):
    if isinstance(node.op, ast.Not):
        yield "boolean", node.operand


def _if(node):
    yield "if", _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _each(node):
    for place in range(len(node.ifs)):
        yield "if", _with(node, ifs=node.ifs[:place] + node.ifs[place + 1 :])


def _return(node):
    if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield "return", _with(node, value=ast.Constant(None))


def _constant(node):
    if isinstance(node.value, bool):
        yield "number", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (("number", ast.Constant(node.value + one)) for one in (1, -1))
    elif isinstance(node.value, str):
        yield "text", ast.Constant(f"XX{node.value}XX" if node.value else "XX")


CHANGES = {
    ast.Compare: _compare, ast.BoolOp: _boolean, ast.BinOp: _sum, ast.AugAssign: _sum, ast.UnaryOp: _not, ast.If: _if,
    ast.IfExp: _if, ast.While: _if, ast.comprehension: _each, ast.Return: _return, ast.Constant: _constant,
}  # fmt: skip


def _with(node, **parts):
    anew = copy.copy(node)
    for name, part in parts.items():
        setattr(anew, name, part)
    return anew


def changed(tree, node, instead):
    """The module with the change."""
    copies: dict = {}
    anew = copy.deepcopy(tree, copies)
    return ast.fix_missing_locations(_Instead(copies[id(node)], copy.deepcopy(instead, copies)).visit(anew))


class _Instead(ast.NodeTransformer):
    def __init__(self, gone, instead):
        self.gone, self.instead = gone, instead

    def visit(self, node):
        return self.instead if node is self.gone else super().visit(node)


def as_they_are():
    """Makes the tables of every file again without any change: a test that cannot bear that tells nothing later."""
    for file in FILES:
        made_again(file, ast.parse(Path(file).read_text("utf-8")))


def made_again(file, tree):
    """The tables of a module, and what its decorators enter into them, as this tree has them; everywhere they are used.

    Its classes stay the same ones, so that nothing differs but the change; of them the defaults are taken over.
    """
    module = sys.modules[file.removesuffix(".py").replace("/", ".")]
    before = dict(vars(module))
    body = [one for one in tree.body if not isinstance(one, NEVER_RUN) and not _is_plain(one)]
    exec(_compiled(body, file), vars(module))  # noqa: S102 (this is what is tried)
    for one in tree.body:
        if isinstance(one, ast.ClassDef):
            apart = dict(vars(module))
            exec(_compiled([one], file), apart)  # noqa: S102
            _take_over(apart[one.name], before[one.name])
    anew = {name for name, value in before.items() if name[:2] != "__" and vars(module)[name] is not value}
    for other in [one for name, one in sys.modules.items() if name.partition(".")[0] in OURS]:
        for name in anew & vars(other).keys():
            if vars(other)[name] is before[name]:
                setattr(other, name, vars(module)[name])


def _is_plain(one):
    return isinstance(one, ast.FunctionDef) and not one.decorator_list


def _compiled(body, file):
    return compile(ast.Module(body, []), str(Path(file).resolve()), "exec")


def _take_over(new, old):
    """What a dataclass is given: how it is made, shown, compared, kept apart and kept from changing."""
    if "__dataclass_fields__" in vars(old):
        old.__init__.__defaults__ = new.__init__.__defaults__
        for name in GIVEN:
            if name in vars(new):
                setattr(old, name, vars(new)[name])
            elif name in vars(old):
                delattr(old, name)
