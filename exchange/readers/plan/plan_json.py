"""Annual plans as JSON in the import shape, checked strictly: nothing missing, nothing unknown, no guessing."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from exchange.imported import Imported, Uncertain, Unreadable
from exchange.registry import reader
from exchange.shape import HOLDS, ImportShape
from models.wording import N_, Message
from workflows.language import nfc

MAX_PROBLEMS: Final = 20
MIN_YEAR, MAX_YEAR = 1, 999


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value: a test, and the words for what it has to be."""

    holds: Callable[[object], bool]
    words: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A list whose elements all have one form."""

    form: Form


@dataclass(frozen=True, slots=True)
class Record:
    """An object with required and optional keys."""

    required: Mapping[str, Form]
    optional: Mapping[str, Form]


Form = Leaf | Rows | Record

TEXT: Final = Leaf(lambda value: isinstance(value, str), N_("應為文字"))
FLAG: Final = Leaf(lambda value: isinstance(value, bool), N_("應為 true 或 false"))
REGIME: Final = Leaf(
    lambda value: value is None or (type(value) is int and 1 <= value <= 5), N_("應為 1 至 5 的整數或 null")
)
YEAR: Final = Leaf(
    lambda value: value is None or (type(value) is int and MIN_YEAR <= value <= MAX_YEAR), N_("應為民國年的整數或 null")
)
ROC_YEAR: Final = Leaf(lambda value: type(value) is int and MIN_YEAR <= value <= MAX_YEAR, N_("應為民國年的整數"))
CUMULATIVE: Final = Leaf(lambda value: value is None or isinstance(value, bool), N_("應為 true、false 或 null"))
AGENCY: Final = Leaf(lambda value: value is None or isinstance(value, str), N_("應為文字或 null"))
POLARITY: Final = Leaf(
    lambda value: value in ("", "higher", "lower", "exact", "ladder", "rank"),
    N_("應為 higher、lower、exact、ladder、rank 之一或空白"),
)
KIND: Final = Leaf(lambda value: value == HOLDS, N_("應為 annual_plan"))

ITEM: Final = Record({"text": TEXT}, {})
STRATEGY: Final = Record({"text": TEXT, "items": Rows(ITEM)}, {})
GOAL: Final = Record({"title": TEXT, "text": TEXT, "strategies": Rows(STRATEGY)}, {})
YEAR_ROW: Final = Record({"year": ROC_YEAR}, {"target": TEXT, "actual": TEXT, "source": TEXT})
KPI: Final = Record(
    {
        "goal": TEXT,
        "title": TEXT,
        "regime": REGIME,
        "method": TEXT,
        "measure": TEXT,
        "target": TEXT,
        "links": Rows(TEXT),
    },
    {
        "formula": TEXT,
        "polarity": POLARITY,
        "baseline": TEXT,
        "difficulty": TEXT,
        "lowering_reason": TEXT,
        "common": FLAG,
        "cumulative": CUMULATIVE,
        "baseline_value": TEXT,
        "baseline_year": YEAR,
        "baseline_source": TEXT,
        "years": Rows(YEAR_ROW),
    },
)
KEY_PLAN: Final = Record(
    {"work_plan": TEXT, "item": TEXT, "category": TEXT, "content": TEXT, "kpis": Rows(TEXT)},
    {"gia_owed": FLAG, "gia_basis": TEXT, "gia_exempt": TEXT, "gia_evidence": TEXT},
)
PLAN: Final = Record(
    {"preamble": TEXT, "goals": Rows(GOAL), "kpis": Rows(KPI), "key_plans": Rows(KEY_PLAN)},
    {},
)
UNCERTAIN: Final = Record({"at": TEXT, "why": TEXT}, {})
IMPORT: Final = Record({"kind": KIND, "year": YEAR, "agency": AGENCY, "content": PLAN}, {"uncertain": Rows(UNCERTAIN)})


@reader(
    "plan_json", extensions=(".json",), label=N_("JSON 格式的施政計畫"), label_en="Plan as JSON in the import shape"
)
def read_plan_json(data: bytes) -> Imported:
    """Read the JSON that ``flask plan import --dry-run --json`` prints."""
    value = parsed(data)
    problems: list[Message] = []
    _check(value, IMPORT, "", problems)
    if problems:
        raise Unreadable(Message.of(N_("JSON 內容不符合匯入格式：%(first)s"), first=problems[0]), problems)
    shape = cast("ImportShape", _normal(value))
    doubts = tuple(Uncertain(one["at"], Message(one["why"])) for one in shape.get("uncertain", []))
    return Imported(shape["content"], doubts, shape["year"], shape["agency"])


def parsed(data: bytes) -> object:
    """Parse JSON as RFC 8259 has it: UTF-8, no key twice, no NaN, no half of a surrogate pair."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(Message.of(N_("JSON 檔必須是 UTF-8 編碼。"))) from error
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        why = N_("不是正確的 JSON（第 %(line)s 行第 %(column)s 字）。")
        raise Unreadable(Message.of(why, line=error.lineno, column=error.colno)) from error
    except RecursionError as error:
        raise Unreadable(Message.of(N_("JSON 的層次太深。"))) from error
    except UnicodeEncodeError as error:
        raise Unreadable(Message.of(N_("JSON 文字含有不完整的字元（單獨的代理碼）。"))) from error
    except ValueError as error:
        raise Unreadable(Message.of(N_("JSON 內有無法接受的數字。"))) from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            raise Unreadable(Message.of(N_("JSON 的鍵「%(key)s」在同一處出現兩次。"), key=key[:60]))
        members[key] = value
    return members


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _check(value: object, form: Form, at: str, problems: list[Message]) -> None:
    """Compare a value with its form and note every place that differs, up to a limit."""
    if len(problems) >= MAX_PROBLEMS:
        return
    if isinstance(form, Leaf):
        if not form.holds(value):
            problems.append(Message.of(N_("%(at)s %(words)s。"), at=at, words=Message(form.words)))
    elif isinstance(form, Rows):
        _check_rows(value, form, at, problems)
    else:
        _check_record(value, form, at, problems)


def _check_rows(value: object, form: Rows, at: str, problems: list[Message]) -> None:
    if not isinstance(value, list):
        problems.append(Message.of(N_("%(at)s 應為陣列。"), at=at))
        return
    for index, inner in enumerate(value):
        _check(inner, form.form, f"{at}[{index}]", problems)


def _check_record(value: object, form: Record, at: str, problems: list[Message]) -> None:
    if not isinstance(value, dict):
        problems.append(Message.of(N_("%(at)s 應為物件。"), at=at or "JSON"))
        return
    forms = {**form.required, **form.optional}
    prefix = f"{at}." if at else ""
    for key in value:
        if key not in forms:
            problems.append(Message.of(N_("%(at)s 是不認得的鍵。"), at=f"{prefix}{key[:60]}"))
    for key, inner in forms.items():
        if key in value:
            _check(value[key], inner, f"{prefix}{key}", problems)
        elif key in form.required:
            problems.append(Message.of(N_("缺少 %(at)s。"), at=f"{prefix}{key}"))


def _normal(value: object) -> object:
    """Return the value with every text in NFC."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [_normal(inner) for inner in value]
    if isinstance(value, dict):
        return {key: _normal(inner) for key, inner in value.items()}
    return value
