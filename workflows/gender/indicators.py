"""Gender indicators of a sheet (伍, 8-9) made into indicators of its plan in one step, linked both ways (GI-33)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from models.wording import N_, Message
from workflows.content import editable_parts, new_row_id, save
from workflows.gender.duty import kpis_of
from workflows.lifecycle import (
    ActionContext,
    Dossier,
    MadeIndicator,
    NotVisible,
    Outcome,
    Refused,
    blocking_finding,
)
from workflows.schema import form_version, source_key_plan, value_at


def indicator_places(sheet: Dossier) -> tuple[str, ...]:
    """The places of the sheet that may name an indicator: its goal, and what its version calls 8-9."""
    version = form_version(sheet.document.form_version)
    return (*version.concept("GOAL"), *version.concept("INDICATOR"))


def indicators_made_from(sheet: Dossier) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The indicators of the plan that were made from this sheet, each with the place it came from."""
    for kpi in kpis_of(sheet):
        row_id, place = source_key_plan(kpi)
        if row_id == sheet.document.part_key:
            yield place, kpi


def indicator_obstacle(sheet: Dossier, context: ActionContext) -> Message | None:
    """Why no indicator can be made now, with what to do; ``None`` if it can."""
    plan = sheet.plan_dossier
    if sheet.row is None:
        return Message.of(N_("這項重要計畫已不在計畫中"))
    if {plan.kind.indicators.part, plan.kind.assessments.part} <= editable_parts(plan, context):
        return None
    state = Message.of(plan.state.label)
    if plan.state.final:
        return Message.of(N_("計畫為「%(state)s」，不能增列指標；請先提出修正，於修正版中增列。"), state=state)
    if plan.state.edits:
        return Message.of(N_("指標由本機關承辦人增列。"))
    return Message.of(N_("計畫目前為「%(state)s」，不能增列指標；退回修正後由承辦人增列。"), state=state)


def make_indicator(
    sheet: Dossier,
    context: ActionContext,
    *,
    version: int,
    place: str,
    title: str,
    target: Mapping[str, str],
    idempotency_key: str | None,
) -> Outcome:
    """Add an indicator to the plan and cite it at the key plan; what the sheet judged is not touched by it.

    ``version`` is that of the plan the person saw. Raises what ``save`` raises, and ``Refused`` with what is missing.
    """
    if place not in indicator_places(sheet):
        raise NotVisible
    if why := indicator_obstacle(sheet, context):
        raise Refused(blocking_finding("GI-33", why, place, "S003 L543"))
    if not title.strip():
        raise Refused(blocking_finding("WF-10", Message.of(N_("請填寫指標名稱")), "title"))
    row_id, measure = sheet.document.part_key or "", str(value_at(sheet.content, place) or "")
    fresh = new_row_id("k")

    kind, made = sheet.plan_dossier.kind, MadeIndicator(row_id, place, title.strip(), measure, target)

    def edit(content: Mapping[str, Any]) -> Mapping[str, Any]:
        if any(kpi["title"] == made.title for kpi in content[kind.indicators.part]):
            raise Refused(blocking_finding("WF-12", Message.of(N_("計畫已有同名的指標")), "title"))
        return kind.assessments.with_indicator(content, made, fresh)

    request = {"sheet": sheet.document.id, "place": place, "title": title, "target": dict(target)}
    note = N_("由性別影響評估增列指標")
    return save(
        sheet.plan.id, context, version=version, edit=edit, note=note, idempotency_key=idempotency_key, request=request
    )
