"""The post: hands one letter of the outbox to the mail server that ``MAIL_URL`` names."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from config import MAIL_SCHEMES, Settings
from workflows.notices import HOME_PLACEHOLDER, Letter, SendLetter

PATIENCE = 20.0
"""Seconds for each answer of the mail server; shorter than the time for which a letter is claimed."""


def post_of(settings: Settings) -> SendLetter | None:
    """The post of this installation; ``None`` where no mail server is set and letters stay in the outbox."""
    if not settings.mail_url:
        return None
    return lambda letter: _hand_over(settings, letter)


def sender(settings: Settings) -> str:
    """The address letters come from: ``?from=`` of ``MAIL_URL``, else one at the host people know us by."""
    address = parse_qs(urlsplit(settings.mail_url).query).get("from", [""])[0]
    return address or f"bianshen@{urlsplit(settings.base_url).hostname or 'localhost'}"


def readable(settings: Settings, body: str) -> str:
    """The body with the address of this installation in the place of its mark."""
    return body.replace(HOME_PLACEHOLDER, settings.base_url)


def message_of(settings: Settings, letter: Letter) -> EmailMessage:
    """The letter as a message; its number makes the ``Message-ID``, so that a letter sent twice can be told as one."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender(settings), letter.address, letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<notice-{letter.number}@{settings.audit_origin}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(readable(settings, letter.body), cte="base64")
    return message


def _hand_over(settings: Settings, letter: Letter) -> None:
    try:
        message = message_of(settings, letter)
    except (ValueError, UnicodeError) as broken:
        raise OSError(0, "the letter cannot be put into the form of mail") from broken
    with _server(urlsplit(settings.mail_url)) as server:
        server.send_message(message)


def _server(parts: SplitResult) -> smtplib.SMTP:
    host, port = parts.hostname or "localhost", parts.port or MAIL_SCHEMES[parts.scheme]
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE)
    try:
        if parts.scheme == "starttls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        server.close()
        raise
    return server
