"""The annual plan (年度施政計畫): drafted, reviewed by its seats in turn, approved, amended in editions."""

from __future__ import annotations

from operator import itemgetter

from models.audit_words import Action as A
from models.vocabulary import Kind, Role
from models.wording import N_
from workflows.content import Saving
from workflows.experts import effects as expert_effects
from workflows.gender import guards as gender_guards
from workflows.gender import mark_stale
from workflows.lifecycle import (
    OPINIONS_PLACE,
    Ask,
    Assessments,
    Attempt,
    DocumentKind,
    Hooks,
    Indicators,
    Move,
    Pages,
    PathAnchors,
    Phase,
    Place,
    Seat,
    State,
    Step,
    Workflow,
    steps,
)
from workflows.lifecycle import Permission as P
from workflows.plans import effects as plan_effects
from workflows.plans import guards as plan_guards
from workflows.plans import hooks, with_indicator
from workflows.review import effects, guards
from workflows.schema import ANNUAL_PLAN_FORM, decided_digest, judged_digest, needs_impact_decision

PARTS = ANNUAL_PLAN_FORM.parts

UNIT_HEAD = Seat(
    "unit_head",
    N_("單位主管"),
    P.SEAT_UNIT_HEAD,
    N_("本人以單位主管席位確認本計畫內容屬實，同意送會審。"),
    PARTS,
    guards=(guards.own_opinions_resolved,),
)
PLANNING = Seat(
    "planning",
    N_("研考"),
    P.SEAT_PLANNING,
    N_("本人以研考席位確認本計畫之目標、指標與重要計畫相符，各項指標均已審查。"),
    ("goals", "kpis", "key_plans"),
    guards=(guards.own_opinions_resolved, plan_guards.kpis_endorsed),
)
ACCOUNTING = Seat(
    "accounting",
    N_("會計"),
    P.SEAT_ACCOUNTING,
    N_("本人以會計席位確認本計畫經費及目標值與核定預算額度相符。"),
    ("kpis", "key_plans"),
    guards=(guards.own_opinions_resolved,),
)
GENDER = Seat(
    "gender_officer",
    N_("性平"),
    P.SEAT_GENDER,
    N_("本人以性平席位確認應辦之性別影響評估均已完成或核准免辦。"),
    ("key_plans",),
    guards=(guards.own_opinions_resolved, gender_guards.sheets_settled),
    reviews_assessments=True,
)
HEAD = Seat(
    "agency_head",
    N_("首長"),
    P.SEAT_HEAD,
    N_("本人核定本計畫。"),
    PARTS,
    approves=True,
    guards=(guards.own_opinions_resolved, guards.nothing_blocks_approval, gender_guards.sheets_settled),
)
AUTHORITY_PLANNING = Seat(
    "authority_planning",
    N_("主管研考"),
    P.SEAT_AUTHORITY_PLANNING,
    N_("本人以主管機關研考席位審議同意本計畫。"),
    ("goals", "kpis", "key_plans"),
    guards=(guards.own_opinions_resolved,),
    reviews_assessments=True,
)
AUTHORITY_ACCOUNTING = Seat(
    "authority_accounting",
    N_("主管會計"),
    P.SEAT_AUTHORITY_ACCOUNTING,
    N_("本人以主管機關會計席位審議同意本計畫經費。"),
    ("kpis", "key_plans"),
    guards=(guards.own_opinions_resolved,),
)
AUTHORITY_HEAD = Seat(
    "authority_head",
    N_("主管首長"),
    P.SEAT_AUTHORITY_HEAD,
    N_("本人代表主管機關核定本計畫。"),
    PARTS,
    after=("authority_planning", "authority_accounting"),
    approves=True,
    guards=(
        guards.earlier_seats_spoke,
        guards.own_opinions_resolved,
        guards.nothing_blocks_approval,
        gender_guards.sheets_settled,
    ),
)

DRAFTERS = {P.PLAN_EDIT: PARTS}
STATES = (
    State(
        "drafting", N_("研擬中"), (Role.DRAFTER,), edits=DRAFTERS, phase=Phase.DRAFT,
        task=N_("編輯內容並送審"), task_button=N_("編輯"),
    ),
    State("unit_review", N_("單位審核"), (Role.UNIT_HEAD,), (UNIT_HEAD,)),
    State("joint_review", N_("會審"), (Role.PLANNING, Role.ACCOUNTING), (PLANNING, ACCOUNTING), endorsing=True),
    State("gender_check", N_("性別影響檢核"), (Role.GENDER_OFFICER,), (GENDER,), checks_children=True),
    State("approving", N_("首長核定"), (Role.AGENCY_HEAD,), (HEAD,)),
    State(
        "authority_review", N_("主管機關審議"), (Role.PLANNING, Role.ACCOUNTING, Role.AGENCY_HEAD),
        (AUTHORITY_PLANNING, AUTHORITY_ACCOUNTING, AUTHORITY_HEAD), seen_above=True, only_under_authority=True,
    ),
    State(
        "approved", N_("核定"), final=True, seen_above=True, phase=Phase.SETTLED, in_force=True, with_results=True,
        arrival=(effects.close_authorship, plan_effects.enforce_kpis, plan_effects.supersede_predecessor),
    ),
    State(
        "returned", N_("退回修正"), (Role.DRAFTER,), edits=DRAFTERS, aside=True, phase=Phase.DRAFT,
        task=N_("修正內容、回復意見，再送審"), task_button=N_("修正"),
    ),
    State("withdrawn", N_("撤案"), final=True, aside=True, phase=Phase.SETTLED),
    State("superseded", N_("已修正"), final=True, aside=True, seen_above=True, phase=Phase.SETTLED, with_results=True),
)  # fmt: skip
REVIEWS = ("unit_review", "joint_review", "gender_check", "approving", "authority_review")
OPEN = ("drafting", "returned", *REVIEWS)


