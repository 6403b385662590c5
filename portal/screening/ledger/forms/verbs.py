"""The forms of what is done with a dispute, each with the version that was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.disputes.form_fields import CheckboxesField, OfficeTimeField, keyed, office_now, worded
from portal.disputes.kinds import ALARM_WAYS, DANGERS, TENDENCIES, WAYS
from portal.disputes.task_rows import TaskRows, body_field, offer_units
from portal.screening.kinds import GRAVE_KINDS
from portal.screening.ledger.actions.passing import HOLDERS
from portal.screening.ledger.forms.register import DAYS, levels_worded
from portal.screening.ledger.scale import Level
from portal.screening.ledger_models import DisputeCare
from portal.units.models import Unit
from portal.web.forms import PortalForm


class CareForm(PortalForm):
    """Who answers, with which measures, until when."""

    unit_id = body_field(_l("责任单位"))
    unit_name = StringField(
        _l("其他责任单位"), [Optional(), Length(max=100)], description=_l("名单里没有的，在这里填写全称")
    )
    person = StringField(_l("责任人"), [InputRequired(), Length(max=50)])
    leader = StringField(_l("包案领导"), [Optional(), Length(max=50)])
    measures = TextAreaField(_l("化解措施"), [InputRequired(), Length(max=2000)])
    limit_on = DateField(_l("化解时限"), [Optional()], format=DAYS)
    limit_because = StringField(
        _l("改期限的原因"),
        [Optional(), Length(max=200)],
        description=_l("期限已按等级算好；不改的，这里不填"),
    )

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer these units."""
        offer_units(self.unit_id, units)

    def show_conflict(self, record: Any) -> None:
        """The fields are named for who reads them, the columns for what they hold."""
        if not isinstance(record, DisputeCare):
            super().show_conflict(record)
            return
        stored = SimpleNamespace(
            version=record.version,
            unit_id=record.responsible_unit_id,
            unit_name="" if record.responsible_unit_id else record.responsible_unit,
            person=record.responsible_person,
            leader=record.leader,
            measures=record.measures,
            limit_on=record.limit_on,
            limit_because=record.limit_because,
        )
        super().show_conflict(stored)


class RiskForm(PortalForm):
    """Which level and why, and what the dispute may turn into."""

    risk = RadioField(_l("风险等级"), [InputRequired()], choices=[])
    tendencies = CheckboxesField(_l("激化倾向"), choices=worded(TENDENCIES))
    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=1000)])

    def offer(self, scale: Mapping[str, Level]) -> None:
        """Offer the levels of the street."""
        self.risk.choices = levels_worded(scale)


class ProgressForm(PortalForm):
    """What was done on a day."""

    on = DateField(_l("日期"), [InputRequired()], format=DAYS)
    is_visit = BooleanField(_l("是走访"))
    is_answer = BooleanField(_l("是上级的答复"))
    text = TextAreaField(
        _l("进展"), [InputRequired(), Length(max=2000)], description=_l("做了什么、各方怎么说、下一步打算")
    )


class ReasonForm(PortalForm):
    """Why."""

    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=200)])


class DayForm(PortalForm):
    """On which day."""

    on = DateField(_l("日期"), [InputRequired()], format=DAYS)


class DayReasonForm(DayForm):
    """On which day, and why."""

    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=200)])


class SettleForm(DayForm):
    """On which day, by which way, with what outcome."""

    way = RadioField(_l("化解方式"), [InputRequired()], choices=worded(WAYS), default="other")
    outcome = TextAreaField(
        _l("化解结果"), [InputRequired(), Length(max=2000)], description=_l("怎样化解的，双方达成了什么")
    )


class MoveForm(DayForm):
    """To which unit, and why."""

    unit_id = SelectField(_l("转到哪个单位"), [InputRequired()])
    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=200)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer these units."""
        self.unit_id.choices = [("", gettext("请选择")), *keyed((one.id, one.name) for one in units)]


class EscalateForm(DayReasonForm):
    """Who answers for it from now on."""

    holder = RadioField(_l("上报以后由谁负责"), [InputRequired()], choices=worded(HOLDERS), default="ours")


class HandOnForm(DayForm):
    """To which body, and why."""

    body = StringField(
        _l("移交给"),
        [InputRequired(), Length(max=100)],
        description=_l("单位全称，例如信访局、公安局、人民法院"),
    )
    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=200)])


class TasksForm(TaskRows):
    """The bodies with their tasks."""


class DangerForm(PortalForm):
    """What was noticed, and that the police knows: nothing of it may be empty."""

    danger = RadioField(_l("什么危险"), [InputRequired()], choices=worded(DANGERS))
    facts = TextAreaField(_l("情况"), [InputRequired(), Length(max=2000)])
    noticed_at = OfficeTimeField(_l("发现时间"), [InputRequired()])
    reported_at = OfficeTimeField(_l("报告时间"), [InputRequired()])
    station = StringField(_l("报告给哪个派出所"), [InputRequired(), Length(max=100)])
    receiver = StringField(_l("接报人"), [InputRequired(), Length(max=100)], description=_l("姓名或警号"))
    way = RadioField(_l("报告方式"), [InputRequired()], choices=worded(ALARM_WAYS), default="hotline")

    def begin(self) -> None:
        """Noticed now."""
        self.noticed_at.data = self.reported_at.data = office_now()


class GraveForm(PortalForm):
    """A report of a grave matter."""

    kind = RadioField(_l("报告类别"), [InputRequired()], choices=[])
    noticed_at = OfficeTimeField(_l("发现时间（情况变化的时间）"), [InputRequired()])
    receiver = StringField(_l("报送对象"), [InputRequired(), Length(max=100)])
    text = TextAreaField(_l("报告内容"), [InputRequired(), Length(max=5000)])

    def offer(self, kinds: Iterable[str]) -> None:
        """Offer what may come next."""
        self.kind.choices = worded({code: GRAVE_KINDS[code] for code in kinds})
