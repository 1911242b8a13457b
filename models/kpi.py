"""What a KPI definition (關鍵績效指標) gathers over time: changed targets and actual results."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Model
from models.people import User


class TargetChange(Model):
    """One change of a target, kept for ever; triggers refuse UPDATE and DELETE.

    ``year`` is the ROC year the target is for. ``before`` and ``after`` are canonical JSON of the target as the row of
    the plan has it, empty where there was or is none. ``plan_revision`` is the revision of the plan that brought it.
    """

    __tablename__ = "target_change"
    __table_args__ = (
        CheckConstraint("before <> after", name="differs"),
        Index("ix_target_change_document", "document_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    year: Mapped[int]
    before: Mapped[str] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    plan_revision: Mapped[int]
    edition: Mapped[int]
    round: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    user: Mapped[User] = relationship()


class KpiResult(Model):
    """An actual value of one period, entered by the drafter, confirmed or returned by 研考; a correction is a new number.

    ``year`` is a ROC year, ``period`` one of ``year``, ``H1``–``H2``, ``Q1``–``Q4``, ``M01``–``M12``. ``value`` is a
    decimal string in the unit of the target; ``inputs`` is canonical JSON of the operands it was computed from, or
    empty. ``definition_revision`` is the revision of the KPI definition it was computed with.
    """

    __tablename__ = "kpi_result"
    __table_args__ = (
        UniqueConstraint("document_id", "year", "period", "number"),
        CheckConstraint("(settled_by IS NULL) = (settled_at IS NULL)", name="settling_is_dated"),
        CheckConstraint("settled_by IS NULL OR settled_by <> entered_by", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    year: Mapped[int]
    period: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    value: Mapped[str] = mapped_column(String(60))
    inputs: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    definition_revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    entered_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    entered_at: Mapped[datetime]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    settled_at: Mapped[datetime | None]
    settled_note: Mapped[str] = mapped_column(Text, default="")

    author: Mapped[User] = relationship(foreign_keys=[entered_by])
    settler: Mapped[User | None] = relationship(foreign_keys=[settled_by])
