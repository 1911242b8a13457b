"""A document of any form as rules see it: its values, its texts and its computed cells by place, named as people name them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from models.wording import Message
from workflows.rules.engine import Stage
from workflows.schema import (
    Field,
    FormVersion,
    Leaf,
    Names,
    compute,
    figure_in,
    running_texts,
    shape_at,
    value_at,
    walk,
)


@dataclass(frozen=True)
class FormSubject:
    """A document to be judged by its form alone; a kind whose rules ask for more derives its own from it."""

    kind: str
    form: FormVersion
    content: Mapping[str, Any]
    stage: Stage = Stage.COMPLETED
    known: Hashable = field(default=(), compare=False)
    """Everything beside the content on which verdicts rest."""

    @property
    def context(self) -> Hashable:
        """Everything beside the content on which verdicts rest."""
        return self.kind, self.form.code, self.stage, self.known

    def value(self, at: str) -> Any:
        """What stands at a place, ``None`` where nothing does."""
        return value_at(self.content, at)

    @cached_property
    def computed(self) -> Mapping[str, Decimal]:
        """The computed cells that have a figure, by place."""
        return compute(self.form, self.content)

    def figure(self, at: str) -> Decimal | None:
        """The figure at a place, entered or computed; ``None`` where there is none."""
        shape = shape_at(self.form.shape, at)
        return figure_in(shape.field, self.value(at)) if isinstance(shape, Leaf) else self.computed.get(at)

    @cached_property
    def filled(self) -> tuple[tuple[str, str], ...]:
        """The places that hold running text, with the text."""
        return tuple((at, text) for at, text in running_texts(self.form, self.content) if text)

    def missing(self) -> list[str]:
        """The places of required values in which nothing stands, in form order."""
        return [
            at
            for at, node, value in walk(self.form, self.content)
            if isinstance(node, Field) and node.required and value in ("", None, [])
        ]

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {at: number for number, (at, _node, _value) in enumerate(walk(self.form, self.content))}

    def position(self, at: str) -> tuple[int, ...]:
        """Sort places as the form has them; what stands nowhere comes with its section, or last."""
        if at in self._order:
            return 0, self._order[at]
        section = self.form.section_at(at)
        first = (number for place, number in self._order.items() if self.form.section_at(place) is section)
        return (0, next(first, len(self._order))) if section else (1, 0)

    @cached_property
    def _names(self) -> Names:
        return Names(self.form, self.content)

    def label(self, at: str) -> Message:
        """Name a place by section, row and field."""
        return self._names.name(at)
