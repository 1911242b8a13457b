"""The gender officer's decision on key plans, as typed on its page or sent as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from forms.common import Sent, tidy
from workflows.gender import Decision

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
