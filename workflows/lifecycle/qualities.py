"""Documents by what holds of their kind and of their state, so that nobody has to name either."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from models.document import Document
from workflows.lifecycle.definitions import DocumentKind, State
from workflows.lifecycle.registry import KINDS, kind_named


def state_of(document: Document) -> State:
    """The state a document is in."""
    return kind_named(document.kind).workflow.state_named[document.state]


def kinds_where(holds: Callable[[DocumentKind], bool]) -> tuple[str, ...]:
    """The names of the kinds of which something holds, for queries."""
    return tuple(kind.name for kind in KINDS.values() if holds(kind))


def measured_kinds() -> frozenset[str]:
    """The names of the kinds of which each document defines an indicator of another."""
    return frozenset(kind.indicators.kind for kind in KINDS.values()) - {""}


def in_states(
    holds: Callable[[State], bool], kinds: Collection[str] | None = None, *, of: Any = Document
) -> ColumnElement[bool]:
    """Whether the rows ``of`` documents are in a state of which something holds, among these kinds or among all."""
    names = {kind.name: kind.workflow.names(holds) for kind in KINDS.values() if kinds is None or kind.name in kinds}
    return or_(false(), *(and_(of.kind == kind, of.state.in_(states)) for kind, states in names.items() if states))
