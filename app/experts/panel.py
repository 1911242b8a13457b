"""Who was asked to assess a sheet, where each expert stands, and whom to notify of the results."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.shell.access import today
from app.shell.rendering import iso, roc
from models.experts import ExpertInvitation, ExpertLink, ExpertPart
from workflows.experts import awaits_confirmation, latest_reminder, unconfirmed_experts
from workflows.lifecycle import Dossier, Phase


def experts_of(dossier: Dossier) -> list[dict[str, Any]]:
    """The invited experts and where each stands."""
    links = _links(dossier)
    return [
        {
            "id": one.user_id,
            "name": one.user.name,
            "field": one.user.expertise,
            "iso": iso(one.invited_at),
            "about": "　".join(filter(None, (one.user.unit, one.user.job_title))),
            "since": roc(one.invited_at),
            "active": one.ended_at is None,
            "mail": one.user.email if one.ended_at is None else "",
            **_standing(one, dossier.expert_parts.get(one.user_id), links.get(one.id), dossier.state.phase),
            **_dates(dossier, one, dossier.expert_parts.get(one.user_id), links.get(one.id)),
        }
        for one in dossier.invitations
    ]


def _links(dossier: Dossier) -> dict[int, ExpertLink]:
    """The newest link of each invitation."""
    rows = dossier.session.scalars(
        select(ExpertLink)
        .where(ExpertLink.invitation_id.in_([one.id for one in dossier.invitations]))
        .order_by(ExpertLink.id)
    )
    return {row.invitation_id: row for row in rows}


def _standing(one: ExpertInvitation, part: ExpertPart | None, link: ExpertLink | None, phase: Phase) -> dict[str, str]:
    if phase is Phase.RESPONSE and part is not None and one.ended_at is None and part.confirm_asked_at is not None:
        if part.confirmed_at is not None:
            return {"status": _("%(day)s 已再確認", day=roc(part.confirmed_at)), "tone": "green"}
        if part.confirmed_revision is not None:
            return {"status": _("再確認時表示仍須調整"), "tone": "amber"}
        return {"status": _("待再確認"), "tone": "indigo"}
    if one.answered_at is not None and phase is not Phase.DRAFT:
        return {"status": _("%(day)s 已完成", day=roc(one.answered_at)), "tone": "green"}
    if one.ended_at is not None:
        return {"status": _("邀請已結束"), "tone": ""}
    if phase is not Phase.ADVICE:
        return {"status": _("已邀請，待送出"), "tone": ""}
    if part is not None and part.due_on is not None and part.due_on < today():
        return {"status": _("逾期未填復"), "tone": "red"}
    return {"status": _("檢視中") if link is not None and link.used_at else _("連結已寄出"), "tone": "indigo"}


def _dates(dossier: Dossier, one: ExpertInvitation, part: ExpertPart | None, link: ExpertLink | None) -> dict[str, Any]:
    """The dates worth knowing, as sentences."""
    dates = []
    if part is not None and part.due_on is not None and one.answered_at is None and one.ended_at is None:
        dates.append(_("請於 %(day)s 前填復", day=roc(part.due_on)))
    if link is not None and link.used_at is None and link.revoked_at is None and one.ended_at is None:
        dates.append(_("連結有效至 %(day)s", day=roc(link.expires_at)))
    if (last := latest_reminder(dossier.session, one)) is not None:
        dates.append(_("%(day)s 寄出提醒信", day=roc(last.sent_at)) if last.sent_at else _("提醒信待寄"))
    if part is not None and part.pledged_at is not None:
        dates.append(_("%(day)s 同意保密", day=roc(part.pledged_at)))
    if part is not None and part.notified_at is not None:
        dates.append(_("%(day)s 通知評估結果", day=roc(part.notified_at)))
    return {"dates": dates, "standing": part.standing if part else ""}


def telling_of(dossier: Dossier, mine: bool) -> dict[str, Any] | None:
    """Whom a press of the button would notify, and who would be asked to confirm; ``None`` where it is not to be pressed."""
    answered = [one for one in dossier.invitations if one.ended_at is None and one.answered_at is not None]
    if not mine or dossier.state.phase is not Phase.RESPONSE or dossier.plan_dossier.state.final or not answered:
        return None
    waiting = [one for one in answered if awaits_confirmation(dossier.expert_parts.get(one.user_id))]
    again = [one for one in unconfirmed_experts(dossier) if one not in waiting]
    parts = [dossier.expert_parts.get(one.user_id) for one in answered]
    return {
        "names": _named(answered),
        "again": _named(again),
        "waiting": _named(waiting),
        "told": all(part is not None and part.notified_at is not None for part in parts),
    }


def _named(rows: list[ExpertInvitation]) -> str:
    return "、".join(one.user.name for one in rows)
