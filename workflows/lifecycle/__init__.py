"""States, moves, seats, permissions and the unit of work. Knows no kind of document."""

from __future__ import annotations

from workflows.lifecycle import moves
from workflows.lifecycle.attempt import Attempt, outsider_objections
from workflows.lifecycle.context import ROLE_LABELS, SYSTEM, ActionContext, Inputs, NewOpinion
from workflows.lifecycle.creation import begin
from workflows.lifecycle.definitions import (
    Ask,
    DocumentKind,
    Hooks,
    Move,
    Permission,
    Phase,
    Seat,
    State,
    Step,
    Workflow,
    steps,
)
from workflows.lifecycle.dossier import Dossier, fact
from workflows.lifecycle.machine import fire, follow_up
from workflows.lifecycle.moves import perform
from workflows.lifecycle.offer import Offer, offers
from workflows.lifecycle.permissions import (
    BY_PERMISSION,
    GRANTS,
    Actor,
    agencies_with,
    grants_for,
    may,
    may_somewhere,
    own_agency,
    sees,
    visible,
)
from workflows.lifecycle.presentation import OPINIONS, Pages, Place, Pointing
from workflows.lifecycle.reading_log import LOG, note_export, note_reading, note_verification, require_auditor
from workflows.lifecycle.refusals import (
    Malformed,
    NotPermitted,
    NotVisible,
    Overtaken,
    Refusal,
    Refused,
    UnknownMove,
    WrongState,
    blocker,
)
from workflows.lifecycle.registry import KINDS, kind_named, register
from workflows.lifecycle.revisions import content_bytes, revise
from workflows.lifecycle.transaction import UnitOfWork, unit_of_work
from workflows.lifecycle.verbs import (
    Outcome,
    Request,
    Work,
    begin_work,
    carry_out,
    carry_out_on,
    granted,
    of_kind,
    outcome_of,
    refusals_recorded,
)

__all__ = [
    "BY_PERMISSION",
    "GRANTS",
    "KINDS",
    "LOG",
    "OPINIONS",
    "ROLE_LABELS",
    "SYSTEM",
    "ActionContext",
    "Actor",
    "Ask",
    "Attempt",
    "DocumentKind",
    "Dossier",
    "Hooks",
    "Inputs",
    "Malformed",
    "Move",
    "NewOpinion",
    "NotPermitted",
    "NotVisible",
    "Offer",
    "Outcome",
    "Overtaken",
    "Pages",
    "Permission",
    "Phase",
    "Place",
    "Pointing",
    "Refusal",
    "Refused",
    "Request",
    "Seat",
    "State",
    "Step",
    "UnitOfWork",
    "UnknownMove",
    "Work",
    "Workflow",
    "WrongState",
    "agencies_with",
    "begin",
    "begin_work",
    "blocker",
    "carry_out",
    "carry_out_on",
    "content_bytes",
    "fact",
    "fire",
    "follow_up",
    "granted",
    "grants_for",
    "kind_named",
    "may",
    "may_somewhere",
    "moves",
    "note_export",
    "note_reading",
    "note_verification",
    "of_kind",
    "offers",
    "outcome_of",
    "outsider_objections",
    "own_agency",
    "perform",
    "refusals_recorded",
    "register",
    "require_auditor",
    "revise",
    "sees",
    "steps",
    "unit_of_work",
    "visible",
]
