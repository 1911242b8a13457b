"""``flask db``: Flask-Migrate's commands, loaded when one is called, so that web workers do not carry Alembic."""

from __future__ import annotations

import click


class Migrations(click.Group):
    """The group of Flask-Migrate, asked only when somebody looks into it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return _real().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _real().get_command(ctx, cmd_name)


def _real() -> click.Group:
    from flask_migrate.cli import db

    group: click.Group = db
    return group


COMMANDS = (Migrations("db", help="Perform database migrations."),)
