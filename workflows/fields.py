"""The fields of the parts of an annual plan, from which forms are generated and by which content is judged well-formed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from models.vocabulary import Severity
from models.wording import N_, Message, said
from workflows.refusals import Malformed
from workflows.rules.engine import Finding

Input = Literal["line", "text", "choice", "choices", "flag", "target", "reference", "references", "hidden"]
MAX_ROWS = 500
ROW_ID = re.compile(r"^[a-z]-[0-9a-z]{1,32}$")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Field:
    """One field of a row: how it is typed in, how long it may be, among what one chooses."""

    name: str
    label: str
    input: Input
    most: int = 200
    choices: tuple[tuple[Any, str], ...] = ()
    hint: str = ""
    required: bool = False


@dataclass(frozen=True)
class RowShape:
    """A list of rows: the prefix of their ids, their fields, and the list of rows inside each, if any."""

    part: str
    prefix: str
    label: str
    fields: tuple[Field, ...]
    inner: RowShape | None = None


METHODS = tuple((name, N_(name)) for name in ("統計數據", "進度控管", "問卷調查", "實地查證", "民意調查"))
REGIMES = (
    (1, N_("1 既有組織架構")), (2, N_("2 特定任務編組")), (3, N_("3 第三者方式")), (4, N_("4 既有組織並邀請第三者")),
    (5, N_("5 其它")),
)  # fmt: skip
CATEGORIES = tuple((name, N_(name)) for name in ("科技發展", "公共建設", "社會發展"))
POLARITIES = (
    ("higher", N_("愈高愈好")), ("lower", N_("愈低愈好")), ("exact", N_("恰等於目標")), ("ladder", N_("依里程碑階梯")),
    ("rank", N_("名次，愈前愈好")),
)  # fmt: skip
COMPARATORS = (("", N_("（未標明）")), ("≥", N_("以上")), ("≤", N_("以下")), (">", N_("高於")), ("<", N_("低於")))

ITEM = RowShape("items", "i", N_("細項"), (Field("text", N_("內容"), "text", 4000, required=True),))
STRATEGY = RowShape("strategies", "s", N_("策略"), (Field("text", N_("策略內容"), "text", 8000, required=True),), ITEM)
GOAL = RowShape(
    "goals", "g", N_("施政目標"),
    (
        Field("title", N_("目標名稱"), "line", 200, required=True),
        Field("text", N_("說明"), "text", 8000, hint=N_("沒有分項策略的目標，在這裡寫成一段。")),
    ),
    STRATEGY,
)  # fmt: skip
KPI = RowShape(
    "kpis", "k", N_("關鍵績效指標"),
    (
        Field("goal", N_("施政目標"), "reference", 40),
        Field("goal_title", N_("原文所列施政目標"), "hidden", 200),
        Field("title", N_("指標名稱"), "line", 200, required=True),
        Field("regime", N_("評估體制"), "choice", choices=REGIMES),
        Field("method", N_("評估方式"), "choice", choices=METHODS),
        Field("polarity", N_("方向"), "choice", choices=POLARITIES),
        Field("measure", N_("衡量標準"), "text", 8000, hint=N_("印在計畫上的文字。公式另填於下一欄。")),
        Field("formula", N_("計算公式"), "text", 2000, hint=N_("可不填。公式與官方文字並存，不互相取代。")),
        Field("target", N_("年度目標值"), "target", 80),
        Field("links", N_("與中長程個案計畫關聯"), "choices", choices=(*CATEGORIES, ("無", N_("無")))),
        Field("baseline", N_("基準值"), "line", 200),
        Field("difficulty", N_("目標值挑戰性說明"), "text", 2000),
        Field("lowering_reason", N_("下修說明"), "text", 2000, hint=N_("目標值低於上年度實績時，說明原因與因應策略。")),
        Field("common", N_("各機關共同性指標"), "flag"),
    ),
)  # fmt: skip
KEY_PLAN = RowShape(
    "key_plans", "p", N_("重要計畫"),
    (
        Field("work_plan", N_("工作計畫名稱"), "line", 200),
        Field("item", N_("重要計畫項目"), "line", 200, required=True),
        Field("category", N_("計畫類別"), "choice", choices=(*CATEGORIES, ("其它", N_("其它")))),
        Field("content", N_("實施內容"), "text", 20000),
        Field("kpis", N_("與 KPI 關聯"), "references", 40),
        Field("unresolved", N_("原文所列、未對應到指標的名稱"), "hidden", 200),
        Field(
            "gia_owed", N_("應辦性別影響評估"), "flag",
            hint=N_("中長程個案計畫報院前應辦理；僅因物價調整或期程變更者得免辦。"),
        ),
    ),
)  # fmt: skip
PREAMBLE = Field("preamble", N_("編定說明"), "text", 8000)
ROWS: dict[str, RowShape] = {shape.part: shape for shape in (GOAL, KPI, KEY_PLAN)}
TARGET_KEYS = {"value", "unit", "comparator", "text"}


def tidy(text: str) -> str:
    """NFC, one kind of line end, no white space at the ends of lines."""
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def sayable(text: str) -> str:
    """Text that may be sent back: half characters, which no encoding knows, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def blank_row(shape: RowShape, row_id: str) -> dict[str, Any]:
    """A new, empty row of this shape."""
    row: dict[str, Any] = {"id": row_id} | {field.name: _blank(field) for field in shape.fields}
    return row | ({shape.inner.part: []} if shape.inner else {})


