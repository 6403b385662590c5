"""The pages of a destitute person's case: visit, opinion, public notice, report, confirmation, and its part of the case's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _

from portal import clock, settings
from portal.actor import Actor
from portal.errors import NotFound, RuleBroken
from portal.files.actions import store_file
from portal.files.models import StoredFile
from portal.services.assistance.rules.terms import CARE_LEVELS
from portal.services.assistance.terms_settings import SPOT_CHECK
from portal.services.items.destitute_support import actions, documents, forms, queries
from portal.services.items.destitute_support.actions.confirming import goes_to_district, is_reported
from portal.services.items.destitute_support.definition import CODE, NOTICE, OPINION, REPORT, VISIT
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.rules import Found
from portal.services.items.destitute_support.vocabulary import ANSWERS, OPINIONS, REPORTS
from portal.services.models import Application
from portal.services.notices.queries import find_notice, state_of
from portal.services.queries import get_application
from portal.services.routes.hall import Answer
from portal.services.states import RUNNING
from portal.units.queries import get_unit
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("destitute_support", __name__)
_BASE = "/services/applications/<int:application_id>/destitute"
PURPOSE = "services.destitute_support"
# What stands next, in order: the step, the page that does it, the right that opens it.
_NEXT = (
    (VISIT, "record_visit", "services.record_investigation"),
    (OPINION, "write_opinion", "services.write_opinion"),
    (NOTICE, "announce_opinion", "services.announce"),
    (REPORT, "report_person", "services.report_household"),
)


def _application(application_id: int) -> Application:
    found = get_application(current_actor(), application_id)
    if found.item.code != CODE:
        raise NotFound
    return found


def _visited(application_id: int) -> tuple[Application, DestituteCase]:
    application = _application(application_id)
    case = queries.find_case(application)
    if case is None:
        raise NotFound
    return application, case


def _page(
    application: Application,
    form: PortalForm,
    *,
    title: str,
    button: str,
    done: str,
    act: Callable[[], Any],
    **more: Any,
) -> Answer:
    back = url_for("services.read_application", application_id=application.id)
    if form.accepts():
        with form.refusals():
            act()
            flash(done, "success")
            return go_to(back)
    asked: dict[str, Any] = {
        "shows_form": True,
        "advice": "",
        "conditions": (),
        "sheet": None,
        "obstacle": "",
        "state": None,
        "facts": (),
    } | more
    return render(
        "services/items/destitute_support/verb.html",
        application=application,
        form=form,
        title=title,
        button_label=button,
        back=back,
        **asked,
    ), form.status


def _upload(field: Any, name: str) -> StoredFile | None:
    if not field.data:
        return None
    return store_file(
        current_actor(), stream=field.data.stream, name=field.data.filename or "", purpose=PURPOSE, field=name
    )


@blueprint.route(f"{_BASE}/visit", methods=["GET", "POST"])
@requires("services.record_investigation")
def record_visit(application_id: int) -> Answer:
    """The visit at home, with the six things of self-care."""
    application = _application(application_id)
    case = queries.find_case(application)
    form = forms.RecordVisitForm(version=str(application.version), **_told(case))
    return _page(
        application,
        form,
        title=_("入户调查和自理能力评估"),
        button=_("保存"),
        done=_("调查和评估已登记。"),
        advice=_("两名调查人入户，逐项核对三个条件和六项自理能力，本人或者照料人签字。"),
        act=lambda: actions.record_visit(
            current_actor(),
            application,
            version=form.seen_version,
            visit=actions.Visit(
                form.visited_on.data or clock.today(),
                form.first_name.data or "",
                form.second_name.data or "",
                form.signed_by.data or "",
                form.area.data or "",
                Found(
                    disability=form.disability.data or "",
                    grade=form.grade.data or "",
                    income_fen=form.income.data or 0,
                    is_over_property=bool(form.over_property.data),
                    supporters=form.supporters.data or "",
                    about_supporters=(form.about_supporters.data or "").strip(),
                    failed=tuple(form.failed.data or ()),
                    note=(form.note.data or "").strip(),
                ),
                _upload(form.file, "file"),
            ),
        ),
    )


def _told(case: DestituteCase | None) -> dict[str, Any]:
    """What the form says before anything is typed: what was saved, else today and the one who is signed in."""
    if case is None:
        return {"visited_on": clock.today(), "first_name": current_actor().name}
    found = Found.from_plain(case.found or {})
    return {
        "visited_on": case.visited_on,
        "first_name": case.first_name,
        "second_name": case.second_name,
        "signed_by": case.signed_by,
        "area": case.area,
        "disability": found.disability,
        "grade": found.grade,
        "income": found.income_fen,
        "over_property": found.is_over_property,
        "supporters": found.supporters,
        "about_supporters": found.about_supporters,
        "failed": list(found.failed),
        "note": found.note,
    }


@blueprint.route(f"{_BASE}/opinion", methods=["GET", "POST"])
@requires("services.write_opinion")
def write_opinion(application_id: int) -> Answer:
    """The three conditions and the sheet as they are today, and the opinion on them."""
    application, case = _visited(application_id)
    judged = _judged(case)
    wish = (application.answers or {}).get("wish", "")
    form = forms.WriteOpinionForm(version=str(case.version), way=case.care_way or wish)
    return _page(
        application,
        form,
        title=_("初审意见"),
        button=_("保存初审意见"),
        done=_("初审意见已保存，计算表随之固定。"),
        **judged,
        act=lambda: actions.write_opinion(
            current_actor(),
            case,
            version=form.seen_version,
            opinion=form.opinion.data or "",
            reason=form.reason.data or "",
            care=actions.Care(
                form.way.data or "",
                form.carer.data or "",
                form.relation.data or "",
                form.phone.data or "",
                form.bank.data or "",
                form.account.data or "",
                form.holder.data or "",
                _upload(form.agreement, "agreement"),
                form.account_relation.data or "",
                form.account_basis.data or "",
            ),
        ),
    )


@blueprint.route(f"{_BASE}/notice", methods=["GET", "POST"])
@requires("services.announce")
def announce_opinion(application_id: int) -> Answer:
    """Draw up the public notice."""
    application, case = _visited(application_id)
    board = get_unit(queries.community_of(application))
    form = forms.AnnounceForm(
        version=str(case.version),
        channel_phone=board.phone or application.unit.phone,
        channel_place=board.name,
    )
    state = state_of(application)
    return _page(
        application,
        form,
        title=_("初审公示"),
        button=_("生成公示单"),
        done=_("公示单已生成，请交社区张贴。"),
        advice=_("公示单上只有姓名、人数和金额。期满、撤下并收到反馈单后才能审核。"),
        state=state if state.notice else None,
        shows_form=not state.notice or state.stage == "post_again",
        act=lambda: actions.announce_opinion(
            current_actor(),
            case,
            version=form.seen_version,
            phone=form.channel_phone.data or "",
            place=form.channel_place.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/report", methods=["GET", "POST"])
@requires("services.report_household")
def report_person(application_id: int) -> Answer:
    """Report to whoever confirms."""
    application, case = _visited(application_id)
    form = forms.ReportPersonForm(version=str(case.version))
    shown = goes_to_district(case) and not is_reported(case)
    advice = _("选书面答复的，系统起草报送单，在“公函往来”中签发；收到答复后在函件页面登记。")
    return _page(
        application,
        form,
        title=_("报送确认"),
        button=_("报送"),
        done=_("报送单已拟好，还没有发出：请在“公函往来”中发出。")
        if form.way.data == "letter"
        else _("已报送，等待区级在门户里确认。"),
        advice=advice,
        facts=() if shown else _reported(case),
        shows_form=shown,
        act=lambda: actions.report_person(
            current_actor(), case, version=form.seen_version, way=form.way.data or ""
        ),
    )


@blueprint.route(f"{_BASE}/confirm", methods=["GET", "POST"])
@requires("services.confirm_household")
def confirm_person(application_id: int) -> Answer:
    """The district's answer, given in the portal."""
    application, case = _visited(application_id)
    form = forms.ConfirmPersonForm(version=str(case.version))
    total, checked = queries.spot_checks(clock.today().year)
    return _page(
        application,
        form,
        title=_("审核确认"),
        button=_("提交确认意见"),
        done=_("确认意见已登记，由街道办理决定和通知。"),
        advice=_(
            "区级按不低于 %(least)s%% 的比例入户抽查；今年已答复 %(total)s 件，其中抽查 %(checked)s 件。",
            least=settings.value(SPOT_CHECK.key),
            total=total,
            checked=checked,
        ),
        **_judged(case),
        act=lambda: actions.confirm_person(
            current_actor(),
            case,
            version=form.seen_version,
            answer=form.answer.data or "",
            number=form.number.data or "",
            note=form.note.data or "",
            is_spot_checked=bool(form.checked.data),
        ),
    )


