"""What people are to be told: written with the act, sent afterwards."""

from __future__ import annotations

from workflows.notices.outbox import (
    HOME_PLACEHOLDER,
    MOST_ATTEMPTS,
    UNSENT,
    Letter,
    SendLetter,
    deliver_due,
    mark_read,
    notify,
    pending_letters,
    unread_notices,
    void_unsent,
    wait_after,
)

__all__ = [
    "HOME_PLACEHOLDER",
    "MOST_ATTEMPTS",
    "UNSENT",
    "Letter",
    "SendLetter",
    "deliver_due",
    "mark_read",
    "notify",
    "pending_letters",
    "unread_notices",
    "void_unsent",
    "wait_after",
]
