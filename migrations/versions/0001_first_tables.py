"""people documents reviews and the audit chain

Revision ID: 0001
Revises: nothing

The law: additive, reversible, and safe with the release before it; never edited once it has landed.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("self_name", sa.String(length=10), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("parent_id IS NULL OR parent_id <> id", name=op.f("ck_agency_not_its_own_parent")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_agency_validity")),
        sa.ForeignKeyConstraint(["parent_id"], ["agency.id"], name=op.f("fk_agency_parent_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
        sa.UniqueConstraint("name", name=op.f("uq_agency_name")),
    )
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("object", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action IN ('create', 'revise', 'acknowledge', 'submit', 'sign', 'give_back', 'recall', 'withdraw', 'amend', 'advance', 'supersede', 'endorse', 'return_kpi', 'reopen', 'enforce', 'retire', 'answer', 'complete', 'exempt', 'reconfirm', 'send_back', 'opinion', 'respond', 'resolve', 'invite_expert', 'end_invitation', 'import', 'export', 'read', 'verify', 'refuse', 'agency_create', 'agency_change', 'person_create', 'person_change', 'role_grant', 'role_end', 'password_change', 'password_reset', 'sign_in', 'sign_in_failure', 'sign_in_lock', 'sign_out', 'migration')",
            name=op.f("ck_audit_entry_action"),
        ),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_audit_entry_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
        sa.UniqueConstraint("prev", name=op.f("uq_audit_entry_prev")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_action", ["action", "seq"], unique=False)
        batch_op.create_index("ix_audit_entry_actor", ["actor_id", "seq"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index("ix_audit_entry_object", ["object", "seq"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("frontier", sa.Text(), nullable=False),
        sa.Column("last_ts", sa.String(length=32), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "content_part",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=True),
        sa.Column("key", sa.String(length=64), nullable=True),
        sa.Column("depth", sa.SmallInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(base IS NULL) = (depth = 0) AND (base IS NULL) = (key IS NULL)", name=op.f("ck_content_part_chain")
        ),
        sa.ForeignKeyConstraint(["base"], ["content_part.digest"], name=op.f("fk_content_part_base_content_part")),
        sa.ForeignKeyConstraint(["key"], ["content_part.digest"], name=op.f("fk_content_part_key_content_part")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_content_part")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sign_in_failure",
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_sign_in_failure")),
    )
    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=80), nullable=False),
        sa.Column("job_title", sa.String(length=80), nullable=False),
        sa.Column("expertise", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("account", name=op.f("uq_user_account")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=30), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("form_version", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("part_key", sa.String(length=40), nullable=True),
        sa.Column("predecessor_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=True),
        sa.Column("submitted_revision", sa.Integer(), nullable=True),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("authors_since", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("judged_sha256", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(revision = 0) = (content_sha256 IS NULL)", name=op.f("ck_document_revision_has_content")),
        sa.CheckConstraint("edition >= 1 AND round >= 1 AND revision >= 0", name=op.f("ck_document_counters")),
        sa.CheckConstraint("year BETWEEN 1 AND 999", name=op.f("ck_document_year")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_document_agency_id_agency")),
        sa.ForeignKeyConstraint(["authority_id"], ["agency.id"], name=op.f("fk_document_authority_id_agency")),
        sa.ForeignKeyConstraint(["created_by"], ["user.id"], name=op.f("fk_document_created_by_user")),
        sa.ForeignKeyConstraint(["parent_id"], ["document.id"], name=op.f("fk_document_parent_id_document")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["document.id"], name=op.f("fk_document_predecessor_id_document")),
        sa.ForeignKeyConstraint(["submitter_id"], ["user.id"], name=op.f("fk_document_submitter_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_authority", ["authority_id", "state"], unique=False)
        batch_op.create_index("ix_document_desk", ["agency_id", "state", "kind"], unique=False)
        batch_op.create_index("ix_document_list", ["kind", "year", "agency_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_predecessor_id"), ["predecessor_id"], unique=False)
        batch_op.create_index(
            "uq_document_part",
            ["parent_id", "kind", "part_key"],
            unique=True,
            sqlite_where=sa.text("parent_id IS NOT NULL"),
            postgresql_where=sa.text("parent_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_document_plan_edition",
            ["agency_id", "year", "edition"],
            unique=True,
            sqlite_where=sa.text("kind = 'annual_plan' AND state <> 'withdrawn'"),
            postgresql_where=sa.text("kind = 'annual_plan' AND state <> 'withdrawn'"),
        )

    op.create_table(
        "once",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("request_sha256", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_once_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_once")),
    )
    op.create_table(
        "role_holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(agency_id IS NULL) = (role = 'gender_expert')", name=op.f("ck_role_holding_expert_has_no_agency")
        ),
        sa.CheckConstraint(
            "role IN ('drafter', 'unit_head', 'planning', 'accounting', 'gender_officer', 'agency_head', 'auditor', 'administrator', 'gender_expert')",
            name=op.f("ck_role_holding_role"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_role_holding_period")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_role_holding_agency_id_agency")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_role_holding_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_holding")),
    )
    with op.batch_alter_table("role_holding", schema=None) as batch_op:
        batch_op.create_index("ix_role_holding_seat", ["agency_id", "role"], unique=False)
        batch_op.create_index(batch_op.f("ix_role_holding_user_id"), ["user_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_session_user_id_user")),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_sign_in_session")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=10), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("anchor", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_acknowledgement_document_id_document")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_acknowledgement_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint(
            "document_id", "rule", "fingerprint", name=op.f("uq_acknowledgement_document_id_rule_fingerprint")
        ),
    )
    op.create_table(
        "expert_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_expert_invitation_document_id_document")
        ),
        sa.ForeignKeyConstraint(["invited_by"], ["user.id"], name=op.f("fk_expert_invitation_invited_by_user")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_expert_invitation_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_invitation")),
        sa.UniqueConstraint("document_id", "user_id", name=op.f("uq_expert_invitation_document_id_user_id")),
    )
    with op.batch_alter_table("expert_invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_invitation_user_id"), ["user_id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=30), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("adopted", sa.Boolean(), nullable=True),
        sa.Column("changed_at_path", sa.String(length=120), nullable=False),
        sa.Column("responded_by", sa.Integer(), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by IS NULL)", name=op.f("ck_opinion_resolution_is_signed")
        ),
        sa.CheckConstraint("(response IS NULL) = (responded_at IS NULL)", name=op.f("ck_opinion_response_is_dated")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_opinion_author_id_user")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_opinion_document_id_document")),
        sa.ForeignKeyConstraint(["resolved_by"], ["user.id"], name=op.f("fk_opinion_resolved_by_user")),
        sa.ForeignKeyConstraint(["responded_by"], ["user.id"], name=op.f("fk_opinion_responded_by_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_opinion_document_id_number")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("form_version", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_revision_author_id_user")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_revision_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("document_id", "number", name=op.f("uq_revision_document_id_number")),
    )
    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("seat", sa.String(length=30), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("scope_sha256", sa.String(length=64), nullable=False),
        sa.Column("form_version", sa.String(length=20), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("meaning", sa.String(length=500), nullable=False),
        sa.CheckConstraint("verdict IN ('agree', 'return')", name=op.f("ck_sign_off_verdict")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_sign_off_document_id_document")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_off_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
    )
    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_off_document_id"), ["document_id"], unique=False)
        batch_op.create_index(
            "uq_sign_off_seat",
            ["document_id", "edition", "round", "seat"],
            unique=True,
            sqlite_where=sa.text("verdict = 'agree'"),
            postgresql_where=sa.text("verdict = 'agree'"),
        )


def downgrade() -> None:

    with op.batch_alter_table("sign_off", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_sign_off_seat", sqlite_where=sa.text("verdict = 'agree'"), postgresql_where=sa.text("verdict = 'agree'")
        )
        batch_op.drop_index(batch_op.f("ix_sign_off_document_id"))

    op.drop_table("sign_off")
    op.drop_table("revision")
    op.drop_table("opinion")
    with op.batch_alter_table("expert_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expert_invitation_user_id"))

    op.drop_table("expert_invitation")
    op.drop_table("acknowledgement")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_user_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("role_holding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_holding_user_id"))
        batch_op.drop_index("ix_role_holding_seat")

    op.drop_table("role_holding")
    op.drop_table("once")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_document_plan_edition",
            sqlite_where=sa.text("kind = 'annual_plan' AND state <> 'withdrawn'"),
            postgresql_where=sa.text("kind = 'annual_plan' AND state <> 'withdrawn'"),
        )
        batch_op.drop_index(
            "uq_document_part",
            sqlite_where=sa.text("parent_id IS NOT NULL"),
            postgresql_where=sa.text("parent_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_document_predecessor_id"))
        batch_op.drop_index("ix_document_list")
        batch_op.drop_index("ix_document_desk")
        batch_op.drop_index("ix_document_authority")

    op.drop_table("document")
    op.drop_table("user")
    op.drop_table("sign_in_failure")
    op.drop_table("content_part")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_object")
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index("ix_audit_entry_actor")
        batch_op.drop_index("ix_audit_entry_action")

    op.drop_table("audit_entry")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_parent_id"))

    op.drop_table("agency")
