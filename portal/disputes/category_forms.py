"""The forms of the categories of disputes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from portal.web.forms import PortalForm


class ChangeCategoryForm(PortalForm):
    """What a category is called and where it counts, from a day on."""

    name = StringField(_l("名称"), [InputRequired(), Length(max=60)])
    parent_code = SelectField(_l("上级类别"), description=_l("是某一类“其中”的，才选上级"))
    governance_code = SelectField(_l("对应的综治排查类别"))
    valid_from = DateField(_l("启用日期"), [InputRequired()])


class AddCategoryForm(ChangeCategoryForm):
    """The same with its code, which stays."""

    code = StringField(
        _l("代码"),
        [InputRequired(), Length(max=30)],
        description=_l("小写字母、数字和下划线，例如 internet；定下后不再改"),
    )


class EndCategoryForm(PortalForm):
    """The last day, and what follows."""

    valid_to = DateField(_l("最后一天"), [InputRequired()])
    successor_code = SelectField(_l("以后改用"))
