"""The reader of form files: JSON in, a ``FormVersion`` that makes sense out. The words of a file are official ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from workflows.schema.conditions import Condition
from workflows.schema.fields import Field, Group, Input, Option, Stored
from workflows.schema.form import FormVersion, Half, Section
from workflows.schema.nodes import (
    CheckItem,
    Checklist,
    CheckParty,
    Computed,
    Node,
    Numeral,
    Record,
    Repeated,
    Rows,
    Span,
    YearTable,
)
from workflows.schema.sense import contradictions
from workflows.schema.sums import Formula, Last, Product, Share, Sum

LINE_LIMIT: Final = 300
TEXT_LIMIT: Final = 4000
FORMULAS: Final[Mapping[str, Callable[[tuple[str, ...]], Formula]]] = {
    "sum": Sum,
    "product": Product,
    "last": Last,
    "share": lambda cells: Share(cells[0], cells[1]),
}
"""How a computed cell follows from others: ``{"sum": [".current", ".capital"]}``."""
Data = Mapping[str, Any]


class FormDataError(ValueError):
    """A form file contradicts itself; raised while loading, never while a person works."""


def read_version(data: Data) -> FormVersion:
    """Build a version from its data; raise ``FormDataError`` where the data contradict themselves."""
    read = _Reader(as_written=bool(data.get("as_written")))
    version = FormVersion(
        code=data["code"],
        title=data["title"],
        edition=data["edition"],
        source=data["source"],
        official=True,
        parts=tuple(data.get("parts", ())),
        to_be_confirmed=bool(data.get("to_be_confirmed")),
        halves=tuple(Half(**half) for half in data.get("halves", ())),
        concepts={name: tuple(paths) for name, paths in data.get("concepts", {}).items()},
        sections=tuple(read.section(section) for section in data["sections"]),
        preface=tuple(data.get("preface", ())),
        instructions=tuple(data.get("instructions", ())),
        afterword=tuple(data.get("afterword", ())),
        inconsistencies=tuple(data.get("inconsistencies", ())),
        guide=tuple(data.get("guide", ())),
    )
    if wrong := [*contradictions(version)]:
        raise FormDataError(f"{version.code}: {'; '.join(wrong)}")
    return version


class _Reader:
    """Reads the sections of one file; ``as_written`` is what its values are (see ``Field``)."""

    def __init__(self, *, as_written: bool) -> None:
        self.as_written = as_written

    def section(self, data: Data) -> Section:
        return Section(
            key=data["key"],
            heading=data["heading"],
            content=self.nodes(data["items"]),
            numeral=data.get("numeral", ""),
            short=data.get("short", ""),
            half=data.get("half", ""),
            party=data.get("part", ""),
            columns=tuple(data.get("columns", ())),
            notes=tuple(data.get("notes", ())),
            hint=data.get("guidance", ""),
            when=_tests(data),
            to_be_confirmed=bool(data.get("to_be_confirmed")),
        )

    def nodes(self, items: Any) -> tuple[Node, ...]:
        return tuple(self.node(item) for item in items)

    def node(self, data: Data) -> Node:
        kind = Input(data["kind"])
        return self.NODES.get(kind, _Reader.field)(self, data)

    def field(self, data: Data) -> Field:
        kind = Input(data["kind"])
        return Field(
            data["path"],
            data["label"],
            kind,
            data.get("max", LINE_LIMIT if kind is Input.LINE else TEXT_LIMIT),
            tuple(_option(option) for option in data.get("options", ())),
            refers=data.get("refers", ""),
            unit=data.get("unit", ""),
            stored=Stored.FILLED if kind is Input.FIGURES else Stored(data.get("stored", Stored.ALWAYS)),
            link=bool(data.get("link")),
            as_written=self.as_written,
            **_printed(data),
        )

    def group(self, data: Data) -> Group:
        return Group(data["label"], tuple(map(self.field, data["fields"])), data["path"], **_printed(data))

    def record(self, data: Data) -> Record:
        return Record(data["path"], data["label"], self.nodes(data["items"]), **_printed(data))

    def rows(self, data: Data) -> Rows:
        more: dict[str, Any] = {name: tuple(data[name]) for name in ("titles", "totals", "reading") if name in data}
        more |= {name: data[name] for name in ("under", "unique", "unique_words", "most") if name in data}
        more |= _printed(data) | {"numeral": Numeral(data.get("numeral", ""))}
        return Rows(data["path"], data["label"], data["prefix"], self.nodes(data["items"]), **more)

    def years(self, data: Data) -> YearTable:
        columns = self.nodes(data["columns"])
        span = Span(*data["span"]) if "span" in data else None
        totals, unit = tuple(data.get("totals", ())), data.get("unit", "")
        return YearTable(data["path"], data["label"], columns, span, totals, unit, **_printed(data))  # type: ignore[arg-type]

    def checklist(self, data: Data) -> Checklist:
        items = tuple(CheckItem(one["key"], one["text"], one.get("group", "")) for one in data["items"])
        return Checklist(data["label"], items, tuple(map(_party, data["parties"])), **_printed(data))

    def computed(self, data: Data) -> Computed:
        formula = next(make(tuple(data[name])) for name, make in FORMULAS.items() if name in data)
        return Computed(data["path"], data["label"], formula, data.get("unit", ""), **_printed(data))

    def repeated(self, data: Data) -> Repeated:
        return Repeated(data["path"], data["label"], data["of"], **_printed(data))

    NODES: Final[Mapping[Input, Callable[[_Reader, Data], Node]]] = {
        Input.GROUP: group,
        Input.RECORD: record,
        Input.ROWS: rows,
        Input.YEARS: years,
        Input.CHECKLIST: checklist,
        Input.COMPUTED: computed,
        Input.REPEATED: repeated,
    }
    """What is not named here is a field."""


def _printed(data: Data) -> dict[str, Any]:
    return {
        "no": data.get("no", ""),
        "hint": data.get("guidance", ""),
        "note": tuple(data.get("note", ())),
        "group": data.get("group", ""),
        "called": data.get("called", ""),
        "required": bool(data.get("required")),
        "printed": bool(data.get("printed", True)),
        "when": _tests(data),
        "to_be_confirmed": bool(data.get("to_be_confirmed")),
    }


def _party(data: Data) -> CheckParty:
    known: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in data.items()}
    return CheckParty(**known)


def _option(data: Any) -> Option:
    if isinstance(data, str):
        return Option(data, data)
    return Option(data["value"], data["label"], _tests(data), bool(data.get("to_be_confirmed")))


def _tests(data: Data) -> tuple[Condition, ...]:
    return tuple(Condition(one["path"], one.get("is", ""), one.get("contains", "")) for one in data.get("when", ()))
