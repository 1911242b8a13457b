"""words are rows: lists that grow are checked against a table; one document a year by the kind's own word

Revision ID: 0004
Revises: 0003

The law: additive, reversible, and safe with the release before it; never edited once it has landed.
"""

# SQL is put together from names that stand in this file alone, which bandit (B608) cannot know.
from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WORDS = {
    "action": (
        "create revise acknowledge submit sign give_back recall withdraw amend advance supersede endorse return_kpi "
        "reopen enforce retire answer complete exempt reconfirm send_back opinion respond resolve invite_expert "
        "end_invitation import export read verify refuse agency_create agency_change person_create person_change "
        "role_grant role_end password_change password_reset sign_in sign_in_failure sign_in_lock sign_out migration "
        "severity_set lights_set target_change result_enter result_confirm result_return link_issue link_revoke link_open "
        "link_refuse code_send code_failure expert_enter expert_confirm confirm_ask pledge notify impact_decide stale"
    ),
    "role": "drafter unit_head planning accounting gender_officer agency_head auditor administrator gender_expert",
    "outside_role": "gender_expert",
    "kind": "annual_plan kpi_definition gender_impact",
    "yearly_kind": "annual_plan",
    "result_state": "entered confirmed returned replaced",
}
"""The words of this release and the one before it; later ones come from the code (workflows/kinds/vocabulary.py)."""
LISTED = (
    ("audit_entry", "action", "action"),
    ("role_holding", "role", "role"),
    ("document", "kind", "kind"),
    ("kpi_result", "state", "result_state"),
)
"""Table, column, and the list whose words the column takes."""
CHECKED = LISTED[:2] + LISTED[3:]
"""The columns that had a CHECK constraint with their words; the kind had none."""
EXPERT = "expert_has_no_agency"
OUTSIDE = "SELECT 1 FROM vocabulary WHERE list_name = 'outside_role' AND word = NEW.role"
YEARLY = "SELECT 1 FROM vocabulary WHERE list_name = 'yearly_kind' AND word = NEW.kind"


