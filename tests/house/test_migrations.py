"""The migrations: numbered, one head, equal to the models, and reversible on empty and on filled databases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Integer, MetaData, Table, inspect

import models
from config import ROOT
from models.base import db
from tests.engines import Stock, bare, migrate
from tests.house.filling import fill
from tests.house.shape import contents, shape

VERSIONS = ROOT / "migrations" / "versions"


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


@contextmanager
def opened(url: str) -> Iterator[Connection]:
    with bare(url).app_context():
        with db.engine.connect() as connection:
            yield connection
        db.engine.dispose()


@pytest.fixture
def empty_url(stock: Stock) -> Iterator[str]:
    url = stock.empty()
    yield url
    stock.discard(url)


def differences(connection: Connection, metadata: MetaData) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


def test_migrations_are_numbered_and_have_one_head() -> None:
    names = sorted(path.name for path in VERSIONS.glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+\.py", name) for name in names)
    assert scripts().get_heads() == [names[-1][:4]]
    for script in scripts().walk_revisions():
        assert Path(script.path).name.startswith(script.revision + "_")


def test_models_equal_migrations(database_url: str) -> None:
    with opened(database_url) as connection:
        assert differences(connection, models.base.db.metadata) == []


def test_a_table_that_no_migration_makes_is_found(database_url: str) -> None:
    metadata = MetaData()
    for table in models.base.db.metadata.tables.values():
        table.to_metadata(metadata)
    Table("forgotten", metadata, Column("id", Integer, primary_key=True))
    with opened(database_url) as connection:
        assert [kind for kind, *_ in differences(connection, metadata)] == ["add_table"]


def test_an_empty_database_goes_up_down_and_up(empty_url: str) -> None:
    migrate(empty_url)
    with opened(empty_url) as connection:
        made = shape(connection)
    migrate(empty_url, "base")
    with opened(empty_url) as connection:
        left = [line for line in shape(connection) if "alembic_version" not in line]
    assert left == []
    migrate(empty_url)
    with opened(empty_url) as connection:
        assert shape(connection) == made


def test_a_filled_database_goes_down_step_by_step_and_up_again(database_url: str) -> None:
    """Each step back keeps the rows of the tables that stay, and the way up brings the same shape again."""
    fill(database_url)
    migrate(database_url)  # the log says which words it is written with
    with opened(database_url) as connection:
        made, filled = shape(connection), contents(connection, table_names(connection))
    assert not filled["audit_entry"].startswith("0 rows")
    for revision in [script.down_revision for script in scripts().walk_revisions() if script.down_revision]:
        migrate(database_url, str(revision))
        with opened(database_url) as connection:
            stayed = table_names(connection)
        assert "audit_entry" in stayed
        migrate(database_url)
        with opened(database_url) as connection:
            assert shape(connection) == made
            kept = contents(connection, stayed)
        assert {table: (filled[table], rows) for table, rows in kept.items() if rows != filled[table]} == {}
    migrate(database_url, "base")
    migrate(database_url)
    with opened(database_url) as connection:
        assert shape(connection) == made


def table_names(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())
