"""The command line: one room per subject, each with the commands it adds to ``flask``."""

from __future__ import annotations

from importlib import import_module

import click
from flask import Flask

ROOMS = (
    "db",
    "audit",
    "docs",
    "doctor",
    "gia",
    "kpi",
    "notices",
    "person",
    "plan",
    "results",
    "rules",
    "seed",
    "showing",
)
"""The rooms of this package; each lists what it adds in ``COMMANDS``. What a command needs it imports when it runs,
so that web workers do not load it."""


def own_commands() -> list[click.Command]:
    """Every command of ours, by name."""
    found = [command for room in ROOMS for command in import_module(f"app.cli.{room}").COMMANDS]
    return sorted(found, key=lambda command: str(command.name))


def init_app(app: Flask) -> None:
    """Add every command to ``flask``."""
    for command in own_commands():
        app.cli.add_command(command)
