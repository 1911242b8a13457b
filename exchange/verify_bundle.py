#!/usr/bin/env python3
"""Verify an exported audit bundle of 編審 Bianshen, offline, with nothing but Python's standard library.

    python verify_bundle.py bundle.zip [--json]

Every fault is reported, not the first. Exit status: 0 sound, 1 tampered, 2 cannot verify.

What is checked: each line is the canonical JSON (RFC 8785) of its entry; sequence numbers, hashes and the chain of
hashes; the Merkle root and the size of the head; time never runs backwards; actions and the keys of their details; the
life of every document replayed against the machine; revision numbers without gaps; the live tables of the snapshot
against the history; every content against its digest. Without a signed checkpoint of your own (they come with a later
edition of this file) a rewriting of the whole log from some entry on, head and tables included, cannot be seen here.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64
FIELDS = {
    "seq", "prev", "hash", "ts", "origin", "request", "actor", "on_behalf_of", "action", "object", "from", "to",
    "revision", "content_sha256", "reason", "meaning", "details",
}  # fmt: skip
WORDS = {
    "unreadable": ("這一行不是紀錄", "this line is no entry"),
    "fields": ("欄位與規定不符", "the entry has missing or odd fields"),
    "canonical": ("不是正規化的寫法", "the line is not the canonical form of its entry"),
    "seq": ("序號不連續", "the sequence number is not the next one"),
    "hash": ("雜湊與內容不符", "the hash does not match the entry"),
    "chain": ("與前一筆不相接", "the entry does not follow from the one before"),
    "time": ("時間早於前一筆", "the time is earlier than that of the entry before"),
    "action": ("動作不在字彙內", "the action is not in the vocabulary"),
    "details": ("細目的鍵與規定不符", "the keys of the details are not those declared"),
    "replay": ("狀態變化不合流程", "the change of state is not one of the workflow"),
    "revision": ("修訂號碼不連續或與現況不符", "the revision number has a gap or is not the present one"),
    "content": ("缺少內容，或內容與摘要不符", "content is missing or does not match its digest"),
    "snapshot": ("現有資料與歷程不符", "the live tables do not agree with the history"),
    "head": ("紀錄首列與紀錄不符（可能遭截斷）", "the head does not agree with the entries (cut off?)"),
}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: what kind, at which entry or object, with the figures."""

    kind: str
    where: str
    what: str = ""

    def __str__(self) -> str:
        zh, en = WORDS[self.kind]
        return f"{self.where}：{zh} / {en}{f' ({self.what})' if self.what else ''}"


@dataclass(frozen=True)
class Evidence:
    """What is verified, from a bundle or from a database: ``content`` gives the bytes of a digest or ``None``."""

    lines: Iterable[bytes]
    snapshot: Mapping[str, Mapping[str, Any]]
    machine: Iterable[Iterable[str | None]]
    vocabulary: Mapping[str, Iterable[str]]
    head: Mapping[str, Any]
    content: Callable[[str], bytes | None]


@dataclass
class Verdict:
    """What was counted and every fault found."""

    entries: int = 0
    objects: int = 0
    contents: int = 0
    root: str = ""
    last_hash: str = GENESIS
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def canonical(value: Any) -> bytes:
    """RFC 8785 for values without floats and with ASCII keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class Tree:
    """The RFC 6962 Merkle tree over the lines, kept as the roots of its perfect subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self.roots: list[bytes] = []

    def grow(self, line: bytes) -> None:
        """Append one leaf."""
        node, size = sha256(b"\x00" + line).digest(), self.size
        while size & 1:
            node = sha256(b"\x01" + self.roots.pop() + node).digest()
            size >>= 1
        self.roots.append(node)
        self.size += 1

    def root(self) -> str:
        """The root of the tree as it is."""
        if not self.roots:
            return sha256(b"").hexdigest()
        node = self.roots[-1]
        for left in reversed(self.roots[:-1]):
            node = sha256(b"\x01" + left + node).digest()
        return node.hex()


@dataclass
class _Life:
    """Where one object stands while its history is replayed."""

    state: str | None = None
    revision: int | None = None
    content_sha256: str | None = None


def verify(evidence: Evidence) -> Verdict:
    """Check everything there is to check; every fault is in the verdict."""
    verdict, tree = Verdict(), Tree()
    lives: dict[str, _Life] = {}
    machine = {tuple(step) for step in evidence.machine}
    digests: set[str] = set()
    last_ts = ""
    for place, line in enumerate(evidence.lines):
        entry = _read(line, place, verdict)
        tree.grow(line)
        verdict.entries += 1
        if entry is None:
            verdict.last_hash = ""
            continue
        _check_chain(entry, line, place, last_ts, verdict)
        _check_words(entry, place, evidence.vocabulary, verdict)
        _replay(entry, place, lives.setdefault(str(entry["object"]), _Life()), machine, digests, verdict)
        last_ts, verdict.last_hash = max(last_ts, str(entry["ts"])), str(entry["hash"])
    verdict.root = tree.root()
    _check_contents(digests, evidence.content, verdict)
    _check_snapshot({name: life for name, life in lives.items() if life.state}, evidence.snapshot, verdict)
    _check_head(evidence.head, verdict)
    return verdict


def _read(line: bytes, place: int, verdict: Verdict) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        entry = None
    if not isinstance(entry, dict):
        verdict.faults.append(Fault("unreadable", f"#{place}"))
        return None
    if set(entry) != FIELDS or not isinstance(entry["actor"], dict) or not isinstance(entry["details"], dict):
        verdict.faults.append(Fault("fields", f"#{place}"))
        return None
    return entry


