"""What auditors do is itself written down: what they and outside experts read, what is taken out as a file, what was verified."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.audit_log import AuditEntry, Entry
from models.audit_words import Action
from models.base import db
from models.document import Document
from models.vocabulary import Role
from models.wording import N_, Message
from workflows.lifecycle.context import ActionContext
from workflows.lifecycle.permission_names import Permission as P
from workflows.lifecycle.permissions import grants_for, may_somewhere
from workflows.lifecycle.refusals import NotPermitted
from workflows.lifecycle.registry import kind_named
from workflows.lifecycle.verbs import carry_out

READ_AGAIN_AFTER = timedelta(hours=1)
"""One entry says that a person looked into a document; turning its pages within the hour says nothing new."""
AUDIT_LOG = "audit"
"""How the log names itself as an object."""


def reads_as(context: ActionContext, document: Document) -> Role | None:
    """Auditor or outside expert, where that is the only reason why the person sees the document."""
    roles = {grant.role for grant in grants_for(context.actor, kind_named(document.kind).view, document)}
    return next(iter(roles)) if len(roles) == 1 and roles <= {Role.AUDITOR, Role.GENDER_EXPERT} else None


def note_reading(context: ActionContext, document: Document) -> bool:
    """Write down that an auditor or an outside expert reads a document, at most once an hour; gives whether it was written.

    Auditors see every document without being asked to, experts see what is not theirs; the entry lets
    others see who looked, and when.
    """
    role = reads_as(context, document)
    if role is None or _read_lately(context, document.object_name):
        return False
    who = context.named(document.agency.name, "gender_expert" if role is Role.GENDER_EXPERT else None)
    entry = Entry(Action.READ, document.object_name, who, details={"what": "document"})
    carry_out(context, lambda unit: unit.write(entry))
    return True


def _read_lately(context: ActionContext, name: str) -> bool:
    latest = db.session.scalar(
        select(AuditEntry.at)
        .where(AuditEntry.object == name, AuditEntry.actor_id == context.actor.id, AuditEntry.action == Action.READ)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    )
    return latest is not None and context.at - latest < READ_AGAIN_AFTER


def note_export(context: ActionContext, name: str, file_format: str) -> None:
    """Write down that the log, or a document by its name in the log, is taken out as a file."""
    entry = _entry(Action.EXPORT, name, context, format=file_format)
    carry_out(context, lambda unit: unit.write(entry))


def note_verification(context: ActionContext, *, entries: int, faults: int) -> None:
    """Write down that the log was verified, how many entries were there and how many faults were found."""
    require_auditor(context)
    entry = _entry(Action.VERIFY, AUDIT_LOG, context, entries=entries, faults=faults)
    carry_out(context, lambda unit: unit.write(entry))


def require_auditor(context: ActionContext) -> None:
    """Only auditors read the log of the whole installation."""
    if not may_somewhere(context.actor, P.AUDIT_READ):
        raise NotPermitted([Message.of(N_("稽核紀錄由稽核人員調閱"))])


def _entry(action: Action, name: str, context: ActionContext, agency: str | None = None, /, **details: object) -> Entry:
    return Entry(action, name, context.named(agency), details=details)
