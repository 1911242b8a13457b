"""What is typed for an actual value, its return, the thresholds of lights, and what the overview may be asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField

from forms.base import BaseForm
from forms.common import Sent, tidy
from models.wording import N_
from workflows.language import whole_number
from workflows.results import AttainmentState, Light, NewResult

LONGEST = 80
SORTS = ("", "title", "rate", "-rate", "standing", "light")
STATES = {"waiting": N_("待確認"), "returned": N_("退回修正"), "confirmed": N_("已確認"), "none": N_("未填報")}
"""What may be asked of the entries of an indicator."""


class ResultForm(BaseForm):
    """An actual value of one period: the value itself, or the operands of the formula, with its evidence."""

    year = SelectField(_("年度"), validate_choice=False, filters=(tidy,))
    period = SelectField(_("期別"), validate_choice=False, filters=(tidy,))
    value = StringField(_("實際值"), filters=(tidy,))
    unit = SelectField(_("單位"), validate_choice=False, filters=(tidy,))
    evidence = TextAreaField(_("佐證"), filters=(tidy,))
    note = TextAreaField(_("說明"), filters=(tidy,))

    def new(self, operands: Mapping[str, str]) -> NewResult:
        """What was typed, as the verb takes it; operands count only where no value was typed."""
        typed = {name: text for name, text in operands.items() if text.strip()}
        return NewResult(
            whole_number(self.year.data or "", 3) or 0,
            self.period.data or "",
            self.evidence.data or "",
            (self.value.data or "")[:LONGEST],
            (self.unit.data or "")[:20],
            {} if (self.value.data or "").strip() else typed,
            self.note.data or "",
        )


def operands_sent(sent: Sent) -> dict[str, str]:
    """The operands as typed: ``operand-3-name`` and ``operand-3-value``, or for machines an object ``operands``."""
    operands: dict[str, str] = {}
    for key in sent:
        if key.startswith("operand-") and key.endswith("-name") and len(operands) < 200:
            operands[tidy(sent[key])] = tidy(sent.get(f"{key[:-5]}-value", ""))[:2000]
    return operands


class ReturnForm(BaseForm):
    """Why an entry is returned."""

    reason = TextAreaField(_("退回理由"), filters=(tidy,))


class LightsForm(BaseForm):
    """From which rate on a light is green, from which yellow."""

    green = StringField(_("綠燈：達成率至少（百分比）"), filters=(tidy,))
    yellow = StringField(_("黃燈：達成率至少（百分比）"), filters=(tidy,))
    note = TextAreaField(_("依據或說明"), filters=(tidy,))


@dataclass(frozen=True)
class ResultSearch:
    """A question to the overview; anything that is no answer to it is left out."""

    agency: int | None = None
    year: int | None = None
    q: str = ""
    standing: str = ""
    light: str = ""
    state: str = ""
    sort: str = ""
    page: str = ""

    @classmethod
    def asked(cls, sent: Mapping[str, str]) -> ResultSearch:
        """Read the address."""

        def one_of(name: str, known: Iterable[str]) -> str:
            word = sent.get(name, "")
            return word if word in tuple(known) else ""

        return cls(
            whole_number(sent.get("agency", ""), 9),
            whole_number(sent.get("year", ""), 3),
            tidy(sent.get("q", "")).strip()[:LONGEST],
            one_of("standing", AttainmentState),
            one_of("light", Light),
            one_of("state", STATES),
            one_of("sort", SORTS),
            sent.get("page", ""),
        )

    def filters(self) -> dict[str, str]:
        """The same question as an address, without the page."""
        kept = {
            "agency": self.agency,
            "year": self.year,
            "q": self.q,
            "standing": self.standing,
            "light": self.light,
            "state": self.state,
            "sort": self.sort,
        }
        return {name: str(value) for name, value in kept.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether indicators are left out."""
        return bool(self.q or self.standing or self.light or self.state)
