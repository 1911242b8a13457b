"""Whether a content is well-formed by its form, and how it is stored: tidied, whole, every fault said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from models.wording import N_, Message
from workflows.content.faults import noting
from workflows.content.inputs import Judging, judge_of
from workflows.lifecycle import Malformed
from workflows.rules import Finding
from workflows.schema import (
    ROW_ID,
    ByYear,
    Fixed,
    FormVersion,
    Leaf,
    Listed,
    Repeats,
    Rows,
    Shape,
    Stored,
    Struct,
    Table,
    blank_of,
    top_key,
    value_at,
)

LONGEST_KEY: Final = 40
"""How much of an unknown key a fault repeats."""


@dataclass(frozen=True, slots=True)
class Judged(Judging):
    """What is known while one part is judged: beside the faults, the ids that its rows have taken."""

    seen: set[str] = field(default_factory=set)


def validated(form: FormVersion, before: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The changed parts as they are stored; raises ``Malformed`` with every fault and its path.

    Parts are top-level keys; a form without parts is judged whole, its changed keys over ``before``, under ``""``. Rows
    that stand in ``before`` were tidied when they came in and are taken as they are. An unknown part is a fault.
    """
    faults: list[Finding] = []
    if form.parts:
        result = {part: _part(form, part, value, before.get(part), faults) for part, value in changed.items()}
    else:
        result = {"": _struct(form.shape, {**before, **changed}, "", None, _judging(form, faults))}
    _settled(form, {**before, **changed}, result, faults)
    if faults:
        raise Malformed(*faults)
    return result


def _settled(form: FormVersion, content: Mapping[str, Any], judged: Mapping[str, Any], faults: list[Finding]) -> None:
    """Nobody answers an item of a checklist that a party before them has settled; told at what is saved now."""
    fault = noting(faults)
    for checklist, first, party, item in form.answers_after:
        at = f"{party.path}.{item.key}.answer"
        saved = top_key(party.path) in judged or not form.parts
        if (
            saved
            and value_at(content, at)
            and value_at(content, f"{first.path}.{item.key}.answer") == checklist.settling
        ):
            words = N_("%(party)s已填「%(answer)s」，本項不必勾選")
            fault(at, Message.of(words, party=first.label, answer=checklist.settling))


def _judging(form: FormVersion, faults: list[Finding]) -> Judged:
    return Judged(noting(faults), form.official)


def _part(form: FormVersion, part: str, value: Any, before: Any, faults: list[Finding]) -> Any:
    shape = form.shape.members.get(part)
    to = _judging(form, faults)
    if shape is None:
        to.fault(part[:LONGEST_KEY], Message.of(N_("沒有這個欄位")))
        return None
    return _judged(shape, value, part, before, to)


def _judged(shape: Shape, value: Any, at: str, before: Any, to: Judged) -> Any:
    return _JUDGES[type(shape)](shape, value, at, before, to)


def _leaf(shape: Leaf, value: Any, at: str, _before: Any, to: Judged) -> Any:
    if value is None and shape.field.nullable:
        return None
    return judge_of(shape.field, shape.input)(shape.field, value, at, to)


def _fixed(shape: Fixed, _value: Any, _at: str, _before: Any, _to: Judged) -> str:
    return shape.value


def _struct(shape: Struct, value: Any, at: str, before: Any, to: Judged) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        to.fault(at, Message.of(N_("應為一組欄位")))
        return {}
    _unknown(value.keys() - shape.members.keys(), at, to)
    return _members(shape, value, at, before if isinstance(before, Mapping) else {}, to)


def _unknown(keys: set[Any], at: str, to: Judged) -> None:
    for odd in sorted(str(key) for key in keys):
        to.fault(f"{at}.{odd[:LONGEST_KEY]}".strip("."), Message.of(N_("沒有這個欄位")))


def _members(shape: Struct, value: Mapping[str, Any], at: str, before: Mapping[str, Any], to: Judged) -> dict[str, Any]:
    tidied: dict[str, Any] = {}
    for name, member in shape.members.items():
        if name in value or member.stored is Stored.ALWAYS:
            given = value[name] if name in value else blank_of(member)
            one = _judged(member, given, f"{at}.{name}" if at else name, before.get(name), to)
            if one or member.stored is not Stored.FILLED:
                tidied[name] = one
    return tidied


