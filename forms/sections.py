"""A section of any form as a page sends it: every value under its own place, lists and years by the rows that were shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask_babel import gettext as _
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms import Field as FormField
from wtforms.form import BaseForm

from forms.common import Sent, choices_of
from forms.plan_rows import MARKER, TargetField
from forms.sheets import day_words, field_name
from forms.year_rows import FigureField
from models.wording import Message
from workflows.language import plain_figure
from workflows.rules import Finding
from workflows.schema import (
    ROW_ID,
    TARGET_KEYS,
    ByYear,
    Field,
    FormVersion,
    Input,
    Leaf,
    Listed,
    Section,
    Shape,
    Stored,
    Struct,
    Table,
    blank_of,
    blank_row,
    shape_of,
    years_of,
)

SHOWN: Final = "rows"
"""Hidden inputs of this name say which rows and years stood on the page, in order: ``money[m-1]``; ``money[]`` for none yet."""
MOST_SHOWN: Final = 4000
MOST_RADIOS: Final = 6
"""A choice of at most so many options is made with radio buttons, of more with a list to open."""
UNSEEN: Final = frozenset({Input.HIDDEN, Input.UNRESOLVED, Input.FIGURES})
"""Inputs that these forms do not show: what is stored stays."""
YEAR: Final = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)
Content = Mapping[str, Any]
Targets = Callable[[Field], Iterable[tuple[str, str]]]
"""What a reference may mean: ids and names of rows."""
Words = Callable[[str], str]


@dataclass
class SectionForm:
    """One section with what stands in each of its fields: as stored, or as sent where something was sent.

    ``content`` is the whole content with what was typed put in, however wrong; ``open_parts`` are the parts that this
    person may fill in now, the others have no fields.
    """

    form: FormVersion
    section: Section
    content: Content
    open_parts: frozenset[str]
    fields: BaseForm
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """Every fault as (id of the control, name of the place, sentence)."""

    def __getitem__(self, at: str) -> FormField:
        """The field of a place."""
        return self.fields[at]

    def __contains__(self, at: str) -> bool:
        """Whether a place can be filled in here."""
        return at in self.fields

    @property
    def changed(self) -> dict[str, Any]:
        """The parts as typed."""
        return {top: self.content[top] for top in self.section.tops if top in self.open_parts and top in self.content}

    def blame(self, findings: Iterable[Finding], say: Callable[[Message], str], named: Callable[[str], str]) -> None:
        """Put every fault beside its field, and all of them above the form."""
        for finding in findings:
            words, at = say(finding.message), finding.at
            if at in self.fields:
                self.fields[at].errors = [*self.fields[at].errors, words]
            self.faults.append((field_name(at), named(at), words))


def section_form(
    form: FormVersion,
    section: Section,
    content: Content,
    open_parts: frozenset[str],
    targets: Targets,
    words: Words,
    sent: Sent | None = None,
) -> SectionForm:
    """The form of a section, filled with what was sent, else with the content; ``words`` says labels in the reader's language."""
    shape = shape_of(section.content)
    own = Struct({name: member for name, member in shape.members.items() if name in open_parts})
    whole = {**content, **(_Typed(sent).members(own, content, "") if sent is not None else {})}
    leaves = list(_leaves(own, whole, whole, ""))
    fields = BaseForm({at: _field(leaf.field, targets, words) for at, leaf, _value in leaves})
    fields.process(None, data={at: _shown_value(leaf.field, value) for at, leaf, value in leaves})
    for bound in fields:
        bound.id = bound.label.field_id = field_name(bound.name)
        bound.errors = []
    return SectionForm(form, section, whole, open_parts, fields)