def upgrade() -> None:
    op.create_table(
        "vocabulary",
        sa.Column("list_name", sa.String(length=20), nullable=False),
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("list_name", "word", name=op.f("pk_vocabulary")),
    )
    _fill()
    _keep("vocabulary")
    for table, column, _list_name in CHECKED:
        _drop_checks(table, column, *([EXPERT] if table == "role_holding" else []))
    for listed in LISTED:
        _check_by_trigger(*listed)
    _check_agency_by_trigger()
    op.add_column("document", sa.Column("one_per_year", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(
        "UPDATE document SET one_per_year = true "
        "WHERE kind IN (SELECT word FROM vocabulary WHERE list_name = 'yearly_kind')"
    )
    _derive_one_per_year()
    op.drop_index("uq_document_plan_edition", table_name="document")
    _unique("uq_document_one_per_year", ["kind", "agency_id", "year", "edition"], "one_per_year")


def _fill() -> None:
    """The words of the release, and those that rows already have: a database that was taken down may hold later ones."""
    table = sa.table("vocabulary", sa.column("list_name", sa.String), sa.column("word", sa.String))
    rows = [{"list_name": name, "word": word} for name, words in WORDS.items() for word in words.split()]
    op.bulk_insert(table, rows)
    for owner, column, name in LISTED:
        op.execute(
            f"INSERT INTO vocabulary (list_name, word) SELECT DISTINCT '{name}', {column} FROM {owner} "  # nosec B608
            f"WHERE {column} NOT IN (SELECT word FROM vocabulary WHERE list_name = '{name}')"
        )


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _quoted(words: list[str]) -> str:
    return ", ".join("'{}'".format(word.replace("'", "''")) for word in words)


def _keep(table: str) -> None:
    """Triggers that refuse to change or remove a row."""
    if _sqlite():
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


def _check_by_trigger(table: str, column: str, list_name: str) -> None:
    known = f"SELECT 1 FROM vocabulary WHERE list_name = '{list_name}' AND word = NEW.{column}"  # nosec B608
    _refuse(table, column, (column,), f"NOT EXISTS ({known})", f"{table}.{column} is not in the vocabulary")


def _check_agency_by_trigger() -> None:
    _refuse(
        "role_holding", EXPERT, ("role", "agency_id"), f"(NEW.agency_id IS NULL) <> EXISTS ({OUTSIDE})",
        "role_holding.agency_id does not go with the role",
    )  # fmt: skip


def _refuse(table: str, name: str, columns: tuple[str, ...], when: str, why: str) -> None:
    """Triggers that refuse a row when a condition on it holds; the error is that of the CHECK they stand for."""
    of = ", ".join(columns)
    if _sqlite():
        for suffix, event in (("new", "INSERT"), ("changed", f"UPDATE OF {of}")):
            op.execute(
                f"CREATE TRIGGER tr_{table}_{name}_{suffix} BEFORE {event} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION bianshen_{table}_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {when} THEN "
        f"RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_{table}_{name}'; "
        "END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER tr_{table}_{name} BEFORE INSERT OR UPDATE OF {of} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION bianshen_{table}_{name}()"
    )


def _derive_one_per_year() -> None:
    """Whatever is written to the column, also by a program that does not know it: the kind's word decides."""
    if _sqlite():
        for suffix, event in (("new", "INSERT"), ("changed", "UPDATE OF kind, one_per_year")):
            op.execute(
                f"CREATE TRIGGER tr_document_one_per_year_{suffix} AFTER {event} ON document "  # nosec B608
                f"WHEN NEW.one_per_year <> EXISTS ({YEARLY}) "
                f"BEGIN UPDATE document SET one_per_year = EXISTS ({YEARLY}) WHERE id = NEW.id; END"
            )
        return
    op.execute(
        "CREATE FUNCTION bianshen_document_one_per_year() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN NEW.one_per_year := EXISTS ({YEARLY}); RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER tr_document_one_per_year BEFORE INSERT OR UPDATE OF kind, one_per_year ON document "
        "FOR EACH ROW EXECUTE FUNCTION bianshen_document_one_per_year()"
    )


def _unique(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(f"{where} AND state <> 'withdrawn'")
    op.create_index(name, "document", columns, unique=True, sqlite_where=condition, postgresql_where=condition)


def _drop_checks(table: str, *names: str) -> None:
    if _sqlite():
        _rebuild(table, lambda made: _without(made, [f"ck_{table}_{name}" for name in names]))
        return
    for name in names:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")


def _without(made: str, checks: list[str]) -> str:
    """The statement that makes a table, without these constraints; their parentheses are nested once at most."""
    for check in checks:
        made, count = re.subn(rf",\s*CONSTRAINT {check} CHECK \((?:[^()]|\([^()]*\))*\)", "", made)
        if count != 1:
            raise RuntimeError(f"{check} is not where it was expected: {made}")
    return made


def _rebuild(table: str, changed: Callable[[str], str]) -> None:
    """Make a table of SQLite anew, which takes no constraint away by itself, with its rows, indexes and triggers.

    In plain SQL: a batch would order the constraints differently each time.
    """
    run = op.get_bind().exec_driver_sql
    rows = run("SELECT type, sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL", (table,)).all()
    (made,) = [sql for kind, sql in rows if kind == "table"]
    run(f"ALTER TABLE {table} RENAME TO {table}_before")
    run(changed(made))
    run(f"INSERT INTO {table} SELECT * FROM {table}_before")  # nosec B608 - the columns stand in the same order
    run(f"DROP TABLE {table}_before")
    for kind, sql in rows:
        if kind != "table":
            run(sql)


def downgrade() -> None:
    op.drop_index("uq_document_one_per_year", table_name="document")
    _drop_trigger("document", "one_per_year")
    op.drop_column("document", "one_per_year")
    _unique("uq_document_plan_edition", ["agency_id", "year", "edition"], "kind = 'annual_plan'")
    _drop_trigger("role_holding", EXPERT)
    for table, column, _list_name in LISTED:
        _drop_trigger(table, column)
    for table, column, list_name in CHECKED:
        checks = {column: f"{column} IN ({_quoted(_words(list_name))})"}
        if table == "role_holding":
            outside = " OR ".join(f"role = {_quoted([word])}" for word in _words("outside_role"))
            checks[EXPERT] = f"(agency_id IS NULL) = ({outside})"
        _add_checks(table, checks)
    op.drop_table("vocabulary")


def _words(list_name: str) -> list[str]:
    """The words of a list as it is: entries and roles that were written with later ones are never taken back."""
    words = op.get_bind().execute(
        sa.text("SELECT word FROM vocabulary WHERE list_name = :name ORDER BY word"), {"name": list_name}
    )
    return [str(row.word) for row in words]


def _drop_trigger(table: str, name: str) -> None:
    if _sqlite():
        for suffix in ("new", "changed"):
            op.execute(f"DROP TRIGGER tr_{table}_{name}_{suffix}")
        return
    op.execute(f"DROP FUNCTION bianshen_{table}_{name}() CASCADE")


def _add_checks(table: str, checks: dict[str, str]) -> None:
    if not _sqlite():
        for name, check in checks.items():
            op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, check)
        return
    more = "".join(f", CONSTRAINT ck_{table}_{name} CHECK ({check})" for name, check in checks.items())
    _rebuild(table, lambda made: re.sub(r"(\s*\))$", lambda end: more + end[1], made))
