"""The forms of filing: a line of screening, the report of a period, its ends, objections. They ask about shape only."""

from __future__ import annotations

import datetime as dt

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.errors import N_
from portal.screening.filing.actions.filing import NewAct
from portal.screening.filing.rules import LONGEST_TEXT, TEXTS, Words
from portal.screening.kinds import ACT_KINDS, GROUNDS
from portal.screening.models import ReportDuty, ScreeningReport
from portal.web.forms import BoundedInteger, PortalForm

# Days as people type them where the browser has no calendar of its own.
DAYS = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d"]
VERDICTS = {"upheld": N_("异议成立"), "refused": N_("异议不成立，这件纠纷仍算该单位的")}


def _worded(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(code, _l(label)) for code, label in words.items()]


class RecordActForm(PortalForm):
    """One line: where, when, what kind, how often, by how many."""

    kind = SelectField(_l("排查方式"), choices=_worded(ACT_KINDS))
    day = DateField(_l("排查日期"), [InputRequired()], format=DAYS)
    place = StringField(
        _l("地点"),
        [InputRequired(), Length(max=100)],
        description=_l("写地方，例如“和平里3至8号楼”，不写人的行踪"),
    )
    times = BoundedInteger(_l("次数"), [InputRequired()], default=1)
    hands = BoundedInteger(_l("参加人数"), [InputRequired()], default=1)
    note = StringField(_l("备注"), [Optional(), Length(max=200)])


class StrikeActForm(PortalForm):
    """Why the line was a mistake."""

    reason = StringField(_l("划去的原因"), [InputRequired(), Length(max=200)])


class FileReportForm(PortalForm):
    """The report of a period: what is added to figures that stand there already. Every field may stay as it is."""

    seen = HiddenField()
    zero_said = BooleanField(_l("零报告"))
    scope = StringField(_l("排查范围"), [Optional(), Length(max=300)])
    screeners = StringField(_l("排查人员"), [Optional(), Length(max=200)])
    phone = StringField(_l("联系电话"), [Optional(), Length(max=30)])
    late_reason = StringField(_l("迟报的原因"), [Optional(), Length(max=300)])
    overview = TextAreaField(_l("本期总体情况"), [Optional(), Length(max=LONGEST_TEXT)])
    problems = TextAreaField(_l("突出问题"), [Optional(), Length(max=LONGEST_TEXT)])
    next_steps = TextAreaField(_l("下步措施"), [Optional(), Length(max=LONGEST_TEXT)])
    wants_help = TextAreaField(_l("需要上级协调的事"), [Optional(), Length(max=LONGEST_TEXT)])
    act_kind = SelectField(_l("排查方式"), choices=_worded(ACT_KINDS))
    act_day = DateField(_l("排查日期"), [Optional()], format=DAYS)
    act_place = StringField(_l("排查地点"), [Optional(), Length(max=100)])
    act_times = BoundedInteger(_l("次数"), [Optional()], default=1)
    act_hands = BoundedInteger(_l("参加人数"), [Optional()], default=1)

    def begin(self, duty: ReportDuty, draft: ScreeningReport | None, proposed: dict[str, str]) -> None:
        """What stands in the form when it is first shown: the draft, or what was proposed."""
        self.version.data = str(draft.version) if draft is not None else "0"
        if draft is not None:
            self.zero_said.data = draft.is_zero
        for name in ("scope", "screeners", "phone", "late_reason", *TEXTS):
            given = getattr(draft, name) if draft is not None else proposed.get(name, "")
            self[name].data = given or ""
        self.begin_act(duty)

    def begin_act(self, duty: ReportDuty) -> None:
        """An empty line: today, or the last day of a period that is over. What was sent before is not shown again."""
        for one in (self.act_kind, self.act_day, self.act_place, self.act_times, self.act_hands):
            one.raw_data = None
        self.act_kind.data, self.act_place.data = "daily", ""
        self.act_day.data = min(clock.today(), duty.last)
        self.act_times.data = self.act_hands.data = 1

    def show_conflict(self, record: ScreeningReport) -> None:
        """Both texts side by side; the line of screening is nobody's version of anything."""
        super().show_conflict(record)
        words = {
            str(self[name].label.text) for name in ("scope", "screeners", "phone", "late_reason", *TEXTS)
        }
        self.conflict = [one for one in self.conflict if one[0] in words]

    def words(self) -> Words:
        """What was typed besides the figures."""
        names = ("scope", "screeners", "phone", "late_reason", *TEXTS)
        return Words(**{name: self[name].data or "" for name in names})

    def typed(self) -> list[tuple[str, str]]:
        """What somebody typed, by its label, to be shown where the form itself can be sent no more."""
        names = ("scope", "screeners", "phone", "late_reason", *TEXTS, "act_place")
        return [(str(self[name].label.text), self[name].data) for name in names if self[name].data]

    def act(self) -> NewAct | None:
        """The line of screening that was typed; None where no place was."""
        if not (self.act_place.data or "").strip():
            return None
        return self.new_act()

    def new_act(self) -> NewAct:
        """The line of screening, whatever of it is there."""
        day: dt.date | None = self.act_day.data
        return NewAct(
            kind=self.act_kind.data or "",
            day=day,
            place=self.act_place.data or "",
            times=self.act_times.data,
            hands=self.act_hands.data,
        )


class SignReportForm(PortalForm):
    """The secretary's signature on an edition that came by itself."""

    zero_said = BooleanField(_l("零报告"))


class ReasonForm(PortalForm):
    """Why, in a sentence."""

    reason = StringField(_l("原因"), [InputRequired(), Length(max=300)])


class ObjectForm(PortalForm):
    """On which ground, and why."""

    ground = RadioField(_l("异议理由"), [InputRequired()], choices=_worded(GROUNDS))
    other_unit_id = SelectField(
        _l("应属哪个单位"), [Optional()], description=_l("“不属于本单位”的，知道就选；不知道的由街道定")
    )
    other_number = StringField(
        _l("与哪一件重复"), [Optional(), Length(max=80)], description=_l("“与另一件重复”的，填另一件的编号")
    )
    reason = TextAreaField(_l("具体说明"), [InputRequired(), Length(max=1000)])


class DecideObjectionForm(PortalForm):
    """The street's decision with its reason."""

    verdict = RadioField(_l("决定"), [InputRequired()], choices=_worded(VERDICTS))
    other_unit_id = SelectField(_l("改为哪个单位"), [Optional()])
    other_number = StringField(_l("并入哪一件"), [Optional(), Length(max=80)])
    answer = TextAreaField(_l("决定的理由"), [InputRequired(), Length(max=1000)])
