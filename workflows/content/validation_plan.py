"""Whether what was sent for a part of an annual plan is well-formed, and how it is stored: tidied, whole, every fault said."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from models.vocabulary import Severity
from models.wording import N_, Message, said
from workflows.language.decimals import IN_FIELD, decimal_of
from workflows.lifecycle.refusals import Malformed
from workflows.rules.engine import Finding
from workflows.schema.plan import (
    COMPARATORS,
    MAX_ROWS,
    PREAMBLE,
    ROW_ID,
    ROWS,
    TARGET_KEYS,
    UNPRINTABLE,
    YEAR,
    Field,
    RowShape,
    blank_value,
    sayable,
    tidy,
)  # fmt: skip

Fault = Callable[[str, Message], None]


def noting(faults: list[Finding]) -> Fault:
    """How a fault of shape is noted in ``faults``: where it is and what is wrong, as WF-10."""

    def fault(at: str, message: Message) -> None:
        faults.append(
            Finding(rule="WF-10", severity=Severity.B, at=sayable(at), message=message, source="", fingerprint="")
        )

    return fault


def well_formed(part: str, value: Any, before: Any = ()) -> Any:
    """The value of one part of an annual plan, tidied; raises ``Malformed`` with every fault and its path.

    Rows that stand in ``before``, the part as it is stored, were tidied when they came in and are taken as they are.
    """
    faults: list[Finding] = []
    fault = noting(faults)
    if part == "preamble":
        result: Any = _text(PREAMBLE, value, "preamble", fault)
    else:
        known = {row["id"]: row for row in before or ()}
        result = list(_rows(ROWS[part], value, part, fault, set(), known))
    if faults:
        raise Malformed(*faults)
    return result


def _rows(
    shape: RowShape, value: Any, at: str, fault: Fault, seen: set[str], known: Mapping[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    if not isinstance(value, list):
        fault(at, said(N_("應為多列資料")))
        return
    if len(value) > MAX_ROWS:
        fault(at, said(N_("最多 %(most)s 列"), most=MAX_ROWS))
        return
    for place, row in enumerate(value):
        row_id = row.get("id") if isinstance(row, dict) else None
        if not isinstance(row_id, str) or not ROW_ID.match(row_id) or row_id in seen:
            fault(f"{at}[{place}]", said(N_("這一列缺少識別碼，或識別碼重複")))
            continue
        seen.add(row_id)
        if known and known.get(row_id) == row:
            seen.update(_inner_ids(shape, row))
            yield known[row_id]  # the stored one: 1.0 and True equal 1, and are no whole numbers
            continue
        yield _row(shape, row, f"{at}[{row_id}]", fault, seen)


def _inner_ids(shape: RowShape, row: Mapping[str, Any]) -> Iterator[str]:
    for inner in row.get(shape.inner.part, ()) if shape.inner else ():
        yield inner["id"]
        yield from _inner_ids(shape.inner, inner) if shape.inner else ()


def _row(shape: RowShape, row: dict[str, Any], at: str, fault: Fault, seen: set[str]) -> dict[str, Any]:
    expected = {"id", *(field.name for field in shape.fields), *((shape.inner.part,) if shape.inner else ())}
    for odd in sorted(row.keys() - expected):
        fault(f"{at}.{odd[:40]}", said(N_("沒有這個欄位")))
    tidied: dict[str, Any] = {"id": row["id"]}
    for field in shape.fields:
        if field.name in row or not field.late:
            tidied[field.name] = _value(field, row.get(field.name, blank_value(field)), f"{at}.{field.name}", fault)
    if shape.inner and (shape.inner.part in row or not shape.inner.late):
        below = f"{at}.{shape.inner.part}"
        tidied[shape.inner.part] = list(_rows(shape.inner, row.get(shape.inner.part, []), below, fault, seen))
        _years_told_once(shape.inner, tidied[shape.inner.part], below, fault)
    return tidied


def _years_told_once(shape: RowShape, rows: list[dict[str, Any]], at: str, fault: Fault) -> None:
    years = [row.get("year") for row in rows] if shape is YEAR else []
    for place, year in enumerate(years):
        if year in years[:place]:
            fault(f"{at}[{rows[place]['id']}].year", said(N_("%(year)s 年度列了兩次，請併為一列"), year=year))


def _value(field: Field, value: Any, at: str, fault: Fault) -> Any:
    if field.input == "flag":
        return _flag(value, at, fault)
    if field.input == "target":
        return _target(field, value, at, fault)
    if field.input in ("year", "decimal"):
        return _figure(field, value, at, fault)
    if isinstance(blank_value(field), list):
        return _list(field, value, at, fault)
    if field.choices:
        allowed = (blank_value(field), *(choice for choice, _ in field.choices))
        if not any(type(value) is type(choice) and value == choice for choice in allowed):
            fault(at, said(N_("請從列出的項目中選擇")))
        return value
    return _text(field, value, at, fault)


def _figure(field: Field, value: Any, at: str, fault: Fault) -> Any:
    if field.input == "year":
        fits = (value is None and not field.required) or (type(value) is int and 1 <= value <= 999)
        if not fits:
            fault(at, said(N_("年度請填民國年，例如 107")))
        return value if fits else None
    text = _text(field, value, at, fault).strip()
    if text and decimal_of(text, IN_FIELD) is None:
        fault(at, said(N_("「%(field)s」應為數字，例如 5520 或 4.9"), field=said(field.label)))
    return text


def _flag(value: Any, at: str, fault: Fault) -> Any:
    if not isinstance(value, bool):
        fault(at, said(N_("應為是或否")))
    return value


def _text(field: Field, value: Any, at: str, fault: Fault) -> str:
    if not isinstance(value, str):
        fault(at, said(N_("應為文字")))
        return ""
    if UNPRINTABLE.search(value):
        fault(at, said(N_("含有無法列印的控制字元，請刪除後重新貼上")))
        return ""
    text = tidy(value)
    if field.input == "line":
        text = " ".join(text.split())
    if len(text) > field.most:
        fault(
            at,
            said(
                N_("「%(field)s」最多 %(most)s 字，目前 %(now)s 字"),
                field=said(field.label),
                most=field.most,
                now=len(text),
            ),
        )
    return text


def _list(field: Field, value: Any, at: str, fault: Fault) -> list[str]:
    if not isinstance(value, list) or len(value) > MAX_ROWS or not all(isinstance(item, str) for item in value):
        fault(at, said(N_("應為文字的清單")))
        return []
    allowed = {choice for choice, _ in field.choices}
    for item in value:
        if (allowed and item not in allowed) or (field.input == "references" and not ROW_ID.match(item)):
            fault(at, said(N_("請從列出的項目中選擇")))
    return list(dict.fromkeys(_text(field, item, at, fault) for item in value))


def _target(field: Field, value: Any, at: str, fault: Fault) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) != TARGET_KEYS:
        fault(at, said(N_("目標值應有數值、單位與比較")))
        return dict.fromkeys(sorted(TARGET_KEYS), "")
    target = {key: _text(field, value[key], at, fault).strip() for key in sorted(TARGET_KEYS)}
    if target["comparator"] not in {sign for sign, _ in COMPARATORS}:
        fault(at, said(N_("請從列出的項目中選擇")))
    if target["value"] and decimal_of(target["value"], IN_FIELD) is None:
        fault(at, said(N_("目標值應為數字，例如 5520 或 4.9")))
    return target
