"""The kinds of document by name. A kind registers itself; below ``workflows/kinds`` nobody names one to find it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflows.lifecycle.definitions import DocumentKind

_KINDS: dict[str, DocumentKind] = {}
KINDS: Mapping[str, DocumentKind] = MappingProxyType(_KINDS)
"""Every registered kind by its name, in the order of registration; read-only."""


def register(kind: DocumentKind) -> DocumentKind:
    """Make a kind known; raises ``ValueError`` when another kind already bears its name."""
    if _KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"two kinds are called {kind.name!r}")
    return kind


def unregister(name: str) -> None:
    """Forget a kind; for tests that register one of their own."""
    del _KINDS[name]


def kind_named(name: str) -> DocumentKind:
    """The kind of this name; raises ``LookupError`` where none is registered (``workflows.kinds`` registers ours)."""
    try:
        return _KINDS[name]
    except KeyError:
        raise LookupError(f"no kind of document is called {name!r}; known: {', '.join(_KINDS) or 'none'}") from None
