"""Documents brought into any state by the moves that people make; used by the samples and by tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import select

from app.seeding.acting import by_person
from config import ROOT
from models.base import db
from models.document import Document
from models.people import User
from models.vocabulary import Kind
from workflows.content import saving
from workflows.experts import invitations as inviting
from workflows.experts import promise_secrecy
from workflows.gender import Decision, decide, duties, undecided
from workflows.gender import creation as assessing
from workflows.lifecycle import ActionContext, Dossier, Inputs, NewOpinion
from workflows.lifecycle import moves as actions
from workflows.plans import creation as plans
from workflows.review import opinions

SAMPLES: Final = ROOT / "data" / "samples"
WAY: Final[tuple[tuple[str, str], ...]] = (
    ("drafter", "submit"), ("unit_head", "sign"), ("planning", "endorse"), ("planning", "sign"), ("accounting", "sign"),
    ("gender_officer", "decide"), ("gender_officer", "sign"), ("agency_head", "sign"), ("authority_planning", "sign"), ("authority_accounting", "sign"),
    ("authority_head", "sign"),
)  # fmt: skip
"""Who does what on a plan's way from drafting to its approval."""


REASON: Final = "屬延續性年度工作，中長程個案計畫核定時已完成性別影響評估。"
"""Why the sample's key plans owe no sheet of their own."""


@dataclass(frozen=True)
class Cast:
    """Who plays which part: accounts by role or seat, at one agency by id."""

    agency_id: int
    accounts: Mapping[str, str]

    def context(self, part: str) -> ActionContext:
        """The action context of whoever plays this part, identity freshly proven."""
        return by_person(self.accounts[part], proven=True)


def sample_content(year: int) -> dict[str, Any]:
    """A small plan of this year on which no rule finds anything."""
    content: dict[str, Any] = json.loads((SAMPLES / "plan.json").read_text(encoding="utf-8"))
    return {**content, "preamble": content["preamble"].replace("107", str(year))}


def sample_sheet() -> dict[str, Any]:
    """A completed gender-impact sheet on which no rule finds anything."""
    content: dict[str, Any] = json.loads((SAMPLES / "sheet.json").read_text(encoding="utf-8"))
    return content


def document(document_id: int) -> Document:
    """The document as it is now."""
    db.session.rollback()
    return db.session.get_one(Document, document_id)


