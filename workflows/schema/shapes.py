"""The content as a form wants it: objects, lists and values, compiled from the nodes once and walked by every engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from workflows.schema.fields import Field, Group, Input, Stored
from workflows.schema.nodes import (
    Checklist,
    Computed,
    Node,
    Record,
    Repeated,
    Rows,
    YearTable,
    answer_field,
    note_field,
)
from workflows.schema.paths import steps_of


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value; ``input`` says how it is judged: the two values of ``yesno_reason`` are texts."""

    field: Field
    input: Input

    @property
    def stored(self) -> Stored:
        """When the content has it."""
        return self.field.stored


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that is given with the place: the number of a listed item, the code of the form."""

    value: str
    stored: Stored = Stored.ALWAYS


@dataclass(frozen=True, slots=True)
class Struct:
    """An object with these members, in form order, and the cells computed beside them; ``reading`` as in ``Rows``."""

    members: dict[str, Shape] = field(default_factory=dict)
    computed: dict[str, Computed] = field(default_factory=dict)
    reading: tuple[str, ...] = ()
    stored: Stored = Stored.ALWAYS


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with one object for each known item, told apart by ``item``."""

    rows: dict[str, Struct] = field(default_factory=dict)
    stored: Stored = Stored.ALWAYS


@dataclass(frozen=True, slots=True)
class Table:
    """A list of rows, each with an ``id`` and the members of ``row``."""

    rows: Rows
    row: Struct

    @property
    def stored(self) -> Stored:
        """When the content has it."""
        return self.rows.stored


@dataclass(frozen=True, slots=True)
class ByYear:
    """An object of objects, by year."""

    table: YearTable
    row: Struct

    @property
    def stored(self) -> Stored:
        """When the content has it."""
        return self.table.stored


@dataclass(frozen=True, slots=True)
class Repeats:
    """A list of objects, each with an ``id`` and the shape of another member."""

    node: Repeated
    row: Struct
    stored: Stored = Stored.FILLED


Shape: TypeAlias = Leaf | Fixed | Struct | Listed | Table | ByYear | Repeats


def shape_of(nodes: Iterable[Node], fixed: Mapping[str, str] | None = None, reading: tuple[str, ...] = ()) -> Struct:
    """Lay nodes out by their places; ``fixed`` are members whose value is given."""
    struct = Struct({name: Fixed(value) for name, value in (fixed or {}).items()}, reading=reading)
    later = []
    for node in nodes:
        if isinstance(node, Repeated):
            later.append(node)
        else:
            _lay(struct, node)
    for node in later:
        row = struct.members[node.of]
        if not isinstance(row, Struct):
            raise TypeError(f"{node.path}: {node.of} is no object")
        struct.members[node.path] = Repeats(node, row)
    return struct


def _lay(struct: Struct, node: Node) -> None:
    match node:
        case Group():
            for leaf in node.leaves:
                _lay(struct, leaf)
        case Field(input=Input.YESNO_REASON):
            row, _name = _above(struct, f"{node.path}.answer")
            row.members.update(answer=Leaf(node, Input.TEXT), reason=Leaf(node, Input.TEXT))
        case Field():
            _put(struct, node.path, Leaf(node, node.input))
        case Record():
            _put(struct, node.path, shape_of(node.content, reading=node.reading))
        case Rows():
            _put(struct, node.path, Table(node, shape_of(node.content, reading=node.reading)))
        case YearTable():
            _put(struct, node.path, ByYear(node, shape_of(node.columns)))
        case Checklist():
            _lay_checklist(struct, node)
        case Computed():
            row, name = _above(struct, node.path)
            row.computed[name] = node
        case _:
            raise TypeError(f"{node} has no place")


def _lay_checklist(struct: Struct, checklist: Checklist) -> None:
    for party in checklist.parties:
        for item in checklist.items:
            if party.asks(item):
                _lay(struct, answer_field(checklist, party, item))
                if party.notes:
                    _lay(struct, note_field(checklist, party, item))


def _put(struct: Struct, path: str, shape: Shape) -> None:
    above, name = _above(struct, path)
    above.members[name] = shape


def _above(struct: Struct, path: str) -> tuple[Struct, str]:
    """The object in which a place stands, made where it is missing, and the name of the place in it."""
    *above, (last, row) = steps_of(path)
    if row:
        raise ValueError(f"{path}: a listed item holds values, and is none")
    here = struct
    for name, item in above:
        here = _listed(here, name, item) if item else _inside(here, name)
    return here, last


def _inside(struct: Struct, name: str) -> Struct:
    member = struct.members.setdefault(name, Struct())
    if not isinstance(member, Struct):
        raise TypeError(f"{name}: two shapes at one place")
    return member


def _listed(struct: Struct, name: str, item: str) -> Struct:
    member = struct.members.setdefault(name, Listed())
    if not isinstance(member, Listed):
        raise TypeError(f"{name}: two shapes at one place")
    return member.rows.setdefault(item, Struct({"item": Fixed(item)}))


def blank_of(shape: Shape) -> Any:
    """What an empty document has at this place; lists and objects are new each time."""
    match shape:
        case Leaf():
            return "" if shape.field.input is Input.YESNO_REASON else shape.field.blank()
        case Fixed():
            return shape.value
        case Struct():
            return {name: blank_of(one) for name, one in shape.members.items() if one.stored is Stored.ALWAYS}
        case Listed():
            return [blank_of(row) for row in shape.rows.values()]
        case Table() | Repeats():
            return []
        case ByYear():
            return {}


def blank_row(rows: Rows, row_id: str) -> dict[str, Any]:
    """A new, empty row; late values come with their first filling."""
    row: dict[str, Any] = blank_of(shape_of(rows.content))
    return {"id": row_id} | row


def leaves_in(struct: Struct) -> Iterator[Leaf]:
    """Every single value of an object, and of the rows in it."""
    for member in struct.members.values():
        match member:
            case Leaf():
                yield member
            case Struct():
                yield from leaves_in(member)
            case Table() | ByYear():
                yield from leaves_in(member.row)
            case Listed():
                yield from (leaf for row in member.rows.values() for leaf in leaves_in(row))


def reading_order(shape: Shape | None) -> tuple[str, ...]:
    """The names of the values of an object, or of each row of a list, in the order in which people read them."""
    struct = shape.row if isinstance(shape, Table | ByYear | Repeats) else shape
    return (struct.reading or tuple(struct.members)) if isinstance(struct, Struct) else ()


def shape_at(struct: Struct, path: str) -> Shape | Computed | None:
    """What the form has at a path, whatever the ids and years in it; ``None`` where it has nothing."""
    here: Shape | Computed | None = struct
    for name, row in steps_of(path):
        if not isinstance(here, Struct):
            return None
        here = here.members.get(name) or here.computed.get(name)
        if row and here is not None:
            here = _row_shape(here, row)
    return here


def _row_shape(shape: Shape | Computed, row: str) -> Shape | None:
    if isinstance(shape, Listed):
        return shape.rows.get(row)
    return shape.row if isinstance(shape, Table | ByYear | Repeats) else None


def has_computed(shape: Shape) -> bool:
    """Whether a cell is computed here or below."""
    match shape:
        case Struct():
            return bool(shape.computed) or any(map(has_computed, shape.members.values()))
        case Table():
            return bool(shape.rows.totals) or has_computed(shape.row)
        case ByYear():
            return bool(shape.table.totals) or has_computed(shape.row)
    return False
