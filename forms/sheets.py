"""Forms of the gender-impact sheet, generated from a section of its form version."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from forms.common import Sent, choices_of, tidy
from forms.figures import FiguresField
from models.wording import N_, Message
from workflows.content import figure_rows
from workflows.language import from_roc, roc
from workflows.lifecycle import Malformed, blocking_finding
from workflows.rules import Finding
from workflows.schema import Input, Section, fields, value_at

ANSWERS = ("是", "否")
LISTS = (Input.CHOICES, Input.FIGURES)


def field_name(path: str) -> str:
    """The name and id of the field of a place: ``beneficiaries[7-1].reason`` is ``beneficiaries-7-1-reason``."""
    return re.sub(r"[^0-9A-Za-z_]+", "-", path).strip("-")


def leaves(section: Section) -> Iterator[tuple[str, fields.Field]]:
    """Every place a section fills, with its item; an item of 是／否 and reason fills two."""
    for item in section.items:
        for leaf in item.leaves:
            for path in leaf.value_paths:
                yield path, leaf


class _Ticks(SelectMultipleField):
    """Several boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def _field(path: str, item: fields.Field, *, own: bool = True) -> Field:
    """The field of a place; ``own`` puts the item's number before its label, which a field of a group goes without."""
    label = f"{item.no}　{item.label}" if own and item.no[:1].isdigit() and item.input is not Input.TEXT else item.label
    if item.input is Input.YESNO_REASON:
        if path.endswith(".answer"):
            label = _("%(item)s 評定結果", item=item.no)
            return _choice(label, [(answer, answer) for answer in ANSWERS])
        return TextAreaField(lazy_gettext("評定原因"), filters=(tidy,))
    if item.input is Input.CHOICE:
        return _choice(label, [(one.value, one.label) for one in item.options])
    if item.input is Input.CHOICES:
        options = [(one.value, f"{one.value} {one.label}".strip()) for one in item.options]
        return _Ticks(label, choices=choices_of(options), validate_choice=False)
    if item.input is Input.FIGURES:
        return FiguresField(label)
    if item.input is Input.FLAG:
        return BooleanField(label, false_values=("", "n", "no"))
    return (TextAreaField if item.input is Input.TEXT else StringField)(label, filters=(tidy,))


def _choice(label: str, options: list[tuple[str, str]]) -> Field:
    return RadioField(label, choices=choices_of(options), validate_choice=False, filters=(tidy,))


@dataclass(frozen=True)
class SheetForm:
    """One section as a form: what stands in each field, and what it means for the content."""

    section: Section
    form: BaseForm

    def __getitem__(self, path: str) -> Any:
        """The field of a place."""
        return self.form[field_name(path)]

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, by place. Raises ``Malformed`` with every fault beside its field, and marks the fields."""
        values: dict[str, Any] = {}
        faults: list[Finding] = []
        for path, item in leaves(self.section):
            try:
                values[path] = _value(self[path].data, path, item)
            except Malformed as wrong:
                faults += wrong.findings
        if faults:
            raise Malformed(*faults)
        return values

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, by place, however wrong."""
        return {path: self[path].data for path, _item in leaves(self.section)}

    def mark(self, findings: tuple[Finding, ...], say: Any) -> list[dict[str, str]]:
        """Put each fault beside its field; gives all of them for the summary above the form."""
        faults = []
        for finding in findings:
            name = field_name(finding.at)
            words = say(finding.message)
            if name in self.form._fields:
                field = self.form[name]
                field.errors = [*field.errors, words]
            faults.append({"text": words, "href": f"#{name}" if name in self.form._fields else ""})
        return faults


def _value(data: Any, path: str, item: fields.Field) -> Any:
    if item.input is Input.FIGURES:
        return figures_of(data, path)
    if item.input is Input.FLAG:
        return bool(data)
    if item.input is Input.CHOICES:
        options = {one.value for one in item.options}
        ticked = list(dict.fromkeys(data or []))
        if not options.issuperset(ticked):
            raise Malformed(blocking_finding("WF-09", Message.of(N_("請從所列選項中選擇")), path))
        return [one.value for one in item.options if one.value in ticked]
    text = (data or "").strip()
    if len(text) > item.limit:
        words = N_("「%(field)s」最多 %(most)s 字，目前 %(now)s 字")
        raise Malformed(
            blocking_finding("WF-10", Message.of(words, field=item.caption, most=item.limit, now=len(text)), path)
        )
    known = ANSWERS if path.endswith(".answer") else tuple(one.value for one in item.options)
    if known and text and text not in known:
        raise Malformed(blocking_finding("WF-09", Message.of(N_("請從所列選項中選擇")), path))
    return _day(text, path) if item.input is Input.DATE else text


def figures_of(rows: list[dict[str, str]], path: str) -> list[dict[str, str]]:
    """The rows of figures as they may be kept. Raises ``Malformed`` with every fault, all of them at the table."""
    faults: list[Finding] = []
    kept = figure_rows(rows, path, lambda _at, message: faults.append(blocking_finding("WF-10", message, path)))
    if faults:
        raise Malformed(*faults)
    return kept


def _day(text: str, path: str) -> str:
    day = from_roc(text)
    if text and day is None:
        raise Malformed(blocking_finding("WF-09", Message.of(N_("日期請填民國年／月／日，例如 107/08/31")), path))
    return roc(day, "-") if day else ""


def day_words(text: str) -> str:
    """A date of the content as people write it: ``107-08-31`` is 107/08/31; what is no date stays as it is."""
    day = from_roc(text)
    return roc(day) if day else text


def sheet_form(
    section: Section, content: Mapping[str, Any], sent: Sent | None = None, known: Mapping[str, Any] | None = None
) -> SheetForm:
    """The form of a section, filled with what was sent, else with the content; ``known`` stands where that is empty."""
    fields: dict[str, Any] = {
        field_name(path): _field(path, item, own=item in section.items) for path, item in leaves(section)
    }
    form = BaseForm(fields)
    data = {}
    for path, item in leaves(section):
        value = value_at(content, path) or (known or {}).get(path) or ([] if item.input in LISTS else "")
        data[field_name(path)] = day_words(value) if item.input is Input.DATE and isinstance(value, str) else value
    form.process(sent, data=data)
    for field in form:
        field.errors = []
    return SheetForm(section, form)
