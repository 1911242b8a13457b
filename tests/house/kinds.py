"""The law that a kind says everything once: no code and no template asks which kind or state a document has by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jinja2 import Environment, nodes

from workflows.kinds import KINDS

ENUM = "Kind"
WORDS = frozenset(KINDS) | {state.name for kind in KINDS.values() for state in kind.workflow.states}
"""The names of all kinds and of all their states, as they are registered."""
QUERIES = frozenset({"in_", "not_in", "is_", "is_not"})
TELLERS = {
    "app/seeding/walking.py": "Walks a sample to each state by the state's name.",
    "benchmarks/demo.py": "Tells one story over HTTP, as a program of somebody else would.",
}
"""The files that name states because they tell of them, each with its reason."""


def kind_tests(source: str) -> list[tuple[int, str]]:
    """Comparisons with a kind or a state by name, and tables that are looked up by kind."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if any(map(_is_member, _keys(node))) or any(map(_is_word, _compared(node))):
            found[node.lineno] = ast.unparse(node)[:120]  # type: ignore[attr-defined]
    return sorted(found.items())


def _compared(node: ast.AST) -> Iterator[ast.AST]:
    """What a node compares something with, each constant of a collection by itself."""
    sides: list[ast.AST] = []
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
    elif isinstance(node, ast.MatchValue):
        sides = [node.value]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in QUERIES:
        sides = [*node.args]
    for side in sides:
        yield from side.elts if isinstance(side, ast.Tuple | ast.List | ast.Set) else [side]


def _keys(node: ast.AST) -> Iterator[ast.AST]:
    """The same, and the keys by which a table is made or looked up."""
    yield from _compared(node)
    if isinstance(node, ast.Subscript):
        yield node.slice
    elif isinstance(node, ast.Dict):
        yield from (key for key in node.keys if key)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        yield from node.args[:1]


def _is_member(node: ast.AST) -> bool:
    """``Kind.ANNUAL_PLAN``, alone, in a tuple or in ``str(…)``."""
    return any(
        isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id == ENUM
        for each in (node, *getattr(node, "elts", ()), *getattr(node, "args", ()))
    )


def _is_word(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in WORDS


def kind_tests_in_template(source: str) -> list[tuple[int, str]]:
    """The same in a template."""
    tree = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True).parse(source)
    return [
        (compare.lineno, str(constant.value))
        for compare in tree.find_all(nodes.Compare)
        for constant in compare.find_all(nodes.Const)
        if constant.value in WORDS
    ]
