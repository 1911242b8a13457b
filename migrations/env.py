"""Alembic's entry: migrations run on the application's engine, in one transaction each."""

from __future__ import annotations

from alembic import context
from flask import current_app

import models

target = models.base.db.metadata


def run() -> None:
    """Run migrations online on the engine of the application."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
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


run()
