"""The words that the database lets into its columns: rows instead of constraints, because the lists grow.

Triggers (migration 0004) refuse what is not in the list of a column, and refuse to change or remove a word. Rows come
from the declarations in the code by ``workflows.kinds.vocabulary.synchronise``.
"""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Model


class Word(Model):
    """One word of one list: ``role`` ``drafter``; which column is checked against which list the migration says."""

    __tablename__ = "vocabulary"

    list_name: Mapped[str] = mapped_column(String(20), primary_key=True)
    word: Mapped[str] = mapped_column(String(60), primary_key=True)
