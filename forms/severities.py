"""What is typed to raise the severity of a rule at an agency."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from forms.base import BaseForm
from forms.common import tidy
from models.vocabulary import Severity
from workflows.review import LONGEST_REASON


class SeverityForm(BaseForm):
    """The weight wanted, the weight that was seen, and why."""

    severity = SelectField(_("本機關的級別"), validate_choice=False, filters=(tidy,))
    seen = HiddenField(filters=(tidy,))
    reason = TextAreaField(_("理由"), filters=(tidy,), validators=[InputRequired(), Length(max=LONGEST_REASON)])


def severity_named(letter: str | None) -> Severity | None:
    """The severity of this letter, if there is one."""
    return Severity(letter) if letter in set(Severity) else None
