"""The law that every test asserts something of its own: with ``assert``, ``pytest.raises`` or a helper that does."""

from __future__ import annotations

import ast
from collections.abc import Iterator

RAISING = frozenset({"raises", "warns", "fail"})
"""Members of pytest that fail a test by themselves."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _functions(source: str) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, Function))


def _called(node: ast.AST) -> set[str]:
    """The plain names that are called below this node; a method of something says too little about what it does."""
    calls = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return {name.id for name in calls if isinstance(name, ast.Name)}


def _asserts(node: ast.AST) -> bool:
    """Whether an assertion or one of pytest's own stands below this node."""
    return any(
        isinstance(part, ast.Assert)
        or (isinstance(part, ast.Attribute) and part.attr in RAISING and ast.unparse(part.value) == "pytest")
        for part in ast.walk(node)
    )


def asserting_helpers(source: str) -> frozenset[str]:
    """The functions of this source, tests apart, whose own body asserts."""
    return frozenset(node.name for node in _functions(source) if not node.name.startswith("test_") and _asserts(node))


def without_assertion(source: str, imported: frozenset[str] = frozenset()) -> list[tuple[int, str]]:
    """The tests that assert nothing: neither themselves nor through a helper of this source or one imported."""
    helpers = asserting_helpers(source) | imported
    return [
        (node.lineno, node.name)
        for node in _functions(source)
        if node.name.startswith("test_") and not _asserts(node) and not _called(node) & helpers
    ]


def imported_names(source: str) -> dict[str, str]:
    """The names this source takes from modules of the tests, with the module's path in the repository."""
    return {
        alias.asname or alias.name: node.module.replace(".", "/") + ".py"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("tests.")
        for alias in node.names
    }
