"""Tables and single-row truths; importing this package registers every table."""

from models import (
    agency_settings,
    audit_log,
    base,
    document,
    engines,
    experts,
    gender,
    idempotency,
    kpi,
    notice,
    people,
    review,
    storage,
    words,
)

__all__ = [
    "agency_settings",
    "audit_log",
    "base",
    "document",
    "engines",
    "experts",
    "gender",
    "idempotency",
    "kpi",
    "notice",
    "people",
    "review",
    "storage",
    "words",
]
