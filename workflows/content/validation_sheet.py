"""Gender-impact content judged well-formed against its form version: nothing unknown, nothing over-long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from models.wording import N_, Message, said
from workflows.content.validation_plan import Fault, noting
from workflows.language.decimals import IN_CELL, decimal_of
from workflows.lifecycle.refusals import Malformed
from workflows.rules.engine import Finding
from workflows.schema.expert_parts import FIRST, MORE, place_in
from workflows.schema.figure_tables import FIELDS, FIGURES, MOST_ROWS, PLACE
from workflows.schema.plan import ROW_ID, UNPRINTABLE, tidy
from workflows.schema.sheet import FormVersion, blank, form_version, item_at

MOST = 4000
MOST_EXPERTS = 20


def well_formed(code: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet in the shape of its version, tidied; raises ``Malformed`` with every fault and its path."""
    version = form_version(code)
    faults: list[Finding] = []
    fault = noting(faults)
    pattern, more = blank(version), content.get(MORE) or []
    whole = {name: value for name, value in content.items() if name != MORE} | {"form": code}
    figures = _figures(version, whole, fault)
    shaped: dict[str, Any] = _shaped(version, pattern, whole, "", fault)
    if figures:
        shaped["need"] = {**shaped["need"], "figures": figures}
    if more:
        shaped[MORE] = _further(version, pattern[FIRST], more, fault)
    if faults:
        raise Malformed(*faults)
    return shaped


def _figures(version: FormVersion, whole: dict[str, Any], fault: Fault) -> list[dict[str, str]]:
    """The rows of figures, taken out of the content: they are a key that a sheet has once there are some."""
    need = whole.get("need")
    if not isinstance(need, Mapping) or "figures" not in need or item_at(version, PLACE) is None:
        return []
    whole["need"] = {name: value for name, value in need.items() if name != "figures"}
    return figure_rows(need["figures"], PLACE, fault)


def _further(version: FormVersion, pattern: dict[str, Any], rows: Any, fault: Fault) -> list[dict[str, Any]]:
    """The parts of further experts: each the shape of the first one's, with its own id."""
    found: list[dict[str, Any]] = []
    for row in rows if isinstance(rows, list) else [rows]:
        key = row.get("id") if isinstance(row, Mapping) else None
        if not isinstance(key, str) or not ROW_ID.match(key) or key in (FIRST, *(one["id"] for one in found)):
            fault(MORE, said(N_("每位專家的程序參與都要有自己的編號")))
            continue
        plain = {name: value for name, value in row.items() if name != "id"}

        def beside(at: str, message: Message, key: str = key) -> None:
            fault(place_in(key, at), message)

        found.append({**_object(version, pattern, plain, FIRST, beside), "id": key})
    if len(found) > MOST_EXPERTS:
        fault(MORE, said(N_("最多 %(most)s 列"), most=MOST_EXPERTS))
    return found


def _shaped(version: FormVersion, pattern: Any, value: Any, at: str, fault: Fault) -> Any:
    if isinstance(pattern, dict):
        return _object(version, pattern, value, at, fault)
    if isinstance(pattern, list):
        return _list(version, pattern, value, at, fault)
    if isinstance(pattern, bool):
        if not isinstance(value, bool):
            fault(at, said(N_("應為是或否")))
        return value
    return None if pattern is None and value is None else _text(version, value, at, fault)


def _object(version: FormVersion, pattern: dict[str, Any], value: Any, at: str, fault: Fault) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        fault(at, said(N_("應為一組欄位")))
        return pattern
    for odd in sorted(str(key) for key in value.keys() - pattern.keys()):
        fault(f"{at}.{odd[:40]}".strip("."), said(N_("沒有這個欄位")))
    return {
        key: _shaped(version, part, value.get(key, part), f"{at}.{key}".strip("."), fault)
        for key, part in pattern.items()
    }


def _list(version: FormVersion, pattern: list[Any], value: Any, at: str, fault: Fault) -> list[Any]:
    if not isinstance(value, list):
        fault(at, said(N_("應為多列資料")))
        return pattern
    if pattern and isinstance(pattern[0], dict):
        rows = {row.get("item"): row for row in value if isinstance(row, Mapping)}
        return [_object(version, row, rows.get(row["item"], row), f"{at}[{row['item']}]", fault) for row in pattern]
    if len(value) > 50:
        fault(at, said(N_("最多 %(most)s 列"), most=50))
    return [_text(version, item, at, fault) for item in value[:50]]


def _text(version: FormVersion, value: Any, at: str, fault: Fault) -> str:
    if not isinstance(value, str):
        fault(at, said(N_("應為文字")))
        return ""
    if UNPRINTABLE.search(value):
        fault(at, said(N_("含有無法列印的控制字元，請刪除後重新貼上")))
        return ""
    item, text = item_at(version, at), tidy(value)
    most = item.limit if item else MOST
    if len(text) > most:
        name = item.name if item else at
        fault(at, said(N_("「%(field)s」最多 %(most)s 字，目前 %(now)s 字"), field=name, most=most, now=len(text)))
    return text


def figure_rows(value: Any, at: str, fault: Fault) -> list[dict[str, str]]:
    """The rows of the tables of figures: each with an id, a label, a year and figures that are numbers."""
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        fault(at, said(N_("最多 %(most)s 列"), most=MOST_ROWS))
        return []
    rows, seen = [], set()
    for place, row in enumerate(value, 1):
        if not isinstance(row, Mapping) or row.keys() - FIELDS.keys() - {"id"}:
            fault(at, said(N_("應為一組欄位")))
            continue
        told = {name: _cell(row.get(name, ""), name, at, fault) for name in FIELDS}
        row_id = row.get("id")
        if not isinstance(row_id, str) or not ROW_ID.match(row_id) or row_id in seen:
            fault(at, said(N_("這一列缺少識別碼，或識別碼重複")))
            continue
        seen.add(row_id)
        for message in figure_faults(told):
            fault(f"{at}[{row_id}]", said(N_("性別統計第 %(n)s 列：%(why)s"), n=place, why=said(message)))
        rows.append({"id": row_id, **told})
    return rows


def figure_faults(row: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with one row of figures, as sentences to be translated."""
    if not row["label"]:
        yield N_("請填寫統計項目")
    if row["year"] and not re.fullmatch(r"\d{2,3}", row["year"]):
        yield N_("年度請填民國年，例如 107")
    if any(row[name] and decimal_of(row[name], IN_CELL) is None for name in FIGURES):
        yield N_("人數或數值請填數字")
    elif not any(row[name] for name in FIGURES):
        yield N_("請填寫男、女之數值")


def _cell(value: Any, name: str, at: str, fault: Fault) -> str:
    if not isinstance(value, str) or UNPRINTABLE.search(value):
        fault(at, said(N_("應為文字")))
        return ""
    text = " ".join(tidy(value).split())
    if len(text) > FIELDS[name]:
        fault(at, said(N_("最多 %(most)s 字，目前 %(now)s 字"), most=FIELDS[name], now=len(text)))
    value = decimal_of(text, IN_CELL) if name in FIGURES else None
    return text if value is None else str(value)
