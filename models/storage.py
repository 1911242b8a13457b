"""Storing content parts by digest and reading them back.

A part is kept whole (a key part) or as zstd with its predecessor as dictionary: a one-field change of a 30 KB part
then costs some hundred bytes. A chain of such deltas is at most ``DEEPEST`` long; then one delta is taken from the key
part again, and where that no longer pays, a new key part begins. Parts never change, so what was read may be kept in
memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import zstandard
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.cache import MIB, Cache
from models.canonical import digest
from models.document import ContentPart, Revision

DELTA_PAYS_BELOW = 0.5
"""A delta is kept only if it is at most this share of the part compressed alone; else a new key part begins."""
TEXT_SHRINKS_TO = 3
"""How many times smaller Chinese text becomes alone, measured on the 107 plan: spares a second compression."""
DEEPEST = 16
"""The longest chain of deltas: what a cold read has to unpack."""
KEPT_AS_BYTES = MIB
KEPT_AS_VALUES = 2 * MIB
VALUES_TAKE = 4
"""What one worker keeps of parts; the values of a part take about four times its bytes."""
LEVEL = 6

_bytes: Cache[bytes] = Cache(KEPT_AS_BYTES)
_parsed: Cache[Any] = Cache(KEPT_AS_VALUES)


def load(session: Session, digests: Iterable[str]) -> dict[str, bytes]:
    """The canonical bytes of parts; one query for all that is not in memory. Raises ``KeyError``."""
    wanted = set(digests)
    loaded = {name: data for name in wanted if (data := _bytes.get(name)) is not None}
    missing = wanted - loaded.keys()
    if not missing:
        return loaded
    rows = {row.digest: row for row in session.execute(_chains(missing))}
    if lost := missing - rows.keys():
        raise KeyError(f"content parts are missing: {', '.join(sorted(lost))}")
    unpacked: dict[str, bytes] = {}
    for row in sorted(rows.values(), key=lambda row: row.depth):
        unpacked[row.digest] = _decompress(row.data, unpacked[row.base] if row.base else None)
    return loaded | {name: _bytes.put(name, unpacked[name]) for name in missing}


def _chains(digests: set[str]) -> Select[Any]:
    columns = (ContentPart.digest, ContentPart.base, ContentPart.depth, ContentPart.data)
    chain = select(*columns).where(ContentPart.digest.in_(digests)).cte("chain", recursive=True)
    chain = chain.union(select(*columns).join(chain, ContentPart.digest == chain.c.base))
    return select(chain)


def _compress(data: bytes, base: bytes | None) -> bytes:
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=_dictionary(base)).compress(data)


def _decompress(data: bytes, base: bytes | None) -> bytes:
    return zstandard.ZstdDecompressor(dict_data=_dictionary(base)).decompress(data)


def _dictionary(base: bytes | None) -> zstandard.ZstdCompressionDict | None:
    return zstandard.ZstdCompressionDict(base, zstandard.DICT_TYPE_RAWCONTENT) if base is not None else None


def parsed(session: Session, digests: Iterable[str]) -> dict[str, Any]:
    """The values of parts. They are shared between requests: callers never change them in place."""
    contents = {wanted: value for wanted in digests if (value := _parsed.get(wanted)) is not None}
    missing = [wanted for wanted in digests if wanted not in contents]
    for wanted, data in load(session, missing).items():
        contents[wanted] = _parsed.put(wanted, json.loads(data), VALUES_TAKE * len(data))
    return contents


def store(session: Session, data: bytes, predecessor: str | None) -> str:
    """Keep one part and give its digest; ``predecessor`` is the digest of the same part in the revision before."""
    name = digest(data)
    if session.scalar(select(ContentPart.digest).where(ContentPart.digest == name)) is not None:
        return name
    row = _delta(session, name, data, predecessor) if predecessor else None
    session.add(row or ContentPart(digest=name, base=None, key=None, depth=0, data=_compress(data, None)))
    _bytes.put(name, data)
    return name


def _delta(session: Session, name: str, data: bytes, predecessor: str) -> ContentPart | None:
    columns = (ContentPart.digest, ContentPart.key, ContentPart.depth)
    before = session.execute(select(*columns).where(ContentPart.digest == predecessor)).first()
    if before is None:
        return None
    key = before.key or before.digest
    base, depth = (before.digest, before.depth + 1) if before.depth < DEEPEST else (key, 1)
    packed = _compress(data, load(session, [base])[base])
    if len(packed) > DELTA_PAYS_BELOW * len(data) / TEXT_SHRINKS_TO:
        return None
    return ContentPart(digest=name, base=base, key=key, depth=depth, data=packed)


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
