"""What was typed into a drafting page, on its way to becoming a revision or back to the page with every word kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.frame.sent_form import note_fault
from app.shell.rendering import say
from forms.drafting import PreambleForm, RowForm, row_form
from models.document import Revision
from models.storage import manifest_of, read
from models.wording import N_, Message
from workflows.content import (
    Changed,
    Content,
    Merge,
    editing,
    merge_row,
    merge_value,
    put_preamble,
    replace_row,
    row_of,
)
from workflows.lifecycle import Dossier, Malformed, NotVisible, blocking_finding
from workflows.schema import PREAMBLE, ROWS, blank_row, encodable, tidy_text

Sent = MultiDict[str, str]


class Typed:
    """One row as typed. ``edit`` is what ``workflows.lifecycle.moves.save`` runs; ``form`` keeps the words for the page."""

    def __init__(self, part: str, row_id: str, sent: Sent) -> None:
        self.part, self.row_id, self.sent = part, row_id, sent
        self.op = sent.get("op", "save")
        self.form: RowForm | None = None

    def read(self, stored: Mapping[str, Any]) -> RowForm:
        """The form with what was sent, over what is stored."""
        self.form = row_form(self.part)(self.sent, data=stored)
        return self.form

    def edit(self, content: Content) -> Changed:
        """The parts that change; raises ``Malformed`` where the form itself finds fault, ``NotVisible`` for no such row."""
        stored = row_of(content, self.part, self.row_id)
        restored = stored is None and "restore" in self.sent
        if stored is None and not restored:
            raise NotVisible
        form = self.read(stored or blank_row(ROWS[self.part], self.row_id))
        if self.op == "remove":
            return editing.remove_row(content, self.part, self.row_id)
        if not form.validate() or note_fault(self.sent):
            raise Malformed
        changed = replace_row(
            content, self.part, form.row(stored or blank_row(ROWS[self.part], self.row_id)), or_add=restored
        )
        if self.op in ("up", "down"):
            way: Any = self.op
            return editing.merged(changed, editing.move_row({**content, **changed}, self.part, self.row_id, way))
        return changed

    def merge(self, dossier: Dossier, base: Mapping[str, Any] | None) -> Merge | None:
        """My row, theirs and the one both began from; ``None`` where the row was removed meanwhile."""
        theirs = row_of(dossier.content, self.part, self.row_id)
        form = self.read(base or theirs or blank_row(ROWS[self.part], self.row_id))
        mine = form.row(base or theirs or blank_row(ROWS[self.part], self.row_id))
        return merge_row(base, mine, theirs) if theirs is not None else None


class TypedPreamble:
    """The words before 壹 as typed."""

    part, row_id = "preamble", ""

    def __init__(self, sent: Sent) -> None:
        self.sent, self.op = sent, sent.get("op", "save")
        self.form = PreambleForm(sent)

    def edit(self, content: Content) -> Changed:
        """The preamble as typed; as it is where the field did not come."""
        if note_fault(self.sent):
            raise Malformed
        text = self.form.preamble.data
        return put_preamble(content, content.get("preamble", "") if text is None else text)

    def merge(self, dossier: Dossier, base: Mapping[str, Any] | None) -> Merge:
        """My words, theirs and those both began from."""
        mine = tidy_text(self.form.preamble.data or "")
        return merge_value(PREAMBLE.name, (base or {}).get("preamble"), mine, dossier.content.get("preamble", ""))


def last_changed(dossier: Dossier, part: str, row_id: str) -> Revision | None:
    """The revision in which the row got the words it has now, as far as fifty revisions back."""
    value = _value(dossier.content, part, row_id)
    latest = dossier.head
    for number in range(dossier.document.revision - 1, max(0, dossier.document.revision - 50), -1):
        revision = dossier.revision(number)
        if revision is None or _value(read(dossier.session, manifest_of(revision)), part, row_id) != value:
            break
        latest = revision
    return latest


def _value(content: Mapping[str, Any], part: str, row_id: str) -> Any:
    return row_of(content, part, row_id) if row_id else content.get(part)


def require_known(parts: Any, known: frozenset[str]) -> None:
    """Refuse content that is no object, or names parts that this kind of document does not have."""
    if not isinstance(parts, dict) or not parts:
        raise Malformed(blocking_finding("WF-09", Message.of(N_("請以 parts 附上要修改的部分")), "parts"))
    faults = [
        blocking_finding("WF-10", Message.of(N_("沒有這個欄位")), encodable(str(name)[:40]))
        for name in sorted(parts.keys() - known)
    ]
    if faults:
        raise Malformed(*faults)


def complain(typed: Typed | TypedPreamble, refusal: Malformed) -> list[tuple[str, str, str]]:
    """Every fault as (id of the control, label, sentence); each is also put beside its field."""
    faults: list[tuple[str, str, str]] = []
    if isinstance(typed, Typed) and typed.form is not None:
        typed.form.blame(refusal.findings, say)
        faults = typed.form.faults()
    elif isinstance(typed, TypedPreamble):
        typed.form.preamble.errors = [say(finding.message) for finding in refusal.findings]
        faults = [("preamble", say(PREAMBLE.label), str(error)) for error in typed.form.preamble.errors]
    if trouble := note_fault(typed.sent):
        faults.append(("note", _("修訂說明"), trouble))
    return faults
