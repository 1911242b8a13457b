"""What the application knows about a gender-impact sheet beside its text, for the rules that ask for it (GI-26 to GI-34)."""

from __future__ import annotations

from workflows.gender.duty import is_stale, kpis_of
from workflows.gender.indicators import indicators_made_from
from workflows.lifecycle import Dossier
from workflows.rules import SheetFacts


def facts_of(sheet: Dossier) -> SheetFacts:
    """Return what invitations, sign-offs and the plan tell; fees and early advice are not kept here, so not known."""
    document, invitations = sheet.document, sheet.invitations
    completed = sheet.state.completed
    people = [one.user for one in invitations] + ([sheet.head.author] if sheet.head else [])
    filler = document.submitter_id or document.created_by
    return SheetFacts(
        filler_account=f"user:{filler}",
        expert_accounts=tuple(f"user:{one.user_id}" for one in invitations),
        reconfirmed=not is_stale(sheet) if completed else None,
        first_review_done=_first_review(sheet.plan_dossier) if completed else None,
        expert_access_closed=all(one.ended_at for one in invitations) if completed and invitations else None,
        kpi_titles=_cited_titles(sheet) if completed else None,
        indicators_made=completed and any(indicators_made_from(sheet)),
        titles_of_people={person.name: person.job_title for person in people if person.job_title},
    )


def _cited_titles(sheet: Dossier) -> tuple[str, ...]:
    """The titles of the indicators that the key plan cites: once a sheet is complete, its own ought to be among them."""
    row = sheet.row
    cited = sheet.plan_dossier.kind.assessments.cited(row) if row else ()
    return tuple(kpi["title"] for kpi in kpis_of(sheet) if kpi["id"] in cited)


def _first_review(plan: Dossier) -> bool | None:
    """Whether the gender seat, and above it the authority, has looked at the plan; ``None`` before its turn."""
    passed = plan.workflow.passed(plan.state, under_authority=plan.document.authority_id is not None)
    seats = {seat.name for state in passed for seat in state.seats if seat.reviews_assessments}
    return seats <= plan.agreed.keys() if seats else None
