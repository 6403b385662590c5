"""The pages of temporary relief: the sum, aid first, the district's answer, the receipt, and its part of the case's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import NotFound
from portal.services.items.temporary_relief import actions, documents, forms, queries, reporting
from portal.services.items.temporary_relief.definition import CODE, EMERGENCY
from portal.services.items.temporary_relief.models import FORMS, TemporaryRelief
from portal.services.items.temporary_relief.terms import terms_on
from portal.services.models import Application
from portal.services.queries import get_application
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, requires
from portal.web.forms import EmptyForm, PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("temporary_relief", __name__)
_BASE = "/services/applications/<int:application_id>/relief"


def _case(application_id: int) -> Application:
    found = get_application(current_actor(), application_id)
    if found.item.code != CODE:
        raise NotFound
    return found


def _page(
    application: Application, form: PortalForm, *, label: str, advice: str, done: str, act: Callable[[], Any]
) -> Answer:
    back = url_for("services.read_application", application_id=application.id)
    if form.accepts():
        with form.refusals():
            act()
            flash(done, "success")
            return go_to(back)
    return render(
        "services/items/temporary_relief/verb.html",
        application=application,
        form=form,
        label=label,
        advice=advice,
        back=back,
        relief=queries.find_relief(application),
        form_names=FORMS,
    ), form.status


@blueprint.get("/services/relief/<int:relief_id>")
@requires("services.read_application")
def read_relief(relief_id: int) -> Answer:
    """Where a line of the ledger leads: its application."""
    found = session.get(TemporaryRelief, relief_id)
    if found is None:
        raise NotFound
    return go_to(url_for("services.read_application", application_id=_case(found.application_id).id))


@blueprint.route(_BASE, methods=["GET", "POST"])
@requires("services.assess_relief")
def assess_relief(application_id: int) -> Answer:
    """The sum."""
    application = _case(application_id)
    relief = queries.find_relief(application)
    told = relief.persons if relief else int((application.answers or {}).get("persons") or 1)
    form = forms.AssessReliefForm(obj=relief, version=str(application.version), persons=told)
    by_person = terms_on(application.business, application.unit_id, clock.today()).by_person
    if not by_person:
        del form.persons
    return _page(
        application,
        form,
        label=_("核定金额"),
        advice=_("系统按当月登记的保障标准计算：标准 × 百分比 × 人数，不用自己算。")
        if by_person
        else _("系统按当月登记的保障标准计算：标准 × 百分比，不乘人数，不用自己算。"),
        done=_("已核定。"),
        act=lambda: actions.assess_relief(
            current_actor(),
            application,
            version=form.seen_version,
            percent=form.percent.data or 0,
            persons=(form.persons.data or 0) if by_person else told,
            form=form.form.data,
            area=form.area.data,
            goods=form.goods.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/first", methods=["GET", "POST"])
@requires("services.give_relief_first")
def give_first(application_id: int) -> Answer:
    """Aid before the papers."""
    application = _case(application_id)
    form = forms.GiveFirstForm(version=str(application.version))
    return _page(
        application,
        form,
        label=_("同意先行救助"),
        advice=_("情况紧急、金额较小的，可以先给钱物，手续在规定的工作日内补齐。"),
        done=_("已同意，请马上发放并登记签收。"),
        act=lambda: actions.give_first(
            current_actor(), application, version=form.seen_version, because=form.because.data or ""
        ),
    )


@blueprint.route(f"{_BASE}/district", methods=["GET", "POST"])
@requires("services.enter_relief_answer")
def enter_relief_answer(application_id: int) -> Answer:
    """The district's answer, where it did not come by the letter of report."""
    application = _case(application_id)
    form = forms.ReliefAnswerForm(version=str(application.version), on=clock.today())
    return _page(
        application,
        form,
        label=_("登记区级意见"),
        advice=_("报送单的答复在函件页面登记后会自动带到这里；批复没有走报送单的，在这里登记文号。"),
        done=_("已登记。"),
        act=lambda: actions.enter_relief_answer(
            current_actor(),
            application,
            version=form.seen_version,
            answer=form.answer.data or "",
            number=form.number.data or "",
            on=form.on.data,
            note=form.note.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/report", methods=["GET", "POST"])
@requires("services.report_household")
def draft_relief_report(application_id: int) -> Answer:
    """Draft the letter of report to the district."""
    application = _case(application_id)
    form = EmptyForm(version=str(application.version))
    return _page(
        application,
        form,
        label=_("起草报送单"),
        advice=_("系统按核定的情况起草报送单，在“公函往来”中签发；收到批复后在函件页面登记。"),
        done=_("报送单已起草，请在“公函往来”中签发。"),
        act=lambda: reporting.draft_report(current_actor(), application, version=form.seen_version),
    )


@blueprint.route(f"{_BASE}/receipt", methods=["GET", "POST"])
@requires("services.collect_result")
def record_relief_receipt(application_id: int) -> Answer:
    """Somebody signed for aid that came first."""
    application = _case(application_id)
    form = forms.ReliefReceiptForm(version=str(application.version))
    return _page(
        application,
        form,
        label=_("登记签收"),
        advice=_("钱物已交到手、收据已签字以后登记。"),
        done=_("已登记签收。"),
        act=lambda: actions.record_relief_receipt(
            current_actor(),
            application,
            version=form.seen_version,
            receiver=form.receiver.data or "",
            relation=form.relation.data or "",
        ),
    )


def relief_part(actor: Actor, application: Application) -> dict[str, Any] | None:
    """What was assessed and what comes next, for the case's page."""
    relief = queries.find_relief(application)
    is_open = application.state in actions.ASSESSABLE
    if relief is None and not is_open:
        return None
    first = relief is not None and relief.is_first
    return {
        "relief": relief,
        "reckoning": documents.reckoning_text(relief) if relief else "",
        "forms": FORMS,
        "assess": is_open and not first and actor.can("services.assess_relief"),
        "first": relief is not None
        and is_open
        and not first
        and relief.kind == EMERGENCY
        and not actions.goes_to_district(relief)
        and actor.can("services.give_relief_first"),
        "district": relief is not None
        and application.state == "reviewed"
        and not relief.district_answer
        and actions.goes_to_district(relief),
        "letter": relief.letter if relief is not None and actor.can("letters.read_letter") else None,
        "report": relief is not None
        and application.state == "reviewed"
        and not relief.district_answer
        and actions.goes_to_district(relief)
        and not reporting.is_on_its_way(relief)
        and actor.can("services.report_household"),
        "receipt": relief is not None and first and relief.received_on is None,
    }
