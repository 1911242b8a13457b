"""The road of a document: the states it passes on its way, as a line above its page and as dots in lists."""

from __future__ import annotations

from app.shell.rendering import roc, say
from models.vocabulary import Kind
from workflows.kinds import KINDS
from workflows.lifecycle.definitions import State
from workflows.lifecycle.dossier import Dossier

ROADS: dict[str, tuple[str, ...]] = {
    Kind.ANNUAL_PLAN: ("drafting", "unit_review", "joint_review", "gender_check", "approving", "approved"),
    Kind.KPI_DEFINITION: ("drafting", "reviewing", "approved", "in_force"),
    Kind.GENDER_IMPACT: ("self_assessment", "expert_review", "responding", "completed"),
}
"""The states on the state line; the others stand beside it."""


def road_of(dossier: Dossier) -> list[State]:
    """The states a document passes on its way, with 主管機關審議 where there is an agency above."""
    names = ROADS[dossier.document.kind]
    if dossier.document.kind == Kind.ANNUAL_PLAN and dossier.document.authority_id is not None:
        names = (*names[:-1], "authority_review", names[-1])
    return [dossier.workflow.state_named[name] for name in names]


def steps_of(dossier: Dossier) -> list[dict[str, str]]:
    """The state line: what is done, where the document is, what lies ahead."""
    road = road_of(dossier)
    names = [state.name for state in road]
    state = dossier.document.state
    here = names.index(state) if state in names else 0 if not dossier.state.final else len(names)
    last = here == len(names) - 1 and dossier.state.final
    note = roc(dossier.document.state_since, "day")
    if state not in names:
        note = f"{say(dossier.state.label)} {note}"
    return [
        {
            "label": say(step.label),
            "note": note if place == min(here, len(names) - 1) else "",
            "status": "done" if place < here or last else "here" if place == here else "ahead",
        }
        for place, step in enumerate(road)
    ]


def road_place(kind: str, state: str, authority: bool) -> tuple[int, int]:
    """Where a state lies on its road, counted from 1 (0: it left the road), and how long the road is: for the dots in lists."""
    road = list(ROADS[kind])
    if kind == Kind.ANNUAL_PLAN and authority:
        road.insert(len(road) - 1, "authority_review")
    workflow = KINDS[kind].workflow
    if state in road:
        place = road.index(state) + 1
        return (place + 1 if workflow.state_named[state].final else place), len(road)
    return (0 if workflow.state_named[state].final else 1), len(road)
