"""Documents, their immutable revisions and the parts of content that revisions share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Digest, Model, partial
from models.people import Agency, User


class Document(Model):
    """One thing with a life. ``state`` changes only through a move; ``version`` grows with every change to the row.

    ``part_key`` is the row id of the KPI or key plan inside the parent plan's content. ``authority_id`` is the agency
    above at the time the document was begun. ``judged_sha256`` is, for a gender-impact sheet, the digest of the fields
    of the key plan that it judged. The column ``one_per_year`` is the database's own and mapped to nothing: triggers
    set it for the kinds of which an agency has one in a year (list ``yearly_kind`` of the vocabulary).
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint("year BETWEEN 1 AND 999", name="year"),
        CheckConstraint("edition >= 1 AND round >= 1 AND revision >= 0", name="counters"),
        CheckConstraint("(revision = 0) = (content_sha256 IS NULL)", name="revision_has_content"),
        Column("one_per_year", Boolean, server_default=false(), nullable=False),
        partial(
            "uq_document_one_per_year",
            "kind",
            "agency_id",
            "year",
            "edition",
            where="one_per_year AND state <> 'withdrawn'",
            unique=True,
        ),
        partial("uq_document_part", "parent_id", "kind", "part_key", where="parent_id IS NOT NULL", unique=True),
        Index("ix_document_list", "kind", "year", "agency_id", "id"),
        Index("ix_document_desk", "agency_id", "state", "kind"),
        Index("ix_document_authority", "authority_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    year: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(30))
    state_since: Mapped[datetime]
    edition: Mapped[int] = mapped_column(default=1)
    round: Mapped[int] = mapped_column(default=1)
    workflow_version: Mapped[int]
    form_version: Mapped[str] = mapped_column(String(20))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    part_key: Mapped[str | None] = mapped_column(String(40))
    predecessor_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    created_by: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)
    content_sha256: Mapped[str | None] = mapped_column(Digest)
    submitted_revision: Mapped[int | None]
    submitter_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    authors_since: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    judged_sha256: Mapped[str | None] = mapped_column(Digest)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version, "exclude_properties": ["one_per_year"]}  # noqa: RUF012 - SQLAlchemy's own declaration

    agency: Mapped[Agency] = relationship(foreign_keys=[agency_id])
    authority: Mapped[Agency | None] = relationship(foreign_keys=[authority_id])
    parent: Mapped[Document | None] = relationship(remote_side=[id], foreign_keys=[parent_id])

    @property
    def object_name(self) -> str:
        """How the log names this document: ``annual_plan:12``."""
        return f"{self.kind}:{self.id}"


class Revision(Model):
    """The full content at one moment; triggers refuse UPDATE and DELETE.

    ``manifest`` is canonical JSON ``{part: digest}``; the parts lie in ``content_part`` and are shared.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    content_sha256: Mapped[str] = mapped_column(Digest)
    manifest: Mapped[str] = mapped_column(Text)
    form_version: Mapped[str] = mapped_column(String(20))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]

    author: Mapped[User] = relationship()


class ContentPart(Model):
    """One part of some content by its digest, zstd-compressed; ``base`` is the part used as dictionary, if any.

    A key part has no base and depth 0; a delta lies one step above its base. ``key`` is the key part of the chain.
    """

    __tablename__ = "content_part"
    __table_args__ = (
        CheckConstraint("(base IS NULL) = (depth = 0) AND (base IS NULL) = (key IS NULL)", name="chain"),
        {"sqlite_with_rowid": False},
    )

    digest: Mapped[str] = mapped_column(Digest, primary_key=True)
    base: Mapped[str | None] = mapped_column(ForeignKey("content_part.digest"))
    key: Mapped[str | None] = mapped_column(ForeignKey("content_part.digest"))
    depth: Mapped[int] = mapped_column(SmallInteger)
    data: Mapped[bytes] = mapped_column(LargeBinary)
