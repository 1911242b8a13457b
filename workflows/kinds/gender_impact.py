"""The gender-impact sheet (性別影響評估檢視表): self-assessment, the outside expert, the answer to each opinion."""

from __future__ import annotations

from models.audit_words import Action as A
from models.vocabulary import Kind, Role
from models.wording import N_
from workflows.experts import answers as answering
from workflows.experts import effects as expert_effects
from workflows.experts import guards as expert_guards
from workflows.experts import hooks as expert_hooks
from workflows.gender import effects as gender_effects
from workflows.gender import guards as gender_guards
from workflows.gender import hooks
from workflows.lifecycle import (
    Ask,
    DocumentKind,
    Hooks,
    Move,
    Pages,
    PathAnchors,
    Phase,
    Place,
    State,
    Step,
    Workflow,
    steps,
)
from workflows.lifecycle import Permission as P
from workflows.plans import guards as plan_guards
from workflows.review import guards
from workflows.rules import Stage
from workflows.schema import form_version

STAFF_SECTIONS = (
    "plan_title", "supervising_agency", "drafting_agency", "filler", "domains", "domains_other", "need", "goal",
    "mechanism", "beneficiaries", "evaluation",
)  # fmt: skip

STATES = (
    State(
        "self_assessment", N_("機關自評"), (Role.DRAFTER,), edits={P.SHEET_FILL: STAFF_SECTIONS}, phase=Phase.DRAFT, stage=Stage.SELF_ASSESSMENT,
        task=N_("填寫檢視表並送程序參與"), task_button=N_("填寫"),
    ),
    State(
        "expert_review", N_("程序參與"), (Role.GENDER_EXPERT,), edits={P.SHEET_ADVISE: ("participation", "further")},
        phase=Phase.ADVICE, stage=Stage.PARTICIPATION, task=N_("程序參與：填寫專家意見"), task_button=N_("填寫意見"),
    ),
    State(
        "responding", N_("評估結果"), (Role.DRAFTER,), edits={P.SHEET_FILL: (*STAFF_SECTIONS, "results")}, phase=Phase.RESPONSE, stage=Stage.RESULTS,
        task=N_("回應專家意見並完成檢視表"), task_button=N_("回應"),
    ),
    State("completed", N_("完成"), (Role.GENDER_OFFICER,), phase=Phase.SETTLED),
    State(
        "returned", N_("退回修正"), (Role.DRAFTER,), edits={P.SHEET_FILL: STAFF_SECTIONS}, aside=True, phase=Phase.DRAFT, stage=Stage.SELF_ASSESSMENT,
        task=N_("修正檢視表，再送程序參與"), task_button=N_("修正"),
    ),
    State("exempt", N_("免辦"), (Role.GENDER_OFFICER,), aside=True, phase=Phase.SETTLED, stage=Stage.SELF_ASSESSMENT),
)  # fmt: skip

MOVES = (
    Move(
        A.SUBMIT, N_("送程序參與"), steps(("self_assessment", "returned"), "expert_review"), P.SHEET_SUBMIT,
        guards=(
            plan_guards.plan_is_open, guards.no_blocking_finding, guards.warnings_explained, guards.opinions_answered,
            expert_guards.expert_is_invited,
        ),
        effects=(expert_effects.sent_to_experts,),
    ),
    Move(
        A.ANSWER, N_("完成程序參與"),
        (
            Step("expert_review", "responding", when=answering.everybody_has_answered),
            Step("expert_review", "expert_review"),
        ),
        P.SHEET_ADVISE, outsider=True, speaks_as="gender_expert", asks=(Ask.OPINION,),
        guards=(plan_guards.plan_is_open, expert_guards.own_part_holds, expert_guards.wrote_it),
        effects=(expert_effects.expert_answered,),
        consequences=(expert_effects.send_back_if_contradicted,),
    ),
    Move(
        A.ADVANCE, N_("進入評估結果"), steps(("expert_review",), "responding"), by_system=True,
        consequences=(expert_effects.send_back_if_contradicted,),
    ),
    Move(A.SEND_BACK, N_("退回機關自評"), steps(("responding",), "self_assessment"), by_system=True),
    Move(
        A.COMPLETE, N_("完成評估結果"), steps(("responding",), "completed"), P.SHEET_COMPLETE,
        guards=(
            plan_guards.plan_is_open, guards.nothing_blocks_approval, guards.warnings_explained, expert_guards.opinions_settled,
            expert_guards.confirmed_again,
        ),
        effects=(gender_effects.still_judged,), consequences=(expert_effects.end_invitations,),
    ),
    Move(
        A.GIVE_BACK, N_("退回重新辦理"), steps(("responding", "completed"), "returned"), P.SHEET_CHECK, four_eyes=True, speaks_as="gender_officer",
        ends_round=True, lists_gaps=True,
        asks=(Ask.OPINION,), guards=(plan_guards.plan_is_open, guards.an_opinion_is_open), effects=(gender_effects.sheet_given_back,),
    ),
    Move(
        A.EXEMPT, N_("核准免辦"), steps(("self_assessment", "returned"), "exempt"), P.SHEET_CHECK, four_eyes=True, speaks_as="gender_officer",
        asks=(Ask.GROUNDS, Ask.EVIDENCE), guards=(plan_guards.plan_is_open, gender_guards.exemption_grounds_allowed),
        effects=(gender_effects.exempted,), consequences=(expert_effects.end_invitations,),
    ),
    Move(
        A.RECONFIRM, N_("再確認"), steps(("completed",), None), P.SHEET_CHECK, four_eyes=True, speaks_as="gender_officer", asks=(Ask.REASON,),
        guards=(plan_guards.plan_is_open, gender_guards.sheet_is_stale, guards.reason_given), effects=(gender_effects.judged,),
    ),
    Move(
        A.REOPEN, N_("重新辦理"), steps(("completed", "exempt"), "self_assessment"), P.SHEET_REOPEN, asks=(Ask.REASON,),
        ends_round=True, guards=(plan_guards.plan_is_open, guards.reason_given), effects=(gender_effects.reopened,),
    ),
)  # fmt: skip

GENDER_IMPACT = DocumentKind(
    Kind.GENDER_IMPACT,
    N_("性別影響評估檢視表"),
    form_version,
    "102A",
    P.SHEET_VIEW,
    P.SHEET_FILL,
    Workflow(Kind.GENDER_IMPACT, 1, STATES, MOVES, {A.STALE: ("completed", "exempt")}),
    Hooks(
        subject=hooks.subject,
        editable=expert_hooks.editable,
        authorize=expert_hooks.authorize,
    ),
    pages=Pages(
        edit_section="",
        show="assessing.show",
        points=PathAnchors.QUERY,
        places={"opinions": Place("reviewing.opinions")},
        checks="",
        heading=N_("性別影響評估檢視表　%(title)s"),
        names_form=True,
        names_drafters=False,
    ),
)
