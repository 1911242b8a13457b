"""How rules see a gender-impact sheet."""

from __future__ import annotations

from workflows.gender.facts import facts_of
from workflows.lifecycle import Dossier
from workflows.rules import STAGE_OF_STATE, SheetSubject, Stage
from workflows.schema import form_version


def subject(dossier: Dossier) -> SheetSubject:
    """The sheet as the rules see it at the stage it has reached."""
    document = dossier.document
    return SheetSubject(
        dossier.content,
        form_version(document.form_version),
        STAGE_OF_STATE.get(document.state, Stage.SELF_ASSESSMENT),
        facts=facts_of(dossier),
    )
