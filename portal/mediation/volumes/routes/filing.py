"""Filing as pages: a case, a joint volume; scans added, turned, taken out, read."""

from __future__ import annotations

from flask import Response, flash, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.errors import NotFound, RuleBroken
from portal.files.actions import open_file, store_file
from portal.files.models import StoredFile
from portal.mediation.queries import get_case
from portal.mediation.volumes import queries
from portal.mediation.volumes.actions import filing
from portal.mediation.volumes.contents import SCAN, contents_of
from portal.mediation.volumes.contents import list_scans as added_scans
from portal.mediation.volumes.forms import DayForm, ReasonForm, ScanForm, SupplementForm
from portal.mediation.volumes.routes.desk import (
    Answer,
    blueprint,
    case_crumbs,
    verb_page,
    volume_crumbs,
    volume_href,
)
from portal.web.access import current_actor, requires
from portal.web.forms import EmptyForm
from portal.web.htmx import go_to, render
from portal.web.wording import in_words

PURPOSE = "mediation.volume_scan"


@blueprint.route("/mediation/cases/<int:case_id>/archive", methods=["GET", "POST"])
@requires("mediation.archive_case")
def archive_case(case_id: int) -> Answer:
    """File a case whose volume is bound."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = DayForm(version=str(case.version), on=clock.today())
    return verb_page(
        form,
        lambda: filing.archive_case(actor, case, version=form.seen_version, on=form.on.data),
        title=_("归档"),
        action=url_for(".archive_case", case_id=case_id),
        crumbs=case_crumbs(case),
        advice=_("归档以后，案件不再修改；需要补充材料的，登记补充原因，卷宗重新装订。"),
        to=url_for("mediation.read_case", case_id=case_id),
        done=_("已归档。"),
    )


@blueprint.route("/mediation/volumes/<int:volume_id>/archive", methods=["GET", "POST"])
@requires("mediation.archive_case")
def archive_volume(volume_id: int) -> Answer:
    """File every case of a joint volume."""
    actor = current_actor()
    volume = queries.get_volume(actor, volume_id)
    form = EmptyForm(version=str(volume.version))
    return verb_page(
        form,
        lambda: filing.archive_volume(actor, volume, version=form.seen_version),
        title=_("归档这一卷的案件"),
        action=url_for(".archive_volume", volume_id=volume_id),
        crumbs=volume_crumbs(volume),
        facts=[(_("案件"), _("%(count)s 件", count=len(volume.members)))],
        to=volume_href(volume),
        done=lambda count: _("已归档 %(count)s 件。", count=count),
    )


@blueprint.route("/mediation/cases/<int:case_id>/volume/scans/new", methods=["GET", "POST"])
@requires("mediation.bind_volume")
def add_scan(case_id: int) -> Answer:
    """Add a scan to the volume; to an archived case it is a supplement."""
    actor = current_actor()
    case = get_case(actor, case_id)
    is_late = case.state == "archived"
    form = (SupplementForm if is_late else ScanForm)(version=str(case.version))

    def act() -> None:
        upload = form.file.data
        if not upload or not upload.filename:
            raise RuleBroken("file", _("请选择文件。"))
        stored = store_file(actor, stream=upload.stream, name=upload.filename, purpose=PURPOSE)
        filing.add_scan(
            actor,
            case,
            version=form.seen_version,
            item=form.item.data or "",
            name=form.name.data or "",
            file=stored,
            because=form.because.data or "" if isinstance(form, SupplementForm) else "",
        )

    return verb_page(
        form,
        act,
        title=_("补充卷内材料") if is_late else _("添加扫描件"),
        action=url_for(".add_scan", case_id=case_id),
        crumbs=case_crumbs(case),
        advice=_("案件已归档，补充会记入案件经过，卷宗重新装订一次，原来的文件保留。") if is_late else "",
        to=url_for(".list_scans", case_id=case_id),
        done=_("已补充，卷宗正在重新装订。") if is_late else _("已添加。"),
    )


@blueprint.get("/mediation/cases/<int:case_id>/volume/scans")
@requires("mediation.read_case")
def list_scans(case_id: int) -> str:
    """The scans of a volume, so that one that lies sideways is turned upright before it is bound."""
    actor = current_actor()
    case = get_case(actor, case_id)
    sheets = [sheet for sheet in contents_of(case).sheets if sheet.source == SCAN]
    return render(
        "mediation/volumes/list_scans.html",
        case=case,
        sheets=sheets,
        turns=queries.turns_of([sheet.key for sheet in sheets]),
        files=queries.files_of([sheet.key for sheet in sheets]),
        added={scan.file_id: scan for scan in added_scans(case)},
        may_change=actor.can("mediation.bind_volume"),
        crumb_items=case_crumbs(case),
    )


@blueprint.get("/mediation/cases/<int:case_id>/volume/scans/files/<int:file_id>")
@requires("mediation.read_case")
def read_scan(case_id: int, file_id: int) -> Response:
    """One scan of the volume; that somebody looked at it is noted."""
    actor = current_actor()
    stored = _file_of(case_id, file_id)
    audit.record_afterwards(actor, "mediation.read_volume_scan", get_case(actor, case_id), file=file_id)
    return Response(
        open_file(stored), mimetype=stored.media_type, headers={"X-Content-Type-Options": "nosniff"}
    )


@blueprint.post("/mediation/cases/<int:case_id>/volume/scans/files/<int:file_id>/turn")
@requires("mediation.bind_volume")
def turn_scan(case_id: int, file_id: int) -> Answer:
    """Turn a scan another quarter clockwise."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = EmptyForm()
    if form.accepts():
        try:
            turn = filing.turn_scan(actor, case, file_id=file_id, version=form.seen_version)
            flash(_("在卷内顺时针转 %(turn)s 度。", turn=turn), "success")
        except RuleBroken as error:
            flash(in_words(error), "error")
    return go_to(url_for(".list_scans", case_id=case_id))


@blueprint.route("/mediation/cases/<int:case_id>/volume/scans/<int:scan_id>/strike", methods=["GET", "POST"])
@requires("mediation.bind_volume")
def strike_scan(case_id: int, scan_id: int) -> Answer:
    """Take a scan out of the volume."""
    actor = current_actor()
    case = get_case(actor, case_id)
    scan = queries.get_scan(case, scan_id)
    form = ReasonForm(version=str(case.version))
    return verb_page(
        form,
        lambda: filing.strike_scan(
            actor, case, scan=scan, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("抽出“%(name)s”", name=scan.name),
        action=url_for(".strike_scan", case_id=case_id, scan_id=scan_id),
        crumbs=case_crumbs(case),
        label=_("抽出"),
        kind="danger",
        to=url_for(".list_scans", case_id=case_id),
        done=_("已抽出。"),
    )


def _file_of(case_id: int, file_id: int) -> StoredFile:
    """The stored file of a scan of this case; raises NotFound."""
    case = get_case(current_actor(), case_id)
    keys = {sheet.key for sheet in contents_of(case).sheets if sheet.source == SCAN}
    if file_id not in keys:
        raise NotFound
    return queries.files_of([file_id])[file_id]
