"""What moves of a sheet leave behind: which text was judged, on what grounds none is owed, a new round."""

from __future__ import annotations

from workflows.gender.duty import judged_now
from workflows.lifecycle import Attempt
from workflows.review import record_opinions


def sheet_given_back(attempt: Attempt) -> None:
    """The gender officer returns a sheet: the opinions are kept with it and a new round begins."""
    numbers = record_opinions(attempt)
    attempt.details.update(seat=attempt.seat_name, opinions=numbers, round=attempt.document.round)
    attempt.document.round += 1


def judged(attempt: Attempt) -> None:
    """Bind the sheet to the fields of the key plan as they are now."""
    attempt.document.judged_sha256 = judged_now(attempt.dossier)
    attempt.details["judged_sha256"] = attempt.document.judged_sha256


def still_judged(attempt: Attempt) -> None:
    """Write down what was judged when the expert answered; what the plan changed since then makes the sheet stale."""
    attempt.details["judged_sha256"] = attempt.document.judged_sha256


def exempted(attempt: Attempt) -> None:
    """Keep on what grounds, with which evidence, a sheet is not owed."""
    judged(attempt)
    del attempt.details["judged_sha256"]
    attempt.details.update(grounds=attempt.inputs.grounds, evidence=attempt.inputs.evidence)


def reopened(attempt: Attempt) -> None:
    """A settled sheet is worked on again: a new round begins."""
    attempt.details["cause"] = "person"
    attempt.document.round += 1
