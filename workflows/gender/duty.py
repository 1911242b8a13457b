"""Which key plans owe a gender-impact sheet, what was decided about it, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from models.document import Document, Revision
from models.gender import ImpactDecision
from models.storage import manifest_of, read
from models.wording import N_, Message
from workflows.lifecycle import DocumentKind, Dossier, State, in_states, state_of
from workflows.schema import EXEMPT_GROUNDS


class DutyState(StrEnum):
    """Where a key plan stands with its assessment; the first three are settled."""

    COMPLETED = "completed"
    EXEMPT = "exempt"
    NOT_OWED = "not_owed"
    MISSING = "missing"
    UNDER_WAY = "under_way"
    STALE = "stale"
    UNDECIDED = "undecided"
    CLAIMED = "claimed"
    LAPSED = "lapsed"


AWAITING_DECISION = (DutyState.UNDECIDED, DutyState.CLAIMED, DutyState.LAPSED)
"""What waits for the gender officer's decision."""


@dataclass(frozen=True)
class Duty:
    """One key plan's duty: its ``sheet`` if begun, the newest ``decision`` on it, whether the plan may go on."""

    row_id: str
    item: str
    sheet: Document | None
    standing: DutyState
    message: Message
    decision: ImpactDecision | None = None

    @property
    def settled(self) -> bool:
        """Whether the plan may go on as far as this key plan is concerned."""
        return self.standing in (DutyState.COMPLETED, DutyState.EXEMPT, DutyState.NOT_OWED)

    @property
    def stale(self) -> bool:
        """Whether the sheet judged another text than the plan has now."""
        return self.standing is DutyState.STALE

    @property
    def owes(self) -> bool:
        """Whether there is a sheet to speak of: one was begun, or one is owed and missing."""
        return self.sheet is not None or self.standing is DutyState.MISSING

    @property
    def to_be_seen(self) -> bool:
        """Whether it is worth a line of its own beside the key plan."""
        return self.owes or self.standing in (DutyState.CLAIMED, DutyState.LAPSED, DutyState.EXEMPT)


def undecided(duties: Iterable[Duty]) -> list[Duty]:
    """Those that wait for the gender officer's decision."""
    return [duty for duty in duties if duty.standing in AWAITING_DECISION]


def is_stale(sheet: Dossier) -> bool:
    """Whether a completed or exempt sheet judged another text than the plan has now."""
    return _stale(sheet.plan_dossier, sheet.document, sheet.row, kpis_of(sheet))


def judged_now(sheet: Dossier) -> str | None:
    """The digest of what the sheet judges, as the plan says it now; ``None`` where the key plan is gone."""
    row = sheet.row
    return sheet.plan_dossier.kind.assessments.judged(row, kpis_of(sheet)) if row else None


def is_settled(state: State) -> bool:
    """Whether a sheet in this state holds as long as the text it judged is unchanged."""
    return state.completed or state.waived


def sheets_of_plan(plan: Dossier) -> list[Document]:
    """The plan's gender-impact sheets."""
    return [row for row in plan.children if row.kind == plan.plan_dossier.kind.assessments.kind]


def kpis_of(dossier: Dossier) -> list[Mapping[str, Any]]:
    """The indicators of the plan as it stands."""
    plan = dossier.plan_dossier
    return list(plan.content.get(plan.kind.indicators.part, []))


def rows_of(plan: Dossier) -> dict[str, Mapping[str, Any]]:
    """The rows of the plan that are assessed, by id, in the order of the plan."""
    return rows_in(plan.kind, plan.content)


