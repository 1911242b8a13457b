#!/usr/bin/env python3
"""Verify an exported audit bundle of 編審 Bianshen, offline, with nothing but Python's standard library.

    python verify_bundle.py bundle.zip [--json]

Every fault is reported, not the first. Exit status: 0 sound, 1 tampered, 2 cannot verify.

What is checked: each line is the canonical JSON (RFC 8785) of its entry; sequence numbers, hashes and the chain of
hashes; the Merkle root and the size of the head; time never runs backwards; actions and the keys of their details,
roles and kinds of documents; the life of every document replayed against its workflow; revision numbers without gaps;
the live tables of the snapshot against the history; every content against its digest.

What words and workflows there are is read from the bundle (``words.json``), not from this file, and holds only if it is
what the entries ``migration`` of the log about ``vocabulary`` say; a log that says nothing of words yet is judged by the file as it is.
Bundles made before there was such a file are judged by their ``machine.json`` and ``vocabulary.json``.

Without a signed checkpoint of your own (they come with a later edition of this file) a rewriting of the whole log from
some entry on, head and tables included, cannot be seen here.
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64
FIELDS = {
    "seq", "prev", "hash", "ts", "origin", "request", "actor", "on_behalf_of", "action", "object", "from", "to",
    "revision", "content_sha256", "reason", "meaning", "details",
}  # fmt: skip
TYPES: dict[str, tuple[type, ...]] = {
    "actor": (dict,),
    "details": (dict,),
    "action": (str,),
    "object": (str,),
    "ts": (str,),
    "from": (str, type(None)),
    "to": (str, type(None)),
}
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
    "word": ("職務、文件種類或席位不在字彙內", "the role, kind of document or seat is not in the vocabulary"),
    "vocabulary": ("字彙與紀錄所登錄的不符", "the vocabulary is not the one that the log records"),
    "replay": ("狀態變化不合流程", "the change of state is not one of the workflow"),
    "revision": ("修訂號碼不連續或與現況不符", "the revision number has a gap or is not the present one"),
    "content": ("缺少內容，或內容與摘要不符", "content is missing or does not match its digest"),
    "snapshot": ("現有資料與歷程不符", "the live tables do not agree with the history"),
    "head": ("紀錄首列與紀錄不符（可能遭截斷）", "the head does not agree with the entries (cut off?)"),
}


NAMED = {"create": ("kind",), "role_grant": ("role",), "role_end": ("role",)}
"""Which details of which actions name a word of the list that is called like them."""
FORGOTTEN = (
    ("gender_impact", "completed", "stale", "completed"),
    ("gender_impact", "exempt", "stale", "exempt"),
)
"""Steps that honest logs say and that ``machine.json`` left out before there was ``words.json``."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: what kind, at which entry or object, with the figures."""

    kind: str
    where: str
    what: str = ""

    def __str__(self) -> str:
        zh, en = WORDS[self.kind]
        return f"{self.where}：{zh} / {en}{f' ({self.what})' if self.what else ''}"


Words = Mapping[str, Mapping[str, Sequence[Any]]]
"""``{list: {word: definitions}}``: what each word of each list has meant, oldest first (docs/audit.md)."""


@dataclass(frozen=True)
class Evidence:
    """What is verified, from a bundle or from a database: ``content`` gives the bytes of a digest or ``None``.

    ``odd_copies`` names files that should say the same as ``words`` and do not.
    """

    lines: Iterable[bytes]
    snapshot: Mapping[str, Mapping[str, Any]]
    words: Words
    head: Mapping[str, Any]
    content: Callable[[str], bytes | None]
    odd_copies: tuple[str, ...] = ()


@dataclass
class Verdict:
    """What was counted and every fault found; ``vocabulary`` are the entries in which the log says its words."""

    entries: int = 0
    objects: int = 0
    contents: int = 0
    vocabulary: list[int] = field(default_factory=list)
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
    workflow: str = ""


