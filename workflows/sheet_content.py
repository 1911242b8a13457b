"""Gender-impact content judged well-formed against its form version: nothing unknown, nothing over-long."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from models.vocabulary import Severity
from models.wording import N_, Message, said
from workflows.fields import ROW_ID, UNPRINTABLE, sayable, tidy
from workflows.refusals import Malformed
from workflows.rules.engine import Finding
from workflows.sheet_parts import FIRST, MORE, place_in
from workflows.sheets import FormVersion, blank, form_version, item_at

Fault = Callable[[str, Message], None]
MOST = 4000
MOST_EXPERTS = 20


def well_formed(code: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The sheet in the shape of its version, tidied; raises ``Malformed`` with every fault and its path."""
    version, faults = form_version(code), []

    def fault(at: str, message: Message) -> None:
        faults.append(
            Finding(rule="WF-10", severity=Severity.B, at=sayable(at), message=message, source="", fingerprint="")
        )

    pattern, more = blank(version), content.get(MORE) or []
    whole = {name: value for name, value in content.items() if name != MORE} | {"form": code}
    shaped: dict[str, Any] = _shaped(version, pattern, whole, "", fault)
    if more:
        shaped[MORE] = _further(version, pattern[FIRST], more, fault)
    if faults:
        raise Malformed(*faults)
    return shaped


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
