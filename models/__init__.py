"""Tables and single-row truths; importing this package registers every table."""

from models import audit, base, document, engines, people, review, storage

__all__ = ["audit", "base", "document", "engines", "people", "review", "storage"]
