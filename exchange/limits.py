"""How much one imported document may hold.

The 33 plans of year 107 stay far below: the longest is 150 KB, none has more than 17 KPIs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from exchange.imported import Unreadable
from exchange.shape import PlanShape
from models.wording import N_, Message

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_FIELD: Final = 20_000
MAX_TITLE: Final = 500
MAX_ROWS: Final = {"goals": 60, "kpis": 200, "key_plans": 1_000}
MAX_INNER_ROWS: Final = 100
TITLES: Final = frozenset({"title", "goal", "method", "target", "work_plan", "item", "category", "polarity"})


def check_size(size: int) -> None:
    """Refuse a file above the limit before it is decoded."""
    if size > MAX_BYTES:
        raise Unreadable(Message.of(N_("檔案超過 %(limit)s MB，無法匯入。"), limit=MAX_BYTES // 1024 // 1024))


def check_bounds(content: PlanShape) -> None:
    """Refuse a plan with more rows or longer fields than any real one has, naming the places."""
    excesses = list(_excesses(content, "", ""))
    if excesses:
        raise Unreadable(
            Message.of(N_("文件內容超出可匯入的範圍，未匯入任何內容：%(first)s"), first=excesses[0]), excesses[:20]
        )


def _excesses(value: object, at: str, key: str) -> Iterator[Message]:
    if isinstance(value, str):
        limit = MAX_TITLE if key in TITLES or key in ("kpis[]", "links[]") else MAX_FIELD
        if len(value) > limit:
            yield Message.of(N_("%(at)s 有 %(length)s 字，上限 %(limit)s 字。"), at=at, length=len(value), limit=limit)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _excesses(inner, f"{at}.{name}" if at else str(name), str(name))
    elif isinstance(value, list):
        limit = MAX_ROWS.get(at, MAX_INNER_ROWS)
        if len(value) > limit:
            yield Message.of(N_("%(at)s 有 %(count)s 列，上限 %(limit)s 列。"), at=at, count=len(value), limit=limit)
        for index, inner in enumerate(value):
            yield from _excesses(inner, f"{at}[{index}]", f"{key}[]")
