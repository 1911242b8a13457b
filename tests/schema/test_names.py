"""Places are called what they were called before all forms had one schema."""

from __future__ import annotations

from pathlib import Path

from app import create_app
from config import Settings
from tests.schema.names import NAMES, named


def test_every_place_has_its_name_and_its_rank(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/unused.sqlite3"))
    assert list(named(app)) == NAMES.read_text(encoding="utf-8").splitlines(keepends=True)
