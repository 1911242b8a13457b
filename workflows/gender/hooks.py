"""How rules see a gender-impact sheet."""

from __future__ import annotations

from workflows.gender.facts import facts_of
from workflows.lifecycle import Dossier
from workflows.rules import SheetSubject
from workflows.schema import form_version


def subject(dossier: Dossier) -> SheetSubject:
    """The sheet as the rules see it at the stage it has reached."""
    document = dossier.document
    return SheetSubject(
        dossier.content,
        form_version(document.form_version),
        dossier.state.stage,
        facts=facts_of(dossier),
    )
