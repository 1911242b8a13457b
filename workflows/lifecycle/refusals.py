"""Refusals: why something was not done, carrying every reason at once."""

from __future__ import annotations

from collections.abc import Iterable

from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.rules import Finding, rule_named


class Refusal(Exception):
    """Something was not done. ``status`` is the HTTP status that says the same."""

    status = 422
    headline: Message = Message.of(N_("這一步沒有辦成"))

    def __init__(self, *findings: Finding, headline: Message | None = None) -> None:
        super().__init__(str(headline or self.headline))
        self.findings = findings
        if headline:
            self.headline = headline


class NotVisible(Refusal):
    """The document does not exist for this person, whether or not it exists."""

    status = 404
    headline = Message.of(N_("找不到這份文件"))


class NotPermitted(Refusal):
    """The person may see the document, not do this with it; also separation of duties."""

    status = 403
    headline = Message.of(N_("您不能辦理這一步"))

    def __init__(self, reasons: Iterable[Message]) -> None:
        super().__init__()
        self.reasons = tuple(reasons)


class SignedOut(Refusal):
    """The session ended, or the account was disabled, before the act was done."""

    status = 401
    headline = Message.of(N_("您已登出或帳號已停用，這一步沒有辦理"))


class Overtaken(Refusal):
    """Somebody else was faster: the document is no longer as it was seen."""

    status = 409
    headline = Message.of(N_("文件在您開啟之後已經變動"))

    def __init__(self, document_id: int, version: int, state: str, revision: int) -> None:
        super().__init__()
        self.document_id, self.version, self.state, self.revision = document_id, version, state, revision


class WrongState(Overtaken):
    """The move cannot be made from the state the document is in."""

    headline = Message.of(N_("文件目前的狀態不能辦理這一步"))


class Refused(Refusal):
    """Rules do not hold; each finding says where and why."""

    headline = Message.of(N_("還有項目沒有符合，尚不能辦理"))


class Malformed(Refusal):
    """What was sent is not well-formed; nothing was kept of it on the server."""

    headline = Message.of(N_("填寫的內容有誤"))


class KeyReused(Refusal):
    """The idempotency key was used before for something else."""

    status = 409
    headline = Message.of(N_("這次送出的識別碼已用於另一項操作，請重新整理頁面後再送出"))


class NotWrittenDown(Refusal):
    """The log could not be written, so nothing was done."""

    status = 503
    headline = Message.of(N_("目前無法寫入稽核紀錄，因此沒有進行任何變更，請稍後再試"))


class UnknownMove(LookupError):
    """There is no such move for this kind of document."""


def blocking_finding(rule: str, message: Message, at: str = "", source: str = "") -> Finding:
    """A finding that stops a move. Rules of the catalogue bring their own weight and source; the workflow's own block."""
    known = rule_named(rule)
    severity, source = (known.severity, known.source) if known else (Severity.B, source)
    return Finding(rule=rule, severity=severity, at=at, message=message, source=source, fingerprint="")
