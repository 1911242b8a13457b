"""Values, rows and whole objects of a document in words, by what the form has at their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _

from app.frame.places_in_document import Places
from app.shell.rendering import say
from forms.sheets import day_words
from workflows.content import ordered_value_names
from workflows.language import COMPARISON_STYLE, grouped, target_words
from workflows.schema import (
    NUMERIC,
    TOTAL_KEY,
    ByYear,
    Field,
    Input,
    Leaf,
    Numeral,
    Shape,
    Struct,
    Table,
    reading_order,
    top_key,
    value_at,
)

Row = Mapping[str, Any]
BLANK: tuple[Any, ...] = ("", None, [], {}, False)
"""Values of which nothing is told."""


def value_words(shape: Shape | None, value: Any, places: Places, between: str = "、") -> str:
    """A value in words: what it points at is named, rows come line by line; nothing for what is blank."""
    match shape:
        case Leaf():
            return _leaf_words(shape.field, value, places, between)
        case Table():
            return "\n".join(filter(None, (_row_words(shape, row, places) for row in _rows(value))))
        case ByYear():
            years = value if isinstance(value, Mapping) else {}
            return "\n".join(
                f"{_year(year)}　{_fields_words(shape.row, years[year], places)}" for year in sorted(years)
            )
    return _plain_words(value)


def _leaf_words(field: Field, value: Any, places: Places, between: str) -> str:
    if field.input is Input.TARGET:
        return target_words(value, COMPARISON_STYLE)
    if field.input is Input.REFERENCE:
        return places.name(f"{field.refers}[{value}]") if value else ""
    if field.input is Input.REFERENCES and isinstance(value, list):
        return between.join(places.name(f"{field.refers}[{each}]") for each in value)
    if field.input is Input.DATE and isinstance(value, str):
        return day_words(value)
    if field.input is Input.MONTH and isinstance(value, str):
        return value.replace("-", "/")
    if field.input in NUMERIC and isinstance(value, str):
        return grouped(value)
    if field.options and isinstance(field.options[0].value, bool):
        return next((say(label) for one, label in field.choices if one is value), "")
    return _plain_words(value)


def _plain_words(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return "、".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


def _rows(value: Any) -> list[Row]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _year(year: str) -> str:
    return str(_("合計") if year == TOTAL_KEY else _("%(year)s 年度", year=year))


def _row_words(table: Table, row: Row, places: Places) -> str:
    """A row inside another row: the year of an indicator in a line, a row of one text by that text."""
    if shown_by_year(table):
        return year_words(row)
    if len(table.rows.fields) == 1:
        return value_words(table.row.members[table.rows.fields[0].path], row.get(table.rows.fields[0].path), places)
    return _fields_words(table.row, row, places)


def shown_by_year(shape: Shape | None) -> bool:
    """Whether a list holds targets and actual values by year."""
    return isinstance(shape, Table) and shape.rows.unique == "year" and "target" in shape.row.members


def _fields_words(struct: Struct, row: Row, places: Places) -> str:
    """Label and value of everything that is filled in a row, in one line."""
    parts = ((name, value_words(struct.members.get(name), row[name], places)) for name in _filled(struct, row))
    return "　".join(f"{places.called(struct.members.get(name), name)} {text}" for name, text in parts if text)


def _filled(shape: Shape | None, row: Row) -> list[str]:
    return [
        name for name in ordered_value_names(row, first=reading_order(shape)) if name != "id" and row[name] not in BLANK
    ]


def year_words(row: Row) -> str:
    """The year of an indicator in a line: 「108 年度　目標 85%　實績 83.2（來源）」."""
    words = [_("%(year)s 年度", year=row["year"])]
    if target := target_words(row["target"], COMPARISON_STYLE):
        words.append(_("目標 %(target)s", target=target))
    if actual := row["actual"]:
        unit = row["target"].get("unit", "")
        words.append(_("實績 %(actual)s", actual=f"{grouped(actual)}{unit}"))
    if source := row["source"]:
        words.append(_("來源：%(source)s", source=source))
    return "　".join(words)


def facts_of(at: str, row: Row, shape: Shape | None, places: Places) -> Iterator[tuple[str, str]]:
    """Label and text of everything that is filled in a row or object; what it is numbered under stands in its name."""
    members = _members(shape)
    under = shape.rows.under if isinstance(shape, Table) else ""
    for name in _filled(shape, row):
        value, member, here = row[name], members.get(name), f"{at}.{name}"
        if name == under:
            continue
        if isinstance(member, Struct) and isinstance(value, Mapping):
            label = places.label(here)
            yield from ((f"{label}　{below}", text) for below, text in facts_of(here, value, member, places))
        elif isinstance(member, Table) and member.rows.numeral is not Numeral.NONE:
            yield from _numbered_facts(here, member, _rows(value), places)
        elif text := value_words(member, value, places, "\n"):
            yield places.label(here), text


def _members(shape: Shape | None) -> Mapping[str, Shape]:
    struct = shape.row if isinstance(shape, Table) else shape
    return struct.members if isinstance(struct, Struct) else {}


def _numbered_facts(at: str, table: Table, rows: list[Row], places: Places) -> Iterator[tuple[str, str]]:
    """Numbered rows inside a row, one fact each; what is inside them follows line by line."""
    for row in rows:
        texts = [value_words(table.row.members.get(name), row[name], places) for name in _filled(table.row, row)]
        yield places.inner_label(f"{at}[{row['id']}]"), "\n".join(filter(None, texts))


def whole_of(content: Row, places: Places) -> list[dict[str, Any]]:
    """The whole document row by row, for a first review: every row can be spoken of."""
    form = places.dossier.form
    groups = list(_items(content, places) if form.itemized else _parts(content, form.shape, places))
    for number, group in enumerate(groups, 1):
        group["number"] = number
    return groups


def _parts(content: Row, shape: Struct, places: Places) -> Iterator[dict[str, Any]]:
    for part in ordered_value_names(content, first=reading_order(shape)):
        value, member = content[part], shape.members.get(part)
        if isinstance(member, Table):
            for row in _rows(value):
                at = f"{part}[{row['id']}]"
                yield _group(at, places.name(at), facts_of(at, row, member, places))
        elif isinstance(value, Mapping):
            yield _group(part, places.name(part), facts_of(part, value, member, places))
        elif text := value_words(member, value, places):
            yield _group(part, places.name(part), [(_("內容"), text)])


def _items(content: Row, places: Places) -> Iterator[dict[str, Any]]:
    """An itemized form section by section, as it is printed; what is empty is left out."""
    items: dict[str, dict[str, Any]] = {}
    for at, (section, item) in places.dossier.form.places.items():
        title = _("%(no)s、%(label)s", no=section.numeral, label=section.short) if section.numeral else section.short
        group = items.setdefault(section.key, _group(at, title, (), f"s-{section.key}") | {"tops": []})
        if top_key(at) not in group["tops"]:
            group["tops"].append(top_key(at))
        if text := _plain_words(value_at(content, at)):
            no = item.no if item.no != section.numeral else ""
            group["facts"].append((f"{no}　{item.label}".strip("　"), text))
    yield from (group for group in items.values() if group["facts"])


def _group(at: str, title: str, facts: Iterable[tuple[str, str]], name: str = "") -> dict[str, Any]:
    return {
        "at": at,
        "tops": [at],
        "title": title,
        "id": name or anchor_id(at),
        "count": 0,
        "rows": [],
        "facts": list(facts),
    }


def anchor_id(at: str) -> str:
    """An id for a row in a page."""
    return "c-" + "".join(sign if sign.isalnum() or sign == "-" else "_" for sign in at)
