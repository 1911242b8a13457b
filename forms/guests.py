"""Whom to invite as an outside expert, as typed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField, StringField

from forms.common import Sent, choices_of, tidy
from workflows.experts import Guest
from workflows.language import from_roc, whole_number


class GuestForm(Form):
    """An expert known here, or a new one by name, address and what the form asks (10-2)."""

    expert = SelectField(
        _("曾受邀或列於系統的專家"), validate_choice=False, filters=(tidy,), choices=choices_of([("", "")])
    )
    name = StringField(_("姓名"), filters=(tidy,))
    email = StringField(_("電子郵件信箱"), filters=(tidy,))
    unit = StringField(_("服務單位"), filters=(tidy,))
    job_title = StringField(_("職稱"), filters=(tidy,))
    expertise = StringField(_("專長領域"), filters=(tidy,))
    standing = StringField(_("性別平等之資歷"), filters=(tidy,))
    due_on = StringField(_("請專家填復的期限"), filters=(tidy,))

    def guest(self) -> Guest:
        """Whom that names; an impossible date is none, and ``bad_date`` says so."""
        known = whole_number(self.expert.data or "", 9) or 0
        words: dict[str, Any] = {name: (self[name].data or "").strip() for name in WORDS}
        return Guest(known, due_on=from_roc(self.due_on.data or ""), **words)

    @property
    def bad_date(self) -> bool:
        """Whether something was typed that is no date."""
        typed = (self.due_on.data or "").strip()
        return bool(typed) and from_roc(typed) is None


WORDS = ("name", "email", "unit", "job_title", "expertise", "standing")


def guest_form(sent: Sent | None = None, **known: str) -> GuestForm:
    """The form as it was sent, else as the page opens."""
    return GuestForm(sent, data=known)
