"""An outside expert's own part of a sheet: as their form and their machine read it, and where what they sent goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.shell.access import session_user
from forms.sheets import SheetForm, sheet_form
from models.people import User
from workflows.experts import part_key_of
from workflows.lifecycle import Dossier
from workflows.review import findings_of
from workflows.rules import Finding
from workflows.schema import FIRST_EXPERT, Section, form_place, is_own_part, view_of_expert, with_part


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
    return view_of_expert(dossier.content, part_key_of(dossier, session_user().actor.id))


def in_own_part(dossier: Dossier, parts: Any) -> Any:
    """What a machine of an expert's sent as ``participation``, put where their own part stands."""
    own = part_key_of(dossier, session_user().actor.id)
    if own == FIRST_EXPERT or not isinstance(parts, dict) or not isinstance(parts.get(FIRST_EXPERT), dict):
        return parts
    return {name: value for name, value in parts.items() if name != FIRST_EXPERT} | with_part(
        dossier.content, own, parts[FIRST_EXPERT]
    )


def own_findings(dossier: Dossier) -> list[Finding]:
    """The findings but for those on other experts' parts, each at the place as the own form names it."""
    own = part_key_of(dossier, session_user().actor.id)
    mine = (one for one in findings_of(dossier) if is_own_part(one.at, own))
    return [replace(one, at=form_place(one.at), also=tuple(map(form_place, one.also))) for one in mine]
