"""What a form field says when its shape is wrong, in the words of a clerk instead of a programmer's."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from wtforms.i18n import get_translations

from portal.errors import N_

_PLAIN = {
    "This field is required.": N_("请填写这一项。"),
    "Not a valid choice.": N_("请从所列选项中选择。"),
    "Invalid Choice: could not coerce.": N_("请从所列选项中选择。"),
    "Not a valid date value.": N_("请填写有这一天的日期，如 2026-11-22。"),
    "Not a valid datetime value.": N_("请填写日期和时间，如 2026-11-22 09:30。"),
    "Not a valid time value.": N_("请填写时间，如 09:30。"),
    "Not a valid decimal value.": N_("请填写数字，如 1200.50。"),
    "Not a valid float value.": N_("请填写数字，如 1200.50。"),
    "Not a valid integer value.": N_("请填写整数。"),
    "Number must be at least %(min)s.": N_("不能小于 %(min)s。"),
    "Number must be at most %(max)s.": N_("不能大于 %(max)s。"),
    "Number must be between %(min)s and %(max)s.": N_("应在 %(min)s 到 %(max)s 之间。"),
    "Field must be between %(min)d and %(max)d characters long.": N_("应有 %(min)d 到 %(max)d 个字。"),
    "Invalid input.": N_("填写的内容不对，请检查。"),
}
_PLAIN_COUNTED = {
    "Field cannot be longer than %(max)d character.": N_("最多 %(max)d 个字。"),
    "Field must be at least %(min)d character long.": N_("至少 %(min)d 个字。"),
    "Field must be exactly %(max)d character long.": N_("应是 %(max)d 个字。"),
    "'%(value)s' is not a valid choice for this field.": N_("请从所列选项中选择。"),
}


class FieldWords:
    """A catalogue for WTForms: our own words first, its catalogue for everything else."""

    def __init__(self, locales: list[str]) -> None:
        self._own: Any = get_translations(locales)

    def gettext(self, text: str) -> str:
        """The message in the reader's language."""
        return gettext(_PLAIN[text]) if text in _PLAIN else str(self._own.gettext(text))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The message for a number of things; the number is put in by whoever asks."""
        if singular in _PLAIN_COUNTED:
            return gettext(_PLAIN_COUNTED[singular])
        return str(self._own.ngettext(singular, plural, count))
