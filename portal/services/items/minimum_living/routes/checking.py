"""The data check on one page: asked, answered, told, objected to."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import NotFound
from portal.services.items.minimum_living import actions, queries
from portal.services.items.minimum_living.forms.steps import RecordObjectionForm, TellMismatchForm
from portal.services.items.minimum_living.models import DataCheck
from portal.services.items.minimum_living.routes.base import blueprint, declared_case, form_page
from portal.services.items.minimum_living.vocabulary import CHECK_STATES
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, requires
from portal.web.forms import EmptyForm, PortalForm
from portal.web.htmx import go_to, render

RIGHT = "services.request_data_check"
TONES = {
    "requested": "waiting",
    "matched": "good",
    "mismatch": "warn",
    "told": "warn",
    "objected": "warn",
    "settled": "good",
    "withdrawn": "neutral",
}
_BASE = "/services/applications/<int:application_id>/data-check"


@blueprint.route(_BASE, methods=["GET", "POST"])
@requires(RIGHT)
def request_data_check(application_id: int) -> Answer:
    """Every round with its letter, and what is next: asking is locked while anybody has not authorised it."""
    application, declaration = declared_case(application_id)
    form = EmptyForm(version=str(declaration.version))
    if form.accepts():
        with form.refusals():
            made = actions.request_data_check(current_actor(), declaration, version=form.seen_version)
            flash(_("核对函已拟好，请在函件页面发出。"), "success")
            return go_to(
                _letter_address(made) or url_for(".request_data_check", application_id=application_id)
            )
    newest = queries.newest_check(declaration)
    page = render(
        "services/items/minimum_living/data_check.html",
        application=application,
        declaration=declaration,
        form=form,
        newest=newest,
        may_ask=newest is None or newest.state == "objected",
        waiting=[one.member.resident.name for one in queries.unauthorised(declaration, clock.today())],
        states=CHECK_STATES,
        tones=TONES,
        letter_address=_letter_address,
    )
    return page, form.status


@blueprint.route(f"{_BASE}/tell", methods=["GET", "POST"])
@requires(RIGHT)
def tell_mismatch(application_id: int) -> Answer:
    """What differs is told to the applicant, on paper."""
    application, check = _check(application_id)
    form = TellMismatchForm(differences=(check.result or {}).get("text", ""), version=str(check.version))
    return _page(
        application,
        form,
        "tell_mismatch",
        _("告知核对结果"),
        _("告知并出具核对结果告知书"),
        _("已告知。请打印核对结果告知书交申请人。"),
        lambda: actions.tell_mismatch(
            current_actor(), check, version=form.seen_version, differences=form.differences.data or ""
        ),
    )


@blueprint.route(f"{_BASE}/objection", methods=["GET", "POST"])
@requires(RIGHT)
def record_objection(application_id: int) -> Answer:
    """The applicant objects."""
    application, check = _check(application_id)
    form = RecordObjectionForm(version=str(check.version))
    return _page(
        application,
        form,
        "record_objection",
        _("登记异议"),
        _("保存异议"),
        _("异议已登记，可以申请复核。"),
        lambda: actions.record_objection(
            current_actor(), check, version=form.seen_version, text=form.text.data or ""
        ),
    )


@blueprint.route(f"{_BASE}/settle", methods=["GET", "POST"])
@requires(RIGHT)
def settle_mismatch(application_id: int) -> Answer:
    """The applicant has no objection."""
    application, check = _check(application_id)
    form = EmptyForm(version=str(check.version))
    return _page(
        application,
        form,
        "settle_mismatch",
        _("申请人无异议"),
        _("确认无异议"),
        _("已登记。请按核对结果更正家庭申报。"),
        lambda: actions.settle_mismatch(current_actor(), check, version=form.seen_version),
    )


def _page(
    application: Any, form: PortalForm, view: str, title: str, button: str, done: str, act: Any
) -> Answer:
    here = url_for(f".{view}", application_id=application.id)
    to = url_for(".request_data_check", application_id=application.id)
    return form_page(application, form, title=title, action=here, button=button, done=done, act=act, to=to)


def _check(application_id: int) -> tuple[Any, DataCheck]:
    application, declaration = declared_case(application_id)
    check = queries.newest_check(declaration)
    if check is None:
        raise NotFound
    return application, check


def _letter_address(check: DataCheck) -> str:
    return url_for("letters.read_letter", letter_id=check.letter_id) if check.letter_id else ""
