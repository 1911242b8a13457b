"""``flask rules``: the catalogue as data, and a rule's severity at an agency."""

from __future__ import annotations

from typing import Any, NoReturn

import click
from flask.cli import with_appcontext

from app.cli.printing import echo_json, echo_table, fail, json_option, refusals_printed
from app.ops.docs import rule_rows
from app.seeding.acting import accounts_with, by_person
from app.seeding.people import agency_id
from models.base import db
from models.vocabulary import Role, Severity
from workflows.review import raise_severity, raised_severities

LETTERS = ("B", "R", "W", "I")


@click.group()
def rules() -> None:
    """The rule catalogue, and what agencies made heavier."""


@rules.command("list")
@click.option("--agency", help="Also tell what the agency of this name has raised.")
@json_option
@with_appcontext
def list_rules(agency: str | None, as_json: bool) -> None:
    """List every rule with its severity, source and reason."""
    rows = rule_rows()
    if agency is not None:
        _weigh(rows, _agency(agency, as_json))
    if as_json:
        echo_json({"rules": rows} | ({"agency": agency} if agency else {}))
    elif agency is None:
        echo_table(
            [("代碼", "級別", "規則", "依據"), *((r["rule"], r["severity"], r["title"], r["source"]) for r in rows)]
        )
    else:
        lines = ((r["rule"], r["severity"], r["agency_severity"], r["title"], r["source"]) for r in rows)
        echo_table([("代碼", "目錄", "本機關", "規則", "依據"), *lines])


def _weigh(rows: list[dict[str, Any]], agency_id: int) -> None:
    raised = raised_severities(db.session(), agency_id)
    for row in rows:
        own = raised.get(row["rule"])
        row["agency_severity"] = own.severity if own else row["severity"]
        row["raised"] = {"reason": own.reason, "by": own.user.account, "at": own.at.isoformat()} if own else None


def _agency(name: str, as_json: bool) -> int:
    agency = agency_id(name)
    if agency is None:
        fail(f"沒有「{name}」這個機關。", as_json=as_json)
    return agency


@rules.command("raise")
@click.argument("rule")
@click.argument("severity", type=click.Choice((*LETTERS, "catalogue")))
@click.option("--agency", required=True, help="The agency's name.")
@click.option("--reason", required=True, help="Why; it is kept and written down.")
@click.option("--as", "account", help="The account of the agency's 研考; needed where there are several.")
@json_option
@with_appcontext
def raise_rule(rule: str, severity: str, agency: str, reason: str, account: str | None, as_json: bool) -> None:
    """Let RULE weigh more at an agency, or what the catalogue says, acting as its 研考."""
    agency_id = _agency(agency, as_json)
    people = [account] if account else accounts_with(Role.PLANNING, agency_id)
    if len(people) != 1:
        _ask_who(people, as_json)
    try:
        action_context = by_person(people[0])
    except LookupError:
        fail(f"沒有「{people[0]}」這個帳號，或帳號已停用。", as_json=as_json)
    wanted = None if severity == "catalogue" else Severity(severity)
    with refusals_printed(as_json):
        changed = raise_severity(agency_id, rule, wanted, reason, action_context)
    if as_json:
        echo_json({"rule": rule, "agency": agency, "severity": severity, "changed": changed})
    else:
        click.echo(f"{agency} 的 {rule} 已調整為 {severity}。" if changed else f"{agency} 的 {rule} 沒有變動。")


def _ask_who(people: list[str], as_json: bool) -> NoReturn:
    names = f"（{'、'.join(people)}）" if people else ""
    fail(f"這個機關有 {len(people)} 位研考{names}，請用 --as 指定由誰調整。", as_json=as_json)
