"""People, roles, agencies, passwords and sessions."""

from __future__ import annotations

from workflows.accounts import authentication, people
from workflows.accounts.authentication import (
    USE_RECORDED_EVERY,
    SignInAttempt,
    WrongPassword,
    confirm_identity,
    count_failure,
    record_session_use,
    require_unlocked,
    session_of_token,
)
from workflows.accounts.locks import relied_on
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
    "USE_RECORDED_EVERY",
    "Person",
    "SignInAttempt",
    "WrongPassword",
    "actor_of",
    "authentication",
    "change_person",
    "confirm_identity",
    "count_failure",
    "create_agency",
    "create_person",
    "grant_role",
    "people",
    "record_session_use",
    "relied_on",
    "require_unlocked",
    "session_of_token",
    "set_password",
]
