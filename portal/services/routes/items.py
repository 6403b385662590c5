"""The administrator's pages of the catalogue: every item with its versions, publishing a version, switching an item."""

from __future__ import annotations

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.services import actions, queries
from portal.services.forms.items import PublishItemForm, SwitchItemForm
from portal.services.routes.hall import Answer, blueprint
from portal.web.access import current_actor, requires
from portal.web.htmx import go_to, render


@blueprint.get("/services/items")
@requires("services.publish_item")
def list_items() -> str:
    """Every item, on offer or not."""
    return render(
        "services/list_items.html",
        items=queries.list_items(offered=False),
        day=clock.today(),
        writes_alone=not actions.needs_four_eyes(),
    )


@blueprint.route("/services/items/new", methods=["GET", "POST"])
@requires("services.publish_item")
def publish_item() -> Answer:
    """The first version of a new item."""
    form = PublishItemForm(valid_from=clock.today())
    if form.accepts():
        if queries.find_item(form.code.data or "") is not None:
            form.code.errors = [*form.code.errors, _("已有这个编码的事项，请在该事项中发布新版本。")]
        else:
            return _publish(form, None) or _publish_page(form, None)
    return _publish_page(form, None)


@blueprint.route("/services/items/<item>/publish", methods=["GET", "POST"])
@requires("services.publish_item")
def publish_item_version(item: str) -> Answer:
    """A new version of an item, begun from the newest."""
    found = queries.get_item(item)
    newest = queries.newest_version(found)
    form = PublishItemForm(
        definition=newest.definition if newest else None,
        valid_from=max(clock.today(), newest.valid_from) if newest else clock.today(),
        version=str(found.version),
    )
    form.code.data = item
    if form.accepts():
        return _publish(form, form.seen_version) or _publish_page(form, item)
    return _publish_page(form, item)


def _publish(form: PublishItemForm, version: int | None) -> Answer | None:
    with form.refusals():
        made = actions.publish_alone(
            current_actor(), definition=form.definition(), valid_from=form.valid_from.data, version=version
        )
        flash(
            _("已发布第 %(number)s 版，%(day)s 起生效。", number=made.number, day=made.valid_from), "success"
        )
        return go_to(url_for(".list_items"))
    return None


def _publish_page(form: PublishItemForm, item: str | None) -> Answer:
    return render("services/publish_item.html", form=form, item=item), form.status


@blueprint.route("/services/items/<item>/switch", methods=["GET", "POST"])
@requires("services.switch_item")
def switch_item(item: str) -> Answer:
    """Take an item off the counter, or put it back."""
    found = queries.get_item(item)
    form = SwitchItemForm(version=str(found.version))
    if form.accepts():
        with form.refusals():
            done = actions.switch_item(
                current_actor(),
                code=item,
                is_offered=not found.is_offered,
                version=form.seen_version,
                reason=form.reason.data or "",
            )
            flash(_("已恢复办理。") if done.is_offered else _("已停办，已受理的继续办完。"), "success")
            return go_to(url_for(".list_items"))
    return render("services/switch_item.html", item=found, form=form), form.status
