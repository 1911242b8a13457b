"""The shape of a database, told apart from its rows: what a migration makes and must be able to take back."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, text

SQLITE = "SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
POSTGRES = (
    "SELECT 'column ' || table_name || '.' || column_name || ': ' || data_type || ' ' || is_nullable || ' ' || "
    "coalesce(column_default, '') || ' ' || coalesce(character_maximum_length, 0) "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "SELECT 'constraint ' || conrelid::regclass || '.' || conname || ': ' || pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def shape(connection: Connection) -> list[str]:
    """Every table, column, constraint, index, trigger and function, in words, sorted."""
    queries = (SQLITE,) if connection.dialect.name == "sqlite" else POSTGRES
    return sorted(row[0] for query in queries for row in connection.execute(text(query)))


def contents(connection: Connection, tables: list[str]) -> dict[str, str]:
    """A digest of all rows of each table, and their number."""
    told = {}
    for table in tables:
        rows = sorted(repr(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{table}"')))
        told[table] = f"{len(rows)} rows {sha256(chr(10).join(rows).encode()).hexdigest()[:16]}"
    return told
