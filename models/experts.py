"""Outside experts: who was asked for one sheet, the mailed link and code they come in by, what they leave behind."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Digest, Model
from models.people import User


class ExpertInvitation(Model):
    """An outside expert asked to assess one sheet; access ends with ``ended_at``."""

    __tablename__ = "expert_invitation"
    __table_args__ = (UniqueConstraint("document_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])


class ExpertLink(Model):
    """A single-use, expiring, revocable link to one sheet; neither the token nor the code is kept, only digests.

    ``browser_sha256`` is the digest of the cookie of the first browser that opened it; no other may use it.
    """

    __tablename__ = "expert_link"
    __table_args__ = (CheckConstraint("codes_sent >= 0 AND code_failures >= 0", name="counters"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("expert_invitation.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(Digest, unique=True)
    issued_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    browser_sha256: Mapped[str | None] = mapped_column(Digest)
    code_sha256: Mapped[str | None] = mapped_column(Digest)
    code_expires_at: Mapped[datetime | None]
    codes_sent: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    code_failures: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    invitation: Mapped[ExpertInvitation] = relationship()


class ExpertSession(Model):
    """What a session that was opened by a link is limited to: one invitation."""

    __tablename__ = "expert_session"

    token_sha256: Mapped[str] = mapped_column(ForeignKey("sign_in_session.token_sha256"), primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("expert_link.id"), index=True)

    link: Mapped[ExpertLink] = relationship()


class ExpertPart(Model):
    """What goes with one expert's participation beside the sheet's content: standing, due date, pledge, confirmations.

    ``part_key`` is the id of the expert's own part in the content of the sheet (several experts answer apart).
    ``spoke_revision`` is the sheet's revision they spoke of; ``confirm_asked_at`` is set when the text changed after.
    ``drafted_opinions`` is what they have typed and not given yet, as JSON: theirs alone, so no revision holds it.
    """

    __tablename__ = "expert_part"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("expert_invitation.id"), primary_key=True)
    part_key: Mapped[str] = mapped_column(String(40))
    standing: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    pledged_at: Mapped[datetime | None]
    spoke_revision: Mapped[int | None]
    notified_at: Mapped[datetime | None]
    confirm_asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_revision: Mapped[int | None]
    drafted_opinions: Mapped[str | None] = mapped_column(Text)

    invitation: Mapped[ExpertInvitation] = relationship()
