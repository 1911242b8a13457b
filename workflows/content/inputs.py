"""What may stand in each kind of input and how it is stored: one function an input, from a value to the tidied value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from models.wording import N_, Message
from workflows.content.faults import Fault
from workflows.content.figures import figure_rows
from workflows.language import FIELD_NOTATION, decimal_of, from_roc, roc
from workflows.schema import COMPARATORS, MOST_ROWS, ROW_ID, TARGET_KEYS, UNPRINTABLE, Field, Input, tidy_text

MOST_AS_WRITTEN: Final = 50
"""How many boxes of a form on paper may be ticked."""
_YEARS: Final = range(1, 1000)
_MONTH: Final = re.compile(r"(\d{2,3})[-/.年](\d{1,2})月?")


@dataclass(frozen=True, slots=True)
class Judging:
    """What every judge is given beside the value: how a fault is noted, and whether the form's words are official ones."""

    fault: Fault
    official: bool = False

    def named(self, field: Field) -> Message | str:
        """The field as sentences name it; official words are never translated."""
        return field.caption if self.official else Message.of(field.caption)


Judge = Callable[[Field, Any, str, Judging], Any]


def text_judged(field: Field, value: Any, at: str, to: Judging) -> str:
    """Printable text within the limit, tidied."""
    if not isinstance(value, str):
        to.fault(at, Message.of(N_("應為文字")))
        return ""
    if UNPRINTABLE.search(value):
        to.fault(at, Message.of(N_("含有無法列印的控制字元，請刪除後重新貼上")))
        return ""
    text = tidy_text(value)
    if field.input is Input.LINE and not field.as_written:
        text = " ".join(text.split())
    if len(text) > field.limit:
        words = N_("「%(field)s」最多 %(most)s 字，目前 %(now)s 字")
        to.fault(at, Message.of(words, field=to.named(field), most=field.limit, now=len(text)))
    return text


def _flag(_field: Field, value: Any, at: str, to: Judging) -> Any:
    if not isinstance(value, bool):
        to.fault(at, Message.of(N_("應為是或否")))
    return value


def _year(field: Field, value: Any, at: str, to: Judging) -> int | None:
    if (value is None and not field.required) or (type(value) is int and value in _YEARS):
        return value
    to.fault(at, Message.of(N_("年度請填民國年，例如 107")))
    return None


def _decimal(field: Field, value: Any, at: str, to: Judging) -> str:
    text = text_judged(field, value, at, to).strip()
    if text and decimal_of(text, FIELD_NOTATION) is None:
        to.fault(at, Message.of(N_("「%(field)s」應為數字，例如 5520 或 4.9"), field=to.named(field)))
    return text


def _amount(field: Field, value: Any, at: str, to: Judging) -> str:
    text = text_judged(field, value, at, to).strip()
    figure = decimal_of(text, FIELD_NOTATION)
    if text and (figure is None or figure < 0):
        to.fault(at, Message.of(N_("「%(field)s」應為不小於零的數字，例如 5520 或 4.9"), field=to.named(field)))
    return text


def _date(field: Field, value: Any, at: str, to: Judging) -> str:
    text = text_judged(field, value, at, to).strip()
    day = from_roc(text)
    if text and day is None:
        to.fault(at, Message.of(N_("日期請填民國年／月／日，例如 107/08/31")))
    return roc(day, "-") if day else text


def _month(field: Field, value: Any, at: str, to: Judging) -> str:
    text = text_judged(field, value, at, to).strip()
    match = _MONTH.fullmatch(text)
    if not text or (match and 1 <= int(match[2]) <= 12):
        return f"{int(match[1])}-{int(match[2]):02}" if match else text
    to.fault(at, Message.of(N_("月份請填民國年／月，例如 107/08")))
    return text


def _choice(field: Field, value: Any, at: str, to: Judging) -> Any:
    allowed = (field.blank(), *(option.value for option in field.options))
    # true equals 1, and 1.0 does: neither is the code 1
    if not any(type(value) is type(one) and value == one for one in allowed):
        to.fault(at, Message.of(N_("請從列出的項目中選擇")))
    return value


def _texts(field: Field, value: Any, at: str, to: Judging) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_ROWS or not all(isinstance(one, str) for one in value):
        to.fault(at, Message.of(N_("應為文字的清單")))
        return []
    known = {option.value for option in field.options}
    for one in value:
        if (known and one not in known) or (field.input is Input.REFERENCES and not ROW_ID.match(one)):
            to.fault(at, Message.of(N_("請從列出的項目中選擇")))
    return list(dict.fromkeys(text_judged(field, one, at, to) for one in value))


def _texts_as_written(field: Field, value: Any, at: str, to: Judging) -> list[str]:
    if not isinstance(value, list):
        to.fault(at, Message.of(N_("應為多列資料")))
        return []
    if len(value) > MOST_AS_WRITTEN:
        to.fault(at, Message.of(N_("最多 %(most)s 列"), most=MOST_AS_WRITTEN))
    return [text_judged(field, one, at, to) for one in value[:MOST_AS_WRITTEN]]


def _target(field: Field, value: Any, at: str, to: Judging) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) != set(TARGET_KEYS):
        to.fault(at, Message.of(N_("目標值應有數值、單位與比較")))
        return dict.fromkeys(TARGET_KEYS, "")
    target = {key: text_judged(field, value[key], at, to).strip() for key in sorted(TARGET_KEYS)}
    if target["comparator"] not in {sign for sign, _ in COMPARATORS}:
        to.fault(at, Message.of(N_("請從列出的項目中選擇")))
    if target["value"] and decimal_of(target["value"], FIELD_NOTATION) is None:
        to.fault(at, Message.of(N_("目標值應為數字，例如 5520 或 4.9")))
    return target


def _figures(_field: Field, value: Any, at: str, to: Judging) -> list[dict[str, str]]:
    return figure_rows(value, at, to.fault)


_ANYWHERE: Final[Mapping[Input, Judge]] = {Input.FLAG: _flag, Input.FIGURES: _figures}
_AS_WRITTEN: Final[Mapping[Input, Judge]] = {**_ANYWHERE, Input.CHOICES: _texts_as_written}
_TYPED: Final[Mapping[Input, Judge]] = {
    **_ANYWHERE,
    Input.DATE: _date,
    Input.MONTH: _month,
    Input.YEAR: _year,
    Input.DECIMAL: _decimal,
    Input.AMOUNT: _amount,
    Input.CHOICE: _choice,
    Input.CHOICES: _texts,
    Input.REFERENCES: _texts,
    Input.UNRESOLVED: _texts,
    Input.TARGET: _target,
}
"""What is not named here is text."""


def judge_of(field: Field, given: Input) -> Judge:
    """The function that judges a value of this field, entered in this way."""
    return (_AS_WRITTEN if field.as_written else _TYPED).get(given, text_judged)
