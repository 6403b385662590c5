"""The settings' pages: all of them by group, and one with its history and the form that changes it from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import Blueprint, abort, current_app, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.audit.queries import names_of
from portal.errors import N_
from portal.settings import actions, queries
from portal.settings.forms import YES_NO, for_setting
from portal.settings.registry import Definition, definition
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render

blueprint = Blueprint("settings", __name__)

navigation.add("settings.list_settings", label=N_("参数设置"), group=N_("系统管理"), order=840, daily=True)


def shown(declared: Definition, value: object) -> str:
    """A value in words, for a reader."""
    labels = dict(YES_NO) if declared.kind == "flag" else dict(declared.choices)
    text = declared.text(value)
    return _(labels[text]) if text in labels else text


def _unit_choices() -> Sequence[tuple[int, str]]:
    """The units of the office, from the room above that has handed over how to list them."""
    find = current_app.extensions.get("portal_unit_choices")
    return find() if find else ()


@blueprint.get("/admin/settings")
@requires("settings.read_settings")
def list_settings() -> str:
    """Every setting by group, with the value in force today."""
    groups = [
        (group, list(rows)) for group, rows in groupby(queries.standings(), key=lambda s: s.definition.group)
    ]
    return render("settings/list_settings.html", groups=groups, shown=shown)


@blueprint.route("/admin/settings/<key>", methods=["GET", "POST"])
@requires("settings.change_setting")
def change_setting(key: str) -> Response | tuple[str, int]:
    """One setting: what it means, its history, and a new value from a day on."""
    declared = _declared(key)
    now = queries.value(key)
    units = _unit_choices()
    form = for_setting(declared, units, value=declared.text(now))
    if form.accepts():
        with form.refusals():
            made = actions.change_setting(
                current_actor(),
                key=key,
                text=form.value.data or "",
                valid_from=form.valid_from.data,
                reason=form.reason.data or "",
                unit_id=form.chosen_unit if "unit_id" in form else None,
            )
            flash(_("已保存，自 %(day)s 起生效。", day=made.valid_from), "success")
            return go_to(url_for(".change_setting", key=key))
    history = queries.list_values(key)
    page = render(
        "settings/change_setting.html",
        form=form,
        declared=declared,
        now=now,
        history=history,
        setters=names_of("SettingValue", [row.id for row in history]),
        units=dict(units),
        shown=shown,
    )
    return page, form.status


def _declared(key: str) -> Definition:
    try:
        return definition(key)
    except KeyError:
        abort(404)