def _listed(shape: Listed, value: Any, at: str, _before: Any, to: Judged) -> list[Any]:
    if not isinstance(value, list):
        to.fault(at, Message.of(N_("應為多列資料")))
        return []
    rows = {row["item"]: row for row in value if isinstance(row, Mapping) and isinstance(row.get("item"), str)}
    return [
        _struct(row, rows[item] if item in rows else blank_of(row), f"{at}[{item}]", None, to)
        for item, row in shape.rows.items()
    ]


def _table(shape: Table, value: Any, at: str, before: Any, to: Judged) -> list[dict[str, Any]]:
    rows = list(_rows(shape, value, at, {row["id"]: row for row in before or ()}, to))
    if shape.rows.unique:
        _told_once(shape.rows, rows, at, to)
    return rows


def _rows(shape: Table, value: Any, at: str, known: Mapping[str, Any], to: Judged) -> Iterator[dict[str, Any]]:
    if not isinstance(value, list):
        to.fault(at, Message.of(N_("應為多列資料")))
        return
    if len(value) > shape.rows.most:
        to.fault(at, Message.of(N_("最多 %(most)s 列"), most=shape.rows.most))
        return
    for place, row in enumerate(value):
        row_id = row.get("id") if isinstance(row, dict) else None
        if not isinstance(row_id, str) or not ROW_ID.match(row_id) or row_id in to.seen:
            to.fault(f"{at}[{place}]", Message.of(N_("這一列缺少識別碼，或識別碼重複")))
            continue
        to.seen.add(row_id)
        if known and known.get(row_id) == row:
            to.seen.update(_inner_ids(shape.row, row))
            yield known[row_id]  # the stored one: 1.0 and True equal 1, and are no whole numbers
            continue
        yield _row(shape.row, row, f"{at}[{row_id}]", to)


def _row(shape: Struct, row: Mapping[str, Any], at: str, to: Judged) -> dict[str, Any]:
    _unknown(row.keys() - shape.members.keys() - {"id"}, at, to)
    return {"id": row["id"], **_members(shape, row, at, {}, to)}


def _inner_ids(shape: Struct, row: Mapping[str, Any]) -> Iterator[str]:
    for name, member in shape.members.items():
        if isinstance(member, Table):
            for inner in row.get(name, ()):
                yield inner["id"]
                yield from _inner_ids(member.row, inner)


def _told_once(shape: Rows, rows: list[dict[str, Any]], at: str, to: Judged) -> None:
    values = [row.get(shape.unique) for row in rows]
    for place, value in enumerate(values):
        if value != "" and value in values[:place]:
            own = Message.of(shape.unique_words, **{shape.unique: value}) if shape.unique_words else None
            words = own or Message.of(N_("「%(value)s」列了兩次，請併為一列"), value=value)
            to.fault(f"{at}[{rows[place]['id']}].{shape.unique}", words)


def _by_year(shape: ByYear, value: Any, at: str, before: Any, to: Judged) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        to.fault(at, Message.of(N_("應為各年度的資料")))
        return {}
    if len(value) > shape.table.most:
        to.fault(at, Message.of(N_("最多 %(most)s 個年度"), most=shape.table.most))
        return {}
    tidied = {}
    for year in sorted(value, key=str):
        if not (isinstance(year, str) and year.isascii() and year.isdecimal() and year == str(int(year)) != "0"):
            to.fault(f"{at}[{str(year)[:LONGEST_KEY]}]", Message.of(N_("年度請填民國年，例如 107")))
        else:
            tidied[year] = _struct(shape.row, value[year], f"{at}[{year}]", None, to)
    return tidied


def _repeats(shape: Repeats, value: Any, at: str, _before: Any, to: Judged) -> list[dict[str, Any]]:
    """Nothing at all is no row; the first one's own key is no id."""
    rows: list[dict[str, Any]] = []
    for row in value if isinstance(value, list) else [value] if value else []:
        key = row.get("id") if isinstance(row, Mapping) else None
        taken = (shape.node.of, *(one["id"] for one in rows))
        if not isinstance(key, str) or not ROW_ID.match(key) or key in taken:
            to.fault(at, Message.of(shape.node.unnamed_words))
            continue
        plain = {name: one for name, one in row.items() if name != "id"}
        rows.append({**_struct(shape.row, plain, f"{at}[{key}]", None, to), "id": key})
    if len(rows) > shape.node.most:
        to.fault(at, Message.of(N_("最多 %(most)s 列"), most=shape.node.most))
    return rows


_JUDGES: Final[Mapping[type, Callable[..., Any]]] = {
    Leaf: _leaf,
    Fixed: _fixed,
    Struct: _struct,
    Listed: _listed,
    Table: _table,
    ByYear: _by_year,
    Repeats: _repeats,
}
