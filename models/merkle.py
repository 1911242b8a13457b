"""The RFC 6962 Merkle tree over the lines of the log, kept as the roots of its perfect subtrees."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256


def leaf_hash(line: bytes) -> str:
    """The RFC 6962 leaf of the whole line."""
    return sha256(b"\x00" + line).hexdigest()


def grow(frontier: Sequence[str], size: int, leaf: str) -> list[str]:
    """Append one leaf to the roots of the perfect subtrees (largest first) of a tree of ``size`` leaves."""
    roots = list(frontier)
    while size & 1:
        leaf = sha256(b"\x01" + bytes.fromhex(roots.pop()) + bytes.fromhex(leaf)).hexdigest()
        size >>= 1
    return [*roots, leaf]


def root_of(frontier: Sequence[str]) -> str:
    """The RFC 6962 root of the tree with these subtree roots; the empty tree's is SHA-256 of nothing."""
    if not frontier:
        return sha256(b"").hexdigest()
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(root)).hexdigest()
    return root
