"""The law that a kind says everything once: no code and no template asks which kind or state a document has by name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from jinja2 import Environment, nodes

from tests.house.laws import ROOT, ours
from workflows.kinds import KINDS
from workflows.results import RESULT_WORKFLOW

ENUM = "Kind"
KIND_FILES = frozenset(path.relative_to(ROOT).as_posix() for path in ours(".py", under=("workflows/kinds",)))
"""Where kinds are declared."""
WORDS = frozenset(KINDS) | {
    state.name for flow in (RESULT_WORKFLOW, *(kind.workflow for kind in KINDS.values())) for state in flow.states
}
"""The names of all kinds and of all their states, as they are registered."""
LOOKUPS = frozenset({"state_named", "seat_named"})
PARTS = frozenset(part for kind in KINDS.values() for part in kind.parts)
"""The names of the parts of all contents."""
QUERIES = frozenset({"in_", "not_in", "is_", "is_not"})
DECLARATIONS = frozenset(name.upper() for name in KINDS)
"""The names under which the declarations of kinds are imported."""
ASKED = frozenset({"kind", "state"})
TELLERS = {
    "app/seeding/walking.py": "Walks a sample to each state by the state's name.",
    "benchmarks/bench_house.py": "Fills a house with documents in several states.",
    "benchmarks/demo.py": "Tells one story over HTTP, as a program of somebody else would.",
}
"""The files that name states because they tell of them, each with its reason."""
BEGINNERS = {"workflows/plans/creation.py": "Begins an annual plan, and says so to the frame that begins documents."}
"""The files of ``workflows/`` outside kinds and rules that name a kind as an argument, each with its reason."""
ROOMS_OF_NO_KIND = tuple(
    f"workflows/{room}"
    for room in ("accounts", "desk", "experts", "gender", "lifecycle", "notices", "results", "review")
)
"""The rooms that serve any kind: they get the parts of a content from the kind. Plans, rules and schema know theirs."""
RULES = "workflows/rules"
"""Rules and their subjects say which kinds they judge: that is their declaration. They too may not ask for one."""


def kind_tests(source: str) -> list[tuple[int, str]]:
    """Comparisons with a kind or a state by name, and tables that are looked up by kind."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        if any(map(_is_member, _keys(node))) or any(map(_is_word, _compared(node))):
            found[node.lineno] = ast.unparse(node)[:120]  # type: ignore[attr-defined]
    return sorted(found.items())


def constants_of_words(source: str) -> set[str]:
    """The constants of a module that are bound to a kind's or a state's name, or to a collection of such names."""
    names = set()
    for node in ast.parse(source).body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        value = getattr(node, "value", None)
        literals = [value] if isinstance(value, ast.Constant) else getattr(value, "elts", ())
        if any(map(_is_word, literals)):
            names |= {one.id for one in targets if isinstance(one, ast.Name)}
    return names


def constants_asked(source: str, constants: frozenset[str] = frozenset()) -> list[tuple[int, str]]:
    """Comparisons of ``.kind`` or ``.state`` with a constant of such words, and of anything with a kind's declaration.

    ``constants`` are those of other modules. ``GENDER_IMPACT.name`` in a query is no such comparison.
    """
    words, found = constants | constants_of_words(source), {}
    for node in ast.walk(ast.parse(source)):
        names = {_named(one) for one in _compared(node)}
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            sides = [node.func.value]
        asks = any(isinstance(one, ast.Attribute) and one.attr in ASKED for one in sides)
        if names & DECLARATIONS or (asks and names & words):
            found[node.lineno] = ast.unparse(node)[:120]  # type: ignore[attr-defined]
    return sorted(found.items())


def _named(node: ast.AST) -> str:
    """``X`` of ``X`` and of ``module.X``."""
    return str(getattr(node, "attr", "") if isinstance(node, ast.Attribute) else getattr(node, "id", ""))


def kinds_named(source: str) -> list[tuple[int, str]]:
    """Every mention of a member of ``Kind``, to whatever end."""
    return [(node.lineno, ast.unparse(node)) for node in ast.walk(ast.parse(source)) if _is_bare(node)]  # type: ignore[attr-defined]


def kinds_judged(source: str) -> list[tuple[int, str]]:
    """The same, but for what a rule or a subject says of itself: ``kinds=(Kind.X,)``, ``kind = Kind.X``."""
    declared = {
        (one.lineno, one.col_offset)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assign | ast.AnnAssign) or (isinstance(node, ast.keyword) and node.arg == "kinds")
        for one in (node.value.elts if isinstance(node.value, ast.Tuple) else [node.value])
        if one is not None and _is_bare(one)
    }
    return [
        (node.lineno, ast.unparse(node))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and _is_bare(node) and (node.lineno, node.col_offset) not in declared
    ]


def states_listed(source: str) -> list[tuple[int, str]]:
    """Collections of the names of states, tables by state, and states or seats that are looked up by a literal name."""
    found = {}
    for node in ast.walk(ast.parse(source)):
        names: list[ast.expr | None] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            names = list(node.elts)
        elif isinstance(node, ast.Dict) and len(node.keys) > 1:
            names = list(node.keys)
        elif isinstance(node, ast.Subscript) and _is_lookup(node.value):
            names = [node.slice]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_lookup(node.func.value):
            names = list(node.args[:1])
        looked_up = isinstance(node, ast.Subscript | ast.Call)
        if names and all(isinstance(n, ast.Constant) and (n.value in WORDS or looked_up) for n in names):
            found[node.lineno] = ast.unparse(node)[:120]  # type: ignore[attr-defined]
    return sorted(found.items())


def parts_named(source: str) -> list[tuple[int, str]]:
    """Every part of a content that is called by its name."""
    return [
        (node.lineno, str(node.value))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.partition("[")[0] in PARTS
    ]


def _is_lookup(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in LOOKUPS


def _is_bare(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == ENUM


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
    return any(map(_is_bare, (node, *getattr(node, "elts", ()), *getattr(node, "args", ()))))


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