def _blank(field: Field) -> Any:
    if field.name == "unresolved" or field.input in ("choices", "references"):
        return []
    if field.input == "flag":
        return False
    if field.input == "target":
        return {"value": "", "unit": "", "comparator": "", "text": ""}
    return None if field.name == "regime" else ""


def well_formed(part: str, value: Any, before: Any = ()) -> Any:
    """The value of one part of an annual plan, tidied; raises ``Malformed`` with every fault and its path.

    Rows that stand in ``before``, the part as it is stored, were tidied when they came in and are taken as they are.
    """
    faults: list[Finding] = []

    def fault(at: str, message: Message) -> None:
        faults.append(
            Finding(rule="WF-10", severity=Severity.B, at=sayable(at), message=message, source="", fingerprint="")
        )

    if part == "preamble":
        result: Any = _text(PREAMBLE, value, "preamble", fault)
    else:
        known = {row["id"]: row for row in before or ()}
        result = list(_rows(ROWS[part], value, part, fault, set(), known))
    if faults:
        raise Malformed(*faults)
    return result


Fault = Callable[[str, Message], None]


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
    for inner in row[shape.inner.part] if shape.inner else ():
        yield inner["id"]
        yield from _inner_ids(shape.inner, inner) if shape.inner else ()


def _row(shape: RowShape, row: dict[str, Any], at: str, fault: Fault, seen: set[str]) -> dict[str, Any]:
    expected = {"id", *(field.name for field in shape.fields), *((shape.inner.part,) if shape.inner else ())}
    for odd in sorted(row.keys() - expected):
        fault(f"{at}.{odd[:40]}", said(N_("沒有這個欄位")))
    tidied: dict[str, Any] = {"id": row["id"]}
    for field in shape.fields:
        tidied[field.name] = _value(field, row.get(field.name, _blank(field)), f"{at}.{field.name}", fault)
    if shape.inner:
        tidied[shape.inner.part] = list(
            _rows(shape.inner, row.get(shape.inner.part, []), f"{at}.{shape.inner.part}", fault, seen)
        )
    return tidied


def _value(field: Field, value: Any, at: str, fault: Fault) -> Any:
    if field.input == "flag":
        return _flag(value, at, fault)
    if field.input == "target":
        return _target(field, value, at, fault)
    if isinstance(_blank(field), list):
        return _list(field, value, at, fault)
    if field.choices:
        allowed = (_blank(field), *(choice for choice, _ in field.choices))
        if not any(type(value) is type(choice) and value == choice for choice in allowed):
            fault(at, said(N_("請從列出的項目中選擇")))
        return value
    return _text(field, value, at, fault)


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
    if target["value"] and not _is_decimal(target["value"]):
        fault(at, said(N_("目標值應為數字，例如 5520 或 4.9")))
    return target


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and len(text) <= 40 and "e" not in text.lower()
    except InvalidOperation:
        return False
