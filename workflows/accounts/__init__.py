"""People, roles, agencies, passwords and sessions."""

from __future__ import annotations

from workflows.accounts import authentication, people
from workflows.accounts.authentication import (
    SEEN_EVERY,
    SignInAttempt,
    WrongPassword,
    counted,
    note_seen,
    prove,
    require_unlocked,
    resume,
)
from workflows.accounts.people import (
    Person,
    actor_of,
    change_person,
    create_agency,
    create_person,
    grant_role,
    set_password,
)

__all__ = [
    "SEEN_EVERY",
    "Person",
    "SignInAttempt",
    "WrongPassword",
    "actor_of",
    "authentication",
    "change_person",
    "counted",
    "create_agency",
    "create_person",
    "grant_role",
    "note_seen",
    "people",
    "prove",
    "require_unlocked",
    "resume",
    "set_password",
]
