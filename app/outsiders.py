"""Outside experts at the door: which pages exist for somebody who is nothing but an invited expert."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.access import visitor
from forms.sheets import SheetForm, sheet_form
from models.people import User
from models.vocabulary import Role
from workflows.dossier import Dossier
from workflows.guards import last_expert
from workflows.permissions import Actor
from workflows.refusals import NotVisible
from workflows.sheets import Section, value_at

OPEN = frozenset(
    (
        "static", "health.healthz", "health.readyz", "signing_in.show", "signing_in.sign_in", "signing_in.sign_out",
        "signing_in.language", "signing_in.account", "signing_in.change_password", "assessing.index", "assessing.show",
        "assessing.section", "approving.move", "plans.show", "drafting.content",
    )
)  # fmt: skip
"""All that exists for an outside expert: the door, the sheets asked of them, their plans to read, and their answer."""


def only_an_expert(actor: Actor) -> bool:
    """Whether the person holds no other role than that of an outside expert."""
    return bool(actor.roles) and set(actor.roles) == {Role.GENDER_EXPERT}


def guard(blueprint: Blueprint) -> None:
    """Have every other address answer an outside expert as if it did not exist (workflow.md §4)."""
    blueprint.before_app_request(_refuse)


def _refuse() -> ResponseReturnValue | None:
    if not current_user.is_authenticated or not only_an_expert(visitor().actor):
        return None
    if request.endpoint == "desk.show":
        return redirect(url_for("assessing.index"))
    if request.endpoint is not None and request.endpoint not in OPEN:
        raise NotVisible
    return None


def prefilled(dossier: Dossier, section: Section) -> SheetForm:
    """The expert's form with what is known of the person; what another expert said of themselves is not taken over."""
    expert: User = visitor().user
    known: dict[str, Any] = {
        "participation.expert.name": expert.name, "participation.expert.title": expert.job_title,
        "participation.expert.unit": expert.unit, "participation.expert.field": expert.expertise,
    }  # fmt: skip
    content = dossier.content
    if value_at(content, "participation.expert.name") and last_expert(dossier) != expert.id:
        taken = {**content["participation"], "expert": {}, "pledge": False}
        content = {**content, "participation": taken}
    return sheet_form(section, content, known=known)
