"""What the JSON body of a request may hold: one declaration per body, read by ``forms/json_body.py`` (decision 0023).

Fields are optional unless they have no default: what is missing is reported by the verb, beside its field, as it is for
a form. Names that a body does not declare are ignored.
"""

from __future__ import annotations

from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from forms.common import LONGEST_KEY
from forms.moves import MOST_OPINIONS
from workflows.schema import MOST_ROWS

LONGEST_NOTE: Final = 500
MOST_OPERANDS: Final = 1_000

Word = str | int | bool | None | UnsetType
"""What a field of a page would send as text: a text, a whole number, yes or no, or nothing."""
Key = Annotated[str, Meta(max_length=LONGEST_KEY)] | int | bool | None | UnsetType
"""The idempotency key."""


class Body(Struct, kw_only=True, frozen=True):
    """What every body may carry."""

    key: Key = UNSET
    idempotency_key: Key = UNSET


class NewOpinionBody(Struct, kw_only=True, frozen=True):
    """One opinion among several and the place it is about."""

    text: Word = UNSET
    anchor: Word = UNSET


class MoveBody(Body, frozen=True):
    """Every field some move asks for."""

    version: Word = UNSET
    seat: Word = UNSET
    reason: Word = UNSET
    grounds: Word = UNSET
    evidence: Word = UNSET
    password: Word = UNSET
    opinions: Annotated[list[NewOpinionBody], Meta(max_length=MOST_OPINIONS)] | UnsetType = UNSET
    more: Word = UNSET
    keep: Word = UNSET


class OpinionBody(Body, frozen=True):
    """One opinion, given from a seat."""

    text: Word = UNSET
    anchor: Word = UNSET
    seat: Word = UNSET


class ResponseBody(Body, frozen=True):
    """The answer to one opinion."""

    adopted: Word = UNSET
    text: Word = UNSET
    changed_at: Word = UNSET


class ResolutionBody(Body, frozen=True):
    """Whether an opinion is resolved."""

    resolved: Word = UNSET
    back: Word = UNSET


class ContentBody(Struct, kw_only=True, frozen=True):
    """Parts of the content of a document, judged by the schema of its form."""

    parts: dict[str, Any] | None = None
    version: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    note: Annotated[str, Meta(max_length=LONGEST_NOTE)] | None = None
    target_reason: str | None = None
    key: Annotated[str, Meta(max_length=LONGEST_KEY)] | None = None


class NewDocumentBody(Body, frozen=True):
    """Agency, year and title of a new document."""

    agency_id: Word = UNSET
    year: Word = UNSET
    title: Word = UNSET


class NewPlanBody(Body, frozen=True):
    """A new plan, with its content in the shape of an import if there is any."""

    agency_id: Word = UNSET
    year: Word = UNSET
    document: Any = None


class ExplanationBody(Body, frozen=True):
    """Why a warning may stand."""

    rule: Word = UNSET
    fingerprint: Word = UNSET
    reason: Word = UNSET


class ReasonBody(Body, frozen=True):
    """A reason, and nothing else."""

    reason: Word = UNSET


class VersionBody(Body, frozen=True):
    """The version of the document that was seen."""

    version: Word = UNSET


class GuestBody(Body, frozen=True):
    """Whom to invite as an outside expert: one known here, or a new one."""

    expert: Word = UNSET
    name: Word = UNSET
    email: Word = UNSET
    unit: Word = UNSET
    job_title: Word = UNSET
    expertise: Word = UNSET
    standing: Word = UNSET
    due_on: Word = UNSET


class ConfirmationBody(Body, frozen=True):
    """An expert's word on the changed text."""

    version: Word = UNSET
    agreed: Word = UNSET
    opinion: Word = UNSET
    anchor: Word = UNSET


class IndicatorBody(Body, frozen=True):
    """An indicator of the plan made from a place of a sheet."""

    version: Word = UNSET
    place: Word = UNSET
    title: Word = UNSET
    value: Word = UNSET
    unit: Word = UNSET


