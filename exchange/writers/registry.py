"""The writers of files, found by what they write and the name of the format.

A new format is one function below ``exchange/writers/`` with the decorator ``writer``; the menus of pages, the addresses
(``?format=``), the command line (``--format``), media types and file names come from ``writer_of`` and ``writers``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

Write = Callable[[Any], bytes]


@dataclass(frozen=True, slots=True)
class Writer:
    """One format of what is an instance of ``takes``; ``name`` stands in addresses, in the log and behind ``--format``."""

    name: str
    takes: type
    media_type: str
    extension: str
    write: Write


_declared: dict[tuple[type, str], Writer] = {}


def writer(name: str, *, takes: type, media_type: str, extension: str = "") -> Callable[[Write], Write]:
    """Declare a function from an instance of ``takes`` to bytes as its writer in this format.

    The extension is the name of the format where none is given. Raises ``ValueError`` for a second writer.
    """

    def declare(function: Write) -> Write:
        if (takes, name) in _declared:
            raise ValueError(f"{takes.__name__} already has a writer {name}")
        _declared[takes, name] = Writer(name, takes, media_type, extension or name, function)
        return function

    return declare


@cache
def writers() -> tuple[Writer, ...]:
    """Return all writers; the modules are imported at the first call."""
    package = importlib.import_module("exchange.writers")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    return tuple(_declared.values())


def writers_of(takes: type, *names: str) -> tuple[Writer, ...]:
    """Return the writers of these formats in this order, or all there are; raises ``LookupError`` for one there is not."""
    known = {one.name: one for one in writers() if one.takes is takes}
    if unknown := set(names) - set(known):
        raise LookupError(f"{takes.__name__} has no writer {', '.join(sorted(unknown))}")
    return tuple(known[name] for name in names or known)
