"""Looking at ledgers: which there are, and one of them, a page of lines at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request, url_for

from portal.actor import Actor
from portal.errors import RuleBroken
from portal.ledgers import asking, making, queries, wording
from portal.ledgers.definition import POSITION, Column, Ledger, Measure, Row, all_ledgers, counted
from portal.ledgers.keyset import END, Cursor, read_cursor
from portal.ledgers.queries import Page
from portal.ledgers.routes.base import blueprint, open_ledger
from portal.web.access import current_actor, may_open, requires
from portal.web.htmx import render
from portal.web.wording import in_words


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
    """One ledger; which lines are shown hangs on the key of a record, so that it costs the same at the end as in front."""
    actor, question, asked = open_ledger(name)
    measure = queries.measure(question.ledger, actor, asked)
    page = _page_asked_for(actor, question.ledger, asked, measure.rows)
    columns = question.ledger.columns_of(asked)
    return show_page(
        question,
        asked=asked,
        measure=measure,
        columns=columns,
        lines=list(_lines(question.ledger, asked, columns, page)),
        totals={c.key: wording.words(c, measure.totals.get(c.key, 0)) for c in columns if c.total},
        page=page,
        steps=_steps(page, measure.rows),
    )


@blueprint.errorhandler(asking.NotAsked)
def not_asked(error: asking.NotAsked) -> tuple[str, int]:
    """The page with a sentence at each condition that cannot be met, whatever form was asked for."""
    return show_page(error.asking, error.refusals), 422


def show_page(
    question: asking.Question, refusals: Mapping[str, RuleBroken] | None = None, **found: Any
) -> str:
    """The page of a ledger: with its lines, or with the sentences that say why there are none and what can be done."""
    context: dict[str, Any] = {
        "asked": None,
        "measure": None,
        "columns": question.ledger.columns,
        "lines": [],
        "totals": {},
        "page": None,
        "steps": {},
        "offers_jobs": False,
        **found,
    }
    return render(
        "ledgers/show_ledger.html",
        block="listing",
        ledger=question.ledger,
        question=question,
        sentences={key: in_words(error) for key, error in (refusals or {}).items()},
        presets=asking.presets(),
        ticked=_ticked(question),
        sort=question.given["sort"],
        descending=question.given["desc"] == asking.DESCENDING,
        files=list(_files(context["asked"], context["measure"], context["offers_jobs"])),
        **context,
    )


def _page_asked_for(actor: Actor, ledger: Ledger, asked: asking.Asked, total: int) -> Page:
    place = request.args.get("page", "")
    if place != END:
        page = queries.list_page(ledger, actor, asked, read_cursor(place))
        if page.rows or not total:
            return page
    return queries.last_page(ledger, actor, asked, total)


def _steps(page: Page, total: int) -> dict[str, str | None]:
    """Where the links above and below the lines lead: words of `page`, None for the first page; no key, no link."""
    steps: dict[str, str | None] = {}
    if page.first > 1 and page.rows:
        steps["first"] = None
        steps["previous"] = str(Cursor(page.rows[0].key or 0, page.first, backward=True))
    if page.has_more:
        steps["next"] = str(Cursor(page.rows[-1].key or 0, page.last))
        steps["last"] = END
    return steps


def _lines(
    ledger: Ledger, asked: asking.Asked, columns: tuple[Column, ...], page: Page
) -> Iterator[dict[str, Any]]:
    head: Any = None
    grouping = ledger.find_column(asked.group)
    for position, row in counted(iter(page.rows), page.first):
        line = _line(ledger, columns, position, row)
        if grouping is not None and row.group != head:
            line["head"] = wording.words(grouping, row.group)
            head = row.group
        yield line


def _line(ledger: Ledger, columns: tuple[Column, ...], position: int, row: Row) -> dict[str, Any]:
    is_open = row.key is not None and may_open(ledger.endpoint)
    leads: dict[str, Any] = {ledger.key_argument: row.key} if is_open else {}
    values = {**row.values, POSITION: position}
    return {
        "href": url_for(ledger.endpoint, **leads) if leads else "",
        "cells": {c.key: wording.words(c, values.get(c.key)) for c in columns},
        "is_struck": row.is_struck,
        "head": None,
    }


def _ticked(question: asking.Question) -> list[tuple[Column, bool]]:
    """The columns to tick, those that were named first and in their order, so that sending the form keeps it."""
    named = asking.chosen_columns(question)
    columns = [c for c in question.ledger.columns if c.key != POSITION]
    if not named:
        return [(c, True) for c in columns]
    shown = [c for c in columns if c.is_link and c.key not in named]
    shown += [c for key in named for c in columns if c.key == key]
    return [(c, True) for c in shown] + [(c, False) for c in columns if c not in shown]


def _files(
    asked: asking.Asked | None, measure: Measure | None, offers_jobs: bool
) -> Iterator[dict[str, Any]]:
    """The forms of file on offer, each made at once or as a job; short ones both ways where no turn came."""
    if asked is None or measure is None:
        return
    words = asked.words()
    for code, form in making.FORMS.items():
        is_direct = making.is_direct(code, measure.rows)
        for encoding in list(making.ENCODINGS) if code == "csv" else [""]:
            yield {
                "form": code,
                "label": form.label,
                "name": form.name,
                "more": making.ENCODINGS[encoding] if encoding else "",
                "icon": form.icon,
                "words": words | ({"encoding": encoding} if encoding else {}),
                "encoding": encoding,
                "is_direct": is_direct,
                "offers_job": offers_jobs or not is_direct,
            }
