"""Accounts, roles and agencies as an administrator types them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Field, Form, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from forms.base import BaseForm
from forms.common import tidy
from models.vocabulary import Role
from workflows.accounts import Person
from workflows.language import from_roc
from workflows.rules import Finding

MAIL = re.compile(r"^[^@\s]+@[^@\s][^@\s.]*\.[^@\s]+$")


def line(text: object) -> str:
    """One line of text without spaces around it."""
    return " ".join(tidy(text).split())


def flag(text: Any) -> bool:
    """A box on a page, or a flag in JSON."""
    return text in (True, "y", "yes", "on", "true")


class FlagField(BooleanField):
    """A box whose absence on a page means no."""

    false_values = (False, "false", "", "no", "n")


class DateField(StringField):
    """A day in Taiwan's calendar, typed 107/08/31; ``day`` is the date."""

    day: date | None = None

    def pre_validate(self, form: Any) -> None:
        """Read the day; the text stays as it was typed."""
        self.day = from_roc(self.data) if self.data else None
        if self.data and self.day is None:
            raise ValidationError(gettext("請填民國年／月／日，例如 107/08/31"))


def _text(label: Any, most: int, *more: Any) -> StringField:
    return StringField(label, filters=(line,), validators=[*(more or (Optional(),)), Length(max=most)])


class PersonForm(BaseForm):
    """What is kept about a person; the account is given once and never changes."""

    account = StringField(
        _("帳號"),
        filters=(line,),
        validators=[
            InputRequired(),
            Length(max=80),
            Regexp(
                r"^[A-Za-z0-9][A-Za-z0-9._@-]*$", message=_("帳號只能用英文字母、數字與 . _ - @，並以字母或數字開頭")
            ),
        ],
    )
    name = _text(_("姓名"), 80, InputRequired())
    email = _text(_("電子郵件"), 200)
    unit = _text(_("單位"), 80)
    job_title = _text(_("職稱"), 80)
    expertise = _text(_("專長"), 200)
    active = FlagField(_("可以登入"), default=True)
    version = HiddenField()

    def validate_email(self, field: Field) -> None:
        """An address is no duty, but a broken one helps nobody."""
        if field.data and not MAIL.match(field.data):
            raise ValidationError(gettext("電子郵件的格式不對，例如 name@example.gov.tw"))

    def person(self) -> Person:
        """What the verbs of people take."""
        fields = (self.name, self.email, self.unit, self.job_title, self.expertise)
        name, email, unit, job_title, expertise = (one.data or "" for one in fields)
        return Person(name, email, unit, job_title, expertise, bool(self.active.data))


class RoleForm(BaseForm):
    """A role at an agency from–to, both days included."""

    role = SelectField(_("職務"))
    agency = SelectField(_("機關"), validate_choice=True)
    since = DateField(_("起日"), filters=(line,), validators=[InputRequired()])
    until = DateField(_("迄日"), filters=(line,))

    @property
    def wanted(self) -> Role:
        """The role chosen."""
        return Role(self.role.data)

    @property
    def agency_id(self) -> int | None:
        """The agency chosen, if one was."""
        return int(self.agency.data) if self.agency.data else None


class EndForm(BaseForm):
    """The last day of a role."""

    until = DateField(_("迄日"), filters=(line,), validators=[InputRequired()])


class AgencyForm(BaseForm):
    """An agency; ``parent`` is its 主管機關 and empty where none reviews its plans."""

    code = StringField(
        _("機關代碼"),
        filters=(line,),
        validators=[
            InputRequired(),
            Length(max=20),
            Regexp(r"^[A-Za-z0-9.-]+$", message=_("代碼只能用英文字母、數字、. 與 -")),
        ],
    )
    name = _text(_("機關名稱"), 80, InputRequired())
    self_name = StringField(_("自稱"), filters=(line,), default="本機關", validators=[InputRequired(), Length(max=10)])
    parent = SelectField(_("主管機關"))
    valid_from = DateField(_("成立日"), filters=(line,), validators=[InputRequired()])
    valid_to = DateField(_("裁撤日"), filters=(line,))
    fingerprint = HiddenField()

    @property
    def parent_id(self) -> int | None:
        """The agency above, if one was chosen."""
        return int(self.parent.data) if self.parent.data else None

    def validate_valid_to(self, field: DateField) -> None:
        """An agency is not dissolved before it was set up."""
        if field.day and self.valid_from.day and field.day < self.valid_from.day:
            raise ValidationError(gettext("裁撤日不得早於成立日"))


def take_findings(form: Form, findings: tuple[Finding, ...], say: Any) -> list[str]:
    """Put what the workflow refused beside the field it is about; gives what is about none."""
    left = []
    for finding in findings:
        name = "parent" if finding.at == "parent_id" else finding.at
        if name in form._fields:
            form._fields[name].errors = [*form._fields[name].errors, say(finding.message)]
        else:
            left.append(say(finding.message))
    return left
