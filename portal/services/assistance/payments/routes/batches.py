"""One batch: its page with the six steps, its lines, its differences against the month before, its anomalies."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.actor import Actor
from portal.documents.queries import list_documents_of
from portal.jobs.queries import find_job
from portal.services.assistance.payments import queries
from portal.services.assistance.payments.actions.banking import bank_job, note_download
from portal.services.assistance.payments.chain import CHAIN
from portal.services.assistance.payments.models import PaymentMonth
from portal.services.assistance.payments.practice import CHECKS
from portal.services.assistance.payments.routes.base import blueprint, page
from portal.services.assistance.payments.states import DIFFERENCES, LINE_STATES, PREPARING, REGULAR
from portal.services.assistance.routes.base import Answer
from portal.services.routes.hall import asked_words
from portal.signoffs import chain_view
from portal.standards.amounts import capitals
from portal.web.access import WATCHING, current_actor, requires
from portal.web.addresses import asked_number, asked_page
from portal.web.htmx import go_to

ORDER = ("preparing", "checking", "submitted", "approved", "sent", "paid", "archived")


@blueprint.get("/assistance/payments/<int:month_id>")
@requires("payments.read_payments")
def read_month(month_id: int) -> str:
    """One batch: where it stands, what is to be done next, and what it comes to. Asks for itself while it is drawn up."""
    actor = current_actor()
    batch = queries.get_batch(actor, month_id)
    return page("read_month.html", block="state", batch=batch, **_facts(actor, batch))


def _facts(actor: Actor, batch: PaymentMonth) -> dict[str, Any]:
    job = find_job(batch.job_id) if batch.job_id and batch.state == PREPARING else None
    regular = batch.kind == REGULAR
    watched: dict[str, Any] = {"month_id": batch.id, WATCHING: 1}
    return {
        "job": job,
        "bank_job": bank_job(batch) if batch.exported_by == actor.account_id else None,
        "refresh": url_for(".read_month", **watched),
        "steps": steps_of(batch),
        "chain": chain_view(actor, batch, CHAIN),
        "anomalies": queries.count_anomalies(batch),
        "differences": queries.sums_of_differences(batch) if regular else {},
        "previous": queries.find_previous_of(batch) if regular else None,
        "units": queries.sums_by_unit(batch),
        "papers": list_documents_of("PaymentMonth", batch.id),
        "returns": queries.list_returns(actor, month_id=batch.id).rows if batch.returned_households else [],
        "capitals": capitals(batch.net_fen),
        "today": clock.today(),
        "ledger_month": _ledger_period(batch),
    }


def _ledger_period(batch: PaymentMonth) -> dict[str, str]:
    last = (batch.month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return {"from": batch.month.isoformat(), "to": last.isoformat(), "batch": str(batch.id)}


def steps_of(batch: PaymentMonth) -> list[tuple[str, str, str]]:
    """The six steps with their state, in plain words: 制表、核对、审批、送银行、结果、归档."""
    labels = (_("制表"), _("核对"), _("审批"), _("送银行"), _("登记结果"), _("归档"))
    at = ORDER.index(batch.state) if batch.state in ORDER else -1
    found = []
    for place, label in enumerate(labels):
        state = "done" if place < at else "current" if place == at else "todo"
        found.append((label, state, ""))
    return found


@blueprint.get("/assistance/payments/<int:month_id>/lines")
@requires("payments.read_payments")
def list_lines(month_id: int) -> str:
    """The list itself, by state, community, and the head's name or the file's number."""
    batch = queries.get_batch(current_actor(), month_id)
    state = request.args.get("state", "")
    asked = {
        "state": state if state in LINE_STATES else "",
        "unit_id": asked_number("unit"),
        "text": asked_words("q"),
    }
    found = queries.list_lines(batch, page=asked_page(), **asked)  # type: ignore[arg-type]
    return page(
        "list_lines.html",
        block="listing",
        batch=batch,
        found=found,
        asked=asked,
        units=queries.list_units_of(batch),
    )


@blueprint.get("/assistance/payments/<int:month_id>/differences")
@requires("payments.read_payments")
def list_differences(month_id: int) -> str:
    """Who is paid otherwise than last month, and by which decision."""
    batch = queries.get_batch(current_actor(), month_id)
    kind = request.args.get("kind", "")
    asked = {"kind": kind if kind in DIFFERENCES else "", "unit_id": asked_number("unit")}
    found = queries.list_differences(batch, page=asked_page(), **asked)  # type: ignore[arg-type]
    return page(
        "list_differences.html",
        block="listing",
        batch=batch,
        found=found,
        asked=asked,
        sums=queries.sums_of_differences(batch),
        previous=queries.find_previous_of(batch),
        units=queries.list_units_of(batch),
        ledger_month=_ledger_period(batch),
    )


@blueprint.get("/assistance/payments/<int:month_id>/anomalies")
@requires("payments.read_payments")
def list_anomalies(month_id: int) -> str:
    """What is wrong or odd with the list, what blocks first."""
    batch = queries.get_batch(current_actor(), month_id)
    code = request.args.get("code", "")
    asked = {"code": code if code in CHECKS else "", "is_open": request.args.get("open") == "1"}
    found = queries.list_anomalies(batch, page=asked_page(), **asked)  # type: ignore[arg-type]
    return page(
        "list_anomalies.html",
        block="listing",
        batch=batch,
        found=found,
        asked=asked,
        counted=queries.count_by_code(batch),
    )


@blueprint.get("/assistance/payments/<int:month_id>/bank-file.xlsx")
@requires("payments.export_bank_file")
def read_bank_file(month_id: int) -> Answer:
    """The file for the bank, the same to the byte as at its first export; each download is recorded with the reason given."""
    actor = current_actor()
    job = note_download(actor, queries.get_batch(actor, month_id))
    return go_to(url_for("jobs.download_result", job_id=job.id))
