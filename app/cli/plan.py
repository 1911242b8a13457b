"""``flask plan``: read a plan from a file, and check one by the rule catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from app.cli.checking import check_document, check_plan_file, print_checked
from app.cli.printing import echo_json, echo_table, fail, json_option, refusals_printed
from app.seeding.acting import accounts_with, by_person
from app.seeding.importing import import_plan as begin
from app.seeding.people import agency_id
from exchange.imported import Imported
from exchange.registry import read
from models.base import db
from models.document import Document
from models.vocabulary import Role
from workflows.lifecycle import ActionContext


@click.group()
def plan() -> None:
    """Read annual plans from files, and check them."""


@plan.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--agency", help="The agency's name; needed unless the file says it.")
@click.option("--year", type=click.IntRange(1, 999), help="The ROC year; needed unless the file says it.")
@click.option("--as", "account", help="The drafter's account; needed where the agency has several.")
@click.option("--dry-run", is_flag=True, help="Say what would be imported and write nothing.")
@json_option
@with_appcontext
def import_plan(
    file: Path, agency: str | None, year: int | None, account: str | None, dry_run: bool, as_json: bool
) -> None:
    """Read FILE into a draft, acting as a drafter of the agency; what is uncertain is said."""
    with refusals_printed(as_json):
        imported = read(file)
        shape: dict[str, Any] = {**imported.shape()}
        shape["agency"], shape["year"] = agency or imported.agency, year or imported.year
        if not dry_run:
            shape = _stored(file, imported, shape, account, as_json)
    if as_json:
        echo_json(shape)
    else:
        _tell_import(imported, shape)


def _stored(
    file: Path, imported: Imported, shape: dict[str, Any], account: str | None, as_json: bool
) -> dict[str, Any]:
    if not shape["agency"] or not shape["year"]:
        fail("檔案沒有寫明機關或年度，請用 --agency 與 --year 指定。", as_json=as_json)
    agency = agency_id(shape["agency"])
    if agency is None:
        fail(f"沒有「{shape['agency']}」這個機關。", as_json=as_json)
    made = begin(_drafter(agency, account, as_json), file, imported, agency_id=agency, year=shape["year"])
    row = db.session.get_one(Document, made.document_id)
    entry = {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "agency": shape["agency"],
        "year": row.year,
        "state": row.state,
        "version": row.version,
        "revision": row.revision,
        "content_sha256": row.content_sha256,
    }
    return {"document": entry, **{name: shape[name] for name in ("kind", "year", "agency", "uncertain")}}


def _drafter(agency_id: int, account: str | None, as_json: bool) -> ActionContext:
    """The action context of the named person, else of the agency's only drafter; ``create_plan`` judges what they may."""
    drafters = [account] if account else accounts_with(Role.DRAFTER, agency_id)
    if len(drafters) != 1:
        names = f"（{'、'.join(drafters)}）" if drafters else ""
        fail(f"這個機關有 {len(drafters)} 位承辦人{names}，請用 --as 指定由誰匯入。", as_json=as_json)
    try:
        return by_person(drafters[0])
    except LookupError:
        fail(f"沒有「{drafters[0]}」這個帳號，或帳號已停用。", as_json=as_json)


def _tell_import(imported: Imported, shape: dict[str, Any]) -> None:
    content = imported.content
    counts = f"目標 {len(content['goals'])}、指標 {len(content['kpis'])}、重要計畫 {len(content['key_plans'])}"
    made = shape.get("document")
    done = f"已匯入為文件 {made['id']}「{made['title']}」" if made else "試讀，沒有寫入"
    click.echo(f"{done}：{counts}，待確認 {len(imported.uncertain)} 處。")
    if imported.uncertain:
        echo_table([("位置", "待確認"), *((doubt.at, str(doubt.why)) for doubt in imported.uncertain)])


@plan.command()
@click.argument("target", metavar="FILE or ID[@REV]")
@click.option("--agency", help="For a file that does not say it.")
@click.option("--year", type=click.IntRange(1, 999), help="For a file that does not say it.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a finding blocks (B) or stops approval (R).")
@json_option
@with_appcontext
def check(target: str, agency: str | None, year: int | None, strict: bool, as_json: bool) -> None:
    """Run the rule catalogue on a file, which needs no database, or on a document by its id."""
    with refusals_printed(as_json):
        path = Path(target)
        number, _, revision = target.partition("@")
        if not path.exists() and number.isdigit() and (revision.isdigit() or not revision):
            checked = check_document(int(number), int(revision) if revision else None)
            if checked is None:
                fail(f"沒有文件 {target}。", as_json=as_json)
        else:
            checked = check_plan_file(path, agency, year)
    print_checked(checked, as_json=as_json, strict=strict)
