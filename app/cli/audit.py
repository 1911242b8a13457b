"""``flask audit``: take the log out, and verify it."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from exchange import verify_bundle
from exchange.writers.bundle import verify_live, write_bundle
from models.base import db


@click.group()
def audit() -> None:
    """Export the audit log and verify it."""


@audit.command()
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@with_appcontext
def export(out: Path) -> None:
    """Write the bundle: entries, snapshot, contents and the stand-alone verifier. Same database, same bytes."""
    part = out.with_name(out.name + ".part")
    try:
        write_bundle(db.session(), part)
        part.replace(out)
    except OSError as broken:
        part.unlink(missing_ok=True)
        raise click.ClickException(f"無法寫入 {out}：{broken.strerror}。沒有留下不完整的檔案。") from broken
    click.echo(f"已匯出 {out}")


@audit.command()
@click.argument("bundle", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@with_appcontext
def verify(bundle: Path | None, as_json: bool) -> None:
    """Verify a bundle, or the live log against the live tables. Exit status: 0 sound, 1 tampered, 2 cannot verify."""
    try:
        verdict = verify_bundle.verify(verify_bundle.from_zip(str(bundle))) if bundle else verify_live(db.session())
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, SQLAlchemyError) as broken:
        click.echo(f"無法驗證 cannot verify: {broken}", err=True)
        sys.exit(2)
    verdict_json = verify_bundle.as_json(verdict)
    click.echo(json.dumps(verdict_json, ensure_ascii=False) if as_json else verify_bundle.verdict_words(verdict))
    sys.exit(0 if verdict.sound else 1)
