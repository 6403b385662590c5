"""Handing a colleague's open work to another colleague: choose from whom, tick the matters, choose to whom."""

from __future__ import annotations

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields import SelectChoice

from portal.accounts import administration, open_work, queries
from portal.accounts.forms import HandOverForm
from portal.accounts.models import StaffAccount
from portal.accounts.routes import blueprint
from portal.errors import N_
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.addresses import key_of
from portal.web.htmx import go_to, render

navigation.add("accounts.hand_over_work", label=N_("移交在办事项"), group=N_("工作"), order=95)


@blueprint.route("/admin/hand-over", methods=["GET", "POST"])
@requires("accounts.hand_over_work")
def hand_over_work() -> Response | tuple[str, int]:
    """A colleague's open work, and the form that hands it over."""
    people = queries.list_colleagues(current_actor())
    form = HandOverForm(from_id=request.args.get("from", ""))
    source = next((p for p in people if p.id == key_of(form.from_id.data)), None)
    takers = [p for p in people if p.is_active and p is not source]
    form.to_id.choices = [
        SelectChoice("", _("（请选择）")),
        *(SelectChoice(str(p.id), f"{p.name} ({p.username})") for p in takers),
    ]
    if source and form.accepts():
        with form.refusals():
            moved = administration.hand_over_work(
                current_actor(),
                from_id=source.id,
                to_id=form.to_id.data or 0,
                chosen=form.chosen_by_kind,
                reason=form.reason.data or "",
            )
            flash(_("已移交 %(count)s 件。", count=moved), "success")
            return go_to(f"{url_for('.hand_over_work')}?from={source.id}")
    return _page(form, people, source), form.status


def _page(form: HandOverForm, people: list[StaffAccount], source: StaffAccount | None) -> str:
    work = open_work.list_work(source.id) if source else []
    return render(
        "accounts/hand_over_work.html",
        form=form,
        source=source,
        work=work,
        ticked=set(form.chosen.data or ()),
        choices=[("", _("（请选择）")), *((p.id, f"{p.name} ({p.username})") for p in people)],
    )
