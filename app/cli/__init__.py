"""The command line: one room per subject, each with the commands it adds to ``flask``."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

ROOMS = ("seed", "audit")
"""The rooms of this package; each lists what it adds in ``COMMANDS``. What a command needs it imports when it runs,
so that web workers do not load it."""


def init_app(app: Flask) -> None:
    """Add every command to ``flask``."""
    for room in ROOMS:
        if find_spec(f"app.cli.{room}") is not None:
            for command in import_module(f"app.cli.{room}").COMMANDS:
                app.cli.add_command(command)