class _Typed:
    """Reads what was sent, shape by shape; what the page did not carry stays as it is stored."""

    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.marked = frozenset(sent.getlist(MARKER))
        self.shown: dict[str, list[str]] = {}
        for place in dict.fromkeys(sent.getlist(SHOWN)[:MOST_SHOWN]):
            above, _bracket, key = place.rpartition("[")
            self.shown.setdefault(above, []).append(key.removesuffix("]"))

    def value(self, shape: Shape, stored: Any, at: str) -> Any:
        match shape:
            case Leaf():
                return self.leaf(shape.field, stored, at)
            case Struct():
                return self.members(shape, stored if isinstance(stored, Mapping) else {}, at)
            case Listed():
                known = {row["item"]: row for row in stored or ()}
                return [self.members(row, known.get(key, {}), f"{at}[{key}]") for key, row in shape.rows.items()]
            case Table() if at in self.shown:
                return list(self.rows(shape, {row["id"]: row for row in stored or ()}, at))
            case ByYear() if at in self.shown:
                return dict(self.years(shape, stored if isinstance(stored, Mapping) else {}, at))
        return stored

    def members(self, struct: Struct, stored: Content, at: str) -> dict[str, Any]:
        members = dict(stored)
        for name, member in struct.members.items():
            before = stored[name] if name in stored else blank_of(member)
            value = self.value(member, before, f"{at}.{name}" if at else name)
            if name in stored or member.stored is Stored.ALWAYS or value != blank_of(member):
                members[name] = value
        return members

    def rows(self, table: Table, stored: Mapping[str, Content], at: str) -> Iterator[dict[str, Any]]:
        for key in self.shown[at]:
            if ROW_ID.match(key):
                row = stored.get(key, blank_row(table.rows, key))
                yield {
                    "id": key,
                    **self.members(table.row, {k: v for k, v in row.items() if k != "id"}, f"{at}[{key}]"),
                }

    def years(self, table: ByYear, stored: Content, at: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The years in which something stands, and those that are stored: a year that was only offered is none."""
        for key in self.shown[at]:
            if YEAR.fullmatch(key):
                row = self.members(table.row, stored.get(key, blank_of(table.row)), f"{at}[{key}]")
                if key in stored or row != blank_of(table.row):
                    yield key, row

    def leaf(self, field: Field, stored: Any, at: str) -> Any:
        if read := READERS.get(field.input):
            return read(self, field, stored, at)
        return self.sent.get(at, stored)

    def boxes(self, _field: Field, stored: Any, at: str) -> Any:
        return self.sent.getlist(at) if at in self.marked else stored

    def flag(self, _field: Field, stored: Any, at: str) -> Any:
        return at in self.sent if at in self.marked else stored

    def choice(self, field: Field, stored: Any, at: str) -> Any:
        if at not in self.sent:
            return field.blank() if at in self.marked else stored
        known = {str(option.value): option.value for option in field.options}
        return known.get(self.sent[at], self.sent[at] or field.blank())

    def figure(self, _field: Field, stored: Any, at: str) -> Any:
        return plain_figure(self.sent[at]) if at in self.sent else stored

    def year(self, _field: Field, stored: Any, at: str) -> Any:
        figure = plain_figure(self.sent[at]) if at in self.sent else stored
        return int(figure) if isinstance(figure, str) and YEAR.fullmatch(figure) else figure or None

    def target(self, _field: Field, stored: Any, at: str) -> Any:
        known = dict(stored or {})
        for key in TARGET_KEYS:
            if (text := self.sent.get(f"{at}-{key}")) is not None:
                known[key] = plain_figure(text) if key == "value" else text
        return known

    def as_stored(self, _field: Field, stored: Any, _at: str) -> Any:
        return stored


READERS: Final[Mapping[Input, Callable[[_Typed, Field, Any, str], Any]]] = {
    Input.CHOICES: _Typed.boxes,
    Input.REFERENCES: _Typed.boxes,
    Input.FLAG: _Typed.flag,
    Input.CHOICE: _Typed.choice,
    Input.DECIMAL: _Typed.figure,
    Input.AMOUNT: _Typed.figure,
    Input.YEAR: _Typed.year,
    Input.TARGET: _Typed.target,
    Input.HIDDEN: _Typed.as_stored,
    Input.UNRESOLVED: _Typed.as_stored,
    Input.FIGURES: _Typed.as_stored,
}
"""How what was sent becomes a value; what is not named here is text."""


def _leaves(shape: Shape, value: Any, content: Content, at: str) -> Iterator[tuple[str, Leaf, Any]]:
    """Every field that the section shows, with what stands in it: also the years of a span that nobody filled in yet."""
    match shape:
        case Leaf() if shape.field.input not in UNSEEN:
            yield at, shape, value
        case Struct():
            known = value if isinstance(value, Mapping) else {}
            for name, member in shape.members.items():
                inside = known[name] if name in known else blank_of(member)
                yield from _leaves(member, inside, content, f"{at}.{name}" if at else name)
        case Table():
            for row in value:
                yield from _leaves(shape.row, row, content, f"{at}[{row['id']}]")
        case Listed():
            for row in value:
                yield from _leaves(shape.rows[row["item"]], row, content, f"{at}[{row['item']}]")
        case ByYear():
            for year in years_of(shape.table.span, content, value):
                yield from _leaves(shape.row, value.get(year, {}), content, f"{at}[{year}]")


def _shown_value(field: Field, value: Any) -> Any:
    if field.input is Input.DATE and isinstance(value, str):
        return day_words(value)
    if field.input is Input.MONTH and isinstance(value, str):
        return value.replace("-", "/")
    if field.input is Input.CHOICE:
        return "" if value is None else str(value)
    return value


def _field(field: Field, targets: Targets, words: Words) -> Any:
    label = words(field.label)
    match field.input:
        case Input.TEXT:
            return TextAreaField(label)
        case Input.CHOICE:
            pairs = [(str(option.value), words(option.label)) for option in field.options]
            if len(pairs) <= MOST_RADIOS:
                return RadioField(label, choices=choices_of(pairs), validate_choice=False)
            blank = [] if any(not value for value, _label in pairs) else [("", _("（尚未選擇）"))]
            return SelectField(label, choices=choices_of([*blank, *pairs]), validate_choice=False)
        case Input.CHOICES:
            pairs = [(str(option.value), words(option.label)) for option in field.options]
            return SelectMultipleField(label, choices=choices_of(pairs), validate_choice=False)
        case Input.REFERENCE:
            pairs = [("", _("（尚未指定）")), *targets(field)]
            return SelectField(label, choices=choices_of(pairs), validate_choice=False)
        case Input.REFERENCES:
            return SelectMultipleField(label, choices=choices_of(targets(field)), validate_choice=False)
        case Input.FLAG:
            return BooleanField(label)
        case Input.TARGET:
            return TargetField(label)
        case Input.YEAR | Input.DECIMAL | Input.AMOUNT:
            return FigureField(label, whole=field.input is Input.YEAR)
    return StringField(label)
