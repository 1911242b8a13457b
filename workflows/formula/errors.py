"""What is said when a formula cannot be read or computed, with the column it is about."""

from __future__ import annotations

from models.wording import Message, said


class FormulaError(Exception):
    """A formula is wrong at a place; ``column`` counts the characters of the given text from 1."""

    def __init__(self, text: str, column: int, /, **figures: object) -> None:
        self.message: Message = said(text, **figures)
        self.column = column
        super().__init__(str(self.message))
