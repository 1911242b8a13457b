"""How a computed cell follows from others: sums, shares and last figures, exact decimals throughout.

A formula names cells by patterns. A pattern that begins with a dot starts at the row, record or year in which the cell
stands, any other at the content; ``[*]`` is every row or year, ``[@]`` the year of the cell. Cells that are empty or no
figure count for nothing: of no figure at all there is no sum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

Figures: TypeAlias = Callable[[str], Sequence[Decimal]]
"""Gives the figures that stand in the cells of a pattern, in the order of rows and years."""
Formula: TypeAlias = Callable[[Figures], Decimal | None]
"""Any pure function will do; the shapes below are the ones that forms in JSON can name."""


@dataclass(frozen=True, slots=True)
class Sum:
    """All figures of some cells together."""

    cells: tuple[str, ...]

    def __call__(self, figures: Figures) -> Decimal | None:
        """The sum, ``None`` of nothing."""
        values = [one for cell in self.cells for one in figures(cell)]
        return sum(values, Decimal(0)) if values else None


@dataclass(frozen=True, slots=True)
class Share:
    """What share one sum is of another, in percent, half up."""

    part: str
    whole: str
    digits: int = 1

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells it goes by."""
        return self.part, self.whole

    def __call__(self, figures: Figures) -> Decimal | None:
        """The share, ``None`` without a part or of a whole that is nothing."""
        part, whole = Sum((self.part,))(figures), Sum((self.whole,))(figures)
        if part is None or not whole:
            return None
        return (part * 100 / whole).quantize(Decimal(1).scaleb(-self.digits), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Product:
    """Several cells of one row multiplied: quantity by unit price."""

    cells: tuple[str, ...]

    def __call__(self, figures: Figures) -> Decimal | None:
        """The product, ``None`` where one of the cells holds no single figure."""
        product = Decimal(1)
        for cell in self.cells:
            values = figures(cell)
            if len(values) != 1:
                return None
            product *= values[0]
        return product


@dataclass(frozen=True, slots=True)
class Last:
    """The last figure of some cells: the final value of what accumulates."""

    cells: tuple[str, ...]

    def __call__(self, figures: Figures) -> Decimal | None:
        """The last figure that is filled in."""
        values = [one for cell in self.cells for one in figures(cell)]
        return values[-1] if values else None