def answers_to_an_authority(attempt: Attempt) -> bool:
    """Whether an agency above reviews this plan."""
    return attempt.document.authority_id is not None


MOVES = (
    Move(
        A.SUBMIT, N_("送審"), steps(("drafting", "returned"), "unit_review"), P.PLAN_SUBMIT,
        guards=(guards.no_blocking_finding, guards.warnings_explained, guards.opinions_answered),
        effects=(effects.record_submission,), consequences=(plan_effects.submit_kpis,),
    ),
    Move(
        A.SIGN, N_("同意並核章"), steps(REVIEWS, None), by_seat=True, asks=(Ask.PROOF,),
        guards=(guards.identity_proven,), effects=(effects.signed,), consequences=(effects.go_on,),
    ),
    Move(
        A.GIVE_BACK, N_("退回修正"), steps(REVIEWS, "returned"), by_seat=True, asks=(Ask.OPINION,),
        ends_round=True, guards=(guards.an_opinion_is_open,), effects=(effects.given_back,), consequences=(plan_effects.release_kpis,),
    ),
    Move(
        A.RECALL, N_("取回"), steps(("unit_review",), "drafting"), P.PLAN_RECALL,
        guards=(guards.nobody_signed,), consequences=(plan_effects.release_kpis,),
    ),
    Move(
        A.WITHDRAW, N_("撤案"), steps(OPEN, "withdrawn"), P.PLAN_WITHDRAW, asks=(Ask.REASON,),
        guards=(guards.reason_given,), consequences=(plan_effects.retire_kpis, expert_effects.dismiss_experts),
    ),
    Move(
        A.AMEND, N_("提出修正"), steps(("approved",), None), P.PLAN_AMEND, asks=(Ask.GROUNDS, Ask.REASON),
        guards=(plan_guards.grounds_allowed, guards.reason_given, plan_guards.no_amendment_under_way),
        effects=(plan_effects.begin_amendment,),
    ),
    Move(
        A.ADVANCE, N_("續送"),
        (
            Step("unit_review", "joint_review"), Step("joint_review", "gender_check"), Step("gender_check", "approving"),
            Step("approving", "authority_review", when=answers_to_an_authority), Step("approving", "approved"),
            Step("authority_review", "approved"),
        ),
        by_system=True,
    ),
    Move(A.SUPERSEDE, N_("由新版取代"), steps(("approved",), "superseded"), by_system=True),
)  # fmt: skip


def after_save(saving: Saving) -> None:
    """Indicators follow the rows of the plan; sheets and decisions that judged another text are told so."""
    hooks.keep_indicators_in_step(saving)
    if "key_plans" in saving.changed:
        mark_stale(saving.unit, saving.dossier, saving.before, saving.after)


ANNUAL_PLAN = DocumentKind(
    Kind.ANNUAL_PLAN,
    N_("年度施政計畫"),
    lambda _code: ANNUAL_PLAN_FORM,
    "1",
    P.PLAN_VIEW,
    P.PLAN_EDIT,
    Workflow(Kind.ANNUAL_PLAN, 1, STATES, MOVES),
    Hooks(
        subject=hooks.subject,
        needs_reason=hooks.needs_reason,
        after_save=after_save,
        cited_titles=hooks.kpi_titles,
    ),
    indicators=Indicators(
        Kind.KPI_DEFINITION,
        "kpis",
        reads=("goals", "kpis"),
        definitions=hooks.definitions_in,
        title=hooks.title_of_definition,
    ),
    assessments=Assessments(
        Kind.GENDER_IMPACT,
        "key_plans",
        title=itemgetter("item"),
        cited=itemgetter("kpis"),
        judged=judged_digest,
        decided=decided_digest,
        undecided=needs_impact_decision,
        with_indicator=with_indicator,
    ),
    one_per_year=True,
    pages=Pages(
        show="plans.show",
        points=PathAnchors.ANCHOR,
        places={"opinions": OPINIONS_PLACE, "impact": Place("overseeing.impact")},
        checks="plans.checks",
        results="reporting.plan",
        edit_section="drafting.section",
        edit_row="drafting.row",
        list="plans.index",
        list_label=N_("計畫"),
        heading=N_("%(agency)s %(year)s 年度施政計畫"),
    ),
)
