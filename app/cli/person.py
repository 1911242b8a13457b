"""``flask person``: the first administrator of a real installation, which has no sample people."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.printing import fail, refusals_printed
from app.seeding.acting import accounts_with, by_command_line
from app.seeding.people import agency_id
from app.shell.access import hasher, today
from forms.signing_in import LONGEST_PASSWORD, SHORTEST_PASSWORD
from models.vocabulary import Role
from workflows.accounts import Person, create_agency, create_person, grant_role


@click.group()
def person() -> None:
    """People, as far as nobody can sign in yet to keep them."""


@person.command("create-administrator")
@click.argument("account")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--agency", required=True, help="The agency at which the role is held; made if there is none of that name."
)
@click.option("--agency-code", help="The code of an agency that is made.")
@click.password_option("--password", prompt="密碼（至少 12 字）", confirmation_prompt="再輸入一次密碼")
@with_appcontext
def create_administrator(account: str, name: str, agency: str, agency_code: str | None, password: str) -> None:
    """Create the first administrator. Everybody else is then created on the administration page."""
    if there := accounts_with(Role.ADMINISTRATOR):
        fail(f"已有系統管理者（{'、'.join(there)}），其他人員請由管理者在人員管理頁面新增。")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or account.casefold() in password.casefold():
        fail(f"密碼至少 {SHORTEST_PASSWORD} 字，且不可包含帳號。")
    place = agency_id(agency)
    if place is None and not agency_code:
        fail(f"沒有「{agency}」這個機關；要新增請加上 --agency-code。")
    with refusals_printed(as_json=False):
        action_context = by_command_line()
        if place is None:
            place = create_agency(
                action_context,
                code=agency_code or "",
                name=agency,
                self_name="本機關",
                parent_id=None,
                valid_from=today(),
            )
        user = create_person(
            action_context, account=account, person=Person(name), password_hash=hasher().hash(password)
        )
        grant_role(action_context, user, Role.ADMINISTRATOR, place, today())
    click.echo(f"已建立系統管理者「{name}」（{account}）。第一次登入時須更換密碼。")
