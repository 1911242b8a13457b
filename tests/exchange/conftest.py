"""The real plan, read once."""

from pathlib import Path

import pytest

from exchange.imported import Imported
from exchange.registry import read

PLAN = Path(__file__).parents[2] / "data" / "plans" / "107-most" / "plan.txt"


@pytest.fixture(scope="session")
def source() -> str:
    return PLAN.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def most() -> Imported:
    return read(PLAN)
