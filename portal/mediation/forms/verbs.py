"""The forms of the verbs in a case's life, each with the version that was seen; what depends on the case is offered to it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Form,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.disputes.kinds import ALARM_WAYS, DANGERS
from portal.errors import N_
from portal.mediation.actions.assigning import ANSWERS
from portal.mediation.actions.extending import CONSENT_WAYS, GivenConsent
from portal.mediation.actions.recusing import ASKED_BY
from portal.mediation.actions.rights import WAYS, untold
from portal.mediation.forms.choices import (
    CheckboxesField,
    OfficeTimeField,
    keyed,
    office_now,
    worded,
)
from portal.mediation.mediators import list_mediators
from portal.mediation.models import MediationCase
from portal.mediation.states import CHOSEN_BY, MEDIATOR_ROLES, REFUSALS, RESPONDENT_WISHES, TERMINATIONS
from portal.web.forms import PortalForm

LONGEST = 1000
_TOLD = _l("已告知其他途径的日期")
_TOLD_HINT = _l("告诉当事人还可以通过仲裁、行政、司法等途径。没有告知的先空着，告知后再登记，登记后才能结案")


class CaseForm(PortalForm):
    """A form about one case."""

    def offer(self, case: MediationCase) -> None:
        """Fill the choices that depend on the case; called on every request, before what was sent is judged."""

    def begin(self, case: MediationCase) -> None:
        """What stands in the form when it is first shown."""


class SubmitCaseForm(CaseForm):
    """Nothing but the button."""


class AcceptCaseForm(CaseForm):
    """On which day, what the respondent says, what the parties bring along."""

    on = DateField(_l("受理日期"), [InputRequired()])
    respondent_wish = SelectField(_l("被申请人的意见"), choices=worded(RESPONDENT_WISHES))
    bring = TextAreaField(
        _l("请当事人携带"), [Optional(), Length(max=300)], description=_l("印在受理通知书上；不填的按惯例写")
    )

    def begin(self, case: MediationCase) -> None:
        """Today, and what is on record of the respondent."""
        self.on.data, self.respondent_wish.data = clock.today(), case.respondent_wish


class RefuseCaseForm(CaseForm):
    """Why, and when other ways were told."""

    code = RadioField(_l("不予受理的理由"), [InputRequired()], choices=worded(REFUSALS))
    reason = TextAreaField(
        _l("具体说明"), [Optional(), Length(max=LONGEST)], description=_l("选“其他”的必须填；印在通知书上")
    )
    on = DateField(_l("决定日期"), [InputRequired()])
    told_on = DateField(_TOLD, [Optional()], description=_TOLD_HINT)

    def begin(self, case: MediationCase) -> None:
        """Today; a clear refusal is the reason. Whether other ways were told nobody knows yet."""
        self.on.data = clock.today()
        if case.respondent_wish == "refuses":
            self.code.data = "respondent_refuses"


class RecordWishForm(CaseForm):
    """What the respondent says."""

    wish = RadioField(
        _l("被申请人的意见"),
        [InputRequired()],
        choices=worded({code: text for code, text in RESPONDENT_WISHES.items() if code != "unknown"}),
    )
    note = TextAreaField(
        _l("怎样征询的"),
        [Optional(), Length(max=300)],
        description=_l("例如：11月20日电话征询。由拒绝改为同意的必须填"),
    )


class BeginMediationForm(CaseForm):
    """On which day."""

    on = DateField(_l("开始日期"), [InputRequired()])

    def begin(self, case: MediationCase) -> None:
        """Today."""
        self.on.data = clock.today()


class SuspendCaseForm(CaseForm):
    """Why."""

    reason = TextAreaField(
        _l("中止的理由"),
        [InputRequired(), Length(max=LONGEST)],
        description=_l("例如：等待鉴定结论。印在告知书上"),
    )


class ResumeCaseForm(CaseForm):
    """What has changed."""

    reason = TextAreaField(_l("恢复的情况"), [Optional(), Length(max=300)])


class WithdrawCaseForm(CaseForm):
    """Who takes it back and why."""

    party_id = SelectField(_l("撤回人"), [InputRequired()])
    reason = TextAreaField(_l("撤回的理由"), [InputRequired(), Length(max=LONGEST)])
    told_on = DateField(_TOLD, [Optional()], description=_TOLD_HINT)

    def offer(self, case: MediationCase) -> None:
        """Those who may."""
        may = [p for p in case.parties if p.side == "applicant" or case.source != "application"]
        self.party_id.choices = keyed([(party.id, party.name) for party in may])


class TerminateCaseForm(CaseForm):
    """Why it ends, and when other ways were told."""

    code = RadioField(_l("终止的理由"), [InputRequired()], choices=worded(TERMINATIONS))
    reason = TextAreaField(
        _l("具体说明"), [Optional(), Length(max=LONGEST)], description=_l("选“其他”的必须填；印在通知书上")
    )
    on = DateField(_l("终止日期"), [InputRequired()])
    told_on = DateField(_TOLD, [Optional()], description=_TOLD_HINT)

    def begin(self, case: MediationCase) -> None:
        """Today; the end of the time is the reason where it is over. Whether other ways were told nobody knows yet."""
        self.on.data = clock.today()
        if case.due_on is not None and case.due_on <= clock.today():
            self.code.data = "time_over"


class TellRemediesForm(CaseForm):
    """When other ways were told."""

    told_on = DateField(_l("告知日期"), [InputRequired()])

    def begin(self, case: MediationCase) -> None:
        """Today."""
        self.told_on.data = clock.today()


class DiscardCaseForm(CaseForm):
    """Why the registration was a mistake."""

    reason = TextAreaField(_l("作废的理由"), [InputRequired(), Length(max=LONGEST)])


class TellRightsForm(CaseForm):
    """Who was told, when, how, by whom."""

    party_ids = CheckboxesField(_l("告知了谁"), [InputRequired()])
    told_at = OfficeTimeField(_l("告知时间"), [InputRequired()])
    way = RadioField(_l("告知方式"), [InputRequired()], choices=worded(WAYS), default="written")
    told_by_id = SelectField(_l("告知人"), [InputRequired()])

    def offer(self, case: MediationCase) -> None:
        """Those who were not told yet; the mediators of the case, or of the committee where none is named yet."""
        self.party_ids.choices = keyed([(party.id, party.name) for party in untold(case)])
        rows = {row.mediator_id: row.mediator.name for row in case.mediators if row.until is None}
        rows = rows or {one.id: one.name for one in list_mediators(case.committee)}
        self.told_by_id.choices = keyed(rows.items())

    def begin(self, case: MediationCase) -> None:
        """Everybody, now, by the leader."""
        self.party_ids.data = [str(party.id) for party in untold(case)]
        self.told_at.data = office_now()
        if case.lead is not None:
            self.told_by_id.data = str(case.lead.id)


class AssignMediatorForm(CaseForm):
    """Whom, as what, who chose, and the answer to a warning."""

    mediator_id = SelectField(_l("调解员"), [InputRequired()])
    role = RadioField(_l("分工"), choices=worded(MEDIATOR_ROLES), default="lead")
    chosen = RadioField(_l("怎样产生"), choices=worded(CHOSEN_BY), default="committee")
    because = StringField(
        _l("更换的理由"), [Optional(), Length(max=200)], description=_l("已有主持调解员、换人主持的必须填")
    )
    answer = RadioField(_l("对提示的处理"), [Optional()], choices=worded(ANSWERS), validate_choice=False)
    reason = TextAreaField(_l("继续的理由"), [Optional(), Length(max=300)])

    def take(self, rows: list[tuple[int, str]]) -> None:
        """Offer these mediators, each with the number of open cases."""
        self.mediator_id.choices = [("", gettext("请选择")), *keyed(rows)]


class AskRecusalForm(CaseForm):
    """Who should stand aside, who asks, and why."""

    mediator_id = SelectField(_l("被申请回避的调解员"), [InputRequired()])
    asked_by = RadioField(
        _l("谁提出"),
        [InputRequired()],
        choices=worded({code: ASKED_BY[code] for code in ("party", "mediator")}),
        default="party",
    )
    party_id = SelectField(_l("提出的当事人"), [Optional()], description=_l("当事人提出的选择是哪一位"))
    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=LONGEST)])

    def offer(self, case: MediationCase) -> None:
        """The mediators and the parties of the case."""
        rows = {row.mediator_id: row.mediator.name for row in case.mediators if row.until is None}
        self.mediator_id.choices = keyed(rows.items())
        self.party_id.choices = keyed([(p.id, p.name) for p in case.parties], none=N_("不是当事人提出"))


class DecideRecusalForm(PortalForm):
    """The chair's decision with its reason."""

    is_granted = RadioField(
        _l("决定"),
        [InputRequired()],
        choices=worded({"yes": N_("同意回避，另行指派调解员"), "no": N_("不需要回避，继续调解")}),
    )
    note = TextAreaField(_l("决定的理由"), [InputRequired(), Length(max=300)])