@dataclass
class Walk:
    """Walks documents of one cast; each builder gives the document's id."""

    cast: Cast
    content: Callable[[int], dict[str, Any]] = field(default=sample_content)

    def move(self, part: str, move: str, document_id: int, **inputs: Any) -> None:
        """Make one move as whoever plays this part, on the newest version."""
        version = document(document_id).version
        actions.perform_move(move, document_id, self.cast.context(part), version=version, inputs=Inputs(**inputs))

    def draft(self, year: int, **changes: Any) -> int:
        """A plan in drafting."""
        action_context = self.cast.context("drafter")
        content = {**self.content(year), **changes}
        return plans.create_plan(action_context, agency_id=self.cast.agency_id, year=year, content=content).document_id

    def forward(self, plan_id: int, state: str) -> int:
        """Walk a plan in drafting or returned forward until it is in this state."""
        for part, move in WAY:
            if document(plan_id).state == state:
                return plan_id
            if move == "endorse":
                self.endorse_all(plan_id)
            elif move == "decide":
                self.decide(plan_id)
            else:
                self.move(part, move, plan_id)
        if document(plan_id).state != state:
            raise ValueError(f"the way does not lead to {state}")
        return plan_id

    def endorse_all(self, plan_id: int) -> None:
        """研考 endorses each KPI definition that waits for it."""
        for kpi in self.children(plan_id, Kind.KPI_DEFINITION, "reviewing"):
            self.move("planning", "endorse", kpi)

    def decide(self, plan_id: int, decision: str = "not_owed") -> None:
        """性平 decides, for the same reason, on every key plan that waits for it."""
        waiting = undecided(duties(Dossier(db.session(), document(plan_id))))
        if waiting:
            made = Decision(tuple(one.row_id for one in waiting), decision, REASON)
            decide(plan_id, self.cast.context("gender_officer"), version=document(plan_id).version, made=made)

    def children(self, plan_id: int, kind: Kind, state: str = "") -> list[int]:
        """The ids of the plan's KPI definitions or sheets, of those in one state where it is given."""
        rows = db.session.scalars(
            select(Document).where(Document.parent_id == plan_id, Document.kind == kind).order_by(Document.id)
        )
        return [row.id for row in rows if state in ("", row.state)]

    def plan(self, state: str, year: int) -> int:
        """A plan in this state."""
        plan_id = self.draft(year)
        if state == "returned":
            self.forward(plan_id, "unit_review")
            self.move("unit_head", "give_back", plan_id, opinions=(NewOpinion("請補充目標值之依據。", "kpis"),))
        elif state == "withdrawn":
            self.move("drafter", "withdraw", plan_id, reason="業務移撥，本計畫不再辦理。")
        elif state == "superseded":
            self.forward(self.amended(self.forward(plan_id, "approved")), "approved")
        else:
            self.forward(plan_id, state)
        return plan_id

    def amended(self, plan_id: int) -> int:
        """The next edition, in drafting, of an approved plan."""
        self.move("drafter", "amend", plan_id, grounds="BUDGET", reason="追加預算，配合調整。")
        return db.session.scalars(select(Document.id).where(Document.predecessor_id == plan_id)).one()

    def kpi(self, state: str, year: int) -> int:
        """A KPI definition in this state, in a plan of its own."""
        plan_id = self.plan(PLAN_OF_KPI[state], year)
        kpi = self.children(plan_id, Kind.KPI_DEFINITION)[0]
        if state == "approved":
            self.move("planning", "endorse", kpi)
        elif state == "returned":
            self.move("planning", "return_kpi", kpi, opinions=(NewOpinion("衡量標準請寫明資料來源。"),))
        return kpi

    def sheet(self, state: str, plan_id: int, row_id: str) -> int:
        """The gender-impact sheet of one key plan, in this state."""
        sheet_id = assessing.begin_sheet(plan_id, row_id, self.cast.context("drafter")).document_id
        if state == "exempt":
            self.move("gender_officer", "exempt", sheet_id, grounds="PRICE", evidence="院授主預字第 1070100001 號函")
        elif state != "self_assessment":
            self.assess(sheet_id, state)
        return sheet_id

    def assess(self, sheet_id: int, state: str) -> None:
        """Walk a sheet in self-assessment on to this state with the answers of the sample sheet."""
        answers = sample_sheet()
        agency = document(sheet_id).agency.name
        kept = ("form", "amendment", "plan_title", "participation", "results")
        staff = {name: value for name, value in answers.items() if name not in kept}
        self.fill("drafter", sheet_id, {**staff, "supervising_agency": "科技部", "drafting_agency": agency})
        expert = db.session.scalars(select(User).where(User.account == self.cast.accounts["gender_expert"])).one().id
        inviting.invite(sheet_id, inviting.Guest(expert), self.cast.context("drafter"))
        self.move("drafter", "submit", sheet_id)
        promise_secrecy(sheet_id, self.cast.context("gender_expert"))
        if state == "expert_review":
            return
        self.fill("gender_expert", sheet_id, {"participation": answers["participation"]})
        self.move("gender_expert", "answer", sheet_id)
        if state == "responding":
            return
        self.fill("drafter", sheet_id, {"results": answers["results"]})
        self.move("drafter", "complete", sheet_id)
        if state == "returned":
            opinion = NewOpinion("8-1 請補列托育補助名額。", "evaluation.8-1")
            self.move("gender_officer", "give_back", sheet_id, opinions=(opinion,))

    def fill(self, part: str, document_id: int, changes: Mapping[str, Any], reason: str = "") -> None:
        """Save these parts of the content; ``reason`` explains changed targets."""
        version = document(document_id).version
        who, made = self.cast.context(part), deepcopy(dict(changes))
        saving.save(document_id, who, version=version, edit=lambda _: deepcopy(made), reason=reason)

    def opinion(self, part: str, document_id: int, text: str, anchor: str = "") -> None:
        """Record an opinion from the seat of this part."""
        opinions.give_opinion(document_id, self.cast.context(part), text=text, anchor=anchor)


PLAN_OF_KPI: Final[Mapping[str, str]] = {
    "drafting": "drafting",
    "reviewing": "unit_review",
    "approved": "joint_review",
    "returned": "joint_review",
    "in_force": "approved",
    "superseded": "superseded",
    "retired": "withdrawn",
}
"""In which state the plan is when one of its KPI definitions is in the state on the left."""
