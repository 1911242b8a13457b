"""``flask seed``: sample data for looking around and for tests; never in production."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.seeding import matrix, sample
from app.seeding.people import has_people, listed, sample_people
from app.shell.access import settings


@click.command()
@click.option("--fixture", type=click.Choice(["people", "sample", "matrix"]), help="What to plant.")
@click.option("--if-empty", is_flag=True, help="Do nothing, without complaint, when there are people already.")
@click.option("--accounts", "show", is_flag=True, help="List the sample accounts that exist.")
@with_appcontext
def seed(fixture: str | None, if_empty: bool, show: bool) -> None:
    """Fill an empty database with sample data, through the same verbs as every page.

    people: three agencies and their people. sample: the same and the 107 plan of 科技部 as a draft. matrix: one person per role and per
    pair of roles, one disabled, others elsewhere, and one document of each kind in each state.
    """
    if not fixture and not show:
        raise click.UsageError("請指定 --fixture 或 --accounts。")
    if fixture and settings().production:
        raise click.ClickException("正式環境不載入示範資料。第一個管理者請用 flask person create-administrator 建立。")
    if fixture and not has_people():
        {"people": sample.plant_everybody, "sample": sample.plant, "matrix": matrix.plant}[fixture]()
    elif fixture and not if_empty:
        raise click.ClickException("資料庫已有人員，沒有載入示範資料。請換一個空的資料庫（DATABASE_URL）。")
    if show and not settings().production:
        known = {one.account for one in (*sample_people(), *matrix.people())}
        click.echo(listed(known))
