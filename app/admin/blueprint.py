"""The blueprint of people and agencies, which administrators alone may use, and how its forms are read and given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.shell.access import session_user
from app.shell.errors import present
from app.shell.rendering import say
from app.shell.request_data import sent_data
from forms.people import take_findings
from models.wording import N_, Message
from workflows.lifecycle import Malformed, NotPermitted, Refusal, blocking_finding, may_somewhere
from workflows.lifecycle import Permission as P

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.before_request
def _administrators_only() -> ResponseReturnValue | None:
    """Refuse everybody else on these routes; anonymous clients were redirected to sign in before."""
    if not may_somewhere(session_user().actor, P.PEOPLE_MANAGE):
        raise NotPermitted([Message.of(N_("人員與機關由系統管理者維護"))])
    return None


def form_sent(kind: type[Any]) -> Any:
    """The form as it was sent, from a page or as JSON; a box left empty means no."""
    return kind(sent_data(silent=True))


def refused(form: Any, refusal: Refusal | None, page: Callable[..., str]) -> ResponseReturnValue:
    """The same page with all that was typed; machines get the findings. Without a refusal the form itself finds fault."""
    if refusal is None:
        faults = (
            blocking_finding("WF-09", Message.of(str(error)), name)
            for name, errors in form.errors.items()
            for error in errors
        )
        return present(Malformed(*faults), lambda refusal: page(form, []))
    return present(refusal, lambda refusal: page(form, _others(form, refusal)))


def _others(form: Any, refusal: Refusal) -> list[str]:
    """Put the findings beside their fields; gives those about no field, or the reasons where there are no findings."""
    if refusal.findings:
        return take_findings(form, refusal.findings, say)
    return [say(reason) for reason in getattr(refusal, "reasons", ())] or [say(refusal.headline)]
