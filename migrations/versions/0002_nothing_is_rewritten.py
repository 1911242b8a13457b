"""nothing is rewritten: triggers on entries, revisions and content parts, and the head of the empty log

Revision ID: 0002
Revises: 0001

The law: additive, reversible, and safe with the release before it; never edited once it has landed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEPT_FOR_EVER = ("audit_entry", "revision", "content_part")
GENESIS = "0" * 64


def upgrade() -> None:
    # A log that was written before a step down keeps its head: the chain goes on where it was.
    op.execute(
        sa.text(
            "INSERT INTO audit_head (id, size, hash, frontier, last_ts) "
            "SELECT 1, 0, :hash, '', '' WHERE NOT EXISTS (SELECT 1 FROM audit_head)"
        ).bindparams(hash=GENESIS)
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in KEPT_FOR_EVER:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER tr_{table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                )
        op.execute(
            "CREATE TRIGGER tr_audit_head_no_delete BEFORE DELETE ON audit_head "
            "BEGIN SELECT RAISE(ABORT, 'audit_head is kept'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION bianshen_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in KEPT_FOR_EVER:
        op.execute(
            f"CREATE TRIGGER tr_{table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION bianshen_refuse()"
        )
    op.execute(
        "CREATE TRIGGER tr_audit_head_kept BEFORE DELETE OR TRUNCATE ON audit_head "
        "FOR EACH STATEMENT EXECUTE FUNCTION bianshen_refuse()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in KEPT_FOR_EVER:
            for verb in ("update", "delete"):
                op.execute(f"DROP TRIGGER tr_{table}_no_{verb}")
        op.execute("DROP TRIGGER tr_audit_head_no_delete")
    else:
        op.execute("DROP FUNCTION bianshen_refuse() CASCADE")
