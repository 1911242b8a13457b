"""roles end once: a role never overlaps with itself, and a last day only ever comes nearer

Revision ID: 0005
Revises: 0004

The law: additive, reversible, and safe with the release before it; never edited once it has landed.
"""

# SQL is put together from names that stand in this file alone, which bandit (B608) cannot know.
from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = "'9999-12-31'"
SAME = "other.user_id = NEW.user_id AND other.role = NEW.role"
MEETS = f"other.since <= COALESCE(NEW.until, {OPEN}) AND COALESCE(other.until, {OPEN}) >= NEW.since"
REVIVED = "OLD.until IS NOT NULL AND (NEW.until IS NULL OR NEW.until > OLD.until)"
TWICE = "a role is held twice in one period"
LONGER = "the last day of a role only comes nearer"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _on_sqlite() -> None:
    other = f"SELECT 1 FROM role_holding AS other WHERE {SAME} AND other.agency_id IS NEW.agency_id"  # nosec B608
    for suffix, event, itself in (
        ("new", "INSERT", ""),
        ("changed", "UPDATE OF user_id, agency_id, role, since, until", " AND other.id <> NEW.id"),
    ):
        op.execute(
            f"CREATE TRIGGER tr_role_holding_overlap_{suffix} BEFORE {event} ON role_holding "
            f"WHEN EXISTS ({other}{itself} AND {MEETS}) BEGIN SELECT RAISE(ABORT, '{TWICE}'); END"
        )
    op.execute(
        f"CREATE TRIGGER tr_role_holding_revived BEFORE UPDATE OF until ON role_holding WHEN {REVIVED} "
        f"BEGIN SELECT RAISE(ABORT, '{LONGER}'); END"
    )


def _on_postgresql() -> None:
    """The person's row is locked first: of two grants at once the second sees the first."""
    op.execute(
        "CREATE FUNCTION bianshen_role_holding_period() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        'PERFORM 1 FROM "user" WHERE id = NEW.user_id FOR NO KEY UPDATE; '
        "IF EXISTS (SELECT 1 FROM role_holding AS other "  # nosec B608
        f"WHERE {SAME} AND other.agency_id IS NOT DISTINCT FROM NEW.agency_id AND other.id <> NEW.id AND {MEETS}) THEN "
        f"RAISE EXCEPTION '{TWICE}' USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_role_holding_overlap'; END IF; "
        f"IF TG_OP = 'UPDATE' THEN IF {REVIVED} THEN "
        f"RAISE EXCEPTION '{LONGER}' USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_role_holding_revived'; "
        "END IF; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER tr_role_holding_period BEFORE INSERT OR UPDATE OF user_id, agency_id, role, since, until "
        "ON role_holding FOR EACH ROW EXECUTE FUNCTION bianshen_role_holding_period()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("overlap_new", "overlap_changed", "revived"):
            op.execute(f"DROP TRIGGER tr_role_holding_{name}")
    else:
        op.execute("DROP FUNCTION bianshen_role_holding_period() CASCADE")
