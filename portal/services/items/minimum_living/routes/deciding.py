"""Opinion, public notice, report and confirmation, and what changes the time or ends the procedure."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.services.assistance.months import month_text
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.schemes import SCHEMES
from portal.services.items.minimum_living import actions, queries, terms
from portal.services.items.minimum_living.actions.opinion import board_of, proposed_scheme
from portal.services.items.minimum_living.documents import comparison
from portal.services.items.minimum_living.forms import steps as forms
from portal.services.items.minimum_living.models import HouseholdDeclaration
from portal.services.items.minimum_living.new_standard import new_standard_of
from portal.services.items.minimum_living.routes.base import blueprint, declared_case, form_page
from portal.services.items.minimum_living.routes.declaration import sheet_or_reason
from portal.services.items.minimum_living.vocabulary import ANSWERS, OPINIONS, WAYS
from portal.services.notices.queries import state_of
from portal.services.routes.hall import Answer
from portal.units.queries import get_unit
from portal.web.access import current_actor, requires

_BASE = "/services/applications/<int:application_id>"


@blueprint.route(f"{_BASE}/opinion", methods=["GET", "POST"])
@requires("services.write_opinion")
def write_opinion(application_id: int) -> Answer:
    """The sheet as it is today, and the opinion on it."""
    application, declaration = declared_case(application_id)
    sheet, obstacle = sheet_or_reason(declaration)
    scheme = proposed_scheme(application, sheet) if sheet else ""
    form = forms.WriteOpinionForm(
        category=declaration.category,
        version=str(declaration.version),
    )
    return form_page(
        application,
        form,
        title=_("初审意见"),
        action=url_for(".write_opinion", application_id=application_id),
        button=_("保存初审意见"),
        done=_("初审意见已保存，计算表随之固定。"),
        template="services/items/minimum_living/opinion.html",
        sheet=sheet,
        obstacle=obstacle,
        finding=_finding(sheet, scheme) if sheet else None,
        former=queries.current_opinion(declaration),
        opinions=OPINIONS,
        act=lambda: actions.write_opinion(
            current_actor(),
            declaration,
            version=form.seen_version,
            opinion=form.opinion.data or "",
            category=form.category.data or "",
            reason=form.reason.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/reopen-declaration", methods=["GET", "POST"])
@requires("services.write_opinion")
def reopen_declaration(application_id: int) -> Answer:
    """Put the opinion aside so that the declaration can be corrected."""
    application, declaration = declared_case(application_id)
    form = forms.ReasonForm(version=str(declaration.version))
    return form_page(
        application,
        form,
        title=_("撤回初审意见"),
        action=url_for(".reopen_declaration", application_id=application_id),
        button=_("撤回初审意见"),
        done=_("初审意见已撤回，可以更正申报后重新作出。"),
        advice=_("撤回后可以更正家庭申报，再重新作出初审意见；已签的审批环节要重签。"),
        act=lambda: actions.reopen_declaration(
            current_actor(), declaration, version=form.seen_version, reason=form.reason.data or ""
        ),
    )


@blueprint.route(f"{_BASE}/notice", methods=["GET", "POST"])
@requires("services.announce")
def announce_opinion(application_id: int) -> Answer:
    """Draw up the public notice."""
    application, declaration = declared_case(application_id)
    board = get_unit(board_of(application))
    form = forms.AnnounceOpinionForm(
        channel_phone=board.phone or application.unit.phone,
        channel_place=board.name,
        version=str(declaration.version),
    )
    state = state_of(application)
    return form_page(
        application,
        form,
        title=_("初审公示"),
        action=url_for(".announce_opinion", application_id=application_id),
        button=_("生成公示单"),
        done=_("公示单已生成，请交社区张贴。"),
        advice=_("公示单上只有申请人姓名、保障人数和金额。期满、撤下并收到反馈单后才能审核。"),
        state=state if state.notice else None,
        template="services/items/minimum_living/notice.html",
        act=lambda: actions.announce_opinion(
            current_actor(),
            declaration,
            version=form.seen_version,
            phone=form.channel_phone.data or "",
            place=form.channel_place.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/report", methods=["GET", "POST"])
@requires("services.report_household")
def report_household(application_id: int) -> Answer:
    """Report to whoever confirms."""
    application, declaration = declared_case(application_id)
    form = forms.ReportHouseholdForm(version=str(declaration.version))
    return form_page(
        application,
        form,
        title=_("报送确认"),
        action=url_for(".report_household", application_id=application_id),
        button=_("报送"),
        done=_("报送单已拟好，还没有发出：请在“公函往来”中发出。")
        if form.way.data == "letter"
        else _("已报送，等待区级在门户里确认。"),
        advice="",
        confirmation=queries.current_confirmation(declaration),
        decided_by_street=terms.is_street(application.unit_id),
        ways=WAYS,
        answers=ANSWERS,
        template="services/items/minimum_living/report.html",
        act=lambda: actions.report_household(
            current_actor(), declaration, version=form.seen_version, way=form.way.data or ""
        ),
    )


@blueprint.route(f"{_BASE}/confirm", methods=["GET", "POST"])
@requires("services.confirm_household")
def confirm_household(application_id: int) -> Answer:
    """The district's answer, given in the portal."""
    application, declaration = declared_case(application_id)
    form = forms.ConfirmHouseholdForm(version=str(declaration.version))
    opinion = queries.current_opinion(declaration)
    return form_page(
        application,
        form,
        title=_("审核确认"),
        action=url_for(".confirm_household", application_id=application_id),
        button=_("提交确认意见"),
        done=_("确认意见已登记，由街道办理决定和通知。"),
        advice=_("须先登记区级入户核查。") if declaration.relatives else "",
        facts=[*_opinion_facts(opinion), *_new_standard_facts(declaration)],
        act=lambda: actions.confirm_household(
            current_actor(),
            declaration,
            version=form.seen_version,
            answer=form.answer.data or "",
            number=form.number.data or "",
            note=form.note.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/extend", methods=["GET", "POST"])
@requires("services.extend_due_date")
def extend_due_date(application_id: int) -> Answer:
    """Count the longer limit, for a reason."""
    application, declaration = declared_case(application_id)
    form = forms.ExtendDueDateForm(version=str(declaration.version))
    days = terms.limit_of(application.unit_id, clock.today(), is_long=True)
    return form_page(
        application,
        form,
        title=_("延长办理期限"),
        action=url_for(".extend_due_date", application_id=application_id),
        button=_("延长"),
        done=_("办理期限已延长。"),
        advice=_("延长后自受理之日起 %(days)s 个工作日内办结，只能延长一次。", days=days),
        act=lambda: actions.extend_due_date(
            current_actor(),
            declaration,
            version=form.seen_version,
            because=form.because.data or "",
            note=form.note.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/end-procedure", methods=["GET", "POST"])
@requires("services.end_procedure")
def end_procedure(application_id: int) -> Answer:
    """End the procedure under art. 29."""
    application, declaration = declared_case(application_id)
    form = forms.ReasonForm(version=str(declaration.version))
    return form_page(
        application,
        form,
        title=_("终止审核确认程序"),
        action=url_for(".end_procedure", application_id=application_id),
        button=_("终止程序"),
        done=_("程序已终止，请审核人和分管领导作出不予确认的决定。"),
        advice=_(
            "家庭成员无正当理由拒绝配合的，依照《最低生活保障审核确认办法》第二十九条终止。之后作出不予确认的决定并送达告知书。"
        ),
        is_dangerous=True,
        act=lambda: actions.end_procedure(
            current_actor(), declaration, version=form.seen_version, reason=form.reason.data or ""
        ),
    )


def _finding(sheet: Reckoning, scheme: str) -> tuple[str, str]:
    """What the reckoning comes to, in one sentence with both numbers, and its tone: which limit is passed, or what fits."""
    words = comparison(sheet)
    if not scheme:
        return words + _("按计算表不符合条件，只能建议不予。"), "warning"
    if sheet.is_over_property:
        return words + _("收入符合，财产超过限额，按计算表不符合条件；仍建议给予的，须写明理由。"), "warning"
    return words + _("按计算表符合条件：%(scheme)s。", scheme=_(SCHEMES[scheme].name)), "success"


def _new_standard_facts(declaration: HouseholdDeclaration) -> list[tuple[str, str]]:
    """What is granted where the standard has changed since the opinion, so that it is this that is confirmed."""
    new = new_standard_of(declaration)
    if new is None or not new.is_same_judgement:
        return []
    return [
        (_("%(month)s起的保障标准（元）", month=month_text(new.month)), yuan(new.standard_fen)),
        (_("按新标准的月保障金（元），建档时执行"), yuan(new.fen)),
    ]


def _opinion_facts(opinion: object) -> list[tuple[str, str]]:
    if opinion is None:
        return []
    return [
        (_("初审意见"), _(OPINIONS[opinion.opinion])),  # type: ignore[attr-defined]
        (_("保障人口"), str(opinion.persons)),  # type: ignore[attr-defined]
        (_("月保障金（元）"), yuan(opinion.total_fen)),  # type: ignore[attr-defined]
    ]