class SheetBody(Body, frozen=True):
    """The row of the plan for which a sheet is begun."""

    row: Word = UNSET
    form_version: Word = UNSET


class DecisionBody(Body, frozen=True):
    """The gender officer's decision on key plans."""

    version: Word = UNSET
    rows: Annotated[list[str], Meta(max_length=MOST_ROWS)] = []
    all: Word = UNSET
    decision: Word = UNSET
    reason: Word = UNSET
    grounds: Word = UNSET
    evidence: Word = UNSET


class ResultBody(Body, frozen=True):
    """An actual value of one period: the value itself, or the operands of the formula."""

    version: Word = UNSET
    seen: Word = UNSET
    year: Word = UNSET
    period: Word = UNSET
    value: Word = UNSET
    unit: Word = UNSET
    evidence: Word = UNSET
    note: Word = UNSET
    operands: Annotated[dict[str, Any], Meta(max_length=MOST_OPERANDS)] | UnsetType = UNSET


class LightsBody(Body, frozen=True):
    """From which rate on a light is green, from which yellow."""

    version: Word = UNSET
    green: Word = UNSET
    yellow: Word = UNSET
    note: Word = UNSET


class SeverityBody(Body, frozen=True):
    """The severity of a rule at an agency."""

    severity: Word = UNSET
    seen: Word = UNSET
    reason: Word = UNSET
    agency: Word = UNSET


class PersonBody(Body, frozen=True):
    """An account and its person."""

    account: Word = UNSET
    name: Word = UNSET
    email: Word = UNSET
    unit: Word = UNSET
    job_title: Word = UNSET
    expertise: Word = UNSET
    active: Word = UNSET
    version: Word = UNSET


class RoleBody(Body, frozen=True):
    """A role from a day to a day."""

    role: Word = UNSET
    agency: Word = UNSET
    since: Word = UNSET
    until: Word = UNSET


class EndBody(Body, frozen=True):
    """The last day of a role."""

    until: Word = UNSET


class AgencyBody(Body, frozen=True):
    """An agency and the one above it."""

    code: Word = UNSET
    name: Word = UNSET
    self_name: Word = UNSET
    parent: Word = UNSET
    valid_from: Word = UNSET
    valid_to: Word = UNSET
    fingerprint: Word = UNSET


class SignInBody(Body, frozen=True):
    """Account and password."""

    account: Word = UNSET
    password: Word = UNSET
    next: Word = UNSET


class PasswordBody(Body, frozen=True):
    """A new password, twice, and the present one as proof."""

    present: Word = UNSET
    new: Word = UNSET
    again: Word = UNSET


class CodeBody(Body, frozen=True):
    """The code that was mailed to an expert."""

    code: Word = UNSET


BODIES: Final[dict[str, type[Struct]]] = {
    "admin.agency": AgencyBody,
    "admin.end": EndBody,
    "admin.grant": RoleBody,
    "admin.new_agency": AgencyBody,
    "admin.new_person": PersonBody,
    "admin.person": PersonBody,
    "approving.move": MoveBody,
    "assessing.begin": SheetBody,
    "consulting.confirm": ConfirmationBody,
    "consulting.invite": GuestBody,
    "consulting.release": ReasonBody,
    "consulting.tell": VersionBody,
    "documents.new": NewDocumentBody,
    "drafting.content": ContentBody,
    "entering.enter": CodeBody,
    "linking.make": IndicatorBody,
    "overseeing.decide_impact": DecisionBody,
    "plans.acknowledge": ExplanationBody,
    "plans.create": NewPlanBody,
    "reporting.confirm": Body,
    "reporting.enter": ResultBody,
    "reporting.lights": LightsBody,
    "reporting.send_back": ReasonBody,
    "reviewing.give": OpinionBody,
    "reviewing.resolve": ResolutionBody,
    "reviewing.respond": ResponseBody,
    "signing_in.change_password": PasswordBody,
    "signing_in.sign_in": SignInBody,
    "weighing.weigh": SeverityBody,
}
"""The body of each endpoint that reads JSON."""
