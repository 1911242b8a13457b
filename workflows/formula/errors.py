"""What is said when a formula cannot be read or computed, with the column it is about."""

from __future__ import annotations

from typing import ClassVar

from models.wording import Message


class FormulaError(Exception):
    """A formula is wrong at a place, or not understood; ``column`` counts the characters of the given text from 1."""

    certain: ClassVar[bool] = False

    def __init__(self, text: str, column: int, /, **figures: object) -> None:
        self.message: Message = Message.of(text, **figures)
        self.column = column
        super().__init__(str(self.message))


class Broken(FormulaError):
    """The text is broken whatever was meant, such as a bracket without its partner."""

    certain: ClassVar[bool] = True
