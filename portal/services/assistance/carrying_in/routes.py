"""The pages of coming in from paper: templates to download, a workbook to hand in, its report, and carrying it in."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, url_for
from flask_babel import gettext as _

from portal.errors import NotFound
from portal.services.assistance.carrying_in import actions, queries
from portal.services.assistance.carrying_in.fault_sheet import fault_sheet
from portal.services.assistance.carrying_in.forms import HandInPaperForm
from portal.services.assistance.carrying_in.kinds import Kind, all_kinds, find_kind
from portal.services.assistance.carrying_in.models import CARRY_IN_STATES, TONES
from portal.services.assistance.carrying_in.workbooks import MOST_BYTES, MOST_ROWS, template_of
from portal.services.assistance.routes.base import Answer
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.filters import sentence, translate
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("carrying_in", __name__, url_prefix="/assistance/carry-in")
PAGE_ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPER_TEMPLATE = "纸质转入模板-{kind}.xlsx"
PAPER_FAULTS = "{name}-有误的地方.xlsx"


def words() -> dict[str, Any]:
    """The codes of these pages in words."""
    return {
        "kinds": {kind.code: kind for kind in all_kinds()},
        "states": CARRY_IN_STATES,
        "tones": TONES,
    }


@blueprint.get("")
@requires("assistance.hand_in_paper")
def list_carry_ins() -> str:
    """What can come in, and what has."""
    found = queries.list_carry_ins(current_actor())
    return render("services/assistance/carrying_in/list_carry_ins.html", found=found, **words())


@blueprint.get("/<kind>/template.xlsx")
@requires("assistance.hand_in_paper")
def download_template(kind: str) -> Response:
    """The empty workbook of a kind."""
    wanted = _kind(kind)
    response = Response(template_of(wanted), mimetype=XLSX)
    name = quote(PAPER_TEMPLATE.format(kind=wanted.label), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@blueprint.route("/<kind>/new", methods=["GET", "POST"])
@requires("assistance.hand_in_paper")
def hand_in_paper(kind: str) -> Answer:
    """Hand in a filled-in template; it is tried at once and nothing comes in yet."""
    wanted = _kind(kind)
    form = HandInPaperForm()
    if form.accepts():
        with form.refusals():
            made = actions.hand_in_paper(
                current_actor(),
                kind=wanted.code,
                file_name=form.file.data.filename or "",
                content=form.file.data.stream.read(MOST_BYTES + 1),
            )
            flash(_("已上传，正在逐行检查。还没有转入任何内容。"), "success")
            return go_to(url_for(".read_carry_in", carry_in_id=made.id))
    return render("services/assistance/carrying_in/hand_in_paper.html", form=form, kind=wanted), form.status


@blueprint.get("/<int:carry_in_id>")
@requires("assistance.read_carry_in")
def read_carry_in(carry_in_id: int) -> str:
    """One workbook: what the trial found at which cell, or what has come in."""
    found = queries.get_carry_in(current_actor(), carry_in_id)
    number = asked_page()
    faults, total = queries.list_faults(found.id, page=number, size=PAGE_ROWS)
    return render(
        "services/assistance/carrying_in/read_carry_in.html",
        block="listing",
        carry_in=found,
        faults=faults,
        total=total,
        number=number,
        size=PAGE_ROWS,
        is_working=queries.is_waiting_for_job(found),
        form=EmptyForm(version=str(found.version)),
        **words(),
    )


@blueprint.get("/<int:carry_in_id>/faults.xlsx")
@requires("assistance.read_carry_in")
def download_faults(carry_in_id: int) -> Response:
    """What is wrong, as a workbook to mend the rows by."""
    found = queries.get_carry_in(current_actor(), carry_in_id)
    faults, total = queries.list_faults(found.id, size=MOST_ROWS)
    if not total:
        raise NotFound
    lines = [(one.row, one.cell, translate(one.column), sentence(one.why, one.params)) for one in faults]
    response = Response(fault_sheet(lines), mimetype=XLSX)
    name = quote(PAPER_FAULTS.format(name=found.file_name.rsplit(".", 1)[0]), safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@blueprint.post("/<int:carry_in_id>/try")
@requires("assistance.hand_in_paper")
def try_again(carry_in_id: int) -> Answer:
    """Try the rows once more."""
    found = queries.get_carry_in(current_actor(), carry_in_id)
    job = actions.try_again(current_actor(), found, version=EmptyForm().seen_version)
    return go_to(url_for("jobs.show_job", job_id=job.id))


@blueprint.route("/<int:carry_in_id>/carry-in", methods=["GET", "POST"])
@requires("assistance.carry_in")
def carry_in_paper(carry_in_id: int) -> Answer:
    """The second person lets the good rows come in."""
    found = queries.get_carry_in(current_actor(), carry_in_id)
    form = EmptyForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            job = actions.carry_in_paper(current_actor(), found, version=form.seen_version)
            return go_to(url_for("jobs.show_job", job_id=job.id))
    return render(
        "services/assistance/carrying_in/carry_in_paper.html", carry_in=found, form=form, **words()
    ), form.status


@blueprint.post("/<int:carry_in_id>/cancel")
@requires("assistance.hand_in_paper")
def cancel_carry_in(carry_in_id: int) -> Answer:
    """Put a workbook aside."""
    found = queries.get_carry_in(current_actor(), carry_in_id)
    actions.cancel_carry_in(current_actor(), found, version=EmptyForm().seen_version)
    flash(_("已取消，表中内容已清除。"), "success")
    return go_to(url_for(".list_carry_ins"))


def _kind(code: str) -> Kind:
    found = find_kind(code)
    if found is None:
        raise NotFound
    return found
