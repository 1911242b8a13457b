"""The history of a document as people read it: entries of the log by round and day, its indicators folded in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, func, select

from app.frame.paging import PER_PAGE, cut
from app.history.change_summaries import change_sums
from app.history.log_lines import Line, act_of, fold_of, foldable
from app.shell.rendering import roc
from models.audit_log import AuditEntry
from models.audit_words import Action as A
from models.document import Document
from models.wording import N_
from workflows.language import in_taipei, year_of
from workflows.lifecycle import KINDS, Dossier

"""Entries of the document on one page; what is folded into them does not count."""
FILTERS: Mapping[str, tuple[str, frozenset[A]]] = {
    "": (N_("全部"), frozenset()),
    "signs": (N_("核章"), frozenset({A.SIGN, A.ENDORSE, A.COMPLETE, A.EXEMPT, A.RECONFIRM})),
    "returns": (N_("退回"), frozenset({A.GIVE_BACK, A.RETURN_KPI, A.SEND_BACK, A.RECALL, A.REOPEN})),
    "changes": (N_("變更"), frozenset({A.CREATE, A.IMPORT, A.REVISE, A.AMEND, A.TARGET_CHANGE})),
    "reads": (N_("查閱"), frozenset({A.READ, A.EXPORT})),
}
"""What one may look for; nothing named means everything."""


class Timeline:
    """One page of a document's history, newest first; ``before`` is the entry at which the page before ended."""

    def __init__(self, dossier: Dossier, wanted: str = "", before: int | None = None) -> None:
        self.dossier, self.session = dossier, dossier.session
        self.wanted, self.before = wanted if wanted in FILTERS else "", before
        self.name = dossier.document.object_name

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many entries of the document each filter finds."""
        rows = self.session.execute(
            select(AuditEntry.action, func.count()).where(AuditEntry.object == self.name).group_by(AuditEntry.action)
        )
        by_action: dict[str, int] = dict(rows.all())
        return {
            name: sum(count for action, count in by_action.items() if not actions or action in actions)
            for name, (_label, actions) in FILTERS.items()
        }

    @cached_property
    def _own(self) -> list[Line]:
        rows = self.session.execute(
            _columns()
            .where(AuditEntry.object == self.name, *self._conditions())
            .order_by(AuditEntry.seq.desc())
            .limit(PER_PAGE + 1)
        )
        return [_line(row) for row in rows]

    def _conditions(self) -> Iterator[ColumnElement[bool]]:
        if actions := FILTERS[self.wanted][1]:
            yield AuditEntry.action.in_(actions)
        if self.before is not None:
            yield AuditEntry.seq < self.before

    @property
    def older(self) -> int | None:
        """From where the next page goes on, if there is one."""
        own, more = cut(self._own)
        return own[-1].seq if more else None

    @cached_property
    def lines(self) -> list[Line]:
        """The entries of the page with those of the indicators among them, newest first."""
        own, _more = cut(self._own)
        folded = self._folded(own[-1].seq if self.older is not None else 0)
        return sorted([*own, *folded], key=lambda line: -line.seq)

    def _folded(self, lowest: int) -> list[Line]:
        """What happened at one moment to documents reviewed with this one is one line, however many there are."""
        kinds = [kind.name for kind in KINDS.values() if kind.reviewed_with_parent]
        children = select(Document.kind, Document.id).where(
            Document.parent_id == self.dossier.document.id, Document.kind.in_(kinds)
        )
        names = [f"{row.kind}:{row.id}" for row in self.session.execute(children)]
        if not names or self.wanted == "reads":
            return []
        shown_actions = (
            frozenset(A) - {A.REVISE, A.CREATE} if self.wanted != "changes" else frozenset({A.CREATE, A.TARGET_CHANGE})
        )
        groups = (
            select(func.min(AuditEntry.seq).label("seq"), func.count().label("count"))
            .where(
                AuditEntry.object.in_(names),
                AuditEntry.seq >= lowest,
                AuditEntry.action.in_(shown_actions),
                *self._conditions(),
            )
            .group_by(AuditEntry.at, AuditEntry.action)
            .subquery()
        )
        rows = self.session.execute(_columns(groups.c.count).join(groups, groups.c.seq == AuditEntry.seq))
        return [_line(row, row[-1]) for row in rows]

    @cached_property
    def rounds_end(self) -> list[Line]:
        """The entries after which a new round began, oldest first."""
        ends = [move.name for move in self.dossier.workflow.moves if move.ends_round]
        rows = self.session.execute(
            _columns().where(AuditEntry.object == self.name, AuditEntry.action.in_(ends)).order_by(AuditEntry.seq)
        )
        return [_line(row) for row in rows]

    def round_of(self, line: Line) -> int:
        """In which round an entry was written: a return belongs, with all it brings about, to the round it ends."""
        ended = [end for end in self.rounds_end if end.seq < line.seq and end.entry["request"] != line.entry["request"]]
        return 1 + len(ended)

    def rounds(self) -> list[dict[str, Any]]:
        """What ``frame/parts/timeline.html`` shows: rounds, days, acts."""
        lines = list(folded(self.lines))
        revised = {
            line.entry["revision"]: line.hash
            for line, _more in lines
            if line.action == A.REVISE and line.object == self.name
        }
        sums = change_sums(self.dossier, {number: name for number, name in revised.items() if number > 1})
        rounds: list[dict[str, Any]] = []
        for line, others in lines:
            number = self.round_of(line)
            if not rounds or rounds[-1]["number"] != number:
                rounds.append(
                    {"number": number, "title": _("第 %(n)s 輪", n=number), "meta": self._meta(number), "days": []}
                )
            day, year = roc(line.at, "day"), year_of(in_taipei(line.at))
            days = rounds[-1]["days"]
            if not days or days[-1]["date"] != day or days[-1]["year"] != year:
                days.append({"date": day, "year": year, "sub": "", "iso": roc(line.at), "acts": []})
            current = number == self.dossier.reviewed.round
            days[-1]["acts"].append(
                fold_of(self.dossier, line, others) or act_of(self.dossier, line, sums, current=current)
            )
        for group in rounds:
            _name_years(group["days"])
        return rounds

    def _meta(self, number: int) -> str:
        """From when to when a round lasted, and which revisions it saw."""
        ends = self.rounds_end
        start = ends[number - 2] if 1 < number <= len(ends) + 1 else None
        end = ends[number - 1] if number <= len(ends) else None
        first = start.at if start else self.dossier.document.created_at
        low = (start.entry["revision"] or 0) + 1 if start else 1
        high = (end.entry["revision"] if end else self.dossier.document.revision) or 0
        span = (
            _("%(first)s–%(last)s", first=roc(first), last=roc(end.at)) if end else _("%(first)s 起", first=roc(first))
        )
        if high < low:
            return str(span)
        revisions = _("修訂 %(low)s 至 %(high)s", low=low, high=high) if high > low else _("修訂 %(n)s", n=low)
        return f"{span}　{revisions}"


def _name_years(days: Sequence[dict[str, Any]]) -> None:
    """Say the year beneath the first day of each year shown."""
    last = ""
    for day in days:
        if day["year"] != last:
            day["sub"] = _("%(year)s 年", year=day["year"])
        last = day["year"]


def _columns(*more: Any) -> Any:
    return select(
        AuditEntry.seq, AuditEntry.hash, AuditEntry.object, AuditEntry.action, AuditEntry.at, AuditEntry.line, *more
    )


def _line(row: Any, count: int = 1) -> Line:
    return Line(row.seq, row.hash, row.object, row.action, row.at, json.loads(row.line), count)


def folded(lines: Iterable[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Runs of like entries by one person on one day as one; opinions that come with a return are told with it."""
    returns = {line.entry["request"] for line in lines if line.action in (A.GIVE_BACK, A.RETURN_KPI)}
    run: list[Line] = []
    for line in lines:
        if line.action == A.OPINION and line.entry["request"] in returns:
            continue
        if run and not foldable(run[-1], line):
            yield run[0], run[1:]
            run = []
        run.append(line)
    if run:
        yield run[0], run[1:]


def history_url(dossier: Dossier, **more: Any) -> str:
    """The address of the history with a filter or further back."""
    return url_for(
        "history.show", document_id=dossier.document.id, **{name: value for name, value in more.items() if value}
    )