def _check_chain(entry: dict[str, Any], line: bytes, place: int, last_ts: str, verdict: Verdict) -> None:
    where = f"#{place}"
    if canonical(entry) != line:
        verdict.faults.append(Fault("canonical", where))
    if entry["seq"] != place:
        verdict.faults.append(Fault("seq", where, f"{entry['seq']}"))
    body = {name: value for name, value in entry.items() if name != "hash"}
    if sha256(canonical(body)).hexdigest() != entry["hash"]:
        verdict.faults.append(Fault("hash", where))
    if entry["prev"] != (verdict.last_hash if place else GENESIS):
        verdict.faults.append(Fault("chain", where))
    if str(entry["ts"]) < last_ts:
        verdict.faults.append(Fault("time", where, f"{entry['ts']} < {last_ts}"))


def _check_words(entry: dict[str, Any], place: int, vocabulary: Mapping[str, Iterable[str]], verdict: Verdict) -> None:
    if entry["action"] not in vocabulary:
        verdict.faults.append(Fault("action", f"#{place}", str(entry["action"])))
    elif set(entry["details"]) != set(vocabulary[entry["action"]]):
        verdict.faults.append(Fault("details", f"#{place}", str(entry["action"])))


def _replay(
    entry: dict[str, Any], place: int, life: _Life, machine: set[tuple[Any, ...]], digests: set[str], verdict: Verdict
) -> None:
    where, kind = f"#{place} {entry['object']}", str(entry["object"]).split(":")[0]
    if entry["action"] == "revise":
        if entry["revision"] != (life.revision or 0) + 1:
            verdict.faults.append(Fault("revision", where, f"{life.revision} → {entry['revision']}"))
        life.revision, life.content_sha256 = entry["revision"], entry["content_sha256"]
        digests.add(str(entry["content_sha256"]))
    elif entry["revision"] is not None and (entry["revision"], entry["content_sha256"]) != (
        life.revision,
        life.content_sha256,
    ):
        verdict.faults.append(Fault("revision", where, f"{entry['revision']}"))
    if entry["to"] is None:
        return
    step = (kind, entry["from"], entry["action"], entry["to"])
    if entry["from"] != life.state or step not in machine:
        verdict.faults.append(
            Fault("replay", where, f"{life.state}: {entry['from']} → {entry['to']} ({entry['action']})")
        )
    life.state = entry["to"]


def _check_contents(digests: set[str], content: Callable[[str], bytes | None], verdict: Verdict) -> None:
    for name in sorted(digests):
        data = content(name)
        verdict.contents += 1
        if data is None or sha256(data).hexdigest() != name:
            verdict.faults.append(Fault("content", name[:16], "missing" if data is None else ""))


def _check_snapshot(lives: Mapping[str, _Life], snapshot: Mapping[str, Mapping[str, Any]], verdict: Verdict) -> None:
    verdict.objects = len(lives)
    for name in sorted(lives.keys() | snapshot.keys()):
        life, live = lives.get(name), snapshot.get(name)
        told = None if life is None else (life.state, life.revision, life.content_sha256)
        kept = None if live is None else (live.get("state"), live.get("revision"), live.get("content_sha256"))
        if told != kept:
            verdict.faults.append(Fault("snapshot", name, f"{told} ≠ {kept}"))


def _check_head(head: Mapping[str, Any], verdict: Verdict) -> None:
    told = (head.get("size"), head.get("hash"), head.get("root"))
    found = (verdict.entries, verdict.last_hash, verdict.root)
    if told != found:
        verdict.faults.append(Fault("head", "head", f"{told[0]} ≠ {found[0]}" if told[0] != found[0] else ""))


def from_zip(path: str) -> Evidence:
    """Open a bundle; raises ``OSError``, ``KeyError``, ``ValueError`` or ``zipfile.BadZipFile`` if it is none."""
    bundle = zipfile.ZipFile(path)
    names = set(bundle.namelist())

    def member(name: str) -> Any:
        return json.loads(bundle.read(name))

    def content(name: str) -> bytes | None:
        return bundle.read(f"revisions/{name}.json") if f"revisions/{name}.json" in names else None

    text = bundle.read("entries.jsonl")
    lines = text.split(b"\n")[:-1] if text.endswith(b"\n") else text.split(b"\n") if text else []
    return Evidence(
        lines, member("snapshot.json"), member("machine.json"), member("vocabulary.json"), member("head.json"), content
    )


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict for machines."""
    return {
        "sound": verdict.sound, "entries": verdict.entries, "objects": verdict.objects, "contents": verdict.contents,
        "root": verdict.root, "hash": verdict.last_hash,
        "faults": [{"kind": fault.kind, "where": fault.where, "what": fault.what} for fault in verdict.faults],
    }  # fmt: skip


def told(verdict: Verdict) -> str:
    """The verdict for people: the sentence first, then counts, then digests, then every fault."""
    headline = "完整 sound" if verdict.sound else f"發現 {len(verdict.faults)} 處不符 {len(verdict.faults)} fault(s)"
    return "\n".join(
        [
            headline,
            f"紀錄 {verdict.entries} 筆、文件 {verdict.objects} 份、內容 {verdict.contents} 件"
            f" / {verdict.entries} entries, {verdict.objects} documents, {verdict.contents} contents",
            f"最後雜湊 last hash  {verdict.last_hash}",
            f"根摘要 Merkle root {verdict.root}",
            *(f"✕ {fault}" for fault in verdict.faults),
        ]
    )


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Verify an audit bundle of 編審 Bianshen.")
    parser.add_argument("bundle")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    try:
        verdict = verify(from_zip(options.bundle))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as broken:
        print(f"無法驗證 cannot verify: {broken}", file=sys.stderr)
        return 2
    print(json.dumps(as_json(verdict), ensure_ascii=False) if options.json else told(verdict))
    return 0 if verdict.sound else 1


if __name__ == "__main__":
    sys.exit(main())
