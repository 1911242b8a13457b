"""How a gender-impact sheet is validated, and how rules see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.document import Document
from workflows.content.validation_sheet import well_formed
from workflows.gender.facts import facts_of
from workflows.lifecycle.dossier import Dossier
from workflows.rules import SheetSubject
from workflows.rules.engine import STAGE_OF_STATE, Stage
from workflows.schema.sheet import form_version


def validate(document: Document, before: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The whole sheet tidied, as it is stored; raises ``Malformed`` with every fault and its path."""
    return {"": well_formed(document.form_version, {**before, **changed})}


def subject(dossier: Dossier) -> SheetSubject:
    """The sheet as the rules see it at the stage it has reached."""
    document = dossier.document
    return SheetSubject(
        dossier.content,
        form_version(document.form_version),
        STAGE_OF_STATE.get(document.state, Stage.SELF_ASSESSMENT),
        facts=facts_of(dossier),
    )
