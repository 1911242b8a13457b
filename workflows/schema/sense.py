"""What contradicts itself in a form: places that are not there, places filled twice, choices without options, endless sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from workflows.schema.computing import Endless, compute
from workflows.schema.conditions import Condition
from workflows.schema.fields import Field, Group, Input
from workflows.schema.form import FormVersion, blank_document, paths_filled
from workflows.schema.nodes import Checklist, Computed, Node, Record, Rows, YearTable
from workflows.schema.shapes import ByYear, Shape, Struct, Table, leaves_in, shape_at


def contradictions(form: FormVersion) -> Iterator[str]:
    """Every contradiction in words for whoever writes the form; none where the form makes sense."""
    for name, paths in form.concepts.items():
        yield from (f"concept {name}: {path}" for path in paths if not _is_place(form, path))
    halves = {half.key for half in form.halves}
    yield from (f"half of {section.key}" for section in form.sections if section.half and section.half not in halves)
    yield from (f"condition {test.path}" for test in _tests(form) if not _is_place(form, test.path))
    yield from _twice([node for section in form.sections for node in section.content])
    for leaf in leaves_in(form.shape):
        if leaf.input in (Input.CHOICE, Input.CHOICES) and not leaf.field.options:
            yield f"no options: {leaf.field.path}"
    if form.parts and set(form.parts) != set(form.shape.members):
        yield f"parts are {', '.join(form.shape.members)}"
    yield from _sums(form)


def _is_place(form: FormVersion, path: str) -> bool:
    return path in form.places or shape_at(form.shape, path) is not None


def _twice(nodes: Iterable[Node]) -> Iterator[str]:
    """The places that two nodes of one scope fill, and those of the scopes below."""
    paths: list[str] = []
    for node in nodes:
        paths += paths_filled(node)
        yield from _twice(node.content if isinstance(node, Record | Rows) else ())
    yield from (f"place filled twice: {path}" for path in dict.fromkeys(paths) if paths.count(path) > 1)


def _tests(form: FormVersion) -> Iterator[Condition]:
    for section in form.sections:
        yield from section.when
        yield from _tests_of(section.content)


def _tests_of(nodes: Iterable[Any]) -> Iterator[Condition]:
    for node in nodes:
        yield from node.when
        match node:
            case Field():
                yield from (test for option in node.options for test in option.when)
            case Group():
                yield from _tests_of(node.leaves)
            case Record() | Rows():
                yield from _tests_of(node.content)
            case YearTable():
                yield from _tests_of(node.columns)
            case Checklist() | Computed():
                pass


def _sums(form: FormVersion) -> Iterator[str]:
    for at, node in _computed(form.shape, ""):
        scope = at.rpartition(".")[0]
        for cell in getattr(node.formula, "cells", ()):
            place = f"{scope}{cell}".lstrip(".") if cell.startswith(".") else cell
            if shape_at(form.shape, place) is None:
                yield f"{at} goes by {cell}, which is not there"
    try:
        compute(form, blank_document(form))
    except Endless as endless:
        yield f"endless: {endless}"


def _computed(shape: Shape, at: str) -> Iterator[tuple[str, Computed]]:
    """Every computed cell with its place, ``[x]`` for any row or year."""
    match shape:
        case Struct():
            for name, node in shape.computed.items():
                yield f"{at}.{name}".lstrip("."), node
            for name, member in shape.members.items():
                yield from _computed(member, f"{at}.{name}".lstrip("."))
        case Table() | ByYear():
            yield from _computed(shape.row, f"{at}[x]")
