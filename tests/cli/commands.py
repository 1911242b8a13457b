"""How tests run commands, as types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from click.testing import Result

Run = Callable[..., Result]
RunJson = Callable[..., Any]
