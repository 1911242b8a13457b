"""Who acts, when, and with what in hand: the arguments of every verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.vocabulary import Role
from models.wording import N_
from workflows.lifecycle.permissions import Actor

PROOF_LASTS = timedelta(minutes=5)
"""How long a proof of identity (password) counts for signing: workflow.md §6."""

SYSTEM_ACTOR: dict[str, Any] = {"id": None, "account": "system", "name": N_("系統"), "agency": None, "seat": None}
"""How the log names the system's own steps."""


@dataclass(frozen=True)
class Standing:
    """What a person may act with: their roles and their last proof of identity."""

    actor: Actor
    proved_at: datetime | None


@dataclass(frozen=True)
class ActionContext:
    """One person's act: ``at`` is UTC, ``proved_at`` the last proof of identity, ``origin`` names the installation.

    ``reread`` reads the person's standing from the database of the transaction, and keeps others from changing it
    until the transaction ends; it raises ``SignedOut`` where the session ended. Without it the actor stands as given:
    the commands of the machine have no session.
    """

    actor: Actor
    at: datetime
    origin: str
    request: str
    proved_at: datetime | None = None
    reread: Callable[[Session], Standing] | None = None

    def proven(self) -> bool:
        """Whether the proof of identity is fresh enough to sign with."""
        return self.proved_at is not None and self.at - self.proved_at <= PROOF_LASTS

    def named(self, agency: str | None = None, seat: str | None = None) -> dict[str, Any]:
        """The ``actor`` object of a log entry; who has no account has no id."""
        actor = self.actor
        return {"id": actor.id or None, "account": actor.account, "name": actor.name, "agency": agency, "seat": seat}


@dataclass(frozen=True)
class NewOpinion:
    """An opinion about to be recorded: ``anchor`` is a path in the content, empty for the whole document."""

    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Inputs:
    """What a person adds to a move; which of it is needed is the move's ``asks``."""

    reason: str = ""
    opinions: tuple[NewOpinion, ...] = ()
    seat: str = ""
    grounds: str = ""
    evidence: str = ""


ROLE_LABELS: dict[Role, str] = {
    Role.DRAFTER: N_("承辦人"),
    Role.UNIT_HEAD: N_("單位主管"),
    Role.PLANNING: N_("研考"),
    Role.ACCOUNTING: N_("會計"),
    Role.GENDER_OFFICER: N_("性平"),
    Role.AGENCY_HEAD: N_("首長"),
    Role.AUDITOR: N_("稽核"),
    Role.ADMINISTRATOR: N_("系統管理者"),
    Role.GENDER_EXPERT: N_("民間專家"),
}
