"""What moves of a sheet leave behind: which text was judged, on what grounds none is owed, a new round."""

from __future__ import annotations

from workflows.gender.duties import kpis_of
from workflows.lifecycle.attempt import Situation
from workflows.review.effects import record_opinions
from workflows.schema.impact_claims import judged_digest


def sheet_given_back(situation: Situation) -> None:
    """The gender officer returns a sheet: the opinions are kept with it and a new round begins."""
    numbers = record_opinions(situation)
    situation.details.update(seat=situation.seat_name, opinions=numbers, round=situation.document.round)
    situation.document.round += 1


def judged(situation: Situation) -> None:
    """Bind the sheet to the fields of the key plan as they are now."""
    row = situation.dossier.row
    situation.document.judged_sha256 = judged_digest(row, kpis_of(situation.dossier)) if row else None
    situation.details["judged_sha256"] = situation.document.judged_sha256


def still_judged(situation: Situation) -> None:
    """Write down what was judged when the expert answered; what the plan changed since then makes the sheet stale."""
    situation.details["judged_sha256"] = situation.document.judged_sha256


def exempted(situation: Situation) -> None:
    """Keep on what grounds, with which evidence, a sheet is not owed."""
    judged(situation)
    del situation.details["judged_sha256"]
    situation.details.update(grounds=situation.inputs.grounds, evidence=situation.inputs.evidence)


def reopened(situation: Situation) -> None:
    """A settled sheet is worked on again: a new round begins."""
    situation.details["cause"] = "person"
    situation.document.round += 1
