"""Storing content parts by digest and reading them back.

A part is kept whole (a key part) or as zstd with one key part as dictionary, whichever the sizes advise: a one-field
change of a 30 KB part then costs some hundred bytes. Parts never change, so what was read may be kept in memory.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any, Generic, TypeVar

import zstandard
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.canonical import digest
from models.document import ContentPart, Revision

DELTA_PAYS_BELOW = 0.5
"""A delta is kept only if it is at most this share of the part compressed alone; else a new key part begins."""
KEPT_IN_MEMORY = 64
LEVEL = 6

T = TypeVar("T")


class _Kept(Generic[T]):
    """A small least-recently-used map; safe for the threads of one worker."""

    def __init__(self, size: int) -> None:
        self._size, self._items, self._lock = size, OrderedDict[str, T](), Lock()

    def get(self, key: str) -> T | None:
        with self._lock:
            if (value := self._items.get(key)) is not None:
                self._items.move_to_end(key)
            return value

    def put(self, key: str, value: T) -> T:
        with self._lock:
            self._items[key] = value
            while len(self._items) > self._size:
                self._items.popitem(last=False)
        return value


_bytes = _Kept[bytes](KEPT_IN_MEMORY)
_parsed = _Kept[Any](KEPT_IN_MEMORY)


def _inflate(row: ContentPart, base: bytes | None) -> bytes:
    dictionary = zstandard.ZstdCompressionDict(base, zstandard.DICT_TYPE_RAWCONTENT) if base is not None else None
    return zstandard.ZstdDecompressor(dict_data=dictionary).decompress(row.data)


def load(session: Session, digests: Iterable[str]) -> dict[str, bytes]:
    """The canonical bytes of parts; at most two queries for all that is not in memory. Raises ``KeyError``."""
    found = {wanted: data for wanted in set(digests) if (data := _bytes.get(wanted)) is not None}
    missing = set(digests) - found.keys()
    if not missing:
        return found
    rows = session.scalars(select(ContentPart).where(ContentPart.digest.in_(missing))).all()
    bases = load(session, {row.base for row in rows if row.base})
    for row in rows:
        found[row.digest] = _bytes.put(row.digest, _inflate(row, bases[row.base] if row.base else None))
    if lost := missing - found.keys():
        raise KeyError(f"content parts are missing: {', '.join(sorted(lost))}")
    return found


def parsed(session: Session, digests: Iterable[str]) -> dict[str, Any]:
    """The values of parts. They are shared between requests: callers never change them in place."""
    found = {wanted: value for wanted in digests if (value := _parsed.get(wanted)) is not None}
    missing = [wanted for wanted in digests if wanted not in found]
    for wanted, data in load(session, missing).items():
        found[wanted] = _parsed.put(wanted, json.loads(data))
    return found


def store(session: Session, data: bytes, predecessor: str | None) -> str:
    """Keep one part and give its digest; ``predecessor`` is the digest of the same part in the revision before."""
    name = digest(data)
    if session.get(ContentPart, name) is not None:
        return name
    alone = zstandard.ZstdCompressor(level=LEVEL).compress(data)
    base = _key_part(session, predecessor) if predecessor and predecessor != name else None
    row = ContentPart(digest=name, base=None, data=alone)
    if base is not None:
        dictionary = zstandard.ZstdCompressionDict(load(session, [base])[base], zstandard.DICT_TYPE_RAWCONTENT)
        delta = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary).compress(data)
        if len(delta) <= DELTA_PAYS_BELOW * len(alone):
            row = ContentPart(digest=name, base=base, data=delta)
    session.add(row)
    _bytes.put(name, data)
    return name


def _key_part(session: Session, name: str) -> str | None:
    row = session.execute(select(ContentPart.digest, ContentPart.base).where(ContentPart.digest == name)).first()
    return (row.base or row.digest) if row else None


def manifest_of(revision: Revision) -> dict[str, str]:
    """Which part has which digest in this revision."""
    manifest: dict[str, str] = json.loads(revision.manifest)
    return manifest


def read(session: Session, manifest: Mapping[str, str]) -> dict[str, Any]:
    """The content of a manifest: part name → value; a manifest of the one part ``""`` is that part's value itself."""
    values = parsed(session, list(manifest.values()))
    if set(manifest) == {""}:
        whole: dict[str, Any] = values[manifest[""]]
        return whole
    return {part: values[name] for part, name in manifest.items()}
