"""The form every other form begins from: WTForms' own sentences come in Traditional Chinese, or in English."""

from __future__ import annotations

from typing import Any

from flask_babel import get_locale
from wtforms import Form
from wtforms.i18n import get_translations
from wtforms.meta import DefaultMeta


class BaseMeta(DefaultMeta):
    """Asks WTForms' catalogue for the reader's language; by itself it would answer in Simplified Chinese."""

    def get_translations(self, form: Any) -> Any:
        """WTForms' own catalogue: ``en`` for English readers, ``zh_TW`` for everybody else."""
        locale = get_locale()
        return get_translations(["en" if locale is not None and locale.language == "en" else "zh_TW"])


class BaseForm(Form):
    """A form without a CSRF field of its own: the application guards every POST."""

    Meta = BaseMeta
