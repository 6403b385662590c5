"""The book of drafts: what is worked on, beginning one, its overview, giving it up, and two versions side by side."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _

from portal.services import queries as hall
from portal.services.definitions import ItemDefinition
from portal.services.designer import actions, queries
from portal.services.designer.actions.exchange import list_examples
from portal.services.designer.changes import compare
from portal.services.designer.forms import DiscardDraftForm, StartDraftForm
from portal.services.designer.labels import HINTS, SECTIONS
from portal.services.designer.models import DRAFT_STATES, ORIGINS
from portal.services.designer.routes.base import DRAFT_TONES, Answer, blueprint, desk_of
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_number
from portal.web.htmx import go_to, render


@blueprint.get("/services/items/drafts")
@requires("services.read_item_draft")
def list_drafts() -> str:
    """Drafts that are worked on, and those that ended last."""
    return render(
        "services/designer/list_drafts.html",
        ongoing=queries.list_drafts(),
        ended=queries.list_drafts(ongoing=False),
        states=DRAFT_STATES,
        tones=DRAFT_TONES,
        origins=ORIGINS,
    )


@blueprint.route("/services/items/drafts/new", methods=["GET", "POST"])
@requires("services.draft_item")
def start_draft() -> Answer:
    """A new item, empty or from an example."""
    examples = list_examples()
    form = StartDraftForm(example=request.args.get("example", ""))
    form.example.choices = [("", _("不用样例，从空白开始")), *((one.code, one.name) for one in examples)]
    if form.accepts():
        with form.refusals():
            code, name = form.code.data or "", form.name.data or ""
            if form.example.data:
                made = actions.start_from_example(
                    current_actor(), example_code=form.example.data, code=code, name=name
                )
            else:
                made = actions.start_draft(current_actor(), code=code, name=name)
            flash(_("草稿已建立，请逐节填写，随时可以保存。"), "success")
            if form.example.data:
                flash(
                    _(
                        "样例的事项编码、简称、文书名称和发文字没有照抄，请填写本事项自己的；没有的可以留空，"
                        "编码用系统编码，文书用统一的名称和编号。"
                    ),
                    "info",
                )
            return go_to(url_for(".edit_section", draft_id=made.id, section="basics"))
    return render("services/designer/start_draft.html", form=form, examples=examples), form.status


@blueprint.post("/services/items/<item>/drafts")
@requires("services.draft_item")
def start_version(item: str) -> Answer:
    """The next version of an item: the draft that is worked on already, or a new one from its newest version."""
    found = queries.find_open_draft(hall.get_item(item).code)
    made = found or actions.start_version(current_actor(), item=item)
    return go_to(url_for(".read_draft", draft_id=made.id))


@blueprint.get("/services/items/drafts/<int:draft_id>")
@requires("services.read_item_draft")
def read_draft(draft_id: int) -> str:
    """How far a draft is, what it changes, and what comes next."""
    desk = desk_of(queries.get_draft(draft_id))
    newest = hall.newest_version(desk.draft.item) if desk.draft.item else None
    before = newest.definition if newest else ItemDefinition(code=desk.draft.code, name="")
    return render(
        "services/designer/read_draft.html",
        desk=desk,
        draft=desk.draft,
        newest=newest,
        changes=compare(before.to_dict(), desk.definition.to_dict()) if newest and desk.is_open else [],
        sections=SECTIONS,
        hints=HINTS,
        origins=ORIGINS,
        is_editor=current_actor().account_id in desk.draft.editors,
    )


@blueprint.route("/services/items/drafts/<int:draft_id>/discard", methods=["GET", "POST"])
@requires("services.draft_item")
def discard_draft(draft_id: int) -> Answer:
    """Give a draft up."""
    draft = queries.get_draft(draft_id)
    form = DiscardDraftForm(obj=draft)
    if form.accepts():
        with form.refusals():
            actions.discard_draft(current_actor(), draft, version=form.seen_version)
            flash(_("草稿已放弃。"), "success")
            return go_to(url_for(".list_drafts"))
    return render("services/designer/discard_draft.html", draft=draft, form=form), form.status


@blueprint.get("/services/items/<item>/versions")
@requires("services.read_item_draft")
def compare_versions(item: str) -> str:
    """Two versions of an item side by side; the last two unless others are asked for."""
    found = hall.get_item(item)
    numbers = [one.number for one in found.versions]
    after = queries.get_version(item, asked_number("after") or numbers[-1])
    before = queries.get_version(item, asked_number("before") or max(after.number - 1, numbers[0]))
    return render(
        "services/designer/compare_versions.html",
        item=found,
        before=before,
        after=after,
        changes=compare(before.definition.to_dict(), after.definition.to_dict()),
    )
