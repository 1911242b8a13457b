"""What is typed to begin a plan, and to explain a warning."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from forms.base import BaseForm
from forms.common import tidy
from workflows.language import plain_figure, whole_number

LONGEST_REASON = 2000


class NewPlanForm(BaseForm):
    """Agency and year of a new plan; with a file the year may be left to the file."""

    agency_id = SelectField(_("機關"), coerce=str, validators=[InputRequired()])
    year = StringField(_("年度"), filters=(lambda text: plain_figure(text or ""),))
    file = FileField(_("匯入檔案"))

    def validate_year(self, field: Any) -> None:
        """A ROC year, or nothing."""
        text = field.data
        if text and not 1 <= (whole_number(text, 4) or 0) <= 999:
            raise ValidationError(gettext("年度請填民國年，例如 107"))


class ReasonForm(BaseForm):
    """Why a warning may stand."""

    rule = HiddenField(filters=(tidy,))
    fingerprint = HiddenField(filters=(tidy,))
    reason = TextAreaField(_("理由"), filters=(tidy,), validators=[InputRequired(), Length(max=LONGEST_REASON)])
