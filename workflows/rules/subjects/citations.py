"""Which KPI each citation of chapter 參 means, also where its title is no KPI's: the ground of KP-11, KP-12 and KP-13.

One slip must not be told by three rules. A citation that misses a character still means its KPI, so the KPI is neither
an orphan nor short of a category; a title that stands in many key plans is one defect.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from workflows.language import Shortlist, cached_fold, likeness, simplified_characters
from workflows.rules.subjects.kpi_row import Kpi, text_of, texts_in
from workflows.rules.subjects.plan import PlanSubject

NEAR: Final = 0.75
REMOTE: Final = 0.4
SLIP: Final = 0.8

Row = Mapping[str, Any]


@dataclass(slots=True)
class Stray:
    """A cited title that is no KPI's: the key plans that cite it, and the KPI it is most likely to mean."""

    title: str
    plans: list[Row] = field(default_factory=list)
    meant: Kpi | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Citations:
    """Per KPI id the key plans that cite or mean it; the stray titles; what may be meant by titles nobody knows."""

    citing: Mapping[str, Sequence[Row]]
    strays: Sequence[Stray]
    unknown: Sequence[Stray]

    def of(self, kpi: Kpi) -> Sequence[Row]:
        """The key plans that cite a KPI or mean it."""
        return self.citing.get(text_of(kpi.row, "id"), ())


def stray_titles(row: Row, subject: PlanSubject) -> list[str]:
    """Return the titles (and ids) a key plan cites that are no KPI of the plan."""
    lost = [one for one in texts_in(row, "kpis") if one not in subject.kpi_by_id]
    return [one.strip() for one in (*texts_in(row, "unresolved"), *lost) if one.strip()]


def alike_but_for_simplified(one: str, other: str) -> bool:
    """Return whether two folded titles differ only where one has a Simplified character: that is DT-04's."""
    return len(one) == len(other) and all(
        a == b or a in simplified_characters() or b in simplified_characters() for a, b in zip(one, other, strict=True)
    )


def citations_of(subject: PlanSubject) -> Citations:
    """Read the citations of a plan, once for all rules that ask for them."""
    known: dict[str, Any] = vars(subject)
    if "citations" not in known:
        known["citations"] = _read_citations(subject)
    citations: Citations = known["citations"]
    return citations


def _read_citations(subject: PlanSubject) -> Citations:
    strays: dict[str, Stray] = {}
    citing: dict[str, list[Row]] = {key: list(rows) for key, rows in subject.citing.items()}
    for row in subject.key_plans:
        for title in stray_titles(row, subject):
            strays.setdefault(cached_fold(title), Stray(title)).plans.append(row)
    titles = Shortlist([kpi.key for kpi in subject.kpis])
    for stray in strays.values():
        key = cached_fold(stray.title)
        stray.meant = _nearest(key, [subject.kpis[place] for place in titles.near(key)], NEAR)
        stray.sure = stray.meant is not None
    orphans = [kpi for kpi in subject.kpis if kpi.title and not kpi.common and not citing.get(text_of(kpi.row, "id"))]
    titles = Shortlist([kpi.key for kpi in orphans])
    for stray in strays.values():
        key = cached_fold(stray.title)
        stray.meant = stray.meant or _nearest(key, [orphans[place] for place in titles.near(key)], REMOTE)
        if stray.meant:
            citing.setdefault(text_of(stray.meant.row, "id"), []).extend(stray.plans)
    return Citations(citing, tuple(strays.values()), tuple(one for one in strays.values() if not one.meant))


def _one_slip(one: str, other: str) -> bool:
    """Return whether short titles differ by a character or two: they share too few pairs to be judged by them."""
    return min(len(one), len(other)) > 3 and SequenceMatcher(None, one, other).ratio() >= SLIP


def _nearest(key: str, kpis: Sequence[Kpi], least: float) -> Kpi | None:
    best = max(kpis, key=lambda kpi: likeness(key, kpi.key), default=None)
    if best is not None and (likeness(key, best.key) >= least or _one_slip(key, best.key)):
        return best
    return next((kpi for kpi in kpis if kpi.key and alike_but_for_simplified(key, kpi.key)), None)
