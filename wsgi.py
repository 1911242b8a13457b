"""The entry for gunicorn and for ``flask``."""

from __future__ import annotations

from app import create_app
from config import Settings

app = create_app(Settings.from_environment())
