"""What is typed to sign in: account and password, and a new password with what is demanded of it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from forms.base import BaseForm
from forms.common import tidy

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
"""Length rather than composition: NIST SP 800-63B §3.1.1; the upper bound keeps hashing cheap."""


def _stripped(text: object) -> str:
    return tidy(text).strip()


class SignInForm(BaseForm):
    """Account and password; ``next`` is the page that was wanted."""

    account = StringField(_("帳號"), filters=(_stripped,), validators=[InputRequired(), Length(max=80)])
    password = PasswordField(_("密碼"), validators=[InputRequired(), Length(max=LONGEST_PASSWORD)])
    next = HiddenField(filters=(tidy,))


class PasswordForm(BaseForm):
    """A new password, twice, and the present one as proof."""

    present = PasswordField(_("目前的密碼"), validators=[InputRequired(), Length(max=LONGEST_PASSWORD)])
    new = PasswordField(_("新密碼"), validators=[InputRequired(), Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD)])
    again = PasswordField(_("再輸入一次新密碼"), validators=[InputRequired()])
    account: str = ""

    def validate_new(self, field: Any) -> None:
        """Refuse what is guessed first: the account's own name, one sign over and over, the present password."""
        if self.account and self.account.casefold() in field.data.casefold():
            raise ValidationError(gettext("密碼不可包含帳號"))
        if len(set(field.data)) < 4:
            raise ValidationError(gettext("密碼過於單純，請使用較多不同的字元"))
        if field.data == self.present.data:
            raise ValidationError(gettext("新密碼不可與目前的密碼相同"))

    def validate_again(self, field: Any) -> None:
        """Refuse a slip of the fingers."""
        if field.data != self.new.data:
            raise ValidationError(gettext("兩次輸入的新密碼不同"))
