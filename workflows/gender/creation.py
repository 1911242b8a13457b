"""Gender-impact sheets begun for a key plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.document import Document
from models.people import Agency, User
from models.storage import manifest_of, read
from models.wording import N_, Message
from workflows.gender.duty import inherited_sheets, sheets_of_plan
from workflows.language import calendar
from workflows.lifecycle import (
    ActionContext,
    Dossier,
    NotVisible,
    Outcome,
    Refused,
    Request,
    UnitOfWork,
    VerbContext,
    add_revision,
    begin_document,
    blocking_finding,
    carry_out,
    lock_for_verb,
    may,
    outcome_of,
)
from workflows.lifecycle import Permission as P
from workflows.schema import blank_document, form_version, form_versions


def begin_sheet(
    plan_id: int, row_id: str, context: ActionContext, *, form: str = "", idempotency_key: str | None = None
) -> Outcome:
    """Begin the sheet of one key plan in a form version (102A unless another is named), with what the plan says filled in.

    A sheet stays in the version it was begun in: its questions, its rules and its printed form.
    """

    def act(unit: UnitOfWork) -> Outcome:
        if form and form not in {version.code for version in form_versions()}:
            raise Refused(blocking_finding("WF-09", Message.of(N_("請從列出的項目中選擇")), "form"))
        work = lock_for_verb(unit, plan_id, permission=_objections)
        dossier, plan = work.dossier, work.document
        if dossier.state.final:
            raise Refused(
                blocking_finding(
                    "WF-05",
                    Message.of(N_("所屬計畫為「%(state)s」，不能再辦理"), state=Message.of(dossier.state.label)),
                )
            )
        assessments = dossier.kind.assessments
        row = next((row for row in dossier.content.get(assessments.part, []) if row["id"] == row_id), None)
        if row is None:
            raise NotVisible
        if any(sheet.part_key == row_id for sheet in sheets_of_plan(dossier)):
            raise Refused(blocking_finding("WF-12", Message.of(N_("這項重要計畫已有檢視表"))))
        sheet = begin_document(
            unit,
            assessments.kind,
            plan.agency,
            plan.year,
            assessments.title(row),
            parent=plan,
            part_key=row_id,
            form_version=form,
        )
        add_revision(unit, sheet, {"": _first_content(unit, dossier, sheet, row)})
        return outcome_of(unit, sheet)

    asked = {"sheet": plan_id, "row": row_id} | ({"form": form} if form else {})
    return carry_out(context, act, Request(idempotency_key, asked, Outcome), locks_first=True)


def _objections(work: VerbContext) -> Iterator[Message]:
    if not work.dossier.kind.assessments.kind or not may(work.context.actor, P.SHEET_FILL, work.document):
        yield Message.of(N_("檢視表由本機關承辦人填寫"))


def _first_content(unit: UnitOfWork, plan: Dossier, sheet: Document, row: dict[str, Any]) -> dict[str, Any]:
    agency: Agency = plan.document.agency
    content = blank_document(form_version(sheet.form_version))
    before = inherited_sheets(plan).get(sheet.part_key)
    if (
        before
        and before.form_version == sheet.form_version
        and (head := Dossier(unit.session, before).head) is not None
    ):
        earlier = read(unit.session, manifest_of(head))
        content = {**earlier, "participation": content["participation"], "results": content["results"]}
    author = unit.session.get_one(User, unit.context.actor.id)
    today = calendar.today(unit.context.at)
    return {
        **content,
        "plan_title": plan.kind.assessments.title(row),
        "supervising_agency": agency.parent.name if agency.parent else agency.name,
        "drafting_agency": agency.name,
        "filler": {
            **content["filler"],
            "name": author.name,
            "title": author.job_title,
            "email": author.email,
            "date": calendar.roc(today, "-"),
        },
    }
