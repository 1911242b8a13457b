"""States, moves, seats, permissions and the unit of work. Knows no kind of document."""

from __future__ import annotations

from workflows.lifecycle import moves
from workflows.lifecycle.attempt import Attempt, outsider_objections
from workflows.lifecycle.context import ROLE_LABELS, SYSTEM_ACTOR, ActionContext, Inputs, NewOpinion, Standing
from workflows.lifecycle.creation import begin_document
from workflows.lifecycle.definitions import (
    Ask,
    DocumentKind,
    Hooks,
    Move,
    Phase,
    Seat,
    State,
    Step,
    Workflow,
    steps,
)
from workflows.lifecycle.dossier import Dossier, cached_fact
from workflows.lifecycle.machine import apply_move, apply_system_move
from workflows.lifecycle.moves import perform_move
from workflows.lifecycle.offer import Offer, offers
from workflows.lifecycle.permission_names import Permission
from workflows.lifecycle.permissions import (
    BY_PERMISSION,
    GRANTS,
    Actor,
    agencies_with,
    grants_for,
    may,
    may_see,
    may_somewhere,
    own_agency,
    visible,
)
from workflows.lifecycle.presentation import OPINIONS_PLACE, Pages, PathAnchors, Place
from workflows.lifecycle.qualities import in_states, kinds_where, measured_kinds, state_of
from workflows.lifecycle.reading_log import AUDIT_LOG, note_export, note_reading, note_verification, require_auditor
from workflows.lifecycle.refusals import (
    Malformed,
    NotPermitted,
    NotVisible,
    Overtaken,
    Refusal,
    Refused,
    SignedOut,
    UnknownMove,
    WrongState,
    blocking_finding,
)
from workflows.lifecycle.registry import KINDS, kind_named, register
from workflows.lifecycle.revisions import add_revision, content_bytes
from workflows.lifecycle.row_documents import Assessments, Indicators, MadeIndicator
from workflows.lifecycle.transaction import UnitOfWork, unit_of_work
from workflows.lifecycle.verbs import (
    Outcome,
    Request,
    VerbContext,
    carry_out,
    carry_out_on,
    lock_for_verb,
    outcome_of,
    refusals_recorded,
    requires_kind,
    requires_permission,
)

__all__ = [
    "AUDIT_LOG",
    "BY_PERMISSION",
    "GRANTS",
    "KINDS",
    "OPINIONS_PLACE",
    "ROLE_LABELS",
    "SYSTEM_ACTOR",
    "ActionContext",
    "Actor",
    "Ask",
    "Assessments",
    "Attempt",
    "DocumentKind",
    "Dossier",
    "Hooks",
    "Indicators",
    "Inputs",
    "MadeIndicator",
    "Malformed",
    "Move",
    "NewOpinion",
    "NotPermitted",
    "NotVisible",
    "Offer",
    "Outcome",
    "Overtaken",
    "Pages",
    "PathAnchors",
    "Permission",
    "Phase",
    "Place",
    "Refusal",
    "Refused",
    "Request",
    "Seat",
    "SignedOut",
    "Standing",
    "State",
    "Step",
    "UnitOfWork",
    "UnknownMove",
    "VerbContext",
    "Workflow",
    "WrongState",
    "add_revision",
    "agencies_with",
    "apply_move",
    "apply_system_move",
    "begin_document",
    "blocking_finding",
    "cached_fact",
    "carry_out",
    "carry_out_on",
    "content_bytes",
    "grants_for",
    "in_states",
    "kind_named",
    "kinds_where",
    "lock_for_verb",
    "may",
    "may_see",
    "may_somewhere",
    "measured_kinds",
    "moves",
    "note_export",
    "note_reading",
    "note_verification",
    "offers",
    "outcome_of",
    "outsider_objections",
    "own_agency",
    "perform_move",
    "refusals_recorded",
    "register",
    "require_auditor",
    "requires_kind",
    "requires_permission",
    "state_of",
    "steps",
    "unit_of_work",
    "visible",
]
