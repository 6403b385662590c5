"""The pages of the ledgers, and the same as a workbook or a paper. A long print is refused with the way to another form."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, current_app, request, send_file, url_for

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.documents.fonts import FontsMissing
from portal.documents.render import EngineMissing, PaperBroken
from portal.errors import N_, NotFound, RuleBroken
from portal.ledgers import asking, printing, queries, wording, workbooks
from portal.ledgers.definition import POSITION, Ledger, Row, all_ledgers, counted, ledger_of
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.htmx import render
from portal.web.wording import in_words

blueprint = Blueprint("ledgers", __name__)
navigation.add("ledgers.list_ledgers", label=N_("台账"), group=N_("查询与统计"), order=600, key="l")

PAGE_ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/ledgers")
@requires("ledgers.read_ledger")
def list_ledgers() -> str:
    """Every ledger that this post may read."""
    actor = current_actor()
    return render(
        "ledgers/list_ledgers.html", ledgers=[one for one in all_ledgers() if actor.can(one.permission)]
    )


@blueprint.get("/ledgers/<string(maxlength=40):name>")
@requires("ledgers.read_ledger")
def show_ledger(name: str) -> str:
    """One ledger, a page of lines at a time."""
    actor, asked, found = _open(name)
    measure = queries.measure(asked.ledger, actor, found)
    number = min(_page_number(), max(1, -(-measure.rows // PAGE_ROWS)))
    offset = (number - 1) * PAGE_ROWS
    rows = queries.list_rows(asked.ledger, actor, found, offset=offset, limit=PAGE_ROWS)
    lines = [_line(asked.ledger, position, row) for position, row in counted(rows, offset + 1)]
    totals = {c.key: wording.words(c, measure.totals.get(c.key, 0)) for c in asked.ledger.totalled_of(found)}
    return _page(asked, lines=lines, number=number, measure=measure, totals=totals)


@blueprint.get("/ledgers/<string(maxlength=40):name>.xlsx")
@requires("ledgers.read_ledger")
def export_ledger(name: str) -> Response:
    """The ledger as a workbook, however long it is."""
    actor, asked, found = _open(name)
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the answer closes it once it is sent)
    rows = workbooks.write_ledger(file, actor, asked, found)
    _record(actor, "ledgers.export_ledger", asked, found, rows)
    return send_file(file, XLSX, as_attachment=True, download_name=_file_name(asked.ledger, found, "xlsx"))


@blueprint.get("/ledgers/<string(maxlength=40):name>.pdf")
@requires("ledgers.read_ledger")
def print_ledger(name: str) -> Response | tuple[str, int]:
    """The ledger as a paper, up to the number of lines that a reader can wait for."""
    actor, asked, found = _open(name)
    measure = queries.measure(asked.ledger, actor, found)
    try:
        printing.check_length(measure)
        order = printing.order_of(actor, asked, found, measure)
        session.rollback()  # the lines are read: no connection is held while the paper is set
        paper = printing.print_ledger(current_app.config["PORTAL"].instance, order)
    except RuleBroken as error:
        return _page(asked, {"": error}, measure=measure), 422
    except (EngineMissing, FontsMissing, PaperBroken) as error:
        current_app.logger.error("a ledger could not be printed: %s", error)
        refusal = RuleBroken(None, N_("这台服务器暂时不能打印，请先下载 Excel，并通知系统管理员。"))
        return _page(asked, {"": refusal}, measure=measure), 503
    _record(actor, "ledgers.print_ledger", asked, found, measure.rows)
    response = Response(paper.content, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{asked.ledger.name}.pdf")
    return response


@blueprint.errorhandler(asking.NotAsked)
def not_asked(error: asking.NotAsked) -> tuple[str, int]:
    """The page with a sentence at each condition that cannot be met, whatever form was asked for."""
    return _page(error.asking, error.refusals), 422


def _open(name: str) -> tuple[Actor, asking.Question, asking.Asked]:
    actor, ledger = current_actor(), ledger_of(name)
    if ledger is None:
        raise NotFound
    actor.must(ledger.permission)
    asked = asking.question(ledger, actor, request.args)
    return actor, asked, asking.read(asked)


def _page_number() -> int:
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _line(ledger: Ledger, position: int, row: Row) -> dict[str, Any]:
    is_open = row.key is not None and ledger.endpoint in current_app.view_functions
    leads: dict[str, Any] = {ledger.key_argument: row.key} if is_open else {}
    values = {**row.values, POSITION: position}
    return {
        "href": url_for(ledger.endpoint, **leads) if leads else "",
        "cells": {c.key: wording.words(c, values.get(c.key)) for c in ledger.columns},
        "is_struck": row.is_struck,
    }


def _page(asked: asking.Question, refusals: Mapping[str, RuleBroken] | None = None, **found: Any) -> str:
    context = {"lines": [], "number": 1, "measure": None, "totals": {}, **found}
    return render(
        "ledgers/show_ledger.html",
        block="listing",
        ledger=asked.ledger,
        asked=asked,
        sentences={key: _sentence(error) for key, error in (refusals or {}).items()},
        conditions={key: value for key, value in asked.given.items() if value},
        presets=asking.presets(),
        page_rows=PAGE_ROWS,
        **context,
    )


def _sentence(error: RuleBroken) -> str:
    return in_words(error)


def _record(actor: Actor, verb: str, asked: asking.Question, found: asking.Asked, rows: int) -> None:
    period = {"first": found.first, "last": found.last}
    audit.record_afterwards(
        actor, verb, None, ledger=asked.ledger.name, rows=rows, conditions=dict(found.chosen), **period
    )


def _file_name(ledger: Ledger, found: asking.Asked, ending: str) -> str:
    return f"{ledger.title}{found.first:%Y%m%d}-{found.last:%Y%m%d}.{ending}"
