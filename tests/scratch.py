"""Where throwaway databases live: in memory where there is room for them, else in the directory for temporary files."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

PREFIX = "bianshen"
MEMORY = Path("/dev/shm")
ROOM = 3 << 30
"""Bytes that must be free: a run on two workers fills less than half of it."""
LIMITS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)
"""What a container may use and uses, by both versions of control groups; files in memory count there."""


def _available() -> int:
    """Bytes of memory that this process and its files may still take."""
    found = []
    with suppress(OSError):
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
        found += [int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")]
    for limit, usage in LIMITS:
        with suppress(OSError, ValueError):
            found.append(int(Path(limit).read_text("ascii")) - int(Path(usage).read_text("ascii")))
    return min(found, default=0)


@cache
def in_memory() -> bool:
    """Whether databases are kept in memory."""
    with suppress(OSError):
        return os.access(MEMORY, os.W_OK | os.X_OK) and min(shutil.disk_usage(MEMORY).free, _available()) >= ROOM
    return False


def _place() -> Path:
    return MEMORY if in_memory() else Path(tempfile.gettempdir())


def directory(kind: str) -> Path:
    """A new directory of this process; whoever asks for it removes it."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}_{kind}_{os.getpid()}_", dir=_place()))


def abandoned(kind: str) -> Iterator[Path]:
    """The directories of processes that were killed."""
    if not Path("/proc/self").exists():
        return
    for place in {Path(tempfile.gettempdir()), MEMORY}:
        for found in place.glob(f"{PREFIX}_{kind}_*"):
            owner = found.name.removeprefix(f"{PREFIX}_{kind}_").split("_")[0]
            if owner.isdigit() and not Path(f"/proc/{owner}").exists():
                yield found


def sweep() -> None:
    """Remove the files of SQLite that killed processes left."""
    for kind in ("sqlite", "snapshots"):
        for found in abandoned(kind):
            shutil.rmtree(found, ignore_errors=True)
