"""What people are to be told: written with the act, sent afterwards."""

from __future__ import annotations

from workflows.notices.outbox import (
    HOME,
    MOST_ATTEMPTS,
    UNSENT,
    Letter,
    Post,
    deliver,
    mark_read,
    notify,
    unread,
    void,
    wait_after,
    waiting,
)

__all__ = [
    "HOME",
    "MOST_ATTEMPTS",
    "UNSENT",
    "Letter",
    "Post",
    "deliver",
    "mark_read",
    "notify",
    "unread",
    "void",
    "wait_after",
    "waiting",
]
