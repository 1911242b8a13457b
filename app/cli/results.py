"""``flask kpi results``: what the indicators of a plan attained, as a table, JSON or a file."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli.printing import echo_json, echo_table, fail, json_option
from app.results.plan import FORMATS, number_of, results_of
from app.results.table import results_json, table_of
from app.results.words import STANDING_WORDS, period_word, rate_shown, target_shown, value_words
from app.seeding.acting import by_command_line
from app.seeding.people import agency_id
from exchange.writers.registry import writers_of
from models.base import db
from models.document import Document
from workflows.kinds import ANNUAL_PLAN
from workflows.lifecycle import KINDS, Dossier, note_export
from workflows.results import LIGHT_WORDS, Indicator


@click.command()
@click.argument("document_id", metavar="[ID]", type=int, required=False)
@click.option("--agency", help="The agency's name, with --year in place of an ID.")
@click.option("--year", type=click.IntRange(1, 999), help="The ROC year of the plan.")
@click.option(
    "--format", "file_format", type=click.Choice([one.name for one in FORMATS]), help="Write a file; needs --out."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@json_option
@with_appcontext
def results(
    document_id: int | None,
    agency: str | None,
    year: int | None,
    file_format: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Show the results of a plan's indicators, or of one; ID is that of the plan or of the indicator."""
    if bool(file_format) != bool(out):
        fail("匯出檔案時，--format 與 --out 要一起使用。", as_json=as_json)
    document = _document(document_id, agency, year)
    if document is None:
        fail("沒有這項指標，或這個機關該年度沒有核定的計畫。", as_json=as_json)
    plan = document.parent or document
    indicators = _indicators(document, plan)
    if file_format and out:
        _write(plan, indicators, file_format, out, as_json=as_json)
    elif as_json:
        echo_json(results_json(plan, indicators))
    else:
        _print_indicators(indicators)


def _document(document_id: int | None, agency: str | None, year: int | None) -> Document | None:
    """The plan or indicator asked for."""
    if document_id is not None:
        row = db.session.get(Document, document_id)
        return row if row is not None and KINDS[row.kind].pages.results else None
    owner = agency_id(agency or "")
    in_force = ANNUAL_PLAN.workflow.names(lambda state: state.in_force)
    query = select(Document).where(Document.kind == ANNUAL_PLAN.name, Document.state.in_(in_force))
    query = query.where(Document.agency_id == owner).order_by(Document.year.desc()).limit(1)
    document: Document | None = db.session.scalar(query.where(Document.year == year) if year else query)
    return document


def _indicators(document: Document, plan: Document) -> list[Indicator]:
    indicators, _scheme = results_of(Dossier(db.session(), plan))
    return indicators if document is plan else [one for one in indicators if one.document.id == document.id]


def _write(plan: Document, indicators: list[Indicator], file_format: str, out: Path, *, as_json: bool) -> None:
    """Write the file; the log knows of it first."""
    table = table_of(plan, indicators)
    (chosen,) = writers_of(type(table), file_format)
    data = chosen.write(table)
    note_export(by_command_line(), plan.object_name, file_format)
    part = out.with_name(out.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(out)
    except OSError as broken:
        part.unlink(missing_ok=True)
        fail(f"無法寫入 {out}：{broken.strerror}。沒有留下不完整的檔案。", as_json=as_json)
    echo_json({"file": str(out), "lines": len(table.lines)}) if as_json else click.echo(f"已匯出 {out}")


def _print_indicators(indicators: list[Indicator]) -> None:
    rows = [("編號", "指標", "目標值", "實績", "期別", "達成率", "達成情形", "燈號")]
    for one in indicators:
        latest = one.latest
        rows.append(
            (
                number_of(one),
                str(one.row["title"]),
                target_shown(one),
                value_words(latest.in_force if latest else None, one.aim.unit),
                period_word(latest.period) if latest else "",
                rate_shown(one.attainment)["words"],
                STANDING_WORDS[one.attainment.standing],
                LIGHT_WORDS[one.light] if one.light else "",
            )
        )
    echo_table(rows)
