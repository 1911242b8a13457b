"""Words that people will read, marked below the web and translated above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self


def N_(text: str) -> str:
    """Mark a zh-TW sentence for the catalogues; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named figures; ``str()`` gives it in the source language, zh-TW.

    A figure may itself be a ``Message``: the page translates it first.
    """

    text: str
    figures: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, /, **figures: object) -> Self:
        """Put figures into a marked sentence: ``Message.of(N_("共 %(count)s 項"), count=3)``."""
        return cls(text, figures)

    def __str__(self) -> str:
        return self.text % {name: str(value) for name, value in self.figures.items()} if self.figures else self.text


def message_to_json(message: Message) -> dict[str, object]:
    """A sentence as it is stored, so that it can be said later in another language; ``message_from_json`` reads it again."""
    figures = {
        name: message_to_json(value) if isinstance(value, Message) else value for name, value in message.figures.items()
    }
    return {"text": message.text, "figures": figures}


def message_from_json(stored: Mapping[str, object]) -> Message:
    """The sentence that was stored."""
    figures = stored.get("figures")
    values = figures if isinstance(figures, Mapping) else {}
    return Message(
        str(stored.get("text", "")),
        {
            str(name): message_from_json(value) if isinstance(value, Mapping) else value
            for name, value in values.items()
        },
    )
