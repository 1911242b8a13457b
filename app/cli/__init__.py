"""The command line: one module per subject, loaded when a command of it is called or all are listed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click
from flask import Flask
from flask.cli import AppGroup

COMMANDS: Mapping[str, str] = {
    "audit": "audit",
    "db": "db",
    "docs": "docs",
    "doctor": "doctor",
    "gia": "gia",
    "kpi": "kpi",
    "notices": "notices",
    "person": "person",
    "plan": "plan",
    "policy": "showing",
    "rules": "rules",
    "seed": "seed",
    "workflow": "showing",
}
"""Our commands below ``flask``, each with the module of this package in which it has its name."""


class Commands(AppGroup):
    """The group of our commands; a module is imported at its first use, so that web workers load none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command by name."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, or nothing where there is none of that name."""
        return command(cmd_name) if cmd_name in COMMANDS else super().get_command(ctx, cmd_name)


def command(name: str) -> click.Command:
    """One of our commands."""
    loaded: click.Command = getattr(import_module(f"app.cli.{COMMANDS[name]}"), name)
    return loaded


def init_app(app: Flask) -> None:
    """Give the application its commands."""
    app.cli = Commands(app.name)
