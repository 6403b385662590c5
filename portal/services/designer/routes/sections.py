"""Filling in a draft: one page for each section; lists have buttons that add, remove and move, and each of them saves."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal.errors import NotFound
from portal.services.designer import actions, queries, rows
from portal.services.designer.forms import (
    BasicsForm,
    GuideForm,
    ResultForm,
    RowsForm,
    SectionForm,
    rows_form,
)
from portal.services.designer.labels import HINTS, SECTIONS
from portal.services.designer.models import ItemDraft
from portal.services.designer.routes.base import Answer, Desk, blueprint, desk_of
from portal.services.placeholders import PAPER_PLACES
from portal.web.access import current_actor, requires
from portal.web.addresses import number_of
from portal.web.htmx import go_to, render

_PLAIN: dict[str, type[SectionForm]] = {"basics": BasicsForm, "guide": GuideForm, "result": ResultForm}


@blueprint.route("/services/items/drafts/<int:draft_id>/sections/<section>", methods=["GET", "POST"])
@requires("services.draft_item")
def edit_section(draft_id: int, section: str) -> Answer:
    """One section of a draft; what was typed is kept, gaps and all, and the gaps are told at their fields."""
    desk = desk_of(queries.get_draft(draft_id))
    if section not in SECTIONS or not desk.is_open:
        raise NotFound
    if section in actions.LISTS:
        return _list(desk, section, "")
    form = _plain_form(desk, section)
    if form.accepts():
        with form.refusals():
            values = form.values()
            if section == "guide":
                values = {"guide": {**desk.draft.content["guide"], **values}}
            actions.save_section(current_actor(), desk.draft, version=form.seen_version, values=values)
            return _saved(draft_id, section)
    elif request.method == "GET":
        form.tell(desk.problems_of(section))
    return _page(desk, section, form)


@blueprint.route("/services/items/drafts/<int:draft_id>/tables/<table>", methods=["GET", "POST"])
@requires("services.draft_item")
def edit_columns(draft_id: int, table: str) -> Answer:
    """The columns of a question in rows."""
    desk = desk_of(queries.get_draft(draft_id))
    if not desk.is_open or _table(desk.draft, table) is None:
        raise NotFound
    return _list(desk, "columns", table)


def _plain_form(desk: Desk, section: str) -> SectionForm:
    content = desk.draft.content["guide"] if section == "guide" else desk.draft.content
    return _PLAIN[section](**content, version=str(desk.draft.version))


def _list(desk: Desk, section: str, table: str) -> Answer:
    draft = desk.draft
    kept = _kept(draft, section, table)
    form = rows_form(section, desk.definition, kept)
    if request.method == "GET":
        form.version.data = str(draft.version)
    if form.accepts():
        with form.refusals():
            given = rows.plain(section, form.rows.data, kept)
            wish = request.form.get("do", "")
            given = rows.act(section, given, wish)
            values = _values(draft, section, table, given)
            actions.save_section(current_actor(), draft, version=form.seen_version, values=values)
            return _saved(draft.id, section, table, wish, len(given))
    elif request.method == "GET":
        form.tell([one for one in desk.problems if one.section == section and one.of == table])
    return _page(desk, section, form, table)


def _kept(draft: ItemDraft, section: str, table: str) -> list[dict[str, Any]]:
    if section == "columns":
        found = _table(draft, table) or {}
        return list(found.get("columns", []))
    return list(draft.content[section])


def _values(draft: ItemDraft, section: str, table: str, given: list[dict[str, Any]]) -> dict[str, Any]:
    if section != "columns":
        return {section: given}
    fields = [{**one, "columns": given} if one["code"] == table else one for one in draft.content["fields"]]
    return {"fields": fields}


def _table(draft: ItemDraft, code: str) -> dict[str, Any] | None:
    return next(
        (one for one in draft.content["fields"] if one["code"] == code and one["kind"] == "rows"), None
    )


def _saved(draft_id: int, section: str, table: str = "", wish: str = "", count: int = 0) -> Answer:
    """Back to the section, at the row that was touched; or on to the next section."""
    verb, _sep, place = wish.partition(":")
    if request.form.get("do") == "next":
        order = list(SECTIONS)
        after = order.index("fields" if section == "columns" else section) + 1
        if section == "columns":
            return go_to(url_for(".edit_section", draft_id=draft_id, section="fields"))
        if after < len(order):
            flash(_("已保存。"), "success")
            return go_to(url_for(".edit_section", draft_id=draft_id, section=order[after]))
        return go_to(url_for(".read_draft", draft_id=draft_id))
    if verb not in {"add", "remove", "up", "down"}:
        # What is still missing is said together with “saved”, on the page itself: one message and not two.
        if not desk_of(queries.get_draft(draft_id)).problems_of(section):
            flash(_("已保存。"), "success")
        anchor = None
    else:
        at = count - 1 if verb == "add" else (number_of(place) or 0) + {"up": -1, "down": 1}.get(verb, 0)
        anchor = f"row-{min(max(at, 0), max(count - 1, 0)) + 1}"
    if table:
        return go_to(url_for(".edit_columns", draft_id=draft_id, table=table, _anchor=anchor))
    return go_to(url_for(".edit_section", draft_id=draft_id, section=section, _anchor=anchor))


def _page(desk: Desk, section: str, form: SectionForm, table: str = "") -> Answer:
    page = render(
        "services/designer/edit_section.html",
        desk=desk,
        draft=desk.draft,
        section=section,
        table=_table(desk.draft, table) if table else None,
        form=form,
        is_list=isinstance(form, RowsForm),
        label=SECTIONS.get(section, ""),
        hint=HINTS.get(section, ""),
        places=[*PAPER_PLACES, *(one.label for one in desk.definition.fields if one.label)],
        action=request.path,
    )
    return page, 200 if request.method == "GET" else form.status
