"""The page on which somebody declares papers of a volume signed on paper."""

from __future__ import annotations

from flask import request, url_for
from flask_babel import gettext as _

from portal.mediation.queries import get_case
from portal.mediation.volumes.actions import declaring
from portal.mediation.volumes.contents import contents_of
from portal.mediation.volumes.forms import OriginalsForm
from portal.mediation.volumes.originals import Original
from portal.mediation.volumes.routes.desk import Answer, blueprint, case_crumbs, verb_page
from portal.web.access import current_actor, requires


@blueprint.route("/mediation/cases/<int:case_id>/volume/originals", methods=["GET", "POST"])
@requires("mediation.bind_volume")
def declare_originals(case_id: int) -> Answer:
    """One declaration for every paper that nobody signed on a screen and that has no scan."""
    actor = current_actor()
    case = get_case(actor, case_id)
    originals = contents_of(case).originals
    unsigned = [one for one in originals if not one.how]
    form = OriginalsForm(version=str(case.version))
    form.papers.choices = [(one.key, one.title) for one in unsigned]
    if request.method == "GET" and not form.is_restored:
        form.papers.data = [one.key for one in unsigned]
    return verb_page(
        form,
        lambda: declaring.declare_originals(
            actor, case, version=form.seen_version, document_ids=form.papers.data or []
        ),
        title=_("核对原件签名"),
        action=url_for(".declare_originals", case_id=case_id),
        crumbs=case_crumbs(case),
        label=_("全部已在纸上签名"),
        advice=_("我已看过所选文书的纸质原件，应当签名的人都已签名。没有签的不要选。"),
        facts=[(one.title, _told(one)) for one in originals if one.how],
        to=url_for("mediation.read_case", case_id=case_id, _anchor="volume"),
        done=_("已登记原件核对情况。"),
    )


def _told(one: Original) -> str:
    words = _(one.label)
    if one.how != "declared" or one.declared is None:
        return words
    return f"{words} {one.declared.declarer.name} {one.declared.declared_on}"
