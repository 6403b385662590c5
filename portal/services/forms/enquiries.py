"""The forms of what is no application of the ordinary way: an enquiry in one line, and an entry from a paper day."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal.services.actions.checking import MaterialCheck
from portal.services.forms.choices import worded
from portal.services.forms.drafts import UNCHECKED, DraftForm
from portal.services.forms.people import HouseholdField, OrganisationField, PersonField
from portal.services.states import ENQUIRY_KINDS
from portal.web.forms import PortalForm


class RecordEnquiryForm(PortalForm):
    """What somebody asked, and what was said or done."""

    kind = SelectField(_l("类型"), choices=worded(ENQUIRY_KINDS))
    name = StringField(
        _l("姓名"), [Optional(), Length(max=50)], description=_l("不留姓名的可留空，不打印回执")
    )
    phone = StringField(_l("联系电话"), [Optional(), Length(max=30)])
    matter = StringField(_l("咨询或服务事项"), [InputRequired(), Length(max=500)])
    answer = StringField(_l("答复或办理情况"), [InputRequired(), Length(max=500)])
    next_step = StringField(_l("后续安排"), [Optional(), Length(max=500)])
    is_settled = BooleanField(_l("已办结，不需要跟进"), default=True)
    with_receipt = BooleanField(_l("打印居民服务回执"), default=True)
    resident = HiddenField()


class RecordPaperDayForm(DraftForm):
    """One acceptance that was made on paper while the machines stood still."""

    day = DateField(_l("受理日期"), [InputRequired()], description=_l("纸质受理通知书上的日期"))
    number = StringField(
        _l("纸质受理号"), [InputRequired(), Length(max=80)], description=_l("照纸质受理通知书填写，不另发号")
    )
    resident_id = PersonField(
        _l("申请人"), [Optional()], description=_l("证件号码、手机号，或“姓名 尾号四位”；须已登记")
    )
    household_id = HouseholdField(_l("申请家庭"), [Optional()], description=_l("填户号，或户内任一人的姓名"))
    organisation_id = OrganisationField(
        _l("申请单位"), [Optional()], description=_l("填单位全称或统一社会信用代码")
    )
    agent_id = PersonField(_l("代办人"), [Optional()], description=_l("本人办理的留空"))
    agent_relation = StringField(_l("与申请人关系"), [Optional(), Length(max=40)])

    def checks_for(self, business: str) -> dict[str, MaterialCheck]:
        """What was ticked of the materials that this business and applicant are asked for."""
        asked = {
            line.definition.code
            for line in self.lines
            if (self.agent_id.data or not line.definition.only_with_agent)
            and (not line.definition.only_for or business in line.definition.only_for)
        }
        return {
            code: check for code, check in self.checks().items() if code in asked and check.state != UNCHECKED
        }
