"""Lights: green, yellow, red and white by thresholds that each agency sets for itself; there is no official standard.

Central scoring ended when agencies began to manage their own performance (domain.md §0.9), so an agency that has set no
thresholds shows no light at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.agency_settings import LightScheme
from models.audit_log import Entry
from models.audit_words import Action
from models.people import Agency
from models.wording import N_, Message
from workflows.language import TYPED_NOTATION, decimal_of
from workflows.lifecycle import (
    ActionContext,
    NotPermitted,
    NotVisible,
    Overtaken,
    Refused,
    Request,
    UnitOfWork,
    agencies_with,
    blocking_finding,
    carry_out,
)
from workflows.lifecycle import Permission as P
from workflows.results.attainment import Attainment
from workflows.results.values import plain_figure
from workflows.rules import Finding

MOST_PERCENT = 1000
MOST_NOTE = 500


class Light(StrEnum):
    """The four lights."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    WHITE = "white"


LIGHT_WORDS: dict[Light, str] = {
    Light.GREEN: N_("綠燈"), Light.YELLOW: N_("黃燈"), Light.RED: N_("紅燈"), Light.WHITE: N_("白燈"),
}  # fmt: skip


@dataclass(frozen=True)
class Thresholds:
    """From which rate on, in percent, a light is green, and from which on yellow; below it is red."""

    green: Decimal
    yellow: Decimal


@dataclass(frozen=True)
class LightsOutcome:
    """The thresholds an agency has now; empty where it has none."""

    agency_id: int
    green: str
    yellow: str


def light_of(attainment: Attainment, thresholds: Thresholds) -> Light:
    """The light of one figure: white while nothing can be said, by met or missed where there is no rate."""
    if attainment.met is None:
        return Light.WHITE
    if attainment.rate is None:
        return Light.GREEN if attainment.met else Light.RED
    if attainment.rate >= thresholds.green:
        return Light.GREEN
    return Light.YELLOW if attainment.rate >= thresholds.yellow else Light.RED


def scheme_of(session: Session, agency_id: int) -> LightScheme | None:
    """What the agency has set, with who set it and when."""
    return session.scalar(
        select(LightScheme).where(LightScheme.agency_id == agency_id).options(joinedload(LightScheme.user))
    )


def thresholds_of(scheme: LightScheme | None) -> Thresholds | None:
    """The figures of a scheme."""
    if scheme is None:
        return None
    green, yellow = decimal_of(scheme.green), decimal_of(scheme.yellow)
    return Thresholds(green, yellow) if green is not None and yellow is not None else None


def scheme_version(scheme: LightScheme | None) -> str:
    """What stands for a scheme in a form, so that nobody sets what they have not seen; empty for none."""
    return f"{scheme.green}/{scheme.yellow}" if scheme else ""


def set_lights(
    agency_id: int,
    context: ActionContext,
    *,
    green: str,
    yellow: str,
    note: str = "",
    seen: str,
    idempotency_key: str | None = None,
) -> LightsOutcome:
    """Set the thresholds of an agency, or with both empty have none; the log keeps what was before.

    Raises ``NotVisible`` for an agency that is not there or not this person's, ``Overtaken``, ``Refused``.
    """

    def act(unit: UnitOfWork) -> LightsOutcome:
        agency = unit.session.scalar(select(Agency).where(Agency.id == agency_id).with_for_update())
        if agency is None or agency_id not in agencies_with(unit.context.actor, P.KPI_VIEW):
            raise NotVisible
        if agency_id not in agencies_with(unit.context.actor, P.LIGHTS_SET):
            raise NotPermitted([Message.of(N_("燈號門檻由本機關研考設定"))])
        scheme = scheme_of(unit.session, agency_id)
        before = scheme_version(scheme)
        if before != seen:
            raise Overtaken(0, 0, before, 0)
        outcome = _changed(unit, agency, scheme, _figures(green, yellow, note), note.strip())
        after = scheme_version(scheme_of(unit.session, agency_id))
        if after != before:
            details = {"before": before, "after": after}
            actor = unit.context.named(agency.name)
            unit.write(Entry(Action.LIGHTS_SET, f"agency:{agency.id}", actor, reason=note.strip(), details=details))
        return outcome

    asked = {"lights": agency_id, "green": green, "yellow": yellow, "note": note, "seen": seen}
    return carry_out(context, act, Request(idempotency_key, asked, LightsOutcome))


def _figures(green: str, yellow: str, note: str) -> tuple[str, str]:
    if not green.strip() and not yellow.strip() and len(note) <= MOST_NOTE:
        return "", ""
    high, low = decimal_of(green, TYPED_NOTATION), decimal_of(yellow, TYPED_NOTATION)
    faults: list[Finding] = []
    for name, value in (("green", high), ("yellow", low)):
        if value is None or not 0 < value <= MOST_PERCENT:
            faults.append(blocking_finding("WF-17", Message.of(N_("請填大於 0 的百分比，例如 100 或 80")), name))
    if high is not None and low is not None and not faults and low >= high:
        faults.append(blocking_finding("WF-17", Message.of(N_("黃燈門檻應低於綠燈門檻")), "yellow"))
    if len(note) > MOST_NOTE:
        faults.append(
            blocking_finding(
                "WF-10", Message.of(N_("最多 %(most)s 字，目前 %(now)s 字"), most=MOST_NOTE, now=len(note)), "note"
            )
        )
    if faults or high is None or low is None:
        raise Refused(*faults)
    return plain_figure(high), plain_figure(low)


def _changed(
    unit: UnitOfWork, agency: Agency, scheme: LightScheme | None, figures: tuple[str, str], note: str
) -> LightsOutcome:
    green, yellow = figures
    if not green:
        if scheme is not None:
            unit.session.delete(scheme)
    elif scheme is None:
        row = LightScheme(
            agency_id=agency.id,
            green=green,
            yellow=yellow,
            note=note,
            user_id=unit.context.actor.id,
            at=unit.context.at,
        )
        unit.session.add(row)
    else:
        scheme.green, scheme.yellow, scheme.note = green, yellow, note
        scheme.user_id, scheme.at = unit.context.actor.id, unit.context.at
    unit.session.flush()
    return LightsOutcome(agency.id, green, yellow)
