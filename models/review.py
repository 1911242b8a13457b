"""What reviewing leaves behind: sign-offs, opinions with their responses, acknowledged warnings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Digest, Model, partial
from models.people import User


class SignOff(Model):
    """What a person said in a seat, and the digests of exactly what was signed (workflow.md §6)."""

    __tablename__ = "sign_off"
    __table_args__ = (
        CheckConstraint("verdict IN ('agree', 'return')", name="verdict"),
        partial("uq_sign_off_seat", "document_id", "edition", "round", "seat", where="verdict = 'agree'", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    edition: Mapped[int]
    round: Mapped[int]
    seat: Mapped[str] = mapped_column(String(30))
    verdict: Mapped[str] = mapped_column(String(10))
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    revision: Mapped[int]
    content_sha256: Mapped[str] = mapped_column(Digest)
    scope_sha256: Mapped[str] = mapped_column(Digest)
    form_version: Mapped[str] = mapped_column(String(20))
    workflow_version: Mapped[int]
    meaning: Mapped[str] = mapped_column(String(500))

    user: Mapped[User] = relationship()


class Opinion(Model):
    """One numbered opinion (審查意見) with its response (意見回復) and the reviewer's verdict; rounds are kept."""

    __tablename__ = "opinion"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        CheckConstraint("(response IS NULL) = (responded_at IS NULL)", name="response_is_dated"),
        CheckConstraint("(resolved_at IS NULL) = (resolved_by IS NULL)", name="resolution_is_signed"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    edition: Mapped[int]
    round: Mapped[int]
    number: Mapped[int]
    seat: Mapped[str] = mapped_column(String(30))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    anchor: Mapped[str] = mapped_column(String(120), default="")
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    response: Mapped[str | None] = mapped_column(Text)
    adopted: Mapped[bool | None]
    changed_at_path: Mapped[str] = mapped_column(String(120), default="")
    responded_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    responded_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    resolved_at: Mapped[datetime | None]

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    responder: Mapped[User | None] = relationship(foreign_keys=[responded_by])
    resolver: Mapped[User | None] = relationship(foreign_keys=[resolved_by])


class Acknowledgement(Model):
    """A warning that the drafter explained; ``fingerprint`` binds it to the text the warning spoke of."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("document_id", "rule", "fingerprint"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    rule: Mapped[str] = mapped_column(String(10))
    fingerprint: Mapped[str] = mapped_column(Digest)
    anchor: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    user: Mapped[User] = relationship()
