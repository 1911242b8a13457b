"""Agencies, people, the roles they hold from–to, their sessions and the counters of failed sign-ins."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Digest, Model


class Agency(Model):
    """An agency (機關); ``parent`` is its 主管機關 and is empty where none reviews its plans."""

    __tablename__ = "agency"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_its_own_parent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    self_name: Mapped[str] = mapped_column(String(10), default="本機關")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)

    parent: Mapped[Agency | None] = relationship(remote_side=[id])


class User(Model):
    """A person with an account; people are disabled, never deleted, because history names them."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(80), default="")
    job_title: Mapped[str] = mapped_column(String(80), default="")
    expertise: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    locale: Mapped[str] = mapped_column(String(10), default="")
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own declaration

    holdings: Mapped[list[RoleHolding]] = relationship(back_populates="user", order_by="RoleHolding.id")


class RoleHolding(Model):
    """A role held by a person at an agency from–to, both days included; a role of people from outside has no agency.

    Triggers check ``role`` and whether it goes with an agency.
    """

    __tablename__ = "role_holding"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="period"),
        Index("ix_role_holding_seat", "agency_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    role: Mapped[str] = mapped_column(String(20))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)

    user: Mapped[User] = relationship(back_populates="holdings")
    agency: Mapped[Agency | None] = relationship()


class SignInSession(Model):
    """A session kept on the server: it can be ended by us, unlike a signed cookie. ``token_sha256`` is never the token."""

    __tablename__ = "sign_in_session"

    token_sha256: Mapped[str] = mapped_column(Digest, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SignInFailure(Model):
    """Failed sign-ins counted per account and per address, in a table because workers do not share memory."""

    __tablename__ = "sign_in_failure"

    subject: Mapped[str] = mapped_column(String(200), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    first_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
