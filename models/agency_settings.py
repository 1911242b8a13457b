"""What an agency sets for itself: rules made heavier, thresholds of the lights."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Model
from models.people import User


class RaisedSeverity(Model):
    """A rule whose severity is higher at this agency than in the catalogue; never lower (rules.md, head of the catalogue)."""

    __tablename__ = "raised_severity"
    __table_args__ = (CheckConstraint("severity IN ('B', 'R', 'W')", name="severity"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    rule: Mapped[str] = mapped_column(String(10), primary_key=True)
    severity: Mapped[str] = mapped_column(String(1))
    reason: Mapped[str] = mapped_column(Text)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    user: Mapped[User] = relationship()


class LightScheme(Model):
    """From which attainment on, in percent as decimal strings, this agency shows green and yellow; below is red."""

    __tablename__ = "light_scheme"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    green: Mapped[str] = mapped_column(String(20))
    yellow: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(Text, default="")
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]

    user: Mapped[User] = relationship()
