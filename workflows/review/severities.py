"""An agency's own weights of rules: heavier than in the catalogue, never lighter, each with a reason that is written down.

A weight takes effect at once on every document of the agency that is still under way: findings are judged when they are
asked for, so signatures, which speak of content, stay as they are, and what the weight stops is the next move.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.agency_settings import RaisedSeverity
from models.audit_log import Entry
from models.audit_words import Action
from models.people import Agency
from models.vocabulary import Severity
from models.wording import N_, Message
from workflows.lifecycle import (
    ActionContext,
    NotPermitted,
    Overtaken,
    Refused,
    Request,
    UnitOfWork,
    agencies_with,
    blocking_finding,
    carry_out,
)
from workflows.lifecycle import Permission as P
from workflows.rules import SEVERITY_ORDER, Rule, rule_named

LONGEST_REASON = 2000


@dataclass(frozen=True)
class SeverityOutcome:
    """Whether anything changed, as an idempotency key remembers it."""

    changed: bool


def heavier_than(severity: Severity) -> tuple[Severity, ...]:
    """To what a rule of this weight may be raised, the heaviest first."""
    return tuple(one for one in SEVERITY_ORDER if SEVERITY_ORDER[one] < SEVERITY_ORDER[severity])


def raised_severities(session: Session, agency_id: int) -> dict[str, RaisedSeverity]:
    """What an agency has raised, by rule, with who did it and why."""
    rows = session.scalars(
        select(RaisedSeverity).where(RaisedSeverity.agency_id == agency_id).options(joinedload(RaisedSeverity.user))
    )
    return {row.rule: row for row in rows}


def raise_severity(
    agency_id: int,
    rule: str,
    severity: Severity | None,
    reason: str,
    context: ActionContext,
    *,
    seen: Severity | None = None,
    idempotency_key: str | None = None,
) -> bool:
    """Let a rule weigh more at an agency, or with ``None`` what the catalogue says; gives whether anything changed.

    ``seen`` is the weight the person saw in force. Raises ``NotPermitted``, ``Overtaken`` where it is another by now,
    and ``Refused`` for an unknown rule, a weight below the catalogue's, or no reason.
    """

    def act(unit: UnitOfWork) -> SeverityOutcome:
        if agency_id not in agencies_with(unit.context.actor, P.SEVERITY_SET):
            raise NotPermitted([Message.of(N_("規則的級別由本機關的研考調整"))])
        agency = unit.session.execute(select(Agency).where(Agency.id == agency_id).with_for_update()).scalar_one()
        known, wanted = _judged(rule, severity, reason)
        row = unit.session.get(RaisedSeverity, (agency_id, rule))
        before = Severity(row.severity) if row else known.severity
        after = wanted or known.severity
        if seen is not None and seen is not before:
            raise Overtaken(0, 0, before.value, 0)
        if after is not before:
            if row is None:
                row = RaisedSeverity(agency_id=agency_id, rule=rule)
            if wanted is None:
                unit.session.delete(row)
            else:
                row.severity, row.reason, row.user_id, row.at = (
                    wanted.value,
                    reason.strip(),
                    unit.context.actor.id,
                    unit.context.at,
                )
                unit.session.add(row)
            details = {"rule": rule, "before": before.value, "after": after.value}
            unit.write(
                Entry(
                    Action.SEVERITY_SET,
                    f"agency:{agency_id}",
                    unit.context.named(agency.name),
                    reason=reason.strip(),
                    details=details,
                )
            )
        return SeverityOutcome(after is not before)

    asked = {"weigh": agency_id, "rule": rule, "to": severity, "reason": reason, "seen": seen}
    return carry_out(context, act, Request(idempotency_key, asked, SeverityOutcome)).changed


def _judged(code: str, severity: Severity | None, reason: str) -> tuple[Rule, Severity | None]:
    """The rule with the weight to be kept, ``None`` for the catalogue's own; raises ``Refused``."""
    known = rule_named(code)
    if known is None:
        raise Refused(blocking_finding("WF-10", Message.of(N_("沒有「%(rule)s」這條規則"), rule=code[:20]), "rule"))
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise Refused(blocking_finding("WF-02", Message.of(N_("請填寫理由，最多 2000 字")), "reason"))
    if severity is None or severity is known.severity:
        return known, None
    if severity not in heavier_than(known.severity):
        words = N_("%(rule)s 在規則目錄為 %(catalogue)s，機關只能調高，不能調低為 %(wanted)s")
        raise Refused(
            blocking_finding(
                "WF-10", Message.of(words, rule=code, catalogue=known.severity.value, wanted=severity.value), "severity"
            )
        )
    return known, severity
