"""A worker's memory: what its start must not import, and what a request must not make anew in circles."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, meta, nodes

from app import create_app
from config import Settings
from tests.house.laws import JINJA, ROOT, breaches, product

LATE = (
    "alembic",
    "app.cli.plan",
    "app.seeding",
    "babel.global_data",
    "exchange.readers.plan",
    "flask_migrate",
    "hypothesis",
    "lark",
    "openpyxl",
    "psycopg",
    "sqlalchemy.dialects.postgresql",
    "tests",
)
"""Modules that a command, a migration, the other database or the first formula brings in, not the start of a worker."""


def imported_at_start(folder: Path) -> set[str]:
    """The modules that a worker on SQLite has once it can answer."""
    program = "import sys, wsgi; print(chr(10).join(sys.modules))"
    environ = {"DATABASE_URL": f"sqlite:///{folder}/none.sqlite3", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environ, check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def test_a_worker_starts_without_what_only_commands_and_imports_need(tmp_path: Path) -> None:
    names = imported_at_start(tmp_path)
    assert "app.shell.rendering" in names
    assert {late for late in LATE for name in names if name == late or name.startswith(f"{late}.")} == set()


def aliases_in_functions(source: str) -> list[tuple[int, str]]:
    """Aliases of tables that each call makes anew: they clone every column, in circles that only the collector frees."""
    functions = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef)]
    return sorted(
        {
            (node.lineno, ast.unparse(node))
            for function in functions
            for node in ast.walk(function)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "aliased"
        }
    )


def test_an_alias_of_a_table_is_made_once() -> None:
    assert aliases_in_functions("def asked():\n    plan = aliased(Document)\n") == [(2, "aliased(Document)")]
    assert breaches(product(), aliases_in_functions) == []


def imports_in(tree: nodes.Template) -> Iterator[tuple[int, str, bool]]:
    """Line, template and whether it takes the context, of each import of a template named in the source."""
    statements: list[nodes.Import | nodes.FromImport] = [*tree.find_all(nodes.Import), *tree.find_all(nodes.FromImport)]
    for one in statements:
        if isinstance(one.template, nodes.Const):
            yield one.lineno, one.template.value, one.with_context


def read_from_context(environment: Environment, name: str) -> set[str]:
    """What a template and those it imports with their context read that is neither its own nor of every template."""
    tree = environment.parse(Path(ROOT, "app/templates", name).read_text("utf-8"))
    read = meta.find_undeclared_variables(tree) - set(environment.globals)
    for _line, imported, with_context in imports_in(tree):
        if with_context:
            read |= read_from_context(environment, imported)
    return read


def idle_contexts(environment: Environment, source: str) -> list[tuple[int, str]]:
    """Imports with the context of templates that do not read it: made anew for each page, in circles with its data."""
    return [
        (line, imported)
        for line, imported, with_context in imports_in(JINJA.parse(source))
        if with_context and not read_from_context(environment, imported)
    ]


def test_templates_are_imported_with_the_context_only_where_they_read_it(tmp_path: Path) -> None:
    environment = create_app(Settings(database_url=f"sqlite:///{tmp_path}/none.sqlite3")).jinja_env
    planted = '{% from "frame/parts/tables.html" import pager with context %}'
    assert idle_contexts(environment, planted) == [(1, "frame/parts/tables.html")]
    for path in sorted((ROOT / "app/templates").rglob("*.html")):
        assert idle_contexts(environment, path.read_text("utf-8")) == [], path.name
