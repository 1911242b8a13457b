"""Rooms are entered by their public face, and each face names what others use and no more."""

from __future__ import annotations

import pytest

from tests.house.faces import ROOMS, face, imports_of, past_the_face
from tests.house.laws import ROOT, ours, product


def _module(path: object) -> str:
    return str(path).removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def test_rooms_are_entered_by_their_face() -> None:
    found = [
        (path.relative_to(ROOT).as_posix(), *breach)
        for path in product()
        for breach in past_the_face(path.read_text("utf-8"), _module(path.relative_to(ROOT)))
    ]
    assert found == []


def test_a_face_names_what_others_use() -> None:
    everywhere = ours(
        ".py", under=("app", "benchmarks", "exchange", "forms", "migrations", "models", "tests", "workflows")
    )
    used = {
        (room, name)
        for path in everywhere
        for _line, room, _imported, name in imports_of(path.read_text("utf-8"), _module(path.relative_to(ROOT)))
    }
    assert [(room, name) for room in sorted(ROOMS) for name in sorted(face(room)) if (room, name) not in used] == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("from workflows.language.text import fold", "workflows.language.text.fold"),
        ("from workflows.language import text", "workflows.language.text"),
        ("from workflows.language import no_such_name", "workflows.language.no_such_name"),
        ("import workflows.language.text", "workflows.language.text"),
        ("from workflows.rules.engine import run", "workflows.rules.engine.run"),
        ("from workflows.rules.subjects.plan import PlanSubject", "workflows.rules.subjects.plan.PlanSubject"),
    ],
)
def test_a_planted_import_past_the_face_is_found(planted: str, found: str) -> None:
    assert list(past_the_face(planted, "app.desk.views")) == [(1, found)]


@pytest.mark.parametrize(
    ("fine", "module"),
    [
        ("from workflows.language import fold", "app.desk.views"),
        ("from workflows.language.text import fold", "workflows.language.cells"),
        ("from workflows.rules.engine import rule", "workflows.rules.kpi.targets"),
        ("from workflows.rules.subjects import PlanSubject", "workflows.rules.kpi.targets"),
    ],
)
def test_what_enters_by_the_face_is_left_alone(fine: str, module: str) -> None:
    assert list(past_the_face(fine, module)) == []
