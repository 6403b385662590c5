"""The units' pages: the tree as of a day, one unit with its history, and the forms that change it from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from portal import clock
from portal.errors import N_
from portal.units import actions, queries
from portal.units.forms import (
    ChangeContactForm,
    CloseUnitForm,
    FoundUnitForm,
    MoveUnitForm,
    RenameUnitForm,
    ReopenUnitForm,
)
from portal.units.models import KINDS, Unit
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

blueprint = Blueprint("units", __name__)
Answer = Response | tuple[str, int]

navigation.add("units.list_units", label=N_("单位"), group=N_("系统管理"), order=820, daily=True)


def _asked_day() -> dt.date:
    try:
        day = dt.date.fromisoformat(request.args.get("on", ""))
    except ValueError:
        return clock.today()
    return day if 1900 <= day.year <= 2200 else clock.today()


def _choices(kinds: frozenset[str], but: Unit | None = None) -> list[SelectChoice]:
    """The units of these kinds that exist today, as they stand in the tree, for a choice."""
    rows = [r for r in queries.tree() if r.unit.kind in kinds and (but is None or r.unit.id != but.id)]
    indented = (
        SelectChoice(str(r.unit.id), "\u3000" * r.depth + f"{r.unit.name} ({r.unit.code})") for r in rows
    )
    return [SelectChoice("", _("（无）")), *indented]


@blueprint.get("/admin/units")
@requires("units.manage_units")
def list_units() -> str:
    """The tree as it stood, stands or will stand on a day, and the units that have ended by then."""
    day = _asked_day()
    ended = [u for u in queries.list_units(ended=True) if u.valid_to is not None and u.valid_to < day]
    successors = {u.id: queries.successor_of(u) for u in ended}
    return render(
        "units/list_units.html",
        rows=queries.tree(day),
        day=day,
        ended=ended,
        successors=successors,
        kinds=KINDS,
    )


@blueprint.get("/admin/units/<int:unit_id>")
@requires("units.manage_units")
def show_unit(unit_id: int) -> str:
    """One unit: its names, the units above and below, and who holds a post there."""
    unit = queries.get_unit(unit_id)
    staff = current_app.extensions.get("portal_unit_staff")
    above = {row.parent_id: queries.get_unit(row.parent_id) for row in unit.parents}
    return render(
        "units/show_unit.html",
        unit=unit,
        kinds=KINDS,
        above=above,
        children=queries.list_children(unit.id),
        successor=queries.successor_of(unit),
        staff=staff(unit.id) if staff else [],
    )


@blueprint.route("/admin/units/new", methods=["GET", "POST"])
@requires("units.manage_units")
def found_unit() -> Answer:
    """Make a new unit."""
    form = FoundUnitForm(parent_id=request.args.get("under"))
    form.parent_id.choices = _choices(frozenset({"district", "street", "community"}))
    if form.accepts():
        with form.refusals():
            unit = actions.found_unit(
                current_actor(),
                kind=form.kind.data,
                code=form.code.data or "",
                name=form.name.data or "",
                short_name=form.short_name.data or "",
                parent_id=form.parent_id.data,
                valid_from=form.valid_from.data or clock.today(),
                phone=form.phone.data or "",
                address=form.address.data or "",
            )
            flash(_("已设立 %(name)s。", name=unit.name), "success")
            return go_to(url_for(".show_unit", unit_id=unit.id))
    return render("units/found_unit.html", form=form), form.status


def _change(unit_id: int, form: PortalForm, act: Callable[..., Unit], page: str, **more: Any) -> Answer:
    """Do one change to a unit and go back to it, or show its form again."""
    unit = queries.get_unit(unit_id)
    if form.accepts():
        with form.refusals():
            values = {k: v for k, v in form.data.items() if k not in {"once", "version", "csrf_token"}}
            act(current_actor(), unit_id=unit_id, version=form.seen_version, **values)
            flash(_("已保存。"), "success")
            return go_to(url_for(".show_unit", unit_id=unit_id))
        unit = queries.get_unit(unit_id)
    return render(f"units/{page}.html", form=form, unit=unit, **more), form.status


@blueprint.route("/admin/units/<int:unit_id>/rename", methods=["GET", "POST"])
@requires("units.manage_units")
def rename_unit(unit_id: int) -> Answer:
    """Give a unit a new name from a day on."""
    return _change(unit_id, RenameUnitForm(obj=queries.get_unit(unit_id)), actions.rename_unit, "rename_unit")


@blueprint.route("/admin/units/<int:unit_id>/move", methods=["GET", "POST"])
@requires("units.manage_units")
def move_unit(unit_id: int) -> Answer:
    """Put a unit under another one from a day on."""
    unit = queries.get_unit(unit_id)
    form = MoveUnitForm(version=unit.version)
    form.parent_id.choices = _choices(actions.STANDS_UNDER[unit.kind], but=unit)
    return _change(unit_id, form, actions.move_unit, "move_unit")


@blueprint.route("/admin/units/<int:unit_id>/close", methods=["GET", "POST"])
@requires("units.manage_units")
def close_unit(unit_id: int) -> Answer:
    """End a unit, or merge it into another."""
    unit = queries.get_unit(unit_id)
    form = CloseUnitForm(version=unit.version)
    form.successor_id.choices = _choices(frozenset({unit.kind}), but=unit)
    return _change(unit_id, form, actions.close_unit, "close_unit", children=queries.list_children(unit_id))


@blueprint.route("/admin/units/<int:unit_id>/reopen", methods=["GET", "POST"])
@requires("units.manage_units")
def reopen_unit(unit_id: int) -> Answer:
    """Take back that a unit was closed."""
    return _change(unit_id, ReopenUnitForm(obj=queries.get_unit(unit_id)), actions.reopen_unit, "reopen_unit")


@blueprint.route("/admin/units/<int:unit_id>/contact", methods=["GET", "POST"])
@requires("units.manage_units")
def change_contact(unit_id: int) -> Answer:
    """Correct a unit's telephone and address."""
    return _change(
        unit_id, ChangeContactForm(obj=queries.get_unit(unit_id)), actions.change_contact, "change_contact"
    )
