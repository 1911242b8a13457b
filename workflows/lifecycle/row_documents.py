"""Documents that belong to the rows of another document, and what the kind of that document says of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
Content: TypeAlias = Mapping[str, Any]


def _nothing(_content: Content) -> Mapping[str, dict[str, Any]]:
    return {}


def _untitled(_row: Row) -> str:
    return ""


def _no_indicators(_row: Row) -> tuple[str, ...]:
    return ()


def _no_digest(_row: Row, _indicators: Sequence[Row]) -> str:
    return ""


def _unmade(_content: Content, _made: MadeIndicator, _fresh: str) -> Mapping[str, Any]:
    raise TypeError("this kind makes no indicators from assessments")


def _never(_row: Row) -> bool:
    return False


@dataclass(frozen=True)
class MadeIndicator:
    """An indicator to be made from ``place`` of the assessment of a row; ``target`` holds ``value`` and ``unit``."""

    row_id: str
    place: str
    title: str
    measure: str
    target: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class RowDocuments:
    """Documents of the kind called ``kind``, each about one row of ``part``; a kind without them names neither."""

    kind: str = ""
    part: str = ""


@dataclass(frozen=True, eq=False)
class Indicators(RowDocuments):
    """The definitions of the indicators in ``part``, reviewed with the document and in force with it.

    ``definitions(content)`` gives the content of each definition by row id, ``title(definition)`` what it is called;
    they rest on the parts ``reads``.
    """

    reads: tuple[str, ...] = ()
    definitions: Callable[[Content], Mapping[str, dict[str, Any]]] = _nothing
    title: Callable[[Row], str] = _untitled


@dataclass(frozen=True, eq=False)
class Assessments(RowDocuments):
    """The assessments of rows of ``part``, each with a life of its own, settled before the document is approved.

    ``title(row)`` is what an assessment is called, ``cited(row)`` names the indicators that the row cites.
    ``judged(row, indicators)`` is the digest of what an assessment judges, ``decided(row, indicators)`` of what a
    decision on whether one is owed rests on; ``undecided(row)`` tells whether there is such a decision to make where
    nobody has made one. ``with_indicator(content, made, fresh)`` gives the parts that change when an indicator with the
    row id ``fresh`` is made from an assessment.
    """

    title: Callable[[Row], str] = _untitled
    cited: Callable[[Row], Collection[str]] = _no_indicators
    judged: Callable[[Row, Sequence[Row]], str] = _no_digest
    decided: Callable[[Row, Sequence[Row]], str] = _no_digest
    undecided: Callable[[Row], bool] = _never
    with_indicator: Callable[[Content, MadeIndicator, str], Mapping[str, Any]] = _unmade
