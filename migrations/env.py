"""Alembic's entry: migrations run on the application's engine, in one transaction each; an upgrade ends with the words.

The vocabulary of the code comes into the database whenever ``flask db upgrade`` has brought it to the newest revision,
also when there was nothing to migrate: a new word needs no migration (docs/decisions/0018).
"""

from __future__ import annotations

from datetime import UTC, datetime

from alembic import context
from flask import current_app

import models
from workflows.kinds import synchronise_vocabulary

target = models.base.db.metadata


def run() -> None:
    """Run migrations online on the engine of the application."""
    db = current_app.extensions["migrate"].db
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        upgraded = _upgraded_to_head()
    if upgraded:
        synchronise_vocabulary(current_app.config["AUDIT_ORIGIN"], datetime.now(UTC))


def _upgraded_to_head() -> bool:
    """Whether the command was one that leads somewhere, and led to the newest revision; ``current`` and ``check`` do not."""
    migrations = context.get_context()
    heads = migrations.script.get_heads() if migrations.script else []
    return bool(migrations.opts.get("destination_rev")) and list(migrations.get_current_heads()) == heads


run()
