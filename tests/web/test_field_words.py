"""What a field says when its shape is wrong: plain Chinese, and WTForms' own English."""

from __future__ import annotations

import pytest
from flask_babel import force_locale

from portal.web.application import Portal
from portal.web.field_words import FieldWords


class TestFieldWords:
    """Both languages."""

    @pytest.mark.parametrize(("locale", "said"), [("zh", "请填写这一项。"), ("en", "Please fill this in.")])
    def test_a_required_field_is_asked_for_plainly(self, app: Portal, locale: str, said: str) -> None:
        with app.test_request_context(), force_locale(locale):
            assert FieldWords([locale]).gettext("This field is required.") == said

    def test_a_length_is_told_in_characters(self, app: Portal) -> None:
        with app.test_request_context():
            words = FieldWords(["zh"]).ngettext(
                "Field cannot be longer than %(max)d character.",
                "Field cannot be longer than %(max)d characters.",
                5,
            )
        assert words % {"max": 5} == "最多 5 个字。"

    def test_what_we_do_not_say_ourselves_comes_from_the_library(self, app: Portal) -> None:
        with app.test_request_context():
            assert FieldWords(["zh"]).gettext("Invalid URL.") == "无效的 URL。"
