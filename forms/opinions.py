"""Opinions, responses and their resolution as typed on a page or sent as JSON."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import Form, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # younger than its stubs

from forms.common import tidy

LONGEST_PATH = 120


class OpinionForm(Form):
    """One opinion and the place of the document it is about."""

    text = TextAreaField(_("審查意見"), filters=(tidy,))
    anchor = SelectField(_("對應"), validate_choice=False, filters=(tidy,), choices=[SelectChoice("", _("整份文件"))])


class ResponseForm(Form):
    """The drafter's answer to one opinion: adopted or not, what was changed and where."""

    adopted = RadioField(
        _("參採情形"), choices=[SelectChoice("yes", _("參採")), SelectChoice("no", _("不參採"))], validate_choice=False
    )
    text = TextAreaField(_("回復說明"), filters=(tidy,))
    changed_at = SelectField(
        _("修正處"), validate_choice=False, filters=(tidy,), choices=[SelectChoice("", _("未修正內容"))]
    )

    @property
    def verdict(self) -> bool | None:
        """Adopted, not adopted, or not said."""
        return {"yes": True, "no": False}.get(self.adopted.data or "")
