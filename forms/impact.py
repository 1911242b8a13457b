"""The gender officer's decision on key plans, as typed on its page or sent as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms.common import Sent, tidy
from models.wording import N_, Message
from workflows.gender import Decision
from workflows.lifecycle import Malformed, blocking_finding
from workflows.schema import MOST_ROWS

ALL = "all"
"""A tick for every key plan that waits for a decision and claims no exemption."""


def decision_of(sent: Sent, waiting: Iterable[str]) -> Decision:
    """The decision typed; with ``all`` it is for every key plan of ``waiting``."""
    rows = sent.getlist("rows")
    if sent.get(ALL) in ("y", "yes"):
        rows = [*rows, *waiting]
    return Decision(
        tuple(dict.fromkeys(rows)),
        sent.get("decision", ""),
        tidy(sent.get("reason", "")).strip(),
        sent.get("grounds", ""),
        tidy(sent.get("evidence", "")).strip(),
    )


def rows_of(body: Any) -> tuple[Mapping[str, Any], list[str]]:
    """A JSON body without its ``rows``, and these; raises ``Malformed`` where they are no list of ids."""
    if not isinstance(body, Mapping):
        raise Malformed(blocking_finding("WF-09", Message.of(N_("內容須為 JSON 物件"))))
    rows = body.get("rows", [])
    if not isinstance(rows, list) or len(rows) > MOST_ROWS or not all(isinstance(row, str) for row in rows):
        raise Malformed(blocking_finding("WF-09", Message.of(N_("欄位格式不符")), "rows"))
    return {name: value for name, value in body.items() if name != "rows"}, rows
