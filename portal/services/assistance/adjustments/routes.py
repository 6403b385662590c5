"""The pages of standard adjustments: the list, entering one, one batch with its lines, and its verbs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, flash, request, url_for
from flask_babel import gettext as _

from portal.db import session
from portal.documents.bulk.actions import ask_for_bulk
from portal.errors import NotFound
from portal.jobs.models import FAILED, Job
from portal.jobs.queries import find_job
from portal.jobs.words import reason_of
from portal.services.assistance.adjustments import actions, auditing, queries, releasing
from portal.services.assistance.adjustments.figures import EXCEPTIONS, OUTCOMES
from portal.services.assistance.adjustments.forms import (
    AskReversalForm,
    EnterAdjustmentForm,
    RefuseReversalForm,
    SettleExceptionForm,
    read_yuan,
)
from portal.services.assistance.adjustments.leads import ORIGINS
from portal.services.assistance.adjustments.left_behind import left_behind
from portal.services.assistance.adjustments.models import (
    ADJUSTMENT_STATES,
    CHANGE,
    EXCEPTION,
    LINE_KINDS,
    SIGNED_AS,
    TONES,
    Adjustment,
    AdjustmentLine,
)
from portal.services.assistance.months import read_month
from portal.services.assistance.routes.base import Answer
from portal.services.assistance.schemes import AREAS, METHODS, SCHEMES
from portal.signoffs import printed_signers
from portal.units.queries import get_unit
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.forms import EmptyForm, PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("adjustments", __name__, url_prefix="/assistance/adjustments")
PAGE_ROWS = 50
PAPER_LETTERS = "标准调整通知书 {unit} 共{count}份"


def words() -> dict[str, Any]:
    """The codes of these pages in words."""
    return {
        "states": ADJUSTMENT_STATES,
        "tones": TONES,
        "schemes": {code: scheme.name for code, scheme in SCHEMES.items()},
        "areas": AREAS,
        "methods": METHODS,
        "exceptions": EXCEPTIONS,
        "outcomes": OUTCOMES,
        "origins": ORIGINS,
        "kinds": LINE_KINDS,
        "is_reversal_refused": queries.is_reversal_refused,
    }


@blueprint.get("")
@requires("assistance.read_adjustment")
def list_adjustments() -> str:
    """Every batch of the reader's streets, newest first."""
    actor = current_actor()
    return render(
        "services/assistance/adjustments/list_adjustments.html",
        found=queries.list_adjustments(actor),
        not_done={one.id for one in queries.list_not_done(actor)},
        **words(),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires("assistance.prepare_adjustment")
def enter_adjustment() -> Answer:
    """A new standard: the preview is asked for at once."""
    form = EnterAdjustmentForm()
    if form.accepts():
        with form.refusals():
            made = actions.enter_adjustment(
                current_actor(),
                scheme=form.scheme.data,
                area=form.area.data,
                old_fen=read_yuan(form.old_yuan.data or "", "old_yuan"),
                new_fen=read_yuan(form.new_yuan.data or "", "new_yuan"),
                effective_month=read_month(form.effective.data or "", "effective"),
                decided_on=form.decided_on.data,
                source=form.source.data or "",
                run_month=read_month(form.run.data, "run") if form.run.data else None,
                note=form.note.data or "",
            )
            flash(_("已登记，正在逐户预览。"), "success")
            return go_to(url_for(".read_adjustment", adjustment_id=made.id))
    return render("services/assistance/adjustments/enter_adjustment.html", form=form), form.status


@blueprint.get("/<int:adjustment_id>")
@requires("assistance.read_adjustment")
def read_adjustment(adjustment_id: int) -> str:
    """One batch: its sums, its lines of one kind, and what can be done next."""
    return _page(queries.get_adjustment(current_actor(), adjustment_id))


def _page(found: Adjustment, audit: auditing.Audit | None = None) -> str:
    kind = request.args.get("kind", CHANGE)
    page = queries.list_lines(
        found.id,
        kind if kind in LINE_KINDS else CHANGE,
        page=asked_page(),
        size=PAGE_ROWS,
    )
    is_applied = found.state in {"applied", "reversal_asked", "reversing", "reversed"}
    return render(
        "services/assistance/adjustments/read_adjustment.html",
        block="listing" if audit is None else None,
        adjustment=found,
        page=page,
        kind=kind if kind in LINE_KINDS else CHANGE,
        reasons=queries.count_reasons(found.id),
        communities=queries.list_communities(found.id) if is_applied else [],
        is_working=queries.is_waiting_for_job(found),
        is_applied=is_applied,
        audit=audit,
        signers=printed_signers(found, SIGNED_AS),
        left_behind=left_behind(found),
        refusal=_refusal(found),
        **words(),
    )


def _refusal(adjustment: Adjustment) -> str:
    """Why the job that was asked for last did not do what it was to, as its own page says; empty where it did."""
    job = find_job(adjustment.job_id) if adjustment.job_id else None
    return reason_of(job, is_asker=True) if job is not None and job.state == FAILED else ""


@blueprint.get("/lines/<int:line_id>")
@requires("assistance.read_adjustment")
def read_line(line_id: int) -> Answer:
    """Where a line of the ledger leads: the file that it is about, or else its batch."""
    line = queries.get_line(current_actor(), line_id)
    if line.file_id is not None and "assistance.read_file" in current_app.view_functions:
        return go_to(url_for("assistance.read_file", file_id=line.file_id))
    return go_to(url_for(".read_adjustment", adjustment_id=line.adjustment_id, kind=line.kind))


@blueprint.route("/lines/<int:line_id>/settle", methods=["GET", "POST"])
@requires("assistance.prepare_adjustment")
def settle_exception(line_id: int) -> Answer:
    """One exception: propose that it is adjusted after all, or say how it was settled."""
    actor = current_actor()
    line = queries.get_line(actor, line_id)
    form = SettleExceptionForm(version=str(line.adjustment.version))
    if form.accepts():
        act = releasing.ask_release if form.how.data == "release" else releasing.settle_exception
        with form.refusals():
            act(actor, line, version=form.seen_version, reason=form.reason.data or "")
            flash(_("已登记。"), "success")
            return go_to(_exceptions_of(line))
    return _line_page(line, form), form.status


@blueprint.route("/lines/<int:line_id>/approve", methods=["GET", "POST"])
@requires("assistance.approve_adjustment")
def approve_release(line_id: int) -> Answer:
    """The second person decides on one exception."""
    actor = current_actor()
    line = queries.get_line(actor, line_id)
    form = EmptyForm(version=str(line.adjustment.version))
    if form.accepts():
        with form.refusals():
            releasing.approve_release(actor, line, version=form.seen_version)
            flash(_("已同意，这一户按新标准发放。"), "success")
            return go_to(_exceptions_of(line))
    return _line_page(line, form), form.status


@blueprint.post("/lines/<int:line_id>/refuse")
@requires("assistance.approve_adjustment")
def refuse_release(line_id: int) -> Answer:
    """Leave it an exception."""
    line = queries.get_line(current_actor(), line_id)
    releasing.refuse_release(current_actor(), line, version=_seen())
    flash(_("没有同意，这一户仍列为例外。"), "success")
    return go_to(_exceptions_of(line))


def _exceptions_of(line: AdjustmentLine) -> str:
    return url_for(".read_adjustment", adjustment_id=line.adjustment_id, kind=EXCEPTION)


def _line_page(line: AdjustmentLine, form: PortalForm) -> str:
    return render("services/assistance/adjustments/settle_exception.html", line=line, form=form, **words())


@blueprint.post("/<int:adjustment_id>/preview")
@requires("assistance.prepare_adjustment")
def preview_adjustment(adjustment_id: int) -> Answer:
    """Preview anew."""
    found = queries.get_adjustment(current_actor(), adjustment_id)
    return _to_job(actions.preview_adjustment(current_actor(), found, version=_seen()))


@blueprint.route("/<int:adjustment_id>/approve", methods=["GET", "POST"])
@requires("assistance.approve_adjustment")
def approve_adjustment(adjustment_id: int) -> Answer:
    """The second person sees the sums once more and decides."""
    found = queries.get_adjustment(current_actor(), adjustment_id)
    form = EmptyForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            return _to_job(actions.approve_adjustment(current_actor(), found, version=form.seen_version))
    return render(
        "services/assistance/adjustments/approve_adjustment.html", adjustment=found, form=form, **words()
    ), form.status


@blueprint.route("/<int:adjustment_id>/ask-reversal", methods=["GET", "POST"])
@requires("assistance.prepare_adjustment")
def ask_reversal(adjustment_id: int) -> Answer:
    """Propose to take the whole batch back."""
    found = queries.get_adjustment(current_actor(), adjustment_id)
    form = AskReversalForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.ask_reversal(
                current_actor(), found, version=form.seen_version, reason=form.reason.data or ""
            )
            flash(_("已提出撤销，等待另一人审批。"), "success")
            return go_to(url_for(".read_adjustment", adjustment_id=found.id))
    return render(
        "services/assistance/adjustments/ask_reversal.html", adjustment=found, form=form, **words()
    ), form.status


@blueprint.route("/<int:adjustment_id>/approve-reversal", methods=["GET", "POST"])
@requires("assistance.approve_adjustment")
def approve_reversal(adjustment_id: int) -> Answer:
    """The second person decides on the reversal."""
    found = queries.get_adjustment(current_actor(), adjustment_id)
    form = EmptyForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            return _to_job(actions.approve_reversal(current_actor(), found, version=form.seen_version))
    return render(
        "services/assistance/adjustments/approve_reversal.html", adjustment=found, form=form, **words()
    ), form.status


@blueprint.route("/<int:adjustment_id>/refuse-reversal", methods=["GET", "POST"])
@requires("assistance.approve_adjustment")
def refuse_reversal(adjustment_id: int) -> Answer:
    """Leave the batch as it is, with the reason."""
    found = queries.get_adjustment(current_actor(), adjustment_id)
    form = RefuseReversalForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            actions.refuse_reversal(
                current_actor(), found, version=form.seen_version, reason=form.reason.data or ""
            )
            flash(_("没有同意撤销，这一批保持已执行。"), "success")
            return go_to(url_for(".read_adjustment", adjustment_id=adjustment_id))
    return render(
        "services/assistance/adjustments/refuse_reversal.html", adjustment=found, form=form, **words()
    ), form.status


@blueprint.post("/<int:adjustment_id>/cancel")
@requires("assistance.prepare_adjustment")
def cancel_adjustment(adjustment_id: int) -> Answer:
    """Put a batch aside that was never carried out."""
    found = queries.get_adjustment(current_actor(), adjustment_id)
    actions.cancel_adjustment(current_actor(), found, version=_seen())
    flash(_("已取消。"), "success")
    return go_to(url_for(".list_adjustments"))


@blueprint.get("/<int:adjustment_id>/audit")
@requires("assistance.read_adjustment")
def audit_adjustment(adjustment_id: int) -> str:
    """Reckon every line again from the decisions that it started from, and say whether all is the same."""
    found = queries.get_adjustment(current_actor(), adjustment_id)
    return _page(found, auditing.audit_adjustment(found))


@blueprint.post("/<int:adjustment_id>/letters")
@requires("assistance.prepare_adjustment")
def write_letters(adjustment_id: int) -> Answer:
    """Make the letters to the households that have none yet."""
    found = queries.get_adjustment(current_actor(), adjustment_id)
    return _to_job(actions.write_letters(current_actor(), found))


@blueprint.post("/<int:adjustment_id>/letters/print")
@requires("documents.print_bulk")
def print_letters(adjustment_id: int) -> Answer:
    """Print the letters of one community, or all, as one file."""
    actor = current_actor()
    found = queries.get_adjustment(actor, adjustment_id)
    text = request.form.get("unit", "")
    unit = get_unit(int(text)) if text.isdecimal() and len(text) < 10 else found.street
    keys = queries.list_letters(found.id, unit.id if unit is not found.street else None)
    if not keys:
        raise NotFound
    title = PAPER_LETTERS.format(unit=unit.name, count=len(keys))
    return _to_job(ask_for_bulk(actor, title=title, document_ids=keys))


def _seen() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def _to_job(job: Job) -> Answer:
    session.flush()
    return go_to(url_for("jobs.show_job", job_id=job.id))
