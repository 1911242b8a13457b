"""A plan to replace equipment (設備汰換計畫), drafted by one agency and checked by the one above: a toy, for tests."""

from __future__ import annotations

import json
from pathlib import Path

from models.audit_words import Action as A
from models.vocabulary import Role
from tests.toy.subject import ToySubject
from workflows.lifecycle import Dossier
from workflows.lifecycle.definitions import Ask, DocumentKind, Hooks, Move, Phase, Seat, State, Step, Workflow, steps
from workflows.lifecycle.permission_names import Permission as P
from workflows.lifecycle.presentation import Pages
from workflows.review import effects, guards
from workflows.schema import read_version

FORM = read_version(json.loads((Path(__file__).parent / "form.json").read_text(encoding="utf-8")))
OWNER = tuple(part for part in FORM.parts if part not in FORM.statements)


def subject(dossier: Dossier) -> ToySubject:
    """The document as it stands, as its rules read it."""
    return ToySubject(dossier.kind.name, dossier.form, dossier.content)


HEAD = Seat(
    "agency_head",
    "主辦首長",
    P.SEAT_HEAD,
    "本人核定本計畫。",
    OWNER,
    guards=(guards.own_opinions_resolved, guards.nothing_blocks_approval),
)
PLANNING = Seat(
    "authority_planning",
    "主管研考",
    P.SEAT_AUTHORITY_PLANNING,
    "本人審議同意本計畫，檢核表均已勾選。",
    (*OWNER, "ministry"),
    guards=(guards.own_opinions_resolved,),
)
AUTHORITY_HEAD = Seat(
    "authority_head",
    "主管首長",
    P.SEAT_AUTHORITY_HEAD,
    "本人代表主管機關核定本計畫。",
    FORM.parts,
    after=("authority_planning",),
    guards=(guards.earlier_seats_spoke, guards.own_opinions_resolved),
)

STATES = (
    State("toy_drafting", "研擬中", (Role.DRAFTER,), edits={P.PLAN_EDIT: OWNER}, phase=Phase.DRAFT),
    State("toy_approving", "主辦首長核定", (Role.AGENCY_HEAD,), (HEAD,)),
    State(
        "toy_authority",
        "主管機關審議",
        (Role.PLANNING, Role.AGENCY_HEAD),
        (PLANNING, AUTHORITY_HEAD),
        seen_above=True,
        edits={P.SEAT_AUTHORITY_PLANNING: ("ministry",)},
    ),
    State(
        "toy_approved", "核定", final=True, seen_above=True, phase=Phase.SETTLED, arrival=(effects.close_authorship,)
    ),
    State("toy_returned", "退回修正", (Role.DRAFTER,), edits={P.PLAN_EDIT: OWNER}, aside=True, phase=Phase.DRAFT),
)
REVIEWS = ("toy_approving", "toy_authority")
MOVES = (
    Move(
        A.SUBMIT,
        "送審",
        steps(("toy_drafting", "toy_returned"), "toy_approving"),
        P.PLAN_SUBMIT,
        guards=(guards.no_blocking_finding, guards.warnings_explained, guards.opinions_answered),
        effects=(effects.record_submission,),
    ),
    Move(
        A.SIGN,
        "核章",
        steps(REVIEWS, None),
        by_seat=True,
        four_eyes=True,
        effects=(effects.signed,),
        consequences=(effects.go_on,),
    ),
    Move(
        A.GIVE_BACK,
        "退回修正",
        steps(REVIEWS, "toy_returned"),
        by_seat=True,
        asks=(Ask.OPINION,),
        ends_round=True,
        guards=(guards.an_opinion_is_open,),
        effects=(effects.given_back,),
    ),
    Move(
        A.ADVANCE,
        "續送",
        (Step("toy_approving", "toy_authority"), Step("toy_authority", "toy_approved")),
        by_system=True,
    ),
)

TOY = DocumentKind(
    "toy",
    "設備汰換計畫",
    lambda _code: FORM,
    "T1",
    P.PLAN_VIEW,
    P.PLAN_EDIT,
    Workflow("toy", 1, STATES, MOVES),
    Hooks(subject=subject),
    create=P.PLAN_CREATE,
    pages=Pages(printed="toy/printed.html"),
)
