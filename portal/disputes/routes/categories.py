"""The categories of both schemes, for the administrator: what holds, what held, adding, changing from a day, ending."""

from __future__ import annotations

from flask import flash, url_for
from flask_babel import gettext as _

from portal import clock
from portal.disputes import queries
from portal.disputes.actions import categories as actions
from portal.disputes.category_forms import AddCategoryForm, ChangeCategoryForm, EndCategoryForm
from portal.disputes.kinds import SCHEMES
from portal.disputes.models import DisputeCategory
from portal.disputes.routes.base import Answer, blueprint
from portal.errors import N_, NotFound
from portal.web import navigation
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.htmx import go_to, render

navigation.add("disputes.list_categories", label=N_("纠纷类别"), group=N_("人民调解"), order=390)


@blueprint.get("/disputes/categories")
@requires("disputes.keep_categories")
def list_categories() -> str:
    """Both schemes with validity and mapping."""
    rows = queries.list_every_category()
    names = {(one.scheme, one.code): one.name for one in rows}
    return render(
        "disputes/list_categories.html",
        schemes={code: [one for one in rows if one.scheme == code] for code in SCHEMES},
        labels=SCHEMES,
        names=names,
        today=clock.today(),
    )


@blueprint.route("/disputes/categories/<scheme>/new", methods=["GET", "POST"])
@requires("disputes.keep_categories")
def add_category(scheme: str) -> Answer:
    """A category of the office's own."""
    if scheme not in SCHEMES:
        raise NotFound
    form = AddCategoryForm(valid_from=clock.today())
    _choices(form, scheme)
    if form.accepts() and form.valid_from.data:
        with form.refusals():
            actions.add_category(
                current_actor(),
                scheme=scheme,
                code=(form.code.data or "").strip(),
                name=form.name.data or "",
                valid_from=form.valid_from.data,
                **_counted(form, scheme),
            )
            flash(_("已增加类别。"), "success")
            return go_to(url_for(".list_categories"))
    return _page(form, _("增加类别"), _("从启用日期起可以选用；以前的纠纷不变。"))


@blueprint.route("/disputes/categories/<int:category_id>/change", methods=["GET", "POST"])
@requires("disputes.keep_categories")
def change_category(category_id: int) -> Answer:
    """Another name or mapping from a day on."""
    row = _row(category_id)
    form = ChangeCategoryForm(
        name=row.name,
        parent_code=row.parent_code,
        governance_code=row.governance_code,
        valid_from=clock.today(),
    )
    _choices(form, row.scheme)
    if form.accepts() and form.valid_from.data:
        with form.refusals():
            actions.change_category(
                current_actor(),
                row,
                name=form.name.data or "",
                valid_from=form.valid_from.data,
                **_counted(form, row.scheme),
            )
            flash(_("已修改。以前的纠纷保留原来的类别。"), "success")
            return go_to(url_for(".list_categories"))
    return _page(form, _("修改类别“%(name)s”", name=row.name), _("从启用日期起用新的；以前的纠纷保留旧的。"))


@blueprint.route("/disputes/categories/<int:category_id>/end", methods=["GET", "POST"])
@requires("disputes.keep_categories")
def end_category(category_id: int) -> Answer:
    """The last day of a category."""
    row = _row(category_id)
    form = EndCategoryForm(valid_to=clock.today())
    others = queries.list_categories(clock.today(), row.scheme)
    form.successor_code.choices = [
        ("", _("不指定")),
        *((one.code, one.name) for one in others if one.code != row.code),
    ]
    if form.accepts() and form.valid_to.data:
        with form.refusals():
            actions.end_category(
                current_actor(),
                row,
                valid_to=form.valid_to.data,
                successor_code=form.successor_code.data or "",
            )
            flash(_("已定下最后一天。"), "success")
            return go_to(url_for(".list_categories"))
    return _page(form, _("停用类别“%(name)s”", name=row.name), _("以前的纠纷保留这个类别。"))


def _row(category_id: int) -> DisputeCategory:
    found = next((one for one in queries.list_every_category() if one.id == category_id), None)
    if found is None:
        raise NotFound
    return found


def _choices(form: ChangeCategoryForm, scheme: str) -> None:
    today = clock.today()
    tops = [one for one in queries.list_categories(today, scheme) if not one.parent_code]
    form.parent_code.choices = [("", _("没有上级")), *((one.code, one.name) for one in tops)]
    if scheme == "justice":
        lines = queries.list_categories(today, "governance")
        form.governance_code.choices = [("", _("请选择")), *((one.code, one.name) for one in lines)]
    else:
        del form.governance_code


def _counted(form: ChangeCategoryForm, scheme: str) -> dict[str, str]:
    mapped = form.governance_code.data or "" if scheme == "justice" else ""
    return {"parent_code": form.parent_code.data or "", "governance_code": mapped}


def _page(form: PortalForm, label: str, advice: str) -> Answer:
    return render("disputes/category_form.html", form=form, label=label, advice=advice), form.status
