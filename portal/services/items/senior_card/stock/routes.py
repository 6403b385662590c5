"""The pages of the stock book, on the senior card's blueprint: the book, receiving, spoiling, handing back, counting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _

from portal.db import session
from portal.errors import NotFound
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.routes.base import blueprint
from portal.services.items.senior_card.stock import actions, forms, queries
from portal.services.items.senior_card.stock.models import MOVES, CardBatch
from portal.services.routes.hall import Answer
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

KEEP = "services.keep_card_stock"
_BASE = "/services/cards/stock"


@blueprint.get(_BASE)
@requires(KEEP)
def read_stock() -> str:
    """The book of this counter: balances, batches, the newest moves and counts."""
    unit_id = current_actor().unit_id or 0
    return render(
        "services/items/senior_card/stock/read_stock.html",
        balances=queries.balances(unit_id),
        batches=queries.list_batches(unit_id),
        moves=queries.list_moves(unit_id),
        counts=queries.list_counts(unit_id),
        low=queries.low_types(current_actor()),
        is_used=queries.is_used(unit_id),
        names={one.code: one.name for one in rules_on().types},
        kinds=MOVES,
    )


def _page(form: PortalForm, *, label: str, advice: str, done: str, act: Callable[[], Any]) -> Answer:
    if form.accepts():
        with form.refusals():
            act()
            flash(done, "success")
            return go_to(url_for(".read_stock"))
    return render(
        "services/items/senior_card/stock/verb.html", form=form, label=label, advice=advice
    ), form.status


def _batch(batch_id: int) -> CardBatch:
    found = session.get(CardBatch, batch_id)
    if found is None or found.unit_id != current_actor().unit_id:
        raise NotFound
    return found


@blueprint.route(f"{_BASE}/receive", methods=["GET", "POST"])
@requires(KEEP)
def receive_batch() -> Answer:
    """Blanks came."""
    form = forms.ReceiveBatchForm()
    form.card_type.choices = [(one.code, one.name) for one in rules_on().types]
    return _page(
        form,
        label=_("登记领入"),
        advice=_("照空白证上印的起止号码登记，先领入的先用。"),
        done=_("已登记。"),
        act=lambda: actions.receive_batch(
            current_actor(),
            card_type=form.card_type.data,
            first=form.first.data or "",
            last=form.last.data or "",
            source=form.source.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/<int:batch_id>/spoil", methods=["GET", "POST"])
@requires(KEEP)
def spoil_blank(batch_id: int) -> Answer:
    """A blank is spoiled."""
    batch = _batch(batch_id)
    form = forms.SpoilBlankForm(version=str(batch.version))
    return _page(
        form,
        label=_("登记废证"),
        advice=_("已发给证件的号码也可以登记：那张证自动换用下一张空白证。废证剪角留存。"),
        done=_("已登记废证。"),
        act=lambda: actions.spoil_blank(
            current_actor(),
            batch,
            version=form.seen_version,
            serial=form.serial.data or "",
            reason=form.reason.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/<int:batch_id>/return", methods=["GET", "POST"])
@requires(KEEP)
def return_blanks(batch_id: int) -> Answer:
    """A run of blanks goes back."""
    batch = _batch(batch_id)
    form = forms.ReturnBlanksForm(version=str(batch.version))
    return _page(
        form,
        label=_("登记交回或调出"),
        advice=_("只能交回还没有用的号码。"),
        done=_("已登记。"),
        act=lambda: actions.return_blanks(
            current_actor(),
            batch,
            version=form.seen_version,
            first=form.first.data or "",
            last=form.last.data or "",
            reason=form.reason.data or "",
        ),
    )


@blueprint.route(f"{_BASE}/count", methods=["GET", "POST"])
@requires(KEEP)
def count_blanks() -> Answer:
    """The count of a day."""
    form = forms.CountBlanksForm()
    form.card_type.choices = [(one.code, one.name) for one in rules_on().types]
    return _page(
        form,
        label=_("登记盘点"),
        advice=_("数一数抽屉里的空白证。与账上不符的，写明原因；账不因盘点改动。"),
        done=_("已登记盘点。"),
        act=lambda: actions.count_blanks(
            current_actor(),
            card_type=form.card_type.data,
            found=form.found.data or 0,
            note=form.note.data or "",
        ),
    )