def rows_in(kind: DocumentKind, content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The same in a content of this kind."""
    return {row["id"]: row for row in content.get(kind.assessments.part, [])}


def _stale(plan: Dossier, sheet: Document, row: Mapping[str, Any] | None, kpis: Sequence[Mapping[str, Any]]) -> bool:
    if row is None or not is_settled(state_of(sheet)):
        return False
    return sheet.judged_sha256 != plan.kind.assessments.judged(row, kpis)


def judged_row(sheet: Dossier, most: int = 300) -> dict[str, Any] | None:
    """The row of the key plan as the sheet judged it, found among the plan's revisions; ``None`` if it is not there."""
    seen: set[str] = set()
    revisions = sheet.session.scalars(
        select(Revision).where(Revision.document_id == sheet.plan.id).order_by(Revision.number.desc()).limit(most)
    )
    now, assessments = kpis_of(sheet), sheet.plan_dossier.kind.assessments
    for revision in revisions:
        part = manifest_of(revision).get(assessments.part)
        if part is None or part in seen:
            continue
        seen.add(part)
        rows = read(sheet.session, {assessments.part: part})[assessments.part]
        row = next((row for row in rows if row["id"] == sheet.document.part_key), None)
        if row is not None and assessments.judged(row, now) == sheet.document.judged_sha256:
            return dict(row)
    return None


def editions_before(plan: Dossier) -> list[int]:
    """The ids of the editions before this one, the nearest first."""
    editions: list[int] = []
    before = plan.document.predecessor_id
    while before is not None:
        editions.append(before)
        before = plan.session.scalar(select(Document.predecessor_id).where(Document.id == before))
    return editions


def inherited_sheets(plan: Dossier) -> dict[str | None, Document]:
    """The sheets of all editions before: each holds (沿用) as long as the text it judged is unchanged."""
    sheets: dict[str | None, Document] = {}
    for before in editions_before(plan):
        rows = plan.session.scalars(
            select(Document).where(Document.parent_id == before, in_states(is_settled, (plan.kind.assessments.kind,)))
        )
        sheets = {row.part_key: row for row in rows} | sheets
    return sheets


def decisions(plan: Dossier) -> dict[str, ImpactDecision]:
    """The newest decision on each key plan, also from editions before; whether it still holds is for its digest to say."""
    ids = [plan.document.id, *editions_before(plan)]
    rows = plan.session.scalars(
        select(ImpactDecision).where(ImpactDecision.document_id.in_(ids)).order_by(ImpactDecision.id)
    )
    return {row.row_key: row for row in rows}


def duties(plan: Dossier) -> Iterator[Duty]:
    """The duty of every key plan about which there is something to decide or to do, in the order of the plan."""
    sheets = inherited_sheets(plan) | {sheet.part_key: sheet for sheet in sheets_of_plan(plan)}
    decided, kpis, assessments = decisions(plan), kpis_of(plan), plan.kind.assessments
    for row_id, row in rows_of(plan).items():
        sheet, decision = sheets.get(row_id), decided.get(row_id)
        if sheet is None and decision is None and not assessments.undecided(row):
            continue
        holds = decision if decision and decision.judged_sha256 == assessments.decided(row, kpis) else None
        standing = _standing(row, sheet, holds, stale=sheet is not None and _stale(plan, sheet, row, kpis))
        if standing is DutyState.UNDECIDED and decision is not None:
            standing = DutyState.LAPSED
        item = assessments.title(row)
        yield Duty(row_id, item, sheet, standing, _message(row, item, sheet, standing, decision), decision)


def _standing(
    row: Mapping[str, Any], sheet: Document | None, decision: ImpactDecision | None, *, stale: bool
) -> DutyState:
    """The newest word counts: a decision that still holds, or what has happened to the sheet since."""
    if decision and decision.decision != "owed" and (sheet is None or decision.at >= sheet.state_since):
        return DutyState(decision.decision)
    if sheet is not None:
        state = state_of(sheet)
        if stale:
            return DutyState.STALE
        if state.completed:
            return DutyState.COMPLETED
        return DutyState.EXEMPT if state.waived else DutyState.UNDER_WAY
    if decision:
        return DutyState.MISSING
    if row.get("gia_exempt"):
        return DutyState.CLAIMED
    return DutyState.MISSING if row.get("gia_owed") else DutyState.UNDECIDED


WORDS: Mapping[DutyState, str] = {
    DutyState.MISSING: N_("重要計畫「%(item)s」應辦性別影響評估，尚未填表"),
    DutyState.STALE: N_("重要計畫「%(item)s」的內容在性別影響評估之後已變更，待再確認"),
    DutyState.UNDECIDED: N_("重要計畫「%(item)s」尚待性平決定是否應辦性別影響評估"),
    DutyState.LAPSED: N_("重要計畫「%(item)s」在性平決定之後已變更，待性平重新決定是否應辦性別影響評估"),
    DutyState.NOT_OWED: N_("重要計畫「%(item)s」經性平確認不需辦理性別影響評估"),
}
"""What is said of a key plan; the others also name a state or a ground."""


def _message(
    row: Mapping[str, Any], item: str, sheet: Document | None, standing: DutyState, decision: ImpactDecision | None
) -> Message:
    if standing in WORDS:
        return Message.of(WORDS[standing], item=item)
    if standing is DutyState.CLAIMED:
        grounds = Message.of(EXEMPT_GROUNDS.get(row["gia_exempt"], row["gia_exempt"]))
        words = N_("重要計畫「%(item)s」主張免辦性別影響評估（%(grounds)s），待性平核定")
        return Message.of(words, item=item, grounds=grounds)
    if sheet is None or (decision and standing is DutyState.EXEMPT and not state_of(sheet).waived):
        grounds = Message.of(EXEMPT_GROUNDS.get(decision.grounds, "") if decision else "")
        return Message.of(
            N_("重要計畫「%(item)s」經性平核定免辦性別影響評估（%(grounds)s）"), item=item, grounds=grounds
        )
    label = state_of(sheet).label
    return Message.of(N_("重要計畫「%(item)s」的性別影響評估目前為「%(state)s」"), item=item, state=Message.of(label))
