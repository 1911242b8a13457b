"""The laws hold in the repository, and each law finds a breach that was planted."""

from __future__ import annotations

import json
import re

import pytest

from tests.house import assertions, laws, wording
from tests.house.laws import ROOT, breaches, matching, ours, product

EVERYWHERE = tuple(laws.TEXT_ENDINGS)


def test_only_the_unit_of_work_commits() -> None:
    assert breaches(product(), laws.commits, exempt=laws.COMMITTERS) == []


def test_transactions_begin_in_the_frame_of_verbs() -> None:
    assert breaches(product(), laws.units_of_work, exempt=frozenset(laws.OPENERS_OF_UNITS_OF_WORK)) == []
    for path in laws.OPENERS_OF_UNITS_OF_WORK:
        assert laws.units_of_work((ROOT / path).read_text("utf-8")), f"{path} need not be named any longer"


def test_only_the_configuration_reads_the_environment() -> None:
    assert breaches(product(), laws.environment_reads, exempt=laws.READERS_OF_THE_ENVIRONMENT) == []


def test_nothing_is_imported_inside_a_function() -> None:
    names = ((path, path.relative_to(ROOT).as_posix()) for path in product())
    found = [(name, *breach) for path, name in names for breach in laws.late_imports(path.read_text("utf-8"), name)]
    assert found == []


def test_every_late_import_that_is_allowed_is_there() -> None:
    for name, module in laws.LATE_IMPORTS:
        lines = laws.late_imports((ROOT / name).read_text("utf-8"))
        assert any(f"{module} import" in line or line == f"import {module}" for _number, line in lines), (name, module)


def test_every_walker_of_packages_walks() -> None:
    for name in laws.WALKERS_OF_PACKAGES:
        lines = laws.late_imports((ROOT / name).read_text("utf-8"))
        assert any("import_module(" in line for _number, line in lines), name


def test_no_blueprint_reaches_beyond_its_own_routes() -> None:
    assert breaches(ours(".py", under=("app",)), laws.hooks_of_blueprints) == []


def test_sentences_for_the_catalogue_are_whole() -> None:
    assert breaches(product(), laws.unfit_sentences) == []


def test_sentences_in_templates_are_whole() -> None:
    assert breaches(ours(".html", under=("app/templates",)), laws.unfit_sentences_in_template) == []


def test_no_file_has_outgrown_its_room() -> None:
    assert breaches(product(), laws.length, exempt=laws.STAND_ALONE) == []


