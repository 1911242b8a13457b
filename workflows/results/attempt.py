"""One attempt at a move of an actual value: the indicator, the entry, who makes it and what they add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.audit_log import Entry
from models.audit_words import Action
from models.document import Document
from models.kpi import KpiResult
from models.wording import N_, Message
from workflows.lifecycle import (
    ActionContext,
    Move,
    NotPermitted,
    Overtaken,
    Permission,
    Refused,
    UnitOfWork,
    Workflow,
    may,
)
from workflows.results.values import NewResult

OTHERWISE = {
    Permission.RESULT_ENTER: N_("實際值由本機關承辦人填報"),
    Permission.RESULT_CONFIRM: N_("實際值由本機關研考確認或退回"),
}
"""The sentence for whoever does not hold the permission."""
MEANINGS = {Action.RESULT_CONFIRM: N_("本人以研考身分確認本期實際值與佐證資料相符。")}
"""What a confirmation says in words; the log keeps it."""


@dataclass
class ResultAttempt:
    """What guards judge and effects change. ``unit`` is absent when a move is only being considered.

    ``new`` is what was typed for a new entry; ``reason`` is its note, or why an entry is returned.
    """

    workflow: Workflow
    move: Move
    document: Document
    row: KpiResult
    context: ActionContext
    unit: UnitOfWork | None = None
    new: NewResult | None = None
    reason: str = ""
    cause: str = ""
    came_from: str = ""

    @property
    def work(self) -> UnitOfWork:
        """The unit of work; effects run only inside one."""
        if self.unit is None:
            raise RuntimeError("an effect needs a unit of work")
        return self.unit

    def objections(self) -> Iterator[Message]:
        """Every reason why this person may not make this move: no grant, or the value is their own (workflow.md §5)."""
        move, actor = self.move, self.context.actor
        if move.needs is None:
            return
        if not may(actor, move.needs, self.document):
            yield Message.of(OTHERWISE[move.needs])
        elif move.four_eyes and self.row.entered_by == actor.id:
            yield Message.of(N_("這筆數值是您填報的，要由另一位研考人員確認"))

    def require_permission(self) -> None:
        """Raise ``NotPermitted`` with every objection."""
        if objections := tuple(self.objections()):
            raise NotPermitted(objections)

    def require_guards(self) -> None:
        """Raise ``Refused`` with every finding of the guards."""
        if findings := tuple(finding for guard in self.move.guards for finding in guard(self)):
            raise Refused(*findings)

    def complete(self) -> None:
        """Bring about the effects and write the move down; that an entry is replaced is told by what replaces it."""
        for effect in self.move.effects:
            effect(self)
        if not self.move.by_system:
            self.work.write(self._entry())

    def wrong_state(self) -> Overtaken:
        """For machines: the version is the number of the entry, the state its own."""
        return Overtaken(self.document.id, self.row.number, self.row.state, self.document.revision)

    def following(self, move: str, row: KpiResult) -> ResultAttempt:
        """A step of the system on another entry, caused by this move, in the same transaction."""
        caused = self.workflow.move_named[move]
        return replace(self, move=caused, row=row, cause=self.move.name.value, came_from="")

    def _entry(self) -> Entry:
        document, row = self.document, self.row
        return Entry(
            self.move.name,
            document.object_name,
            self.context.named(document.agency.name),
            revision=document.revision or None,
            content_sha256=document.content_sha256,
            reason=self.reason.strip(),
            meaning=MEANINGS.get(self.move.name, ""),
            details={"year": row.year, "period": row.period, "number": row.number, "value": row.value},
        )
