"""Drafting a roster: the round, what each person gets, people by conditions, from Excel, by hand; striking one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import NotFound
from portal.services.assistance.carrying_in.workbooks import MOST_BYTES
from portal.services.items.senior_card.kinds import rules_on
from portal.services.rosters import actions, queries, sheet
from portal.services.rosters.actions import Item
from portal.services.rosters.conditions import Conditions
from portal.services.rosters.forms import (
    AddItemForm,
    AddPersonForm,
    ConditionsForm,
    ReasonForm,
    SheetForm,
    StartRosterForm,
    asked_sum,
)
from portal.services.rosters.models import Roster, RosterItem
from portal.services.rosters.routes.base import Answer, blueprint, verb_page, worded
from portal.units.models import Unit
from portal.units.queries import list_units, unit_and_below
from portal.web.access import current_actor, requires
from portal.web.addresses import number_of
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPER_TEMPLATE = "花名册名单.xlsx"
PAPER_MONEY = "慰问金"
PREPARE = "rosters.prepare_roster"


@blueprint.route("/new", methods=["GET", "POST"])
@requires(PREPARE)
def start_roster() -> Answer:
    """A new round."""
    form = StartRosterForm()
    if form.accepts():
        with form.refusals():
            fen = asked_sum(form)
            made = actions.start_roster(
                current_actor(),
                kind=form.kind.data,
                title=form.title.data or "",
                starts_on=form.starts_on.data,
                ends_on=form.ends_on.data,
                purpose=form.purpose.data or "",
                items=[Item("money", PAPER_MONEY, fen)] if fen else [],
            )
            flash(_("已建立。请确定发放内容，再加入人员。"), "success")
            return go_to(url_for(".read_roster", roster_id=made.id))
    return render("services/rosters/start_roster.html", form=form), form.status


@blueprint.route("/<int:roster_id>/items", methods=["GET", "POST"])
@requires(PREPARE)
def add_item(roster_id: int) -> Answer:
    """One more thing or sum that each person gets."""
    roster = queries.get_roster(current_actor(), roster_id)
    form = AddItemForm(version=str(roster.version))
    if form.accepts():
        with form.refusals():
            new = Item(
                form.kind.data,
                form.name.data or "",
                asked_sum(form, "value") or 0,
                form.quantity.data or 1,
                form.unit.data or "",
            )
            _set(roster, form.seen_version, [*map(_item, roster.items), new])
            return go_to(url_for(".add_item", roster_id=roster.id))
    return render("services/rosters/add_item.html", form=form, roster=roster, **worded()), form.status


@blueprint.post("/<int:roster_id>/items/remove")
@requires(PREPARE)
def remove_item(roster_id: int) -> Answer:
    """Take one thing off what each person gets."""
    roster = queries.get_roster(current_actor(), roster_id)
    position = number_of(request.form.get("position"))
    _set(
        roster,
        number_of(request.form.get("version")) or -1,
        [_item(one) for one in roster.items if one.position != position],
    )
    return go_to(url_for(".add_item", roster_id=roster.id))


def _item(one: RosterItem) -> Item:
    return Item(one.kind, one.name, one.value_fen, one.quantity, one.unit)


def _set(roster: Roster, version: int, items: list[Item]) -> None:
    actions.set_items(current_actor(), roster, version=version, items=items)
    flash(_("发放内容已更新。"), "success")


@blueprint.route("/<int:roster_id>/people", methods=["GET", "POST"])
@requires(PREPARE)
def add_people(roster_id: int) -> Answer:
    """People by conditions."""
    roster = queries.get_roster(current_actor(), roster_id)
    form = ConditionsForm(version=str(roster.version))
    form.unit.choices = [(one.id, one.name) for one in _communities(roster)]
    form.card_type.choices = [("", _("全部")), *((one.code, one.name) for one in rules_on().types)]
    if form.accepts():
        with form.refusals():
            added, skipped = actions.add_people(
                current_actor(), roster, version=form.seen_version, conditions=_conditions(form)
            )
            flash(
                _(
                    "加入 %(added)s 人；已在名册上的 %(skipped)s 人没有重复加入。",
                    added=added,
                    skipped=skipped,
                )
            )
            return go_to(url_for(".read_roster", roster_id=roster.id))
    return render("services/rosters/add_people.html", form=form, roster=roster, **worded()), form.status


def _communities(roster: Roster) -> list[Unit]:
    below = unit_and_below(roster.street_id)
    return [roster.street, *(one for one in list_units(kind="community") if one.id in below)]


def _conditions(form: Any) -> Conditions:
    return Conditions(
        source=form.source.data,
        on=clock.today(),
        unit_id=form.unit.data,
        scheme=form.scheme.data or "",
        category=form.category.data or "",
        people=form.people.data or "head",
        card_type=form.card_type.data or "",
        youngest=form.youngest.data,
        oldest=form.oldest.data,
    )


@blueprint.get("/template.xlsx")
@requires(PREPARE)
def download_template() -> Response:
    """The empty workbook."""
    response = Response(sheet.template(), mimetype=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(PAPER_TEMPLATE, safe='')}"
    return response


@blueprint.route("/<int:roster_id>/sheet", methods=["GET", "POST"])
@requires(PREPARE)
def try_sheet(roster_id: int) -> Answer:
    """Hand in a workbook; it is tried and nobody comes in yet."""
    roster = queries.get_roster(current_actor(), roster_id)
    form = SheetForm()
    if form.accepts():
        with form.refusals():
            made = actions.try_sheet(
                current_actor(),
                roster,
                file_name=form.file.data.filename or "",
                content=form.file.data.stream.read(MOST_BYTES + 1),
            )
            return go_to(url_for(".read_sheet", sheet_id=made.id))
    return render("services/rosters/try_sheet.html", form=form, roster=roster, **worded()), form.status


@blueprint.post("/sheets/<int:sheet_id>/take")
@requires(PREPARE)
def take_sheet(sheet_id: int) -> Answer:
    """Take the good rows."""
    found = queries.get_sheet(current_actor(), sheet_id)
    form = EmptyForm()
    if not form.accepts():
        raise NotFound
    added, skipped = actions.take_sheet(current_actor(), found, version=form.seen_version)
    flash(_("加入 %(added)s 人；已在名册上的 %(skipped)s 人没有重复加入。", added=added, skipped=skipped))
    return go_to(url_for(".read_roster", roster_id=found.roster_id))


@blueprint.route("/<int:roster_id>/person", methods=["GET", "POST"])
@requires(PREPARE)
def add_person(roster_id: int) -> Answer:
    """One person by hand."""
    roster = queries.get_roster(current_actor(), roster_id)
    form = AddPersonForm(version=str(roster.version))

    def do() -> None:
        actions.add_person(
            current_actor(),
            roster,
            version=form.seen_version,
            name=form.name.data or "",
            identity=form.identity.data or "",
            reason=form.reason.data or "",
            own_fen=asked_sum(form),
        )

    advice = _("先在“居民”中登记过的人才能加入。原因写在花名册上，审核人和领导都能看到。")
    return verb_page(form, roster, label=_("加入花名册"), advice=advice, done=_("已加入。"), do=do)


@blueprint.route("/lines/<int:line_id>/strike", methods=["GET", "POST"])
@requires(PREPARE)
def strike_line(line_id: int) -> Answer:
    """Strike somebody."""
    line = queries.get_line(current_actor(), line_id)
    form = ReasonForm(version=str(line.version))

    def do() -> None:
        actions.strike_line(current_actor(), line, version=form.seen_version, reason=form.reason.data or "")

    advice = _("划去的人仍留在花名册上，划线并写明原因，不计入合计。")
    done = _("已划去。")
    return verb_page(
        form, line.roster, label=_("划去"), advice=advice, done=done, do=do, line=line, kind="danger"
    )
