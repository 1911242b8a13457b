"""The public faces of the rooms of ``workflows/``: who outside a room imports what of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.house.laws import ROOT

ROOMS: Final = frozenset(
    ".".join(path.relative_to(ROOT).parent.parts) for path in (ROOT / "workflows").glob("**/__init__.py")
) - {"workflows"}
"""Every room, those inside ``workflows.rules`` among them, by its dotted name."""


def is_inside(module: str, room: str) -> bool:
    """Whether a module belongs to a room; the rooms of the rules see the engine and the catalogue as their own."""
    return module == room or module.startswith(f"{room}.")


def imports_of(source: str, module: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, room, imported module and name for each import of a room from outside it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                room = _room_of(node.module, alias.name)
                if room and not is_inside(module, room):
                    yield node.lineno, room, node.module, alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                room = _room_of(alias.name, "")
                if room and not is_inside(module, room):
                    yield node.lineno, room, alias.name, ""


def past_the_face(source: str, module: str) -> Iterator[tuple[int, str]]:
    """Yield line and name of each import that does not come from a room's own ``__init__`` and its ``__all__``."""
    for line, room, imported, name in imports_of(source, module):
        if imported != room or (name not in face(room) and f"{room}.{name}" not in ROOMS):
            yield line, f"{imported}.{name}".rstrip(".")


def face(room: str) -> frozenset[str]:
    """The names in ``__all__`` of a room."""
    tree = ast.parse((ROOT / Path(*room.split(".")) / "__init__.py").read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(to, ast.Name) and to.id == "__all__" for to in node.targets):
            return frozenset(ast.literal_eval(node.value))
    return frozenset()


def _room_of(module: str, name: str) -> str | None:
    """The innermost room that an imported module belongs to; ``None`` where it is none of ``workflows/``."""
    parts = module.split(".")
    if parts[0] != "workflows":
        return None
    if module == "workflows":
        return f"workflows.{name}"
    return max((room for room in ROOMS if is_inside(module, room)), key=len, default=None)
