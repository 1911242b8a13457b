"""What is typed to begin a document of any kind."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from forms.base import BaseForm
from forms.common import tidy
from workflows.language import plain_figure


class NewDocumentForm(BaseForm):
    """Agency, year and title of a new document; whether they will do is said by the workflow."""

    agency_id = SelectField(_("機關"), coerce=str, validators=[InputRequired()])
    year = StringField(_("年度"), filters=(lambda text: plain_figure(text or ""),), validators=[InputRequired()])
    title = StringField(_("名稱"), filters=(lambda text: " ".join(tidy(text).split()),), validators=[InputRequired()])
