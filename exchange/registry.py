"""The readers of documents, found by the extension of the file's name.

A new format is one module below ``exchange/readers/`` with the decorator ``reader``; menus, the API and the command
line list ``readers()``.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from exchange.imported import Imported, Unreadable
from exchange.limits import check_bounds, check_size
from models.wording import N_, Message

ReadBytes = Callable[[bytes], Imported]


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that can be imported; ``label`` is a zh-TW msgid, ``label_en`` serves documentation in English."""

    name: str
    extensions: tuple[str, ...]
    label: str
    label_en: str
    read: ReadBytes


_declared: dict[str, Reader] = {}


def reader(name: str, *, extensions: tuple[str, ...], label: str, label_en: str) -> Callable[[ReadBytes], ReadBytes]:
    """Declare a function from bytes to ``Imported`` as the reader of these extensions (lower case, with the dot)."""

    def declare(function: ReadBytes) -> ReadBytes:
        taken = [other.name for other in _declared.values() if set(other.extensions) & set(extensions)]
        if name in _declared or taken:
            raise ValueError(f"reader {name}: name or extensions already belong to {taken or name}")
        _declared[name] = Reader(name, extensions, label, label_en, function)
        return function

    return declare


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers in the order of their names; the modules are imported at the first call."""
    package = importlib.import_module("exchange.readers")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        importlib.import_module(module.name)
    return tuple(_declared[name] for name in sorted(_declared))


def reader_of(name: str) -> Reader:
    """Return the reader for a file of this name, or raise ``Unreadable`` naming what can be read."""
    extension = Path(name).suffix.lower()
    for known in readers():
        if extension in known.extensions:
            return known
    accepted = "、".join(sorted(one for known in readers() for one in known.extensions))
    raise Unreadable(
        Message.of(
            N_("不能讀取這種檔案（%(extension)s）；可以匯入的有 %(accepted)s。"),
            extension=extension or "—",
            accepted=accepted,
        )
    )


def read(source: bytes | str | os.PathLike[str], name: str | None = None) -> Imported:
    """Read a document from a path, or from bytes together with the file's name.

    Raises ``Unreadable`` when the format, the size or the text does not allow a whole reading: there is no half
    result. ``OSError`` of a path passes through.
    """
    if isinstance(source, bytes):
        data, chosen = source, reader_of(name or "")
    else:
        path = Path(source)
        chosen = reader_of(name or path.name)
        check_size(path.stat().st_size)
        data = path.read_bytes()
    check_size(len(data))
    imported = chosen.read(data)
    check_bounds(imported.content)
    return imported