class _Rules:
    """Words made ready to judge entries by; raises ``ValueError`` if they do not have their shape."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.steps: dict[str, set[tuple[Any, ...]]] = {}
        self.seats: dict[str, set[tuple[str, str]]] = {}
        try:
            self.keys = {action: [set(keys) for keys in definition] for action, definition in words["action"].items()}
            for name, definition in words["workflow"].items():
                self.steps[name] = {tuple(step) for life in definition for step in life["steps"]}
                seats = {
                    (state, seat) for life in definition for state, names in life["states"].items() for seat in names
                }
                self.seats[name] = seats
        except (AttributeError, KeyError, TypeError) as broken:
            raise ValueError("the vocabulary does not have its shape") from broken

    def knows(self, name: str, word: Any) -> bool:
        """Whether a list has this word; a list that is not there has every word."""
        return name not in self.words or word in self.words[name]

    def seated(self, workflow: str, state: Any, seat: Any) -> bool:
        """Whether a signature of this seat belongs to this state; workflows of old bundles do not say."""
        return not self.seats.get(workflow) or (state, seat) in self.seats[workflow]


def verify(evidence: Evidence) -> Verdict:
    """Check everything there is to check; every fault is in the verdict."""
    verdict, tree, rules = Verdict(), Tree(), _Rules(evidence.words)
    lives: dict[str, _Life] = {}
    recorded: dict[str, dict[str, list[Any]]] = {}
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
        _check_words(entry, place, rules, verdict)
        if (entry["action"], entry["object"]) == ("migration", "vocabulary"):
            _record(entry, place, recorded, verdict)
        _replay(entry, place, lives.setdefault(entry["object"], _Life()), rules, digests, verdict)
        last_ts, verdict.last_hash = max(last_ts, entry["ts"]), str(entry["hash"])
    verdict.root = tree.root()
    _check_vocabulary(recorded, evidence, verdict)
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
    if set(entry) != FIELDS or not all(isinstance(entry[name], kinds) for name, kinds in TYPES.items()):
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
    if entry["ts"] < last_ts:
        verdict.faults.append(Fault("time", where, f"{entry['ts']} < {last_ts}"))


def _check_words(entry: dict[str, Any], place: int, rules: _Rules, verdict: Verdict) -> None:
    action, details = entry["action"], entry["details"]
    if action not in rules.keys:
        verdict.faults.append(Fault("action", f"#{place}", action))
    elif set(details) not in rules.keys[action]:
        verdict.faults.append(Fault("details", f"#{place}", action))
    for name in NAMED.get(action, ()):
        if not rules.knows(name, details.get(name)):
            verdict.faults.append(Fault("word", f"#{place}", f"{details.get(name)}"))


def _record(entry: dict[str, Any], place: int, recorded: dict[str, dict[str, list[Any]]], verdict: Verdict) -> None:
    verdict.vocabulary.append(place)
    try:
        for name, words in entry["details"]["to"]["words"].items():
            for word, definition in words.items():
                recorded.setdefault(name, {}).setdefault(word, []).append(definition)
    except (AttributeError, KeyError, TypeError):
        verdict.faults.append(Fault("details", f"#{place}", entry["action"]))


def _check_vocabulary(recorded: Words, evidence: Evidence, verdict: Verdict) -> None:
    if recorded and recorded != evidence.words:
        lists = sorted(recorded.keys() | evidence.words.keys())
        odd = [name for name in lists if recorded.get(name) != evidence.words.get(name)]
        verdict.faults.append(Fault("vocabulary", "words.json", ", ".join(odd)))
    verdict.faults += [Fault("vocabulary", name) for name in evidence.odd_copies]


def _replay(entry: dict[str, Any], place: int, life: _Life, rules: _Rules, digests: set[str], verdict: Verdict) -> None:
    where, details = f"#{place} {entry['object']}", entry["details"]
    if entry["action"] == "create" and entry["object"].startswith(f"{details.get('kind')}:"):
        life.workflow = f"{details['kind']}/{details.get('workflow_version')}"
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
    step = (entry["from"], entry["action"], entry["to"])
    if entry["from"] != life.state or step not in rules.steps.get(life.workflow, ()):
        verdict.faults.append(
            Fault("replay", where, f"{life.state}: {entry['from']} → {entry['to']} ({entry['action']})")
        )
    if entry["action"] == "sign" and not rules.seated(life.workflow, entry["from"], details.get("seat")):
        verdict.faults.append(Fault("word", where, f"{details.get('seat')}"))
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
        expected = None if life is None else (life.state, life.revision, life.content_sha256)
        kept = None if live is None else (live.get("state"), live.get("revision"), live.get("content_sha256"))
        if expected != kept:
            verdict.faults.append(Fault("snapshot", name, f"{expected} ≠ {kept}"))


def _check_head(head: Mapping[str, Any], verdict: Verdict) -> None:
    stated = (head.get("size"), head.get("hash"), head.get("root"))
    computed = (verdict.entries, verdict.last_hash, verdict.root)
    if stated != computed:
        verdict.faults.append(Fault("head", "head", f"{stated[0]} ≠ {computed[0]}" if stated[0] != computed[0] else ""))


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
    machine, keys = member("machine.json"), member("vocabulary.json")
    words = member("words.json") if "words.json" in names else before_words(machine, keys)
    words_by_list = copies(words) if "words.json" in names else {}
    odd = tuple(name for name, value in words_by_list.items() if value != member(name))
    return Evidence(lines, member("snapshot.json"), words, member("head.json"), content, odd)


def before_words(machine: Iterable[Sequence[Any]], keys: Mapping[str, Any]) -> Words:
    """The words of a bundle from before they had a file, when every workflow had the version 1."""
    lives: dict[str, list[Any]] = {}
    for kind, *step in [*machine, *FORGOTTEN]:
        lives.setdefault(f"{kind}/1", [{"states": {}, "steps": []}])[0]["steps"].append(step)
    return {"action": {action: [definition] for action, definition in keys.items()}, "workflow": lives}


def copies(words: Words) -> dict[str, Any]:
    """The same words as the files in which earlier editions of this program look for them."""
    try:
        rows = {
            (name.rpartition("/")[0], *step)
            for name, definition in words["workflow"].items()
            for life in definition
            for step in life["steps"]
        }
        keys = {
            action: sorted({key for keys in definition for key in keys})
            for action, definition in words["action"].items()
        }
    except (AttributeError, KeyError, TypeError) as broken:
        raise ValueError("the vocabulary does not have its shape") from broken
    return {
        "machine.json": sorted((list(row) for row in rows), key=lambda row: [cell or "" for cell in row]),
        "vocabulary.json": keys,
    }


def as_json(verdict: Verdict) -> dict[str, Any]:
    """The verdict for machines."""
    return {
        "sound": verdict.sound,
        "entries": verdict.entries,
        "objects": verdict.objects,
        "contents": verdict.contents,
        "root": verdict.root,
        "hash": verdict.last_hash,
        "vocabulary": verdict.vocabulary,
        "faults": [{"kind": fault.kind, "where": fault.where, "what": fault.what} for fault in verdict.faults],
    }


def verdict_words(verdict: Verdict) -> str:
    """The verdict for people: the sentence first, then counts, then digests, then every fault."""
    headline = "完整 sound" if verdict.sound else f"發現 {len(verdict.faults)} 處不符 {len(verdict.faults)} fault(s)"
    return "\n".join(
        [
            headline,
            f"紀錄 {verdict.entries} 筆、文件 {verdict.objects} 份、內容 {verdict.contents} 件"
            f" / {verdict.entries} entries, {verdict.objects} documents, {verdict.contents} contents",
            f"字彙 vocabulary {_vocabulary_words(verdict)}",
            f"最後雜湊 last hash  {verdict.last_hash}",
            f"根摘要 Merkle root {verdict.root}",
            *(f"✕ {fault}" for fault in verdict.faults),
        ]
    )


def _vocabulary_words(verdict: Verdict) -> str:
    if not verdict.vocabulary:
        return "紀錄未登錄，依證據包所附 / not recorded in the log, as the bundle says"
    entries = ", ".join(f"#{place}" for place in verdict.vocabulary)
    return f"登錄於 {entries} / recorded in {entries}"


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
    print(json.dumps(as_json(verdict), ensure_ascii=False) if options.json else verdict_words(verdict))
    return 0 if verdict.sound else 1


if __name__ == "__main__":
    sys.exit(main())
