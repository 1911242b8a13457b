"""Files that are to be judged and not stored may be unfinished."""

from __future__ import annotations

import os
from pathlib import Path

from exchange.imported import Imported
from exchange.limits import check_size
from exchange.readers.plan.plan_json_unfinished import read_unfinished
from exchange.registry import read


def read_for_checking(path: str | os.PathLike[str]) -> Imported:
    """Read a document that is to be judged and not stored: like ``read``, but unfinished JSON passes."""
    chosen = Path(path)
    if chosen.suffix.lower() != ".json":
        return read(chosen)
    check_size(chosen.stat().st_size)
    return read_unfinished(chosen.read_bytes())
