"""Idempotency keys: what was asked under which key, and what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Digest, Model


class IdempotencyKey(Model):
    """An idempotency key and what its first use brought about, so that a double click has one effect."""

    __tablename__ = "once"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    request_sha256: Mapped[str] = mapped_column(Digest)
    outcome: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
