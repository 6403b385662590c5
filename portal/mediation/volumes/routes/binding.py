"""Binding as pages: one case, simple cases together, a new edition."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.errors import NotFound
from portal.mediation.queries import find_own_committee, get_case
from portal.mediation.volumes import items, queries
from portal.mediation.volumes.actions import binding
from portal.mediation.volumes.actions.binding import Cover
from portal.mediation.volumes.contents import contents_of, is_simple_oral
from portal.mediation.volumes.forms import BindAgainForm, BindJointForm, CoverForm
from portal.mediation.volumes.models import Volume
from portal.mediation.volumes.parts import rows_of
from portal.mediation.volumes.routes.desk import (
    Answer,
    blueprint,
    case_crumbs,
    verb_page,
    volume_crumbs,
    volume_href,
)
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.htmx import render


@blueprint.route("/mediation/cases/<int:case_id>/volume/bind", methods=["GET", "POST"])
@requires("mediation.bind_volume")
def bind_case(case_id: int) -> Answer:
    """Bind a closed case; what is missing is shown with the pages where it is made."""
    actor = current_actor()
    case = get_case(actor, case_id)
    volume = queries.find_volume(case)
    if volume is not None and (volume.edition or volume.kind == "joint"):
        return redirect(url_for(".bind_again", volume_id=volume.id), 303)
    today = clock.today()
    form = CoverForm(
        version=str(case.version),
        bound_on=today,
        bound_by=actor.name,
        title=case.dispute.title,
        retention=items.retention_of(case.dispute.category.name, case.unit_id, today),
    )

    def show() -> str:
        contents = contents_of(case)
        return render(
            "mediation/volumes/bind_case.html",
            form=form,
            case=case,
            rows=rows_of(contents),
            missing=len(contents.missing),
            unusual=contents.unusual,
            crumb_items=case_crumbs(case),
        )

    return carry_out(
        form,
        lambda: binding.ask_binding(actor, case, version=form.seen_version, cover=cover_of(form)),
        show=show,
        to=volume_href,
        done=_("正在装订，装好以后这里可以打开。"),
    )


@blueprint.route("/mediation/volumes/<int:volume_id>/bind-again", methods=["GET", "POST"])
@requires("mediation.bind_volume")
def bind_again(volume_id: int) -> Answer:
    """Make a new edition."""
    actor = current_actor()
    volume = queries.get_volume(actor, volume_id)
    form = BindAgainForm(
        version=str(volume.version),
        bound_on=clock.today(),
        bound_by=volume.bound_by,
        title=volume.title,
        retention=volume.retention,
        remark=volume.remark,
        notes=volume.notes or "",
    )
    if not volume.edition:
        form.because.data = form.because.data or _("上次没有装成")
    return verb_page(
        form,
        lambda: binding.ask_again(
            actor,
            volume,
            version=form.seen_version,
            cover=cover_of(form),
            because=form.because.data or "",
        ),
        title=_("重新装订"),
        action=url_for(".bind_again", volume_id=volume_id),
        crumbs=volume_crumbs(volume),
        advice=_("原来装订的文件保留，可以随时查看。"),
        to=volume_href(volume),
        done=_("正在装订，装好以后这里可以打开。"),
    )


@blueprint.route("/mediation/volumes/joint", methods=["GET", "POST"])
@requires("mediation.bind_volume")
def bind_joint() -> Answer:
    """Bind the simple oral cases of a month or a quarter together."""
    actor = current_actor()
    committee = find_own_committee(actor)
    if committee is None:
        raise NotFound
    first, last = _period(request.args.get("period", ""))
    cases = [
        case
        for case in queries.list_unbound(actor)
        if case.committee_id == committee.id
        and is_simple_oral(case)
        and first <= (case.accepted_on or case.applied_on) <= last
    ]
    form = BindJointForm(bound_on=clock.today(), bound_by=actor.name)
    form.cases.choices = [(case.id, f"{case.number} {case.dispute.title}") for case in cases]
    del form.title
    if request.method == "GET" and not form.is_restored:
        form.cases.data = [case.id for case in cases]

    def act() -> Volume:
        chosen = set(form.cases.data or [])
        return binding.ask_joint_binding(
            actor,
            committee=committee,
            cases=[case for case in cases if case.id in chosen],
            first=first,
            last=last,
            cover=cover_of(form),
        )

    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/volumes/bind_joint.html",
            form=form,
            cases=cases,
            first=first,
            last=last,
            periods=_periods(),
            period=f"{first}/{last}",
        ),
        to=volume_href,
        done=_("正在装订，装好以后这里可以打开。"),
    )


def cover_of(form: Any) -> Cover:
    """What was typed for the cover."""
    return Cover(
        bound_on=form.bound_on.data or clock.today(),
        bound_by=form.bound_by.data or "",
        retention=form.retention.data or "",
        title=form.title.data or "" if "title" in form else "",
        remark=form.remark.data or "",
        notes=form.notes.data or "",
        are_signed=bool(form.are_signed.data) if "are_signed" in form else False,
    )


def _periods() -> list[tuple[str, str]]:
    """The months and quarters that have ended or run, the newest first, with their label."""
    today = clock.today()
    found, year, month = [], today.year, today.month
    for _n in range(12):
        first = dt.date(year, month, 1)
        last = _month_end(first)
        found.append((f"{first}/{last}", _("%(year)s年%(month)s月", year=year, month=month)))
        if month % 3 == 0 or _n == 0:
            start = dt.date(year, (month - 1) // 3 * 3 + 1, 1)
            end = _month_end(dt.date(year, (month - 1) // 3 * 3 + 3, 1))
            quarter = (month - 1) // 3 + 1
            found.append((f"{start}/{end}", _("%(year)s年第%(quarter)s季度", year=year, quarter=quarter)))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found


def _period(text: str) -> tuple[dt.date, dt.date]:
    """The period that was asked for, this month when none was."""
    asked = text if text in {key for key, _label in _periods()} else _periods()[0][0]
    first, last = asked.split("/")
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


def _month_end(day: dt.date) -> dt.date:
    following = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - dt.timedelta(days=1)
