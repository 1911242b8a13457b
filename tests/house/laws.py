"""The laws of the house as functions: each reads sources and gives the places where its law is broken."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from app.shell.line_breaks import PIECES, Place

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "exchange", "forms", "models", "workflows")
ENTRIES = ("config.py", "wsgi.py")
NOT_OURS = frozenset({".git", "node_modules", "var", "__pycache__", "build"})
LONGEST = 320
LONGEST_FUNCTION = 60
USUAL_FUNCTION = 20
"""Nine in ten functions of the product are no longer than this."""
UNFORMATTED = re.compile(r"#\s*fmt:\s*(?:skip|off)")
STAND_ALONE = frozenset({"exchange/verify_bundle.py"})
"""May be longer: it is handed over by itself, so it cannot be cut in two."""
WIDEST = {".html": 140, ".scss": 120, ".js": 120, ".mjs": 120}
"""The longest line of a file with this ending, in characters. Python's lines are measured by ruff."""
TEMPLATES = ("app/templates", "tests/browser/specimens", "tests/toy/templates")
TRANSLATORS = frozenset(
    {"_", "_l", "N_", "gettext", "lazy_gettext", "lazy_ngettext", "ngettext", "npgettext", "pgettext", "of"}
)
SINGULAR_AND_PLURAL = frozenset({"ngettext", "lazy_ngettext"})
EMPTY_NAMES = frozenset({"found", "told", "said"})
COMMITTERS = frozenset({"workflows/lifecycle/transaction.py"})
OPENERS_OF_UNITS_OF_WORK = {
    "workflows/lifecycle/verbs.py": "the frame of every verb",
    "workflows/accounts/authentication.py": "nobody has signed in yet: an account is counted and locked, not permitted",
    "workflows/experts/sign_in.py": "a link and a code stand for the person; what is refused is counted and kept",
    "workflows/experts/reminders.py": "the timer's: one transaction per letter, nobody asks for it",
    "workflows/kinds/vocabulary.py": "an upgrade of the database: no person acts, and none is permitted or refused",
    "workflows/notices/outbox.py": "the timer's: one transaction per letter sent, whoever runs it",
}
"""The modules that begin a transaction, each with the reason why it is not a verb inside the frame."""
READERS_OF_THE_ENVIRONMENT = frozenset({"config.py"})
TEXT_ENDINGS = frozenset(
    {
        ".py",
        ".html",
        ".md",
        ".txt",
        ".in",
        ".toml",
        ".json",
        ".mjs",
        ".js",
        ".scss",
        ".css",
        ".cfg",
        ".ini",
        ".po",
        ".mako",
        ".svg",
        "",
    }
)
FOR_LATER = re.compile(r"(?:#|//|/\*|<!--).*\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
MACHINE_PATHS = re.compile(r"(?:^|[^A-Za-z0-9_.\])])/(?:work|farm|root|home)/")
REGISTRIES = re.compile(
    r"\b(?:py"
    + r"pi\.org|pythonh"
    + r"osted\.org|registry\.np"
    + r"mjs|npm"
    + r"js\.org|deb\.deb"
    + r"ian\.org|regi"
    + r"stry\.yarn)"
)
JINJA = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
LEADING_SPACE = re.compile(r"(?![ \t\u3000]*\n)[ \t\u3000]")
TRAILING_SPACE = re.compile(r"[^\n \t\u3000][ \t\u3000]+\Z|\A[ \t\u3000]+\Z")
POSITIONAL = re.compile(r"(?<!%)%(?:[sdrifx]|\d)")

Breach = tuple[str, int, str]
"""Where a law is broken: path, line, and what stands there."""


def ours(*endings: str, under: tuple[str, ...] = ("",)) -> Iterator[Path]:
    """The files of the repository with one of these endings, without what was installed, built or stored here."""
    for top in under:
        for path in sorted((ROOT / top).rglob("*") if (ROOT / top).is_dir() else [ROOT / top]):
            parts = path.relative_to(ROOT).parts
            hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
            if path.is_file() and path.suffix in endings and not hidden and not NOT_OURS & set(parts):
                yield path


def product() -> Iterator[Path]:
    """The Python files of the product: its rooms and its two entries."""
    return ours(".py", under=(*ROOMS, *ENTRIES))


def breaches(
    paths: Iterator[Path], law: Callable[[str], list[tuple[int, str]]], exempt: frozenset[str] = frozenset()
) -> list[Breach]:
    """Every place in these files where the law is broken, but for the files that may."""
    found = []
    for path in paths:
        name = path.relative_to(ROOT).as_posix()
        if name not in exempt:
            found += [(name, line, what) for line, what in law(path.read_text("utf-8"))]
    return found


def _calls(source: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))