def test_functions_can_be_seen_at_once() -> None:
    assert breaches(product(), laws.long_functions) == []
    lengths = [laws.lines_of(one) for path in product() for one in laws.functions(path.read_text("utf-8"))]
    assert sorted(lengths)[len(lengths) * 9 // 10] <= laws.USUAL_FUNCTION


def test_names_say_what_they_hold() -> None:
    assert breaches(product(), laws.empty_names) == []


def test_docstrings_and_comments_state_facts() -> None:
    assert breaches(product(), wording.pictures) == []


def test_only_tables_keep_their_columns() -> None:
    assert breaches(product(), laws.packed_lines) == []


def test_no_template_has_outgrown_its_page() -> None:
    assert breaches(ours(".html", under=laws.TEMPLATES), laws.length) == []


@pytest.mark.parametrize(("ending", "most"), laws.WIDEST.items())
def test_no_line_is_packed(ending: str, most: int) -> None:
    assert breaches(ours(ending), laws.width(most)) == []


def test_a_space_beside_a_statement_of_a_template_is_written_out() -> None:
    assert breaches(ours(".html", under=laws.TEMPLATES), laws.spaces_beside_statements) == []


def test_nothing_is_left_for_later() -> None:
    assert breaches(ours(*EVERYWHERE), matching(laws.FOR_LATER)) == []


def test_no_path_of_one_machine_stands_in_the_tree() -> None:
    assert breaches(ours(*EVERYWHERE), matching(laws.MACHINE_PATHS)) == []


def test_no_registry_is_named() -> None:
    assert breaches(ours(*EVERYWHERE), matching(laws.REGISTRIES)) == []


def test_pins_carry_no_address() -> None:
    assert breaches(ours(".txt", ".in", under=("requirements",)), matching(re.compile("://"))) == []
    assert "://" not in (ROOT / "package-lock.json").read_text("utf-8")


def test_every_dependency_is_explained() -> None:
    explanations = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    for path in ours(".in", under=("requirements",)):
        assert laws.unexplained(path.read_text("utf-8"), explanations) == [], path.name
    packages = json.loads((ROOT / "package.json").read_text("utf-8"))
    assert laws.unexplained("\n".join(packages["dependencies"] | packages["devDependencies"]), explanations) == []


def test_every_dependency_is_pinned_with_its_hash() -> None:
    for path in ours(".txt", under=("requirements",)):
        text = path.read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        assert [line[:60] for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


@pytest.mark.parametrize(
    ("law", "planted"),
    [
        (laws.commits, "session.commit()"),
        (laws.commits, "db.session.commit()"),
        (laws.units_of_work, "with unit_of_work(context) as unit:\n    unit.write(entry)"),
        (laws.environment_reads, "import os\nkey = os.environ['KEY']"),
        (laws.environment_reads, "import os\nkey = os.getenv('KEY')"),
        (laws.environment_reads, "from os import environ"),
        (laws.late_imports, "def show():\n    from app.plans.views import show"),
        (laws.late_imports, "def show():\n    return importlib.import_module('app.plans').show"),
        (laws.late_imports, "def show():\n    return import_module('app.plans').show"),
        (laws.late_imports, "def show():\n    return __import__('app').show"),
        (laws.late_imports, "class Page:\n    async def show(self):\n        if True:\n            import openpyxl"),
        (laws.hooks_of_blueprints, "bp.before_app_request(refuse)"),
        (laws.hooks_of_blueprints, "@bp.app_errorhandler(404)\ndef lost(error): ..."),
        (laws.unfit_sentences, "_(f'共 {n} 項')"),
        (laws.unfit_sentences, "Message.of(N_('共') + str(n))"),
        (laws.unfit_sentences, "_('共 %s 項' % n)"),
        (laws.unfit_sentences, "gettext('共 {} 項'.format(n))"),
        (laws.unfit_sentences, "N_('共 %s 項')"),
        (laws.unfit_sentences, "ngettext('%(n)s 項', f'{n} 項', 2)"),
        (laws.unfit_sentences_in_template, "{{ _('共' ~ n) }}"),
        (laws.unfit_sentences_in_template, "{{ _('共 %s 項') }}"),
        (laws.length, "\n" * (laws.LONGEST + 1)),
        (laws.long_functions, "def act():\n" + "    step()\n" * laws.LONGEST_FUNCTION),
        (laws.empty_names, "found = session.get(Agency, 1)"),
        (laws.empty_names, "def _told(outcome): ..."),
        (laws.empty_names, "def show(*, said=''): ..."),
        (wording.pictures, '"""The door as people meet it."""'),
        (wording.pictures, 'class Attempt:\n    """An attempt.\n\n    One knock from an address.\n    """'),
        (wording.pictures, 'LIMIT = 5\n"""Clothes in the wardrobe."""'),
        (wording.pictures, "check(token)  # on the doorstep"),
        (laws.packed_lines, "def act():\n    return f(\n        a, b,\n    )  # fmt: " + "skip"),
        (laws.packed_lines, "# fmt: " + "off\nROWS = (1,)"),
        (laws.width(120), "// " + "字" * 118),
        (laws.width(140), "<p>\n" + "<b>1</b>" * 18 + "\n</p>"),
        (laws.spaces_beside_statements, "<p>{{ a }} {% if b %}{{ b }}{% endif %}</p>"),
        (laws.spaces_beside_statements, "<p>{% if a %}{{ a }} {% endif %}{{ b }}</p>"),
        (laws.spaces_beside_statements, "<p>{% if a %} {{ a }}{% endif %}</p>"),
        (laws.spaces_beside_statements, "<p>\n  {% if a %}甲{% endif %}　乙\n</p>"),
        (matching(laws.FOR_LATER), "# TO" + "DO: later"),
        (matching(laws.MACHINE_PATHS), "open('/ho" + "me/me/plan.txt')"),
        (matching(laws.REGISTRIES), "--index-url pyp" + "i.org/simple"),
    ],
)
def test_a_planted_breach_is_found(law: object, planted: str) -> None:
    assert callable(law)
    assert law(planted)


@pytest.mark.parametrize(
    ("law", "fine"),
    [
        (laws.commits, "transaction.finish()"),
        (laws.long_functions, "def act():\n    class Ways:\n" + "        x = 1\n" * laws.LONGEST_FUNCTION),
        (laws.empty_names, "matches = [one.found for one in lines]"),
        (wording.pictures, 'name = "door"\n"""Indoors and outdoors: the object of the log."""  # adoring'),
        (laws.packed_lines, "ROWS = (\n    (1, 2),\n)  # fmt: " + "skip"),
        (laws.units_of_work, "carry_out(context, lambda unit: unit.write(entry))"),
        (laws.environment_reads, "environment.get('KEY')"),
        (laws.hooks_of_blueprints, "bp.before_request(refuse)"),
        (laws.late_imports, "try:\n    import fast\nexcept ImportError:\n    fast = None"),
        (laws.width(120), "// " + "字" * 117),
        (
            laws.spaces_beside_statements,
            '<p {% if a %}id="a"{% endif %} class="b{% if a %} c{% endif %}">\n  {% if a %}\n    1\n  {% endif %}\n</p>',
        ),
        (laws.spaces_beside_statements, '{% if a %}{{ a }}{{ " " }}{% endif %}{{ b }} {{ c }}'),
        (laws.unfit_sentences, "Message.of(N_('共 %(count)s 項，達 100%'), count=n)"),
        (laws.unfit_sentences, "_(message.text)"),
        (matching(laws.FOR_LATER), "STOCK = r'待補|TO" + "DO|（略）'"),
        (laws.unfit_sentences_in_template, "{{ _('共 %(n)s 項', n=rows|length) }}"),
        (matching(laws.MACHINE_PATHS), "url_for('/plans/work/3')"),
    ],
)
def test_what_is_fine_is_left_alone(law: object, fine: str) -> None:
    assert callable(law)
    assert not law(fine)


def test_an_unexplained_dependency_is_found() -> None:
    assert laws.unexplained("flask>=3\nlark>=1", "| `flask` | the web |") == ["lark"]


def test_every_test_asserts_something_of_its_own() -> None:
    found = []
    for path in ours(".py", under=("tests",)):
        source = path.read_text("utf-8")
        helpers = frozenset(
            name
            for name, module in assertions.imported_names(source).items()
            if (laws.ROOT / module).is_file()
            and name in assertions.asserting_helpers((laws.ROOT / module).read_text("utf-8"))
        )
        found += [(path.name, *breach) for breach in assertions.without_assertion(source, helpers)]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def test_a(): work()", [(1, "test_a")]),
        ("def test_a(client): client.assert_fine()", [(1, "test_a")]),
        ("class TestIt:\n    def test_a(self): work()", [(2, "test_a")]),
        ("def helper(): work()\ndef test_a(): helper()", [(2, "test_a")]),
        ("def test_a(): assert work()", []),
        ("def test_a():\n    with pytest.raises(OSError): work()", []),
        ("def helper(): assert work()\ndef test_a(): helper()", []),
        ("def test_a(): fails_if_wrong()", []),
    ],
)
def test_a_test_without_assertion_is_found(source: str, found: list[tuple[int, str]]) -> None:
    assert assertions.without_assertion(source, frozenset({"fails_if_wrong"})) == found