class ReportDangerForm(CaseForm):
    """What was noticed, and that the police knows: nothing of it may be empty."""

    danger = RadioField(_l("什么危险"), [InputRequired()], choices=worded(DANGERS))
    facts = TextAreaField(_l("情况"), [InputRequired(), Length(max=2000)])
    noticed_at = OfficeTimeField(_l("发现时间"), [InputRequired()])
    reported_at = OfficeTimeField(_l("报告时间"), [InputRequired()])
    station = StringField(_l("报告给哪个派出所"), [InputRequired(), Length(max=100)])
    receiver = StringField(_l("接报人"), [InputRequired(), Length(max=100)], description=_l("姓名或警号"))
    way = RadioField(_l("报告方式"), [InputRequired()], choices=worded(ALARM_WAYS), default="hotline")

    def begin(self, case: MediationCase) -> None:
        """Noticed now."""
        self.noticed_at.data = self.reported_at.data = office_now()


class ConsentFields(Form):
    """One party's consent."""

    agrees = BooleanField(_l("同意延期"))
    day = DateField(_l("同意日期"), [Optional()])
    way = SelectField(_l("同意方式"), choices=worded(CONSENT_WAYS))


class ExtendCaseForm(CaseForm):
    """Until when, why, and each party's consent."""

    class Meta(CaseForm.Meta):
        """A consent is a group of fields of its own."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Bind groups as they are, everything else as everywhere."""
            if issubclass(unbound_field.field_class, FormField):
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)

    asked_on = DateField(_l("提出日期"), [InputRequired()])
    new_due_on = DateField(_l("延长到"), [InputRequired()])
    reason = TextAreaField(_l("延期的理由"), [InputRequired(), Length(max=300)])

    def consents(self, case: MediationCase) -> list[GivenConsent]:
        """The parties that agreed, with day and way."""
        found = []
        for party in case.parties:
            fields = self[f"consent_{party.id}"].form
            if fields.agrees.data and fields.day.data:
                found.append(GivenConsent(party.id, fields.day.data, fields.way.data))
        return found


def extend_form(case: MediationCase, **data: object) -> ExtendCaseForm:
    """The form with one group of fields for each party."""
    groups = {f"consent_{party.id}": FormField(ConsentFields, label=party.name) for party in case.parties}
    made: ExtendCaseForm = type("ExtendCaseForm", (ExtendCaseForm,), groups)(**data)
    return made
