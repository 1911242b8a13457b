"""The output of commands: tables for people, JSON for machines, refusals as errors in Chinese."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from app.seeding.people import table
from exchange.imported import Unreadable
from workflows.lifecycle import Refusal

UNREADABLE = 2
"""Exit status when the input could not be read at all; 1 is for what was read and refused."""

json_option = click.option("--json", "as_json", is_flag=True, help="For machines.")


def echo_json(value: Any) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def echo_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns, the first as their heads."""
    click.echo(table(rows))


def fail(message: str, details: Sequence[str] = (), *, as_json: bool = False, status: int = 1) -> NoReturn:
    """End with this message and exit status; nothing was done."""
    if as_json:
        echo_json({"error": {"message": message, "details": list(details)}})
    else:
        click.echo("\n".join([f"錯誤：{message}", *(f"  {line}" for line in details)]), err=True)
    sys.exit(status)


@contextmanager
def refusals_printed(as_json: bool) -> Iterator[None]:
    """Turn refusals and unreadable files into messages with every reason."""
    try:
        yield
    except Unreadable as broken:
        fail(str(broken.message), [str(line) for line in broken.details], as_json=as_json, status=UNREADABLE)
    except OSError as broken:
        fail(f"無法讀取 {broken.filename}：{broken.strerror}", as_json=as_json, status=UNREADABLE)
    except Refusal as refusal:
        fail(str(refusal.headline), list(_reasons(refusal)), as_json=as_json)


def _reasons(refusal: Refusal) -> Iterator[str]:
    yield from (str(reason) for reason in getattr(refusal, "reasons", ()))
    yield from (f"{one.message}（{one.rule}）" for one in refusal.findings)
