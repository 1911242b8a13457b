"""Reads a JSON body by its declaration: typed values, a fault that names its field, the words a form would have sent."""

from __future__ import annotations

import re
from typing import Any, Final, TypeVar

import msgspec
from msgspec import UNSET, Struct
from werkzeug.datastructures import MultiDict

from forms.common import PASSWORD_FIELDS, Sent, tidy
from models.wording import N_, Message
from workflows.lifecycle import Malformed, blocking_finding

SENTENCES: Final = {
    "version": N_("請附上您所見文件的版次（version）"),
    "parts": N_("請以 parts 附上要修改的部分"),
    "note": N_("修訂說明最多 500 字，不得含控制字元"),
}
"""What is said of a field in place of the general sentence."""
PLACE: Final = re.compile(r" - at `\$\.?([^`]*)`$")
MISSING: Final = re.compile(r"missing required field `(\w+)`")
LONGER: Final = re.compile(r"`(str|array|object)` of length <= (\d+)")
BOUND: Final = re.compile(r"^Expected `(?:int|float)` [<>]")
B = TypeVar("B", bound=Struct)


def read_body(value: Any, declared: type[B]) -> B:
    """The body as declared; raises ``Malformed`` naming the field that does not fit. Unknown fields are ignored.

    A lone surrogate in a name, or in a text where another type is due, is no text for the library: it names no field then.
    """
    if not isinstance(value, dict):
        raise Malformed(blocking_finding("WF-09", Message.of(N_("內容須為 JSON 物件"))))
    try:
        return msgspec.convert(value, declared)
    except (msgspec.ValidationError, UnicodeEncodeError) as fault:
        raise _malformed(str(fault)) from fault


def _malformed(fault: str) -> Malformed:
    """The library's sentence as a finding of ours: where, and in our words why."""
    place, missing = PLACE.search(fault), MISSING.search(fault)
    at = ".".join(filter(None, (place[1] if place else "", missing[1] if missing else "")))
    if at in SENTENCES:
        return Malformed(blocking_finding("WF-09", Message.of(SENTENCES[at]), at))
    if longer := LONGER.search(fault):
        sentence = N_("最多 %(most)s 字") if longer[1] == "str" else N_("最多 %(most)s 項")
        return Malformed(blocking_finding("WF-10", Message.of(sentence, most=int(longer[2])), at))
    return Malformed(
        blocking_finding("WF-09", Message.of(N_("數值超出範圍") if BOUND.match(fault) else N_("欄位格式不符")), at)
    )


def flat(body: Struct) -> MultiDict[str, str]:
    """What was sent of the body under the names a page's form would use; objects that no form sends are left out."""
    fields: MultiDict[str, str] = MultiDict()
    for name in body.__struct_fields__:
        value = getattr(body, name)
        if isinstance(value, list):
            for place, one in enumerate(value):
                if isinstance(one, Struct):
                    for inner in one.__struct_fields__:
                        fields[f"{name}-{place}-{inner}"] = _word(getattr(one, inner), inner)
                else:
                    fields.add(name, tidy(one))
        elif value is not UNSET and not isinstance(value, dict):
            fields["idempotency_key" if name == "key" else name] = _word(value, name)
    return fields


def _word(value: Any, name: str) -> str:
    if value is None or value is UNSET:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name not in PASSWORD_FIELDS:
        return tidy(str(value))
    if any("\ud800" <= sign <= "\udfff" for sign in str(value)):
        raise Malformed(blocking_finding("WF-09", Message.of(N_("欄位格式不符")), name))
    return str(value)


def tidied(sent: Sent) -> Sent:
    """A form with its texts as they may be stored; passwords stay as they were typed."""
    pairs = sent.items(multi=True)
    return MultiDict((name, value if name in PASSWORD_FIELDS else tidy(value)) for name, value in pairs)
