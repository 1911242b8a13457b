"""A small memory of what was worked out last, by what it was worked out from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """The values used last, at most ``size``; safe for the threads of one worker."""

    def __init__(self, size: int) -> None:
        self._size, self._kept, self._lock = size, OrderedDict[Hashable, T](), Lock()

    def get(self, key: Hashable) -> T | None:
        """Return what is remembered, ``None`` where nothing is."""
        with self._lock:
            if (known := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
            return known

    def put(self, key: Hashable, value: T) -> T:
        """Remember a value, and forget what was not asked for longest."""
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
