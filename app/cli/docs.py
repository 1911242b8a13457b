"""``flask docs``: the generated documents under ``docs/``."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from app.ops import docs as documenting


@click.group()
def docs() -> None:
    """The documents that are generated from the code."""


@docs.command()
@click.option("--check", "check_only", is_flag=True, help="Write nothing; exit with 1 if a document is stale.")
@with_appcontext
def write(check_only: bool) -> None:
    """Write docs/workflows.md, permissions.md, rules.md and cli.md anew."""
    root = current_app.cli
    if not check_only:
        click.echo("\n".join(f"已更新 docs/{name}" for name in documenting.write(root)) or "文件都是最新的。")
        return
    if names := documenting.stale(root):
        click.echo(f"{'、'.join(f'docs/{name}' for name in names)} 與程式不一致，請執行 flask docs write。", err=True)
        sys.exit(1)
