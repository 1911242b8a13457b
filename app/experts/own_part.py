"""An outside expert's own part of a sheet: as their form and their machine read it, and where what they sent goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.shell.access import session_user
from forms.sheets import SheetForm, sheet_form
from models.people import User
from workflows.experts import own_place
from workflows.lifecycle import Dossier
from workflows.review import findings_of
from workflows.rules import Finding
from workflows.schema import FIRST, Section, plain_place, seen_as, speaks_of, with_part


def prefilled(dossier: Dossier, section: Section) -> SheetForm:
    """The expert's form on their own part, with what is known of the person where it is still empty."""
    expert: User = session_user().user
    part = dossier.expert_parts.get(expert.id)
    known: dict[str, Any] = {
        "participation.expert.name": expert.name,
        "participation.expert.title": expert.job_title,
        "participation.expert.unit": expert.unit,
        "participation.expert.field": expert.expertise,
        "participation.expert.standing": part.standing if part else "",
        "participation.expert.external": True,
    }
    return sheet_form(section, own_view(dossier), known={at: value for at, value in known.items() if value})


def own_view(dossier: Dossier) -> dict[str, Any]:
    """The content with the expert's own part as the only one."""
    return seen_as(dossier.content, own_place(dossier, session_user().actor.id))


def in_own_part(dossier: Dossier, parts: Any) -> Any:
    """What a machine of an expert's sent as ``participation``, put where their own part stands."""
    own = own_place(dossier, session_user().actor.id)
    if own == FIRST or not isinstance(parts, dict) or not isinstance(parts.get(FIRST), dict):
        return parts
    return {name: value for name, value in parts.items() if name != FIRST} | with_part(
        dossier.content, own, parts[FIRST]
    )


def own_findings(dossier: Dossier) -> list[Finding]:
    """The findings but for those on other experts' parts, each at the place as the own form names it."""
    own = own_place(dossier, session_user().actor.id)
    mine = (one for one in findings_of(dossier) if speaks_of(one.at, own))
    return [replace(one, at=plain_place(one.at), also=tuple(map(plain_place, one.also))) for one in mine]
