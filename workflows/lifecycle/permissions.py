"""Who may do what on which documents: one table of grants, with scopes said both as Python and as SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import aliased

from models.document import Document
from models.vocabulary import Role
from models.wording import N_
from workflows.lifecycle.permission_names import Permission as P
from workflows.lifecycle.qualities import in_states, state_of
from workflows.lifecycle.registry import kind_named

_WHOLE = aliased(Document)
"""What a document is a part of. An alias clones every column of its table, so it is made once and not for each question."""


@dataclass(frozen=True)
class Actor:
    """Who acts: the person with the roles held today. An expert's ``sheets`` are the sheets asked of them, with plans."""

    id: int
    account: str
    name: str
    holdings: frozenset[tuple[Role, int | None]]
    sheets: frozenset[int] = frozenset()
    sheet_plans: frozenset[int] = frozenset()

    def agencies(self, role: Role) -> frozenset[int]:
        """The agencies at which the person holds this role today."""
        return frozenset(agency for held, agency in self.holdings if held is role and agency is not None)

    def is_a(self, role: Role) -> bool:
        """Whether the person holds the role anywhere."""
        return any(held is role for held, _ in self.holdings)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles held, in the order of the vocabulary."""
        held = {role for role, _ in self.holdings}
        return tuple(role for role in Role if role in held)


@dataclass(frozen=True)
class Scope:
    """Which documents a grant speaks of, twice: ``covers`` for one document, ``where`` for lists of them."""

    name: str
    label: str
    covers: Callable[[Actor, Role, Document], bool]
    where: Callable[[Actor, Role], ColumnElement[bool]]


own_agency = Scope(
    "own_agency",
    N_("本機關的文件"),
    lambda actor, role, document: document.agency_id in actor.agencies(role),
    lambda actor, role: Document.agency_id.in_(actor.agencies(role)),
)


def _covers_above(actor: Actor, role: Role, document: Document) -> bool:
    whole = document.parent or document
    return document.authority_id in actor.agencies(role) and state_of(whole).seen_above


def _where_above(actor: Actor, role: Role) -> ColumnElement[bool]:
    seen_above = attrgetter("seen_above")
    return and_(
        Document.authority_id.in_(actor.agencies(role)),
        or_(
            and_(Document.parent_id.is_(None), in_states(seen_above)),
            Document.parent_id.in_(select(_WHOLE.id).where(in_states(seen_above, of=_WHOLE))),
        ),
    )


agency_above = Scope("agency_above", N_("所屬機關送到主管機關的文件"), _covers_above, _where_above)
invited = Scope(
    "invited",
    N_("受邀評估的檢視表及其計畫"),
    lambda actor, role, document: document.id in (actor.sheets | actor.sheet_plans),
    lambda actor, role: Document.id.in_(actor.sheets | actor.sheet_plans),
)
everywhere = Scope("everywhere", N_("全部文件"), lambda actor, role, document: True, lambda actor, role: true())


@dataclass(frozen=True)
class Grant:
    """One row of the table: holders of ``role`` have ``permission`` on the documents of ``scope``."""

    role: Role
    permission: P
    scope: Scope


STAFF = (Role.DRAFTER, Role.UNIT_HEAD, Role.PLANNING, Role.ACCOUNTING, Role.GENDER_OFFICER, Role.AGENCY_HEAD)
VIEWS = (P.PLAN_VIEW, P.KPI_VIEW, P.SHEET_VIEW)

GRANTS: tuple[Grant, ...] = (
    *(Grant(role, view, own_agency) for role in STAFF for view in VIEWS),
    *(
        Grant(role, view, agency_above)
        for role in (Role.PLANNING, Role.ACCOUNTING, Role.AGENCY_HEAD)
        for view in (P.PLAN_VIEW, P.KPI_VIEW)
    ),
    *(Grant(Role.AUDITOR, view, everywhere) for view in VIEWS),
    Grant(Role.AUDITOR, P.AUDIT_READ, everywhere),
    Grant(Role.GENDER_EXPERT, P.PLAN_VIEW, invited),
    Grant(Role.GENDER_EXPERT, P.SHEET_VIEW, invited),
    Grant(Role.DRAFTER, P.PLAN_CREATE, own_agency),
    Grant(Role.DRAFTER, P.PLAN_EDIT, own_agency),
    Grant(Role.DRAFTER, P.PLAN_SUBMIT, own_agency),
    Grant(Role.DRAFTER, P.PLAN_RECALL, own_agency),
    Grant(Role.DRAFTER, P.PLAN_WITHDRAW, own_agency),
    Grant(Role.DRAFTER, P.PLAN_AMEND, own_agency),
    Grant(Role.UNIT_HEAD, P.SEAT_UNIT_HEAD, own_agency),
    Grant(Role.PLANNING, P.SEAT_PLANNING, own_agency),
    Grant(Role.ACCOUNTING, P.SEAT_ACCOUNTING, own_agency),
    Grant(Role.GENDER_OFFICER, P.SEAT_GENDER, own_agency),
    Grant(Role.AGENCY_HEAD, P.SEAT_HEAD, own_agency),
    Grant(Role.PLANNING, P.SEAT_AUTHORITY_PLANNING, agency_above),
    Grant(Role.ACCOUNTING, P.SEAT_AUTHORITY_ACCOUNTING, agency_above),
    Grant(Role.AGENCY_HEAD, P.SEAT_AUTHORITY_HEAD, agency_above),
    Grant(Role.PLANNING, P.KPI_ENDORSE, own_agency),
    Grant(Role.DRAFTER, P.SHEET_FILL, own_agency),
    Grant(Role.DRAFTER, P.SHEET_SUBMIT, own_agency),
    Grant(Role.DRAFTER, P.SHEET_INVITE, own_agency),
    Grant(Role.GENDER_OFFICER, P.SHEET_INVITE, own_agency),
    Grant(Role.GENDER_EXPERT, P.SHEET_ADVISE, invited),
    Grant(Role.DRAFTER, P.SHEET_COMPLETE, own_agency),
    Grant(Role.GENDER_OFFICER, P.SHEET_CHECK, own_agency),
    Grant(Role.DRAFTER, P.SHEET_REOPEN, own_agency),
    Grant(Role.GENDER_OFFICER, P.IMPACT_DECIDE, own_agency),
    Grant(Role.DRAFTER, P.RESULT_ENTER, own_agency),
    Grant(Role.PLANNING, P.RESULT_CONFIRM, own_agency),
    Grant(Role.PLANNING, P.LIGHTS_SET, own_agency),
    Grant(Role.PLANNING, P.SEVERITY_SET, own_agency),
    Grant(Role.ADMINISTRATOR, P.PEOPLE_MANAGE, everywhere),
)

BY_PERMISSION: dict[P, tuple[Grant, ...]] = {
    permission: tuple(grant for grant in GRANTS if grant.permission is permission) for permission in P
}


def grants_for(actor: Actor, permission: P, document: Document) -> Iterator[Grant]:
    """The grants by which this person has the permission on this document."""
    for grant in BY_PERMISSION[permission]:
        if actor.is_a(grant.role) and grant.scope.covers(actor, grant.role, document):
            yield grant


def may(actor: Actor, permission: P, document: Document) -> bool:
    """Whether some grant gives the permission on this document."""
    return next(grants_for(actor, permission, document), None) is not None


def may_somewhere(actor: Actor, permission: P) -> bool:
    """Whether some role of the person carries the permission at all."""
    return any(actor.is_a(grant.role) for grant in BY_PERMISSION[permission])


def agencies_with(actor: Actor, permission: P) -> frozenset[int]:
    """The agencies at which the person has a permission over the agency's own documents."""
    return frozenset(
        agency
        for grant in BY_PERMISSION[permission]
        if grant.scope is own_agency
        for agency in actor.agencies(grant.role)
    )


def may_see(actor: Actor, document: Document) -> bool:
    """Whether the document exists for this person."""
    return may(actor, kind_named(document.kind).view, document)


def visible(actor: Actor, kind: str) -> ColumnElement[bool]:
    """The same as ``may_see``, as a condition on ``Document`` rows of one kind."""
    terms: list[Any] = [
        grant.scope.where(actor, grant.role) for grant in BY_PERMISSION[kind_named(kind).view] if actor.is_a(grant.role)
    ]
    return and_(Document.kind == kind, or_(false(), *terms))
