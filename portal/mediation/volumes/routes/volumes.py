"""The list of volumes, one volume with its editions, its file, its checks and its loans."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, request, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.errors import NotFound
from portal.files.actions import open_file
from portal.mediation import desk
from portal.mediation.states import STATES
from portal.mediation.volumes import queries
from portal.mediation.volumes.actions import checking, lending
from portal.mediation.volumes.forms import AnswerForm, CheckForm, DayForm, LoanForm
from portal.mediation.volumes.kinds import (
    CHECK_RESULTS,
    CHECK_STANDS,
    CHECK_TONES,
    EDITION_STATES,
    LOAN_WAYS,
    VOLUME_KINDS,
)
from portal.mediation.volumes.routes.desk import Answer, blueprint, verb_page, volume_crumbs, volume_href
from portal.web.access import current_actor, requires
from portal.web.addresses import asked_page
from portal.web.htmx import render


@blueprint.get("/mediation/volumes")
@requires("mediation.read_case")
def list_volumes() -> str:
    """The bound volumes in sight, by where they stand; and how many closed cases have none."""
    actor = current_actor()
    tab = request.args.get("tab", "all")
    tab = tab if tab in queries.TABS else "all"
    page, counts = asked_page(), queries.count_tabs(actor)
    return render(
        "mediation/volumes/list_volumes.html",
        tab=tab,
        counts=counts,
        page=page,
        size=queries.PAGE,
        volumes=queries.list_volumes(actor, tab, page),
        stand_of=queries.stand_of,
        last_check=queries.last_check,
        stands=CHECK_STANDS,
        tones=CHECK_TONES,
        unbound=queries.list_unbound(actor, 20) if tab == "all" else [],
        unbound_count=queries.count_unbound(actor),
        may_bind=actor.can("mediation.bind_volume"),
    )


@blueprint.get("/mediation/volumes/<int:volume_id>")
@requires("mediation.read_case")
def read_volume(volume_id: int) -> str:
    """One volume."""
    actor = current_actor()
    volume = queries.get_volume(actor, volume_id)
    stand = queries.stand_of(volume)
    check = queries.last_check(volume)
    return render(
        "mediation/volumes/read_volume.html",
        volume=volume,
        current=volume.current,
        asked=volume.asked,
        stand=stand,
        check=check,
        kinds=VOLUME_KINDS,
        stands=CHECK_STANDS,
        tones=CHECK_TONES,
        results=CHECK_RESULTS,
        editions=EDITION_STATES,
        ways=LOAN_WAYS,
        states=STATES,
        case_tones=desk.TONES,
        office_time=clock.office_time,
        may_check=actor.can("mediation.check_volume") and volume.edition and stand != "defects",
        may_answer=actor.can("mediation.bind_volume") and stand == "defects",
        may_bind=actor.can("mediation.bind_volume"),
        may_lend=actor.can("mediation.lend_volume") and volume.edition,
        may_archive=actor.can("mediation.archive_case")
        and volume.kind == "joint"
        and any(case.state == "closed" for case in volume.cases)
        and volume.edition,
    )


@blueprint.get("/mediation/volumes/<int:volume_id>/editions/<int:edition_id>.pdf")
@requires("mediation.read_case")
def read_edition(volume_id: int, edition_id: int) -> Response:
    """The bound file; that somebody opened it is noted."""
    actor = current_actor()
    edition = queries.get_edition(actor, volume_id, edition_id)
    if edition.file is None:
        raise NotFound
    volume = edition.volume
    audit.record_afterwards(
        actor, "mediation.read_volume", volume, number=volume.number, edition=edition.edition
    )
    name = quote(edition.file.original_name)
    return Response(
        open_file(edition.file),
        mimetype="application/pdf",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f"inline; filename*=UTF-8''{name}",
        },
    )


@blueprint.route("/mediation/volumes/<int:volume_id>/check", methods=["GET", "POST"])
@requires("mediation.check_volume")
def check_volume(volume_id: int) -> Answer:
    """Enter what a check found."""
    actor = current_actor()
    volume = queries.get_volume(actor, volume_id)
    form = CheckForm(version=str(volume.version), on=clock.today())
    return verb_page(
        form,
        lambda: checking.check_volume(
            actor,
            volume,
            version=form.seen_version,
            result=form.result.data or "",
            defects=form.defects.data or "",
            mend_by=form.mend_by.data,
            on=form.on.data,
        ),
        title=_("检查卷宗"),
        action=url_for(".check_volume", volume_id=volume_id),
        crumbs=volume_crumbs(volume),
        label=_("登记检查结果"),
        advice=_("检查合格的，才能列入以案定补名单。"),
        facts=[(_("卷名"), volume.title), (_("调解委员会"), volume.unit.name)],
        to=volume_href(volume),
        done=_("检查结果已登记。"),
    )


@blueprint.route("/mediation/volumes/checks/<int:check_id>/answer", methods=["GET", "POST"])
@requires("mediation.bind_volume")
def answer_check(check_id: int) -> Answer:
    """Say what was mended."""
    actor = current_actor()
    check = queries.get_check(actor, check_id)
    form = AnswerForm(version=str(check.version))
    return verb_page(
        form,
        lambda: checking.answer_check(actor, check, version=form.seen_version, answer=form.answer.data or ""),
        title=_("答复检查"),
        action=url_for(".answer_check", check_id=check_id),
        crumbs=volume_crumbs(check.volume),
        label=_("答复"),
        advice=_("先补正材料、重新装订，再答复。"),
        facts=[(_("缺陷和理由"), check.defects or "", True)],
        to=volume_href(check.volume),
        done=_("已答复，等司法所复查。"),
    )


@blueprint.route("/mediation/volumes/<int:volume_id>/lend", methods=["GET", "POST"])
@requires("mediation.lend_volume")
def lend_volume(volume_id: int) -> Answer:
    """Enter a loan."""
    actor = current_actor()
    volume = queries.get_volume(actor, volume_id)
    form = LoanForm(version=str(volume.version), on=clock.today())
    return verb_page(
        form,
        lambda: lending.lend_volume(
            actor,
            volume,
            version=form.seen_version,
            way=form.way.data or "",
            borrower=form.borrower.data or "",
            body=form.body.data or "",
            purpose=form.purpose.data or "",
            on=form.on.data,
            due_on=form.due_on.data,
        ),
        title=_("登记借阅"),
        action=url_for(".lend_volume", volume_id=volume_id),
        crumbs=volume_crumbs(volume),
        to=volume_href(volume),
        done=_("已登记借阅。"),
    )


@blueprint.route("/mediation/volumes/loans/<int:loan_id>/return", methods=["GET", "POST"])
@requires("mediation.lend_volume")
def return_volume(loan_id: int) -> Answer:
    """The paper volume came back."""
    actor = current_actor()
    loan = queries.get_loan(actor, loan_id)
    form = DayForm(version=str(loan.version), on=clock.today())
    return verb_page(
        form,
        lambda: lending.return_volume(actor, loan, version=form.seen_version, on=form.on.data),
        title=_("登记归还"),
        action=url_for(".return_volume", loan_id=loan_id),
        crumbs=volume_crumbs(loan.volume),
        facts=[(_("借阅人"), loan.borrower)],
        to=volume_href(loan.volume),
        done=_("已登记归还。"),
    )
