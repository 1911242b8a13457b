"""What a move asks for, read from its page or from JSON."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from wtforms import FieldList, Form, FormField, HiddenField, PasswordField, RadioField, TextAreaField

from forms.common import tidy, too_long
from forms.opinions import LONGEST_PATH, OpinionForm
from models.wording import N_, Message
from workflows.lifecycle import Inputs, Malformed, NewOpinion, blocking_finding
from workflows.plans import AMEND_GROUNDS
from workflows.rules import Finding
from workflows.schema import EXEMPT_GROUNDS

LONGEST_REASON = 2000
MOST_OPINIONS = 100
GROUNDS = {"amend": AMEND_GROUNDS, "exempt": EXEMPT_GROUNDS}
"""The grounds to choose from, by move."""


class MoveForm(Form):
    """Every field some move asks for; a page shows those in the move's ``asks``."""

    seat = HiddenField(filters=(tidy,))
    reason = TextAreaField(_("理由"), filters=(tidy,))
    grounds = RadioField(_("事由"), validate_choice=False, choices=[])
    evidence = TextAreaField(_("佐證（公文字號或修正計畫頁次）"), filters=(tidy,))
    opinions = FieldList(FormField(OpinionForm), min_entries=1, max_entries=MOST_OPINIONS)
    password = PasswordField(_("再輸入一次密碼"))

    def inputs(self) -> Inputs:
        """What the workflow is handed. Raises ``Malformed`` with every text that is too long, beside its field."""
        if faults := tuple(self._faults()):
            raise Malformed(*faults)
        return Inputs(
            reason=(self.reason.data or "").strip(),
            opinions=tuple(
                NewOpinion((entry.form.text.data or "").strip(), entry.form.anchor.data or "")
                for entry in self.opinions
                if (entry.form.text.data or "").strip()
            ),
            seat=self.seat.data or "",
            grounds=self.grounds.data or "",
            evidence=(self.evidence.data or "").strip(),
        )

    def _faults(self) -> Iterator[Finding]:
        yield from too_long(self.reason.data or "", "reason", LONGEST_REASON)
        yield from too_long(self.evidence.data or "", "evidence", LONGEST_REASON)
        for place, entry in enumerate(self.opinions):
            yield from too_long(entry.form.text.data or "", f"opinions-{place}-text")
            if len(entry.form.anchor.data or "") > LONGEST_PATH:
                yield blocking_finding("WF-09", Message.of(N_("欄位格式不符")), f"opinions-{place}-anchor")
