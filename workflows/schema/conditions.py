"""Conditions on content under which a form asks something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflows.schema.expert_parts import expert_views
from workflows.schema.paths import Content, value_at


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on content: the text at ``path`` equals ``equals``, or the list there holds ``contains``."""

    path: str
    equals: str = ""
    contains: str = ""

    def holds(self, content: Content) -> bool:
        """Return whether the content satisfies this condition, for any of its experts; a missing place does not."""
        return any(self._holds(value_at(view, self.path)) for view in expert_views(content))

    def _holds(self, value: Any) -> bool:
        if self.contains:
            return isinstance(value, list) and self.contains in value
        return bool(value == self.equals)


def is_asked(tests: Sequence[Condition], content: Content) -> bool:
    """Return whether something with these conditions is asked of this content: no condition, or any that holds."""
    return not tests or any(test.holds(content) for test in tests)
