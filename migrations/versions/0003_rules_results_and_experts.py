"""rules, results and experts: raised severities, targets and results, the outbox, mailed links, impact decisions

Revision ID: 0003
Revises: 0002

The law: additive, reversible, and safe with the release before it; never edited once it has landed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ACTIONS = (
    "create",
    "revise",
    "acknowledge",
    "submit",
    "sign",
    "give_back",
    "recall",
    "withdraw",
    "amend",
    "advance",
    "supersede",
    "endorse",
    "return_kpi",
    "reopen",
    "enforce",
    "retire",
    "answer",
    "complete",
    "exempt",
    "reconfirm",
    "send_back",
    "opinion",
    "respond",
    "resolve",
    "invite_expert",
    "end_invitation",
    "import",
    "export",
    "read",
    "verify",
    "refuse",
    "agency_create",
    "agency_change",
    "person_create",
    "person_change",
    "role_grant",
    "role_end",
    "password_change",
    "password_reset",
    "sign_in",
    "sign_in_failure",
    "sign_in_lock",
    "sign_out",
    "migration",
    "severity_set",
    "lights_set",
    "target_change",
    "result_enter",
    "result_confirm",
    "result_return",
    "link_issue",
    "link_revoke",
    "link_open",
    "link_refuse",
    "code_send",
    "code_failure",
    "expert_enter",
    "expert_confirm",
    "confirm_ask",
    "pledge",
    "notify",
    "impact_decide",
    "stale",
)
INDEXES = {"action": ["action", "seq"], "actor": ["actor_id", "seq"], "at": ["at"], "object": ["object", "seq"]}
KEPT_FOR_EVER = ("target_change", "impact_decision")


def upgrade() -> None:
    _widen_the_vocabulary()
    op.create_table(
        "light_scheme",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("green", sa.String(length=20), nullable=False),
        sa.Column("yellow", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_light_scheme_agency_id_agency")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_light_scheme_user_id_user")),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_light_scheme")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.String(length=300), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_notice_attempts")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_desk", ["user_id", "read_at"], unique=False)
        batch_op.create_index(
            "ix_notice_unsent",
            ["id"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NULL AND void_at IS NULL AND address <> ''"),
            postgresql_where=sa.text("sent_at IS NULL AND void_at IS NULL AND address <> ''"),
        )

    op.create_table(
        "raised_severity",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=10), nullable=False),
        sa.Column("severity", sa.String(length=1), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("severity IN ('B', 'R', 'W')", name=op.f("ck_raised_severity_severity")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_raised_severity_agency_id_agency")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_raised_severity_user_id_user")),
        sa.PrimaryKeyConstraint("agency_id", "rule", name=op.f("pk_raised_severity")),
    )
    op.create_table(
        "impact_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("grounds", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("judged_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision IN ('owed', 'not_owed', 'exempt')", name=op.f("ck_impact_decision_decision")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_impact_decision_document_id_document")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_impact_decision_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_decision")),
    )
    with op.batch_alter_table("impact_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_impact_decision_document_id"), ["document_id"], unique=False)

    op.create_table(
        "kpi_result",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("definition_revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('entered', 'confirmed', 'returned', 'replaced')", name=op.f("ck_kpi_result_state")
        ),
        sa.CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name=op.f("ck_kpi_result_settling_is_dated")),
        sa.CheckConstraint("settled_by IS NULL OR settled_by <> entered_by", name=op.f("ck_kpi_result_four_eyes")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_kpi_result_document_id_document")),
        sa.ForeignKeyConstraint(["entered_by"], ["user.id"], name=op.f("fk_kpi_result_entered_by_user")),
        sa.ForeignKeyConstraint(["settled_by"], ["user.id"], name=op.f("fk_kpi_result_settled_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_result")),
        sa.UniqueConstraint(
            "document_id", "year", "period", "number", name=op.f("uq_kpi_result_document_id_year_period_number")
        ),
    )
    op.create_table(
        "target_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("plan_revision", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("before <> after", name=op.f("ck_target_change_differs")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_target_change_document_id_document")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_target_change_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_change")),
    )
    with op.batch_alter_table("target_change", schema=None) as batch_op:
        batch_op.create_index("ix_target_change_document", ["document_id", "id"], unique=False)

    op.create_table(
        "expert_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("browser_sha256", sa.String(length=64), nullable=True),
        sa.Column("code_sha256", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("codes_sent", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("code_failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("codes_sent >= 0 AND code_failures >= 0", name=op.f("ck_expert_link_counters")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["expert_invitation.id"], name=op.f("fk_expert_link_invitation_id_expert_invitation")
        ),
        sa.ForeignKeyConstraint(["issued_by"], ["user.id"], name=op.f("fk_expert_link_issued_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_expert_link_token_sha256")),
    )
    with op.batch_alter_table("expert_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_link_invitation_id"), ["invitation_id"], unique=False)

    op.create_table(
        "expert_part",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("part_key", sa.String(length=40), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("pledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("spoke_revision", sa.Integer(), nullable=True),
        sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirm_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_revision", sa.Integer(), nullable=True),
        sa.Column("drafted_opinions", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["expert_invitation.id"], name=op.f("fk_expert_part_invitation_id_expert_invitation")
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_expert_part")),
    )
    op.create_table(
        "expert_session",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["expert_link.id"], name=op.f("fk_expert_session_link_id_expert_link")),
        sa.ForeignKeyConstraint(
            ["token_sha256"],
            ["sign_in_session.token_sha256"],
            name=op.f("fk_expert_session_token_sha256_sign_in_session"),
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_expert_session")),
    )
    with op.batch_alter_table("expert_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_session_link_id"), ["link_id"], unique=False)
    for table in KEPT_FOR_EVER:
        _keep(table)


def _widen_the_vocabulary() -> None:
    """The log takes the new actions; on SQLite that means a new table, with its triggers put back.

    A log that a later release has written to and that was taken down keeps its later words as well (decision 0018).
    """
    written = op.get_bind().execute(sa.text("SELECT DISTINCT action FROM audit_entry ORDER BY action"))
    words = dict.fromkeys([*ACTIONS, *(row.action for row in written)])
    check = "action IN ({})".format(", ".join(f"'{word}'" for word in words))
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_audit_entry_action"), "audit_entry", type_="check")
        op.create_check_constraint(op.f("ck_audit_entry_action"), "audit_entry", check)
        return
    # In plain SQL: a batch would order the constraints differently each time.
    op.execute("ALTER TABLE audit_entry RENAME TO audit_entry_before")
    op.execute(
        "CREATE TABLE audit_entry (seq INTEGER NOT NULL, line TEXT NOT NULL, hash VARCHAR(64) NOT NULL, "
        "prev VARCHAR(64) NOT NULL, object VARCHAR(60) NOT NULL, actor_id INTEGER, action VARCHAR(20) NOT NULL, "
        f"at DATETIME NOT NULL, CONSTRAINT ck_audit_entry_action CHECK ({check}), "
        "CONSTRAINT ck_audit_entry_seq CHECK (seq >= 0), CONSTRAINT pk_audit_entry PRIMARY KEY (seq), "
        "CONSTRAINT uq_audit_entry_hash UNIQUE (hash), CONSTRAINT uq_audit_entry_prev UNIQUE (prev))"
    )
    op.execute("INSERT INTO audit_entry SELECT * FROM audit_entry_before")  # the columns stand in the same order
    op.execute("DROP TABLE audit_entry_before")
    for name, columns in INDEXES.items():
        op.create_index(op.f(f"ix_audit_entry_{name}"), "audit_entry", columns)
    _keep("audit_entry")


def _keep(table: str) -> None:
    """Triggers that refuse to change or remove a row."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER tr_{table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER tr_{table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION bianshen_refuse()"
    )


def downgrade() -> None:
    # The log keeps the wider vocabulary: entries that were written are never taken back.
    with op.batch_alter_table("expert_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_session_link_id"))

    op.drop_table("expert_session")
    op.drop_table("expert_part")
    with op.batch_alter_table("expert_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_link_invitation_id"))

    op.drop_table("expert_link")
    with op.batch_alter_table("target_change", schema=None) as batch_op:
        batch_op.drop_index("ix_target_change_document")

    op.drop_table("target_change")
    op.drop_table("kpi_result")
    with op.batch_alter_table("impact_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_impact_decision_document_id"))

    op.drop_table("impact_decision")
    op.drop_table("raised_severity")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_unsent",
            sqlite_where=sa.text("sent_at IS NULL AND void_at IS NULL AND address <> ''"),
            postgresql_where=sa.text("sent_at IS NULL AND void_at IS NULL AND address <> ''"),
        )
        batch_op.drop_index("ix_notice_desk")

    op.drop_table("notice")
    op.drop_table("light_scheme")
