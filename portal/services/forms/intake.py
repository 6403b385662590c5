"""The forms that begin an application: who applies for what, through whom, and at which kind of business."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.services.forms.choices import worded
from portal.services.forms.people import HouseholdField, NamesRecords, OrganisationField, PersonField
from portal.services.states import CHANNELS
from portal.web.forms import PortalForm


class CheckboxesField(SelectMultipleField):
    """Several of a few, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FindApplicantForm(PortalForm):
    """Words that find the applicant, as in the search box."""

    q = StringField(_l("姓名、拼音首字母、证件号码或手机号"), [InputRequired(), Length(max=100)])


class DraftApplicationForm(PortalForm):
    """A visit: the items applied for together, the kind of business of the first, and whoever acts for the applicant."""

    resident = HiddenField()
    items = CheckboxesField(_l("同时申办"), [Optional()])
    business = SelectField(_l("业务类型"), [Optional()])
    household_id = HouseholdField(_l("申请家庭"), [Optional()], description=_l("填户号，或户内任一人的姓名"))
    organisation_id = OrganisationField(
        _l("申请单位"), [Optional()], description=_l("填单位全称或统一社会信用代码")
    )
    channel = SelectField(_l("办理方式"), choices=worded(CHANNELS), default="counter")
    agent_id = PersonField(
        _l("代办人"),
        [Optional()],
        description=_l("由他人代办时填：证件号码、手机号，或“姓名 尾号四位”；须已登记"),
    )
    agent_relation = StringField(_l("与申请人关系"), [Optional(), Length(max=40)])


class SetAgentForm(NamesRecords):
    """Who applies for the applicant; left empty, the applicant does."""

    agent_id = PersonField(
        _l("代办人"), [Optional()], description=_l("证件号码、手机号，或“姓名 尾号四位”；留空即本人办理")
    )
    agent_relation = StringField(_l("与申请人关系"), [Optional(), Length(max=40)])


class CheckAgentForm(PortalForm):
    """The agent's papers: seen, the number as it stands on them, and a copy."""

    number = StringField(
        _l("代办人证件号码"), [InputRequired(), Length(max=30)], description=_l("照证件输入，不另外保存")
    )
    has_seen = BooleanField(_l("已查看证件原件，人证一致"))
    copy = FileField(
        _l("证件复印件"), [Optional()], description=_l("拍照或扫描，存入材料；已收纸质复印件的可不传")
    )


class ChooseBusinessForm(PortalForm):
    """Another kind of business; questions and materials follow it."""

    business = SelectField(_l("业务类型"), [InputRequired()])
