"""The forms in which a plan is drafted, generated from ``workflows.schema.plan``: a new field there appears here by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from flask_babel import gettext, lazy_gettext
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import DataRequired

from forms.base import BaseForm
from forms.common import choices_of
from forms.plan_rows import BoxesField, ChoiceField, FlagField, LinesField, ResolveField, TargetField
from forms.year_rows import FigureField, YearsField
from models.wording import Message
from workflows.rules import Finding
from workflows.schema import PREAMBLE, ROWS, YEAR, Input, Rows, Stored, fields, tidy_text

Options = Mapping[str, Sequence[tuple[str, str]]]
"""What references may point to, by group: ``{goal: [(id, title), …]}``; goals themselves stand under ``""``."""
INNER = re.compile(r"(?:strategies|items|years)\[([^\[\]]+)\]")


class RowForm(BaseForm):
    """A form of one row; ``shape`` says of which part."""

    shape: Rows
    written = ""
    """The goal's title as the file had it, shown where the reference resolves to nothing."""

    def choose(self, options: Options) -> None:
        """Give the references what they may point to."""
        for field in self.shape.fields:
            if field.input == "reference":
                titles = [one for group in options.values() for one in group]
                cast(ChoiceField, self[field.name]).choices = choices_of([("", gettext("（尚未指定）")), *titles])
            elif field.input == "references":
                cast(BoxesField, self[field.name]).choices = choices_of(
                    one for group in options.values() for one in group
                )

    def row(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """The row as typed; fields that are never shown stay as they are stored, late ones left empty do not come in."""
        row = dict(stored)
        for field in self.shape.fields:
            if field.input not in (Input.HIDDEN, Input.UNRESOLVED):
                sent = self[field.name].data
                value = plain(field.input, field.blank() if sent is None else sent)
                if field.stored is Stored.ALWAYS or field.name in stored or value != field.blank():
                    row[field.name] = value
        if inner := self.shape.inner:
            rows = self.other_years().years() if inner is YEAR else self.outline().strategies()
            if rows or inner.stored is Stored.ALWAYS or inner.path in stored:
                row[inner.path] = rows
        if row.get("goal") and "goal_title" in row:
            row["goal_title"] = ""
        if "unresolved" in self:
            row["unresolved"], meant = cast(ResolveField, self["unresolved"]).resolved()
            row["kpis"] = _in_order(stored.get("kpis", ()), [*row["kpis"], *meant])
        return row

    def outline(self) -> LinesField:
        """The lines of a goal."""
        return cast(LinesField, self["strategies"])

    def other_years(self) -> YearsField:
        """The years of an indicator."""
        return cast(YearsField, self["years"])

    def blame(self, findings: Iterable[Finding], say: Callable[[Message], str]) -> None:
        """Put what is not well-formed beside the field or line it is about."""
        for finding in findings:
            rest = finding.at.partition("].")[2]
            name = re.split(r"[.\[]", rest)[0]
            field = self._fields.get(name)
            line = INNER.findall(rest)
            if isinstance(field, LinesField | YearsField) and line:
                field.faults[line[-1]] = say(finding.message)
            elif field is not None:
                field.errors = [*field.errors, say(finding.message)]
            else:
                self.form_errors.append(say(finding.message))

    def faults(self) -> list[tuple[str, str, str]]:
        """Every fault as (id of the control, label, sentence), for the summary at the top."""
        faults = [(field.id, str(field.label.text), str(error)) for field in self for error in field.errors]
        for field in self:
            if isinstance(field, LinesField | YearsField):
                kind = "line" if isinstance(field, LinesField) else "year"
                faults += [(f"{kind}-{row_id}", str(field.label.text), error) for row_id, error in field.faults.items()]
        return faults + [("sheet", "", str(error)) for error in self.form_errors]

    def pairs(self) -> list[tuple[str, str]]:
        """Everything the form sends as it stands, for hidden inputs."""
        pairs: list[tuple[str, str]] = []
        for field in self:
            own = getattr(field, "pairs", None)
            pairs += list(own()) if own else [(field.name, str(field.data or ""))]
        return pairs


def plain(kind: str, value: Any) -> Any:
    """A value as it would be stored, so that line ends of a browser count for no change."""
    if not isinstance(value, str):
        return value
    return " ".join(tidy_text(value).split()) if kind == "line" else tidy_text(value)


def _in_order(stored: Iterable[str], ticked: Iterable[str]) -> list[str]:
    """What is ticked, in the order it was written in before; new ones behind."""
    wanted = list(dict.fromkeys(ticked))
    return [one for one in stored if one in wanted] + [one for one in wanted if one not in set(stored)]


class PreambleForm(BaseForm):
    """The words before 壹."""

    preamble = TextAreaField(lazy_gettext(PREAMBLE.label))


@cache
def row_form(part: str) -> type[RowForm]:
    """The form of a part's rows, made once from its shape."""
    shape = ROWS[part]
    made: dict[str, Any] = {"shape": shape}
    for field in shape.fields:
        if maker := MAKERS.get(field.input):
            made[field.name] = maker(shape, field)
        elif field.input is Input.UNRESOLVED:
            made[field.name] = ResolveField(lazy_gettext(field.label))
    if shape.inner:
        made[shape.inner.path] = (YearsField if shape.inner is YEAR else LinesField)(lazy_gettext(shape.inner.label))
    if part == "kpis":
        made["target_reason"] = TextAreaField(lazy_gettext("目標值變更理由"))
    return type(f"{part.title()}Form", (RowForm,), made)


def _line(_shape: Rows, field: fields.Field) -> Field:
    return StringField(lazy_gettext(field.label), validators=_needed(field))


def _text(_shape: Rows, field: fields.Field) -> Field:
    return TextAreaField(lazy_gettext(field.label), validators=_needed(field))


def _needed(field: fields.Field) -> list[Any]:
    return [DataRequired()] if field.required else []


def _choice(_shape: Rows, field: fields.Field) -> Field:
    values = {str(value): value for value, _label in field.choices}
    choices: list[Any] = [(str(value), lazy_gettext(label)) for value, label in field.choices]
    if "" not in values:
        choices.insert(0, ("", lazy_gettext("（尚未選擇）")))
    return ChoiceField(lazy_gettext(field.label), values=values, blank=field.blank(), choices=choices_of(choices))


def _choices(_shape: Rows, field: fields.Field) -> Field:
    choices = [(value, lazy_gettext(label)) for value, label in field.choices]
    return BoxesField(lazy_gettext(field.label), choices=choices_of(choices), validate_choice=False)


def _reference(_shape: Rows, field: fields.Field) -> Field:
    return ChoiceField(lazy_gettext(field.label), values={}, blank="", choices=[])


MAKERS: Mapping[str, Callable[[Rows, fields.Field], Field]] = {
    "line": _line,
    "text": _text,
    "choice": _choice,
    "choices": _choices,
    "reference": _reference,
    "references": _choices,
    "flag": lambda _shape, field: FlagField(lazy_gettext(field.label)),
    "target": lambda _shape, field: TargetField(lazy_gettext(field.label)),
    "year": lambda _shape, field: FigureField(lazy_gettext(field.label), whole=True),
    "decimal": lambda _shape, field: FigureField(lazy_gettext(field.label), whole=False),
}
"""How each kind of input becomes a field; ``hidden`` ones do not, and are carried along as stored."""
