"""What was worked out last, by what it was worked out from: bounded in bytes, emptied by ``clear``."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import Enum
from functools import lru_cache, wraps
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

T = TypeVar("T")
KIB: Final = 1024
MIB: Final = 1024 * KIB
ENTRY: Final = 200
"""Bytes an entry takes beside its key and value."""
LETTER: Final = 6
"""Bytes counted for each letter of a text that was read: its own, and those of what was found in it."""
_clears: Final[list[Callable[[], None]]] = []


def clear() -> None:
    """Empty every cache of this process, as in a worker that has just started."""
    for one in _clears:
        one()


def weight(value: object) -> int:
    """About how many bytes a value takes with what it holds; what is shared counts in full, members of enums not at all."""
    kind = type(value)
    if kind is str:
        return 60 + 2 * len(value)  # type: ignore[arg-type]
    if kind in _FLAT:
        return 32
    if kind is tuple or kind is list:
        return 56 + sum([8 + weight(one) for one in value])  # type: ignore[attr-defined, misc]
    if isinstance(value, dict):
        return 64 + sum([100 + weight(key) + weight(one) for key, one in value.items()])
    if isinstance(value, bytes | AbstractSet):
        return 60 + len(value) if isinstance(value, bytes) else 64 + sum([40 + weight(one) for one in value])
    if isinstance(value, Enum | type):
        return 0
    slots = [name for each in kind.__mro__ for name in getattr(each, "__slots__", ())]
    return 48 + weight(list(getattr(value, "__dict__", {}).values()) + [getattr(value, name, None) for name in slots])


_FLAT: Final = frozenset({int, float, bool, type(None), Decimal})


class Cache(Generic[T]):
    """The values used last, in at most ``most`` bytes; safe for the threads of one worker. ``None`` is no value."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes, self._lock = most, 0, Lock()
        self._kept: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        _clears.append(self.clear)

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._kept)

    @property
    def bytes(self) -> int:
        """About how many bytes keys and values take."""
        return self._bytes

    def get(self, key: Hashable) -> T | None:
        """Return what is kept, ``None`` where nothing is."""
        with self._lock:
            if (known := self._kept.get(key)) is None:
                return None
            self._kept.move_to_end(key)
            return known[0]

    def put(self, key: Hashable, value: T, size: int | None = None) -> T:
        """Keep a value, and drop what was not asked for longest; what is too large by itself is not kept.

        ``size`` is what the value takes, where the caller knows it better than ``weight``.
        """
        size = weight(key) + (weight(value) if size is None else size) + ENTRY
        with self._lock:
            self._bytes -= self._kept.pop(key, (value, 0))[1]
            if size <= self._most:
                self._kept[key] = (value, size)
                self._bytes += size
            while self._bytes > self._most:
                self._bytes -= self._kept.popitem(last=False)[1][1]
        return value

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


def cached(most: int) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """Keep the results of a function of hashable arguments in at most ``most`` bytes.

    A hit costs what ``functools.lru_cache`` costs. When the bytes are used up, all are dropped at once: the functions
    are of single texts, and a worker that meets so many has moved on to other documents.
    """

    def decorate(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
        used = 0

        @wraps(function)
        def worked_out(*args: Hashable) -> T:
            nonlocal used
            value: Any = function(*args)
            for one in args:
                used += LETTER * len(one) if type(one) is str else weight(one)
            used += ENTRY
            if used > most:
                drop()
            return value  # type: ignore[no-any-return]

        def drop() -> None:
            nonlocal used
            used = 0
            kept.cache_clear()

        kept = lru_cache(maxsize=None)(worked_out)
        _clears.append(drop)
        return kept

    return decorate
