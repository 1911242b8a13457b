"""Beginning a document that stands by itself: empty, in the newest form of its kind."""

from __future__ import annotations

from sqlalchemy import func, select

from models.document import Document
from models.people import Agency
from models.wording import N_, Message
from workflows.content.validation import validated
from workflows.lifecycle import (
    KINDS,
    ActionContext,
    DocumentKind,
    NotPermitted,
    NotVisible,
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
    outcome_of,
)
from workflows.schema import blank_document

LONGEST_TITLE = 200


def startable_kind(name: str) -> DocumentKind:
    """The kind of this name, if people begin documents of it by themselves; raises ``NotVisible`` otherwise."""
    kind = KINDS.get(name)
    if kind is None or kind.create is None:
        raise NotVisible
    return kind


def create_document(
    context: ActionContext,
    kind: DocumentKind,
    *,
    agency_id: int,
    year: int,
    title: str,
    idempotency_key: str | None = None,
) -> Outcome:
    """Begin an empty document of an agency and a ROC year, in one transaction.

    Raises ``NotPermitted`` unless the person may create documents of this kind there, ``Refused`` with every reason.
    """

    def act(unit: UnitOfWork) -> Outcome:
        agency = unit.session.get(Agency, agency_id)
        if kind.create is None or agency is None or agency_id not in agencies_with(unit.context.actor, kind.create):
            raise NotPermitted([Message.of(N_("您不是這個機關的承辦人，不能建立這份文件"))])
        _require_sound(year, title)
        if kind.one_per_year:
            _require_free(unit, kind, agency, year)
        document = begin_document(unit, kind.name, agency, year, title)
        form = kind.form(document)
        add_revision(unit, document, validated(form, {}, blank_document(form)))
        return outcome_of(unit, document)

    asked = {"create": kind.name, "agency": agency_id, "year": year, "title": title}
    return carry_out(context, act, Request(idempotency_key, asked, Outcome))


def _require_sound(year: int, title: str) -> None:
    faults = []
    if not 1 <= year <= 999:
        faults.append(blocking_finding("WF-11", Message.of(N_("年度請填民國年，例如 107")), "year"))
    if not title or len(title) > LONGEST_TITLE or not title.isprintable():
        faults.append(
            blocking_finding("WF-10", Message.of(N_("請填寫名稱，最多 %(most)s 字"), most=LONGEST_TITLE), "title")
        )
    if faults:
        raise Refused(*faults)


def _require_free(unit: UnitOfWork, kind: DocumentKind, agency: Agency, year: int) -> None:
    taken = unit.session.scalar(
        select(func.count()).where(
            Document.agency_id == agency.id,
            Document.year == year,
            in_states(lambda state: not state.abandoned, (kind.name,)),
        )
    )
    if taken:
        words = Message.of(N_("%(agency)s %(year)s 年度已經有一份"), agency=agency.name, year=year)
        raise Refused(blocking_finding("WF-12", words, "year"))
