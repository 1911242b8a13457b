"""The outbox (寄件匣): notices to people, written in the same transaction as the act that caused it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Model, partial
from models.people import User


class Notice(Model):
    """One message to one person; ``address`` is empty where they only see it on their desk.

    A ``confidential`` body (a link, a code) is shown to nobody and emptied once it has been sent or is void. ``about``
    is the object name of a document (``gender_impact:7``). ``tried_at`` is the last attempt: it claims and backs off.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("attempts >= 0", name="attempts"),
        partial("ix_notice_unsent", "id", where="sent_at IS NULL AND void_at IS NULL AND address <> ''"),
        Index("ix_notice_desk", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    address: Mapped[str] = mapped_column(String(200), default="")
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    confidential: Mapped[bool] = mapped_column(default=False)
    about: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    void_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    last_error: Mapped[str] = mapped_column(String(300), default="")

    user: Mapped[User | None] = relationship()
