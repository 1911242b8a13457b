"""The geometry of the chart of targets and actuals over years: bars and ticks on a scale that also goes below zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflows.language import grouped

WIDE, TOP, HIGH, FOOT = 400, 26, 88, 136
"""The picture is 400 wide; bars and ticks lie between 26 and 114, the years below."""


@dataclass(frozen=True)
class Point:
    """One year: its target, what was reached, and the target it had before, where they are figures."""

    label: str
    target: Decimal | None
    actual: Decimal | None
    old: Decimal | None = None
    past: bool = False

    @property
    def values(self) -> list[Decimal]:
        """The figures of this year."""
        return [one for one in (self.target, self.actual, self.old) if one is not None]

    @property
    def drawn(self) -> bool:
        """Whether there is anything to draw."""
        return self.target is not None or self.actual is not None


def series(points: Sequence[Point]) -> dict[str, Any]:
    """Where bars, ticks and their words stand; ``zero`` is the height of the axis."""
    figures = [value for point in points for value in point.values]
    most, least = max([*figures, Decimal(0)]), min([*figures, Decimal(0)])
    span = (most - least) or Decimal(1)

    def y(value: Decimal) -> float:
        return round(TOP + float((most - value) / span) * HIGH, 1)

    step = (WIDE - 20) / len(points)
    half = min(46.0, step * 0.46) / 2
    return {
        "zero": y(Decimal(0)),
        "points": [_drawn(point, 10 + step * (place + 0.5), half, y) for place, point in enumerate(points)],
    }


def _drawn(point: Point, x: float, half: float, y: Any) -> dict[str, Any]:
    drawn: dict[str, Any] = {"label": point.label, "x": round(x, 1), "foot": FOOT, "past": point.past}
    if point.actual is not None:
        top, zero = sorted((y(point.actual), y(Decimal(0))))
        within = zero - top >= 30
        drawn["bar"] = {
            "x": round(x - half, 1),
            "y": top,
            "width": round(half * 2, 1),
            "height": round(zero - top, 1),
            "within": within,
            "text": grouped(str(point.actual)),
            "text_y": round(zero - 6 if within else top - 4, 1),
        }
    if point.target is not None:
        drawn["tick"] = {"path": f"M{x - half - 6:.1f} {y(point.target)}h{half * 2 + 12:.1f}"}
        clash = (
            point.actual is not None
            and abs(y(point.target) - drawn["bar"]["text_y"]) < 14
            and not drawn["bar"]["within"]
        )
        drawn["tick"] |= {
            "text": grouped(str(point.target)),
            "text_y": round(y(point.target) + (-18 if clash else -6), 1),
        }
    if point.old is not None:
        drawn["old"] = f"M{x - half - 6:.1f} {y(point.old)}h{half * 2 + 12:.1f}"
    return drawn
