"""What a move will bring about, said to people before they make it."""

from __future__ import annotations

from flask_babel import gettext as _

from app.frame.presenters import presenter_of
from app.shell.access import action_context
from app.shell.rendering import say
from models.audit_words import Action
from workflows.lifecycle import Attempt, Dossier, Move, State


def consequences_of(dossier: Dossier, move: Move) -> list[str]:
    """One sentence per thing that happens, in order."""
    return list(presenter_of(dossier.kind.name).consequences(dossier, move.name.value))


def after_signing(dossier: Dossier, seat: str) -> str:
    """Where the document goes once this seat has agreed."""
    others = [say(other.label) for other in dossier.waiting if other.name != seat]
    if others:
        return str(_("核章後仍待：%(seats)s。", seats="、".join(others)))
    state = _next_state(dossier)
    if state is None:
        return ""
    if state.final:
        return presenter_of(dossier.kind.name).after_last_signature(dossier, state)
    return str(_("您是這一關的最後一席：核章後自動進到「%(state)s」。", state=say(state.label)))


def _next_state(dossier: Dossier) -> State | None:
    """The state to which the system moves the document on once all seats have agreed."""
    advance = dossier.workflow.move_named.get(Action.ADVANCE.value)
    if advance is None:
        return None
    attempt = Attempt(dossier, advance, action_context())
    steps = (step for step in advance.steps if step.source == dossier.document.state)
    step = next((one for one in steps if one.when is None or one.when(attempt)), None)
    return dossier.workflow.state_named[step.to] if step else None
