"""What the pattern page shows its components with: a form, a frame and people, all invented. The views are in `patterns`."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.web.forms import BoundedInteger, PortalForm
from portal.web.navigation import Frame, Group, Link, Person, PostChoice

SECTIONS = {
    "words": _l("文字与状态"),
    "forms": _l("表单"),
    "lists": _l("列表"),
    "records": _l("档案页"),
    "work": _l("进度与文书"),
}


def _choices(*pairs: tuple[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class PatternForm(PortalForm):
    """One field of each kind."""

    name = StringField(_l("姓名"), [InputRequired(), Length(max=50)])
    number = StringField(_l("证件号码"), [InputRequired()], description=_l("18 位，末位可为 X"))
    phone = StringField(_l("联系电话"), [Optional()])
    born = DateField(_l("出生日期"), [InputRequired()])
    kind = SelectField(
        _l("证件种类"),
        choices=_choices(("1", _l("居民身份证")), ("2", _l("护照")), ("3", _l("出生医学证明"))),
    )
    sex = RadioField(_l("性别"), [InputRequired()], choices=_choices(("1", _l("男")), ("2", _l("女"))))
    needs = SelectMultipleField(
        _l("照顾情形"),
        [Optional()],
        choices=_choices(
            ("alone", _l("独居")), ("care", _l("失能")), ("poor", _l("低保")), ("martyr", _l("优抚"))
        ),
        widget=widgets.ListWidget(prefix_label=False),
        option_widget=widgets.CheckboxInput(),
    )
    income = DecimalField(_l("月收入"), [Optional()], places=2)
    people = BoundedInteger(_l("同住人数"), [Optional()])
    address = StringField(_l("现居住地址"), [Optional(), Length(max=200)])
    reason = TextAreaField(_l("申请理由"), [Optional(), Length(max=500)])
    file = FileField(_l("附件"))
    secret = PasswordField(_l("操作密码"), [Optional()], render_kw={"autocomplete": "current-password"})
    agreed = BooleanField(_l("已向申请人告知权利和义务"))


class PortraitForm(PortalForm):
    """A portrait with the frame that was cut on the page."""

    portrait = FileField(_l("照片"))
    crop_x = HiddenField()
    crop_y = HiddenField()
    crop_width = HiddenField()
    crop_height = HiddenField()


class PatternFrame(Frame):
    """The frame as a clerk with two posts sees it, so that each part of it shows."""

    @cached_property
    def person(self) -> Person:
        """An invented clerk."""
        posts = (
            PostChoice(1, _("窗口人员 · 示范街道"), True),
            PostChoice(2, _("调解员 · 示范街道人民调解委员会")),
        )
        return Person(_("甄示范"), _("窗口人员"), _("示范街道"), posts)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The sections of the pattern page."""
        page = url_for("patterns.show_patterns")
        links = [
            Link(str(label), f"{page}#{name}", "", f"g {place}")
            for place, (name, label) in enumerate(SECTIONS.items(), 1)
        ]
        links.append(Link(_("全部组件"), page, "page" if request.path == page else "true", "g p"))
        return (Group(_("组件"), tuple(links)),)

    @cached_property
    def search(self) -> str:
        """A search that finds invented people only."""
        return url_for("patterns.search_patterns")


def wrong_form() -> PatternForm:
    """A form that came back with something wrong in each kind of field."""
    form = PatternForm(formdata=None, prefix="wrong", name="李䶮", number="119901195602301231", income=1200)
    form.form_errors = [_("同一申请人今天已有一件在办，请先核对。")]
    form.name.errors = [_("这项为必填。")]
    form.number.errors = [_("第 7 至 14 位不是有效日期（1956 年 2 月没有 30 日）。"), _("校验码不对。")]
    for name in ("kind", "sex", "needs", "income", "reason", "file", "agreed"):
        form[name].errors = [_("请核对后重新填写。")]
    return form


def stale_form() -> PatternForm:
    """A form whose record somebody else saved first, filled from what was kept."""
    form = PatternForm(formdata=None, prefix="stale", name="王试样", phone="13900000002")
    form.is_restored = True
    form.conflict = [
        (_("联系电话"), "13900000002", "13900000009"),
        (_("现居住地址"), _("示范路 2 号"), ""),
    ]
    return form


def people() -> list[dict[str, Any]]:
    """Invented people for lists; two share a name."""
    names = [
        "张示例",
        "王试样",
        "李䶮",
        "赵𬭚",
        "欧阳样本",
        "阿卜杜拉·示例",
        "张示例",
        "钱样张",
        "孙演示",
        "周举例",
    ]
    first = clock.today()
    return [
        {
            "name": name,
            "sex": _("女") if place % 2 else _("男"),
            "birth": dt.date(1950 + place, place + 1, 9 + place),
            "last_four": f"{1231 + place * 17:04}",
            "receipt": f"示受〔2026〕{101 + place:04}号",
            "due": first + dt.timedelta(days=place * 2 - 4),
            "amount": f"{place * 137.5:,.2f}",
            "state": place % 4,
        }
        for place, name in enumerate(names)
    ]
