"""Beginning plans, by hand or from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from models.audit_log import Entry
from models.audit_words import Action
from models.document import Document
from models.people import Agency
from models.vocabulary import Kind
from models.wording import N_, Message
from workflows.content import validated
from workflows.lifecycle import (
    ActionContext,
    DocumentKind,
    NotPermitted,
    Outcome,
    Refused,
    Request,
    UnitOfWork,
    add_revision,
    agencies_with,
    begin_document,
    blocking_finding,
    carry_out,
    in_states,
    kind_named,
    outcome_of,
)
from workflows.lifecycle import Permission as P
from workflows.plans.definitions import keep_in_step
from workflows.plans.targets import changed_targets, remember
from workflows.schema import ANNUAL_PLAN_FORM, blank_document


@dataclass(frozen=True)
class ImportOrigin:
    """Where imported content came from; ``doubts`` are the places ``{at, why, said}`` a person has to look at."""

    file: str
    sha256: str
    format: str
    uncertain: int
    doubts: tuple[Mapping[str, Any], ...] = ()


def create_plan(
    context: ActionContext,
    *,
    agency_id: int,
    year: int,
    content: Mapping[str, Any] | None = None,
    origin: ImportOrigin | None = None,
    idempotency_key: str | None = None,
) -> Outcome:
    """Begin an annual plan of a ROC year in drafting, empty or with imported content, in one transaction.

    Raises ``NotPermitted`` unless the person drafts for the agency, ``Refused`` if the plan exists already.
    """

    kind = kind_named(Kind.ANNUAL_PLAN)

    def act(unit: UnitOfWork) -> Outcome:
        agency = unit.session.get(Agency, agency_id)
        if agency is None or agency_id not in agencies_with(unit.context.actor, P.PLAN_CREATE):
            raise NotPermitted([Message.of(N_("您不是這個機關的承辦人，不能建立它的計畫"))])
        _require_free(unit, kind, agency, year)
        title = str(Message.of("%(agency)s %(year)s 年度施政計畫", agency=agency.name, year=year))
        document = begin_document(unit, kind.name, agency, year, title)
        tidied = validated(ANNUAL_PLAN_FORM, {}, content or blank_document(ANNUAL_PLAN_FORM))
        add_revision(unit, document, tidied, "")
        keep_in_step(unit, document, tidied)
        remember(unit, document, changed_targets({}, tidied, year), "")
        if origin:
            _write_origin(unit, document, unit.context, origin)
        return outcome_of(unit, document)

    asked = {"create": agency_id, "year": year, "file": origin.sha256 if origin else None}
    return carry_out(context, act, Request(idempotency_key, asked, Outcome))


def _require_free(unit: UnitOfWork, kind: DocumentKind, agency: Agency, year: int) -> None:
    if not 1 <= year <= 999:
        raise Refused(blocking_finding("WF-11", Message.of(N_("年度請填民國年，例如 107")), "year"))
    taken = unit.session.scalar(
        select(func.count()).where(
            Document.agency_id == agency.id,
            Document.year == year,
            in_states(lambda state: not state.abandoned, (kind.name,)),
        )
    )
    if taken:
        raise Refused(
            blocking_finding(
                "WF-12", Message.of(N_("%(agency)s %(year)s 年度的計畫已經存在"), agency=agency.name, year=year), "year"
            )
        )


def _write_origin(unit: UnitOfWork, document: Document, context: ActionContext, origin: ImportOrigin) -> None:
    unit.write(
        Entry(
            Action.IMPORT,
            document.object_name,
            context.named(document.agency.name),
            revision=document.revision,
            content_sha256=document.content_sha256,
            details={
                "file": origin.file[:200],
                "sha256": origin.sha256,
                "format": origin.format,
                "uncertain": origin.uncertain,
                "doubts": [dict(doubt) for doubt in origin.doubts],
            },
        )
    )
