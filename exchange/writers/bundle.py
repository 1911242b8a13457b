"""The audit bundle: the exact lines of the log with all that is needed to verify them offline (audit.md §4)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange import verify_bundle
from exchange.writers.registry import writer
from models.audit_log import AuditEntry, AuditHead
from models.document import Document, Revision
from models.merkle import root_of
from workflows.kinds import declared_vocabulary, recorded_vocabulary
from workflows.lifecycle import content_bytes

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The one time stamp of every member: the same database gives the same bytes."""

README = """編審 Bianshen 稽核證據包 / audit bundle

驗證 / verify:   python verify_bundle.py bundle.zip

entries.jsonl    紀錄原文，每行一筆 / the exact lines of the log
snapshot.json    匯出當下各文件的狀態 / the documents as the live tables have them
words.json       字彙：動作與細目的鍵、職務、文件種類、各版流程的狀態、席位與狀態變化
                 / the words: actions and the keys of their details, roles, kinds, and by version of the
                 workflows their states, seats and changes of state
machine.json     同上，供先前版本的驗證程式使用 / the same for earlier editions of the verifier
vocabulary.json  同上 / likewise
head.json        紀錄總數、最後雜湊與根摘要 / size, last hash and Merkle root
revisions/       每一修訂的內容，檔名為 SHA-256 / the content of every revision, named by its SHA-256

這是完整性封緘，不是電子簽章法所稱數位簽章。
These are integrity seals, not digital signatures in the sense of the Electronic Signatures Act.
"""


def words(session: Session) -> verify_bundle.Words:
    """What the log is verified against: the words it records, or those of this program while it records none."""
    return recorded_vocabulary(session) or {
        name: {word: [definition] for word, definition in definitions.items()}
        for name, definitions in declared_vocabulary().items()
    }


def snapshot(session: Session) -> dict[str, dict[str, Any]]:
    """The documents as the live tables have them."""
    rows = session.execute(
        select(Document.kind, Document.id, Document.state, Document.revision, Document.content_sha256)
    )
    return {
        f"{row.kind}:{row.id}": {
            "state": row.state,
            "revision": row.revision or None,
            "content_sha256": row.content_sha256,
        }
        for row in rows
    }


def head(session: Session) -> dict[str, Any]:
    """Size, last hash and Merkle root as the head row has them."""
    row = session.scalars(select(AuditHead)).one()
    return {"size": row.size, "hash": row.hash, "root": root_of(row.frontier.split())}


def lines(session: Session) -> Iterator[bytes]:
    """The lines of the log in order."""
    for line in session.scalars(select(AuditEntry.line).order_by(AuditEntry.seq).execution_options(yield_per=1000)):
        yield line.encode()


def contents(session: Session) -> dict[str, Revision]:
    """Which revision has which content digest."""
    return {row.content_sha256: row for row in session.scalars(select(Revision))}


def write_bundle(session: Session, target: IO[bytes] | str | Path) -> None:
    """Write the bundle of the whole installation; the same database gives the same bytes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        _put(bundle, "README.txt", README.encode())
        _put(bundle, "entries.jsonl", b"".join(line + b"\n" for line in lines(session)))
        vocabulary = words(session)
        members = {"head.json": head(session), "snapshot.json": snapshot(session), "words.json": vocabulary}
        for name, value in sorted({**members, **verify_bundle.copies(vocabulary)}.items()):
            _put(bundle, name, json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode())
        for digest, revision in sorted(contents(session).items()):
            data = _content(session, revision)
            if data is not None:
                _put(bundle, f"revisions/{digest}.json", data)
        _put(bundle, "verify_bundle.py", Path(verify_bundle.__file__).read_bytes())


@writer("bundle", takes=Session, media_type="application/zip", extension="zip")
def bundle_bytes(session: Session) -> bytes:
    """The bundle in memory."""
    out = io.BytesIO()
    write_bundle(session, out)
    return out.getvalue()


def _content(session: Session, revision: Revision) -> bytes | None:
    try:
        return content_bytes(session, revision)
    except KeyError:
        return None


def _put(bundle: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    bundle.writestr(info, data)


def verify_live(session: Session) -> verify_bundle.Verdict:
    """Verify the log of this database against its live tables, by the same checks as a bundle."""
    known = contents(session)

    def content(name: str) -> bytes | None:
        revision = known.get(name)
        return _content(session, revision) if revision is not None else None

    return verify_bundle.verify(
        verify_bundle.Evidence(lines(session), snapshot(session), words(session), head(session), content)
    )