def _called(node: ast.Call) -> str:
    return (
        node.func.attr
        if isinstance(node.func, ast.Attribute)
        else node.func.id
        if isinstance(node.func, ast.Name)
        else ""
    )


def commits(source: str) -> list[tuple[int, str]]:
    """Calls that end a transaction of the database: a unit of work does that, once."""
    return [
        (node.lineno, ast.unparse(node))
        for node in _calls(source)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def units_of_work(source: str) -> list[tuple[int, str]]:
    """Transactions begun outside the frame of verbs."""
    return [(node.lineno, ast.unparse(node)) for node in _calls(source) if _called(node) == "unit_of_work"]


def environment_reads(source: str) -> list[tuple[int, str]]:
    """Reads of the process's environment."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in ("environ", "getenv", "environb")
            and ast.unparse(node.value) == "os"
        ):
            found.append((node.lineno, ast.unparse(node)))
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            found += [
                (node.lineno, alias.name) for alias in node.names if alias.name in ("environ", "getenv", "environb")
            ]
    return found


LATE_IMPORTS = {
    **{
        ("exchange/writers/tables.py", module): "Loaded with the first workbook that is written."
        for module in ("openpyxl", "openpyxl.cell", "openpyxl.cell.cell", "openpyxl.styles", "openpyxl.utils")
    },
    ("config.py", "pysqlite3"): "A newer SQLite where the machine's own is too old; looked for, and done without.",
    ("app/ops/migrating.py", "flask_migrate"): "Alembic costs 8 MiB, and no web worker migrates.",
    ("workflows/content/text_diff.py", "diff_match_patch"): "Stands in only where the compiled library has no wheel.",
    ("workflows/formula/grammar.py", "lark"): "Loaded with the first formula that the hand-written parser refuses.",
    ("workflows/formula/grammar.py", "lark.lexer"): "As above.",
    ("workflows/formula/grammar.py", "lark.exceptions"): "As above.",
    ("workflows/language/calendar.py", "holidays.countries.taiwan"): "It weighs 20 MiB, and no page asks for it.",
}
"""The modules that are imported inside a function, each with its reason."""
WALKERS_OF_PACKAGES = {
    "app/__init__.py": "Loads the views of each activity when an app is made.",
    "app/cli/__init__.py": "Loads a command when it is called.",
    "exchange/registry.py": "Loads every reader.",
    "exchange/writers/registry.py": "Loads every writer.",
    "workflows/rules/__init__.py": "Loads every rule.",
}
"""The registries that import modules by name inside a function, each with its reason."""


def late_imports(source: str, name: str = "") -> list[tuple[int, str]]:
    """Imports inside a function: they hide a circle or what a module needs; ``name`` is the file's."""
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    inside = [node for one in functions for node in ast.walk(one)]
    imports = (node for node in inside if isinstance(node, ast.Import | ast.ImportFrom))
    late: dict[int, ast.AST] = {one.lineno: one for one in imports if (name, _imported(one)) not in LATE_IMPORTS}
    if name not in WALKERS_OF_PACKAGES:
        late |= {node.lineno: node for node in inside if isinstance(node, ast.Call) and _is_import(node.func)}
    return [(line, ast.unparse(node)) for line, node in late.items()]


def _is_import(function: ast.expr) -> bool:
    """``import_module`` and ``__import__``, by whatever way they are reached."""
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("import_module", "__import__")


def _imported(node: ast.Import | ast.ImportFrom) -> str:
    """The module that is imported."""
    return node.module or "." if isinstance(node, ast.ImportFrom) else node.names[0].name


HOOKS = frozenset(
    {
        "before_app_request",
        "after_app_request",
        "teardown_app_request",
        "app_context_processor",
        "app_errorhandler",
        "app_url_defaults",
        "app_url_value_preprocessor",
        "record",
        "record_once",
    }
)
"""What lets a blueprint change the whole application when it is registered; the factory alone does that."""


def hooks_of_blueprints(source: str) -> list[tuple[int, str]]:
    """Uses of a hook by which a blueprint reaches beyond its own routes."""
    return [
        (node.lineno, ast.unparse(node))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in HOOKS
    ]


def _pieced_together(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "an f-string"
    if isinstance(node, ast.BinOp):
        return "pieces put together"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("format", "join"):
        return f"the result of {node.func.attr}"
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and POSITIONAL.search(node.value):
        return "a placeholder without a name"
    return ""


def unfit_sentences(source: str) -> list[tuple[int, str]]:
    """Translation calls whose sentence no catalogue can hold, or whose placeholders have no names."""
    found = []
    for node in _calls(source):
        if (name := _called(node)) in TRANSLATORS:
            sentences = node.args[: 2 if name in SINGULAR_AND_PLURAL else 1]
            found += [(node.lineno, f"{name}: {what}") for each in sentences if (what := _pieced_together(each))]
    return found


def unfit_sentences_in_template(source: str) -> list[tuple[int, str]]:
    """The same in a template."""
    tree = JINJA.parse(source)
    found = []
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in TRANSLATORS and call.args:
            first = call.args[0]
            if isinstance(first, nodes.Concat | nodes.Add | nodes.Mod):
                found.append((call.lineno, f"{call.node.name}: pieces put together"))
            elif isinstance(first, nodes.Const) and POSITIONAL.search(str(first.value)):
                found.append((call.lineno, f"{call.node.name}: a placeholder without a name"))
    return found


def length(source: str) -> list[tuple[int, str]]:
    """Files that have grown so long that a room must be missing."""
    lines = source.count("\n")
    return [(lines, f"{lines} lines")] if lines > LONGEST else []


def functions(source: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a module whose own lines are counted: one that only holds a class is measured by its methods."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not any(
            isinstance(inner, ast.ClassDef) for inner in node.body
        ):
            yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function from its name to its end."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def long_functions(source: str) -> list[tuple[int, str]]:
    """Functions that do more than one can see at once."""
    found = ((node, lines_of(node)) for node in functions(source))
    return [(node.lineno, f"{node.name}: {lines} lines") for node, lines in found if lines > LONGEST_FUNCTION]


def empty_names(source: str) -> list[tuple[int, str]]:
    """Variables, arguments and functions whose name says that something is there, and not what."""
    places = [(getattr(node, "lineno", 0), name) for node in ast.walk(ast.parse(source)) for name in _names_given(node)]
    return [(line, name) for line, name in places if name.strip("_") in EMPTY_NAMES]


def _names_given(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return [node.id]
    if isinstance(node, ast.arg):
        return [node.arg]
    return [node.name] if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else []


def packed_lines(source: str) -> list[tuple[int, str]]:
    """Lines kept out of the formatter's hands that are no row of a table at the level of the module."""
    tables = {
        node.end_lineno
        for node in ast.parse(source).body
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and _is_table(node.value)
    }
    lines = enumerate(source.splitlines(), 1)
    return [(number, line.strip()) for number, line in lines if UNFORMATTED.search(line) and number not in tables]


def _is_table(value: ast.expr) -> bool:
    if isinstance(value, ast.Call) and value.args:
        return _is_table(value.args[0])
    return isinstance(value, (ast.Tuple, ast.List, ast.Dict, ast.Set))


def width(most: int) -> Callable[[str], list[tuple[int, str]]]:
    """A law against lines of more than ``most`` characters."""

    def law(source: str) -> list[tuple[int, str]]:
        lines = enumerate(source.splitlines(), 1)
        return [(number, f"{len(line)} characters: {line.strip()[:60]}") for number, line in lines if len(line) > most]

    return law


def spaces_beside_statements(source: str) -> list[tuple[int, str]]:
    """Spaces of the text within a line that stand directly beside a ``{% %}``.

    The formatter of templates moves or drops them; a space that the page shows is written as ``{{ " " }}``.
    """
    found: list[tuple[int, str]] = []
    place, before, text = Place(), "", ""
    for line, kind, value in JINJA.lex(source):
        if kind == "data":
            if not place.in_tag and before == "block_end" and LEADING_SPACE.match(value):
                found.append((line, value.strip()[:60]))
            for piece in PIECES.findall(value):
                place.read(piece)
        elif kind == "block_begin" and before == "data" and not place.in_tag and TRAILING_SPACE.search(text):
            found.append((line, text.strip()[-60:]))
        before, text = kind, value
    return found


def matching(pattern: re.Pattern[str]) -> Callable[[str], list[tuple[int, str]]]:
    """A law against a pattern in any line."""

    def law(source: str) -> list[tuple[int, str]]:
        return [(number, line.strip()) for number, line in enumerate(source.splitlines(), 1) if pattern.search(line)]

    return law


def unexplained(requirements: str, explanations: str) -> list[str]:
    """Packages of a requirements/*.in that docs/dependencies.md does not explain."""
    names = re.findall(r"^([A-Za-z0-9][A-Za-z0-9._-]*)", requirements, re.MULTILINE)
    explained = {name.lower() for name in re.findall(r"^\| `([^`]+)`", explanations, re.MULTILINE)}
    return [name for name in names if name.lower() not in explained]
