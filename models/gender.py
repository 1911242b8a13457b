"""What the gender officer decided: which key plans of a plan owe a gender-impact sheet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Digest, Model


class ImpactDecision(Model):
    """What the gender officer decided for one key plan of a plan: whether it owes a sheet; triggers refuse changes.

    The newest decision on a row counts. ``judged_sha256`` is the digest of the fields of the row it was made on.
    """

    __tablename__ = "impact_decision"
    __table_args__ = (CheckConstraint("decision IN ('owed', 'not_owed', 'exempt')", name="decision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    row_key: Mapped[str] = mapped_column(String(40))
    decision: Mapped[str] = mapped_column(String(10))
    grounds: Mapped[str] = mapped_column(String(20), default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    judged_sha256: Mapped[str] = mapped_column(Digest)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
