"""Items as files: out of a draft or a version, and in as a draft."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, url_for
from flask_babel import gettext as _

from portal.errors import NotFound
from portal.services import queries as hall
from portal.services.designer import actions, queries
from portal.services.designer.actions.exchange import MOST_BYTES
from portal.services.designer.forms import ImportItemForm
from portal.services.designer.routes.base import Answer, blueprint
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.htmx import go_to, render


@blueprint.get("/services/items/drafts/<int:draft_id>/export.json")
@requires("services.read_item_draft")
def export_draft(draft_id: int) -> Response:
    """A draft as a file."""
    draft = queries.get_draft(draft_id)
    return _file(draft.code, draft.content)


@blueprint.get("/services/items/<item>/export.json")
@requires("services.read_item_draft")
def export_item(item: str) -> Response:
    """A version of an item as a file; the newest unless another is asked for."""
    found = hall.get_item(item)
    newest = hall.newest_version(found)
    number = asked_number("version")
    version = queries.get_version(item, number) if number else newest
    if version is None:
        raise NotFound
    return _file(item, version.definition.to_dict())


@blueprint.route("/services/items/drafts/import", methods=["GET", "POST"])
@requires("services.draft_item")
def import_item() -> Answer:
    """An item from a file; it comes in as a draft and is checked, tried out and published like any other."""
    form = ImportItemForm()
    if form.accepts():
        with form.refusals():
            upload = form.file.data
            made = actions.import_item(
                current_actor(),
                content=upload.stream.read(MOST_BYTES + 1),
                name=upload.filename or "",
            )
            flash(_("已导入为草稿，请逐节核对。%(note)s", note=made.origin_note), "success")
            return go_to(url_for(".read_draft", draft_id=made.id))
    return render("services/designer/import_item.html", form=form), form.status


def _file(code: str, plain: dict[str, Any]) -> Response:
    response = Response(actions.package_of(plain), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.json"'
    return response