def _judged(case: DestituteCase) -> dict[str, Any]:
    """The three conditions and the sheet of today, or why there is none."""
    today = clock.today()
    try:
        return {"conditions": queries.conditions_of(case, today), "sheet": queries.sheet_of(case, today)}
    except RuleBroken as error:
        return {"conditions": (), "sheet": None, "obstacle": error}


def _reported(case: DestituteCase) -> list[tuple[str, str]]:
    return [
        (_("报送方式"), _(REPORTS[case.report_way]) if case.report_way else _("由街道确认，不需要报送")),
        (_("报送日期"), case.reported_on.isoformat() if case.reported_on else ""),
        (_("确认意见"), _(ANSWERS[case.answer]) if case.answer else _("等待答复")),
        (_("文号"), case.answer_number),
        (_("说明"), case.note or ""),
    ]


def destitute_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """What was found, what the opinion says, and the one page that leads on, for the case's own page."""
    case = queries.find_case(application)
    if case is None and application.state not in RUNNING:
        return None
    notice, file = find_notice(application), queries.find_file(application)
    return {
        "case": case,
        "care_levels": CARE_LEVELS,
        "opinions": OPINIONS,
        "answers": ANSWERS,
        "care": documents.care_words(case) if case and case.care_way else "",
        "door": _door(actor, application, case),
        "notice": notice if notice is not None and actor.can("services.read_notice") else None,
        "file": file if actor.can("assistance.read_file") else None,
        "letter": case.letter_id if case and actor.can("letters.read_letter") else None,
    }


def _door(actor: Actor, application: Application, case: DestituteCase | None) -> tuple[str, str] | None:
    """Label and address of the page that leads on for this reader."""
    if application.state not in RUNNING:
        return None
    of: dict[str, Any] = {"application_id": application.id}
    if application.state == "reviewed" and case is not None and case.report_way == "post" and not case.answer:
        may = actor.can("services.confirm_household")
        return (_("审核确认"), url_for("destitute_support.confirm_person", **of)) if may else None
    done = {step.code for step in application.steps}
    for code, view, right in _NEXT:
        step = next(step for step in application.definition.steps if step.code == code)
        skipped = case is not None and (
            (code == NOTICE and case.opinion == "disagree")
            or (code == REPORT and (not goes_to_district(case) or is_reported(case)))
        )
        if step.during != application.state or code in done or skipped:
            continue
        return (step.name, url_for(f"destitute_support.{view}", **of)) if actor.can(right) else None
    return None
