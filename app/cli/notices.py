"""``flask notices``: remind experts who are late, send what waits in the outbox, and see what waits there."""

from __future__ import annotations

import time
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli.printing import echo_json, echo_table, fail, json_option
from app.ops.mailing import post_of, readable
from app.seeding.acting import by_command_line
from app.shell.access import settings
from models.base import db
from models.notice import Notice
from workflows.experts import reminders as reminding
from workflows.notices import deliver_due, pending_letters


@click.group()
def notices() -> None:
    """The outbox: letters written with the acts that cause them, sent after the commit."""


@notices.command("send")
@click.option("--every", type=click.IntRange(5, 3600), help="Go on for ever, looking every so many seconds.")
@json_option
@with_appcontext
def send(every: int | None, as_json: bool) -> None:
    """Send every letter that is due over MAIL_URL; without one they stay in the outbox.

    Codes for outside experts live 15 minutes: run this with --every 15 as a service, or every minute by a timer. Several may run at once.
    """
    post = post_of(settings())
    while True:
        if post is None:
            left = len(pending_letters(db.session()))
            fail(f"沒有設定 MAIL_URL，{left} 封信留在寄件匣，沒有寄出。", as_json=as_json)
        done = deliver_due(post, by_command_line)
        if as_json:
            echo_json(vars(done))
        elif not every or any(vars(done).values()):
            click.echo(f"寄出 {done.sent} 封，未寄成 {done.failed} 封，逾時作廢 {done.void} 封。")
        if not every:
            return
        time.sleep(every)


@notices.command("remind")
@json_option
@with_appcontext
def remind(as_json: bool) -> None:
    """Write reminders to outside experts who have not answered: 7, 3 and 1 days before the due date, and every second day after it for a month.

    Run it once a day by a timer, before send; run twice it writes nothing more. A fresh link goes with it only where the old one was used, expired or revoked.
    """
    done = reminding.remind(by_command_line())
    if as_json:
        echo_json(vars(done))
    else:
        click.echo(f"寫好 {done.letters} 封提醒信，其中 {done.fresh_links} 封附新的連結。")


@notices.command("list")
@click.option("--show", type=int, help="Show the body of one letter.")
@click.option("--all", "everything", is_flag=True, help="Those already sent too.")
@json_option
@with_appcontext
def listing(show: int | None, everything: bool, as_json: bool) -> None:
    """List the letters of the outbox: to whom, about what, since when, how often tried.

    A confidential letter (a link, a code) is shown only in development without MAIL_URL, so that the journey of an expert can be tried.
    """
    if show is not None:
        _show(show, as_json)
        return
    mailed = select(Notice).where(Notice.address != "").order_by(Notice.id)
    letters = list(db.session.scalars(mailed)) if everything else pending_letters(db.session())
    rows = [_row(notice) for notice in letters]
    if as_json:
        echo_json({"notices": rows})
    elif rows:
        echo_table(
            [["編號", "收件人", "主旨", "時間", "次數", "結果"], *([str(v) for v in row.values()] for row in rows)]
        )
    else:
        click.echo("寄件匣裡沒有待寄的信。")


def _row(notice: Any) -> dict[str, Any]:
    state = "作廢" if notice.void_at else "已寄" if notice.sent_at else notice.last_error or "待寄"
    return {
        "id": notice.id,
        "to": notice.address,
        "subject": notice.subject,
        "at": notice.created_at.isoformat(timespec="seconds"),
        "attempts": notice.attempts,
        "state": state,
    }


def _show(notice_id: int, as_json: bool) -> None:
    notice = db.session.get(Notice, notice_id)
    if notice is None:
        fail(f"寄件匣裡沒有第 {notice_id} 封信。", as_json=as_json)
    current = settings()
    if notice.confidential and (current.production or current.mail_url):
        fail("這封信含有只給收件人的連結或驗證碼，不能顯示。", as_json=as_json)
    body = {"id": notice.id, "to": notice.address, "subject": notice.subject, "body": readable(current, notice.body)}
    if as_json:
        echo_json(body)
    else:
        click.echo(f"收件人　{notice.address}\n主旨　　{notice.subject}\n\n{body['body']}")
