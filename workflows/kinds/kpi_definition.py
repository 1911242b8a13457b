"""The KPI definition (關鍵績效指標): submitted with its plan, endorsed one by one, in force with the plan's approval."""

from __future__ import annotations

from models.audit_words import Action as A
from models.vocabulary import Kind, Role
from models.wording import N_
from workflows.lifecycle import Ask, DocumentKind, Move, Pages, PathAnchors, Phase, State, Workflow, steps
from workflows.lifecycle import Permission as P
from workflows.plans import effects as plan_effects
from workflows.plans import guards as plan_guards
from workflows.review import guards
from workflows.schema import KPI_DEFINITION_FORM

STATES = (
    State("drafting", N_("研擬中"), (Role.DRAFTER,), phase=Phase.DRAFT),
    State("reviewing", N_("審查中"), (Role.PLANNING,)),
    State("approved", N_("研考同意"), (Role.AGENCY_HEAD,), endorsed=True),
    State("in_force", N_("生效"), final=True, phase=Phase.SETTLED, in_force=True, with_results=True, endorsed=True),
    State("returned", N_("退回修正"), (Role.DRAFTER,), aside=True, phase=Phase.DRAFT),
    State("superseded", N_("已修正"), final=True, aside=True, phase=Phase.SETTLED, with_results=True, endorsed=True),
    State("retired", N_("停用"), final=True, aside=True, phase=Phase.SETTLED),
)

MOVES = (
    Move(A.SUBMIT, N_("隨計畫送審"), steps(("drafting", "returned"), "reviewing"), by_system=True),
    Move(
        A.ENDORSE, N_("同意指標"), steps(("reviewing",), "approved"), P.KPI_ENDORSE, four_eyes=True, speaks_as="planning",
        guards=(plan_guards.plan_is_in_joint_review,), effects=(plan_effects.endorsed,),
    ),
    Move(
        A.RETURN_KPI, N_("退回指標"), steps(("reviewing", "approved"), "returned"), P.KPI_ENDORSE, four_eyes=True, speaks_as="planning",
        asks=(Ask.OPINION,), guards=(plan_guards.plan_is_in_joint_review, guards.an_opinion_is_open),
        effects=(plan_effects.kpi_returned,),
    ),
    Move(A.REOPEN, N_("重新研擬"), steps(("reviewing", "approved", "retired"), "drafting"), by_system=True),
    Move(A.ENFORCE, N_("隨計畫生效"), steps(("approved",), "in_force"), by_system=True),
    Move(A.SUPERSEDE, N_("由新版取代"), steps(("in_force",), "superseded"), by_system=True),
    Move(
        A.RETIRE, N_("停用"), steps(("drafting", "reviewing", "approved", "returned", "in_force"), "retired"), by_system=True
    ),
)  # fmt: skip

KPI_DEFINITION = DocumentKind(
    Kind.KPI_DEFINITION,
    N_("關鍵績效指標"),
    lambda _code: KPI_DEFINITION_FORM,
    "1",
    P.KPI_VIEW,
    P.PLAN_EDIT,
    Workflow(Kind.KPI_DEFINITION, 1, STATES, MOVES),
    reviewed_with_parent=True,
    pages=Pages(
        edit_section="",
        show="plans.kpi",
        points=PathAnchors.NONE,
        places={},
        checks="",
        results="reporting.indicator",
        counted=N_("%(did)s，指標 %(count)s 項"),
        blank_opinions=1,
    ),
)
