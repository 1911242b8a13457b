"""Whether the key plans of a plan owe a gender-impact sheet: what is claimed, what was decided, what waits."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.frame.document import frame
from app.frame.printed_plan import sheet_words
from app.shell.access import action_context
from app.shell.addresses import place_of
from app.shell.rendering import iso, roc, say
from models.people import User
from workflows.gender import AWAITING_DECISION, DECISIONS, Duty, DutyState, decision_objection, duties
from workflows.lifecycle import Dossier
from workflows.schema import CLAIM_BASES, EXEMPT_GROUNDS, likely_basis

TONES = {
    DutyState.COMPLETED: "green", DutyState.EXEMPT: "green", DutyState.NOT_OWED: "", DutyState.UNDER_WAY: "indigo",
}  # fmt: skip


def waiting_rows(dossier: Dossier) -> list[str]:
    """The key plans that wait for a decision and claim no exemption: what a tick on 全部 stands for."""
    return [one.row_id for one in duties(dossier) if one.standing in (DutyState.UNDECIDED, DutyState.LAPSED)]


def impact_context(dossier: Dossier, *, errors: list[dict[str, str]], typed: dict[str, Any]) -> dict[str, Any]:
    """What ``gender/impact.html`` asks for besides the frame."""
    owed = list(duties(dossier))
    known = {row["id"]: row for row in dossier.content.get("key_plans", [])}
    people = _people(dossier, owed)
    rows = [_row(dossier, duty, known[duty.row_id], people) for duty in owed]
    waiting = [row for row in rows if row["waits"]]
    why = say(decision_objection(dossier, action_context()))
    if not why and dossier.state.final:
        why = _("所屬計畫為「%(state)s」，不能再辦理", state=say(dossier.state.label))
    return frame(dossier, here=_("應辦認定")) | {
        "columns": "",
        "waiting": waiting,
        "others": [row for row in rows if not row["waits"]],
        "untouched": len(known) - len(rows),
        "total": len(known),
        "all_count": len(waiting_rows(dossier)),
        "may_decide": not why,
        "why": why,
        "errors": errors,
        "typed": typed,
        "decisions": [(name, say(label)) for name, label in DECISIONS.items()],
        "grounds": [(name, say(label)) for name, label in EXEMPT_GROUNDS.items()],
    }


def impact_json(dossier: Dossier) -> dict[str, Any]:
    """The same for machines."""
    return {
        "plan": dossier.document.id,
        "version": dossier.document.version,
        "may_decide": not decision_objection(dossier, action_context()),
        "rows": [
            {
                "row": one.row_id,
                "item": one.item,
                "standing": one.standing.value,
                "settled": one.settled,
                "sheet": one.sheet.id if one.sheet else None,
                "decision": one.decision.decision if one.decision else None,
            }
            for one in duties(dossier)
        ],
    }


def _people(dossier: Dossier, owed: list[Duty]) -> dict[int, str]:
    ids = {duty.decision.user_id for duty in owed if duty.decision}
    rows = dossier.session.execute(select(User.id, User.name).where(User.id.in_(ids))) if ids else ()
    return {row.id: row.name for row in rows}


def _row(dossier: Dossier, duty: Duty, row: dict[str, Any], people: dict[int, str]) -> dict[str, Any]:
    decision = duty.decision
    made = (
        {
            "label": say(DECISIONS[decision.decision]),
            "by": people.get(decision.user_id, ""),
            "when": roc(decision.at),
            "iso": iso(decision.at),
            "reason": decision.reason,
            "evidence": decision.evidence,
            "grounds": say(EXEMPT_GROUNDS[decision.grounds]) if decision.grounds else "",
        }
        if decision
        else None
    )
    return {
        "id": duty.row_id,
        "item": duty.item,
        "category": row["category"],
        "work_plan": row["work_plan"],
        "claim": _claim(row),
        "words": sheet_words(duty),
        "waits": duty.standing in AWAITING_DECISION,
        "lapsed": duty.standing is DutyState.LAPSED,
        "decision": made,
        "tone": TONES.get(duty.standing, "amber"),
        "href": place_of(dossier.document, f"key_plans[{duty.row_id}]"),
        "sheet": place_of(duty.sheet) if duty.sheet else "",
    }


def _claim(row: dict[str, Any]) -> list[str]:
    """What the drafter says of it, in words; what the category suggests where nothing was said."""
    claims = [str(_("承辦人註記應辦"))] if row.get("gia_owed") else []
    if row.get("gia_basis"):
        claims.append(str(_("依據：%(basis)s", basis=say(dict(CLAIM_BASES).get(row["gia_basis"], row["gia_basis"])))))
    elif likely_basis(row):
        claims.append(str(_("依計畫類別推定為中長程個案計畫")))
    if row.get("gia_exempt"):
        claims.append(str(_("主張免辦：%(grounds)s", grounds=say(EXEMPT_GROUNDS.get(row["gia_exempt"], "")))))
        claims.append(str(_("佐證：%(evidence)s", evidence=row.get("gia_evidence") or _("未附"))))
    return claims
