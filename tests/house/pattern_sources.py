"""Every pattern of the product: those written into its code, and those its modules hold once they are imported."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any, Final, NamedTuple

from tests.house.laws import ROOT, product
from tests.house.pattern_growth import FULL, MATCH, SEARCH

_FUNCTIONS: Final = {
    "compile": None,
    "search": SEARCH,
    "sub": SEARCH,
    "subn": SEARCH,
    "split": SEARCH,
    "findall": SEARCH,
    "finditer": SEARCH,
    "match": MATCH,
    "fullmatch": FULL,
}
"""What ``re`` is asked to do, and how the pattern is used then; ``None`` where that shows elsewhere."""
_UNKNOWN: Final = "甲"
"""Stands for a piece of a pattern that only a run knows, which is escaped there."""


class Found(NamedTuple):
    """A pattern, the ways it is used, and where it stands: ``module.NAME`` or ``module:line``."""

    place: str
    pattern: str
    flags: int
    uses: frozenset[str]


def all_patterns() -> list[Found]:
    """Every pattern once for each place it has."""
    return [*written_patterns(), *held_patterns()]


def modules() -> Iterator[ModuleType]:
    """Every module of the product, imported."""
    for path in sorted(product()):
        if (name := _module_of(path)) != "wsgi":
            yield importlib.import_module(name)


@cache
def uses_by_name() -> Mapping[tuple[str, str], frozenset[str]]:
    """How the pattern of each name is used, by module where the name is the module's own, else by the name alone.

    A match at a given place may begin anywhere.
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in product():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module, members = _module_of(path), _members(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _FUNCTIONS.get(node.func.attr):
                use, name = str(_FUNCTIONS[node.func.attr]), _last_name(node.func.value)
                name = members.get(name, name)
                found[_key(module, name)].add(SEARCH if len(node.args) > 1 and use == MATCH else use)
    return {key: frozenset(uses) for key, uses in found.items()}


def _key(module: str, name: str) -> tuple[str, str]:
    return (module if name.startswith("_") else "", name)


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _members(tree: ast.Module) -> dict[str, str]:
    """The names that stand for the members of a named collection in turn: ``for form in _FORMS``."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For | ast.comprehension)]
    return {
        node.target.id: node.iter.id
        for node in loops
        if isinstance(node.target, ast.Name) and isinstance(node.iter, ast.Name)
    }


def _module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def written_patterns() -> Iterator[Found]:
    """The patterns that stand in calls inside functions; those at the top of a module are held by it."""
    for path in sorted(product()):
        where = str(path.relative_to(ROOT))
        yield from patterns_in(path.read_text(encoding="utf-8"), where)


def patterns_in(source: str, where: str) -> Iterator[Found]:
    """The patterns that are given to ``re`` anywhere in a source."""
    tree = ast.parse(source)
    constants = _constants(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not _asked_of_re(node) or not node.args:
            continue
        pattern = _text(node.args[0], constants)
        use = _FUNCTIONS[node.func.attr] if isinstance(node.func, ast.Attribute) else None
        if pattern is not None and (use or _inside_function(tree, node)):
            yield Found(f"{where}:{node.lineno}", pattern, _flags(node), frozenset({use or SEARCH}))


def unread_patterns(source: str | None = None, where: str = "") -> Iterator[str]:
    """Where a function is given a pattern that only a run knows and no module holds."""
    if source is None:
        for path in sorted(product()):
            yield from unread_patterns(path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))
        return
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not _asked_of_re(node) or not node.args:
            continue
        if _inside_function(tree, node) and _text(node.args[0], _constants(tree)) is None:
            yield f"{where}:{node.lineno}"


def _asked_of_re(node: ast.Call) -> bool:
    return (
        isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "re"
        and node.func.attr in _FUNCTIONS
    )


def _inside_function(tree: ast.Module, call: ast.Call) -> bool:
    return any(call in set(ast.walk(node)) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda))


def _constants(tree: ast.Module) -> dict[str, str]:
    """The texts that have a name at the top of a module."""
    return {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def _text(node: ast.expr, constants: Mapping[str, str]) -> str | None:
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part, constants) or "" for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text(node.value, constants) or _UNKNOWN
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return (_text(node.left, constants) or "") + (_text(node.right, constants) or "")
    return constants.get(node.id) if isinstance(node, ast.Name) else None


def _flags(call: ast.Call) -> int:
    names = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
    return sum(getattr(re, name) for name in names & {"IGNORECASE", "I", "MULTILINE", "M", "DOTALL", "S", "ASCII"})


def held_patterns() -> Iterator[Found]:
    """The compiled patterns that can be reached from the names of every module."""
    seen: set[int] = set()
    known: set[tuple[str, int]] = set()
    for module in modules():
        for name, value in sorted(vars(module).items()):
            if name.startswith("__"):
                continue
            for pattern in reachable(value, seen):
                if (pattern.pattern, pattern.flags) not in known:
                    known.add((pattern.pattern, pattern.flags))
                    uses = uses_by_name().get(_key(module.__name__, name), frozenset())
                    yield Found(
                        f"{module.__name__}.{name}", pattern.pattern, pattern.flags, uses or frozenset({SEARCH})
                    )


def reachable(value: Any, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """The patterns within a value of our own: in containers, attributes, closures and defaults."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, str | bytes | int | float | ModuleType):
            continue
        seen.add(id(one))
        if isinstance(one, re.Pattern):
            if isinstance(one.pattern, str):
                yield one
        else:
            waiting += _within(one)


def _within(one: Any) -> Iterable[Any]:
    if isinstance(one, Mapping):
        return [*one.keys(), *one.values()] if type(one) is dict or hasattr(one, "items") else []
    if isinstance(one, tuple | list | set | frozenset):
        return list(one)
    if isinstance(one, MethodType):
        return [one.__self__, one.__func__]
    wrapped = getattr(one, "__wrapped__", None)
    if isinstance(one, FunctionType):
        if not _ours(one.__module__):
            return []
        cells = [cell.cell_contents for cell in one.__closure__ or () if _filled(cell)]
        return [*cells, *(one.__defaults__ or ()), *(one.__kwdefaults__ or {}).values(), wrapped]
    if not _ours(getattr(one if isinstance(one, type) else type(one), "__module__", "")):
        return [wrapped] if wrapped else []
    names = {
        name
        for part in (one if isinstance(one, type) else type(one)).__mro__
        for name in getattr(part, "__slots__", ())
    }
    return [
        *getattr(one, "__dict__", {}).values(),
        *(getattr(one, name, None) for name in names if isinstance(name, str)),
    ]


def _filled(cell: Any) -> bool:
    try:
        cell.cell_contents  # noqa: B018 - an empty cell raises
    except ValueError:
        return False
    return True


def _ours(name: str | None) -> bool:
    return bool(name) and str(name).split(".")[0] in {"app", "exchange", "forms", "models", "workflows", "config"}
