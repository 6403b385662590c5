"""Suspicions and call-backs as pages, for the judicial office and whoever supervises."""

from __future__ import annotations

import datetime as dt

from flask import request, url_for
from flask_babel import gettext as _

from portal import clock, settings
from portal.mediation.volumes.forms import CallForm, SampleForm, VerdictForm
from portal.mediation.volumes.kinds import CALL_RESULTS, CALL_TONES, SUSPICIONS, VERDICTS
from portal.mediation.volumes.pay_models import CallSample
from portal.mediation.volumes.routes.desk import Answer, blueprint, verb_page
from portal.mediation.volumes.scrutiny import actions, practice, queries
from portal.mediation.volumes.scrutiny.queries import Suspicion
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.htmx import render

WINDOW = dt.timedelta(days=90)


@blueprint.get("/mediation/suspicions")
@requires("mediation.read_suspicions")
def list_suspicions() -> str:
    """What speaks against the cases accepted in a period."""
    actor = current_actor()
    first = _day("first") or clock.today() - WINDOW
    last = _day("last") or clock.today()
    cases = queries.cases_between(actor, first, last)
    found = queries.suspicions(cases)
    return render(
        "mediation/volumes/list_suspicions.html",
        first=first,
        last=last,
        checked=len(cases),
        most=queries.MOST_CASES,
        open_ones=[one for one in found if one.is_open],
        settled=[one for one in found if not one.is_open],
        kinds=SUSPICIONS,
        verdicts=VERDICTS,
        words=words_of,
        may_settle=actor.can("mediation.settle_suspicion"),
        may_read=actor.can("mediation.read_case"),
    )


@blueprint.route("/mediation/suspicions/<int:case_id>/<kind>/<about>", methods=["GET", "POST"])
@requires("mediation.settle_suspicion")
def settle_suspicion(case_id: int, kind: str, about: str) -> Answer:
    """Say what came of looking into it."""
    actor = current_actor()
    suspicion = queries.find_suspicion(actor, case_id, kind, about)
    form = VerdictForm()
    case = suspicion.case
    return verb_page(
        form,
        lambda: actions.settle_suspicion(
            actor, suspicion, verdict=form.verdict.data or "", words=form.words.data or ""
        ),
        title=_("处理疑点"),
        action=url_for(".settle_suspicion", case_id=case_id, kind=kind, about=about),
        crumbs=[(_("疑点核查"), url_for(".list_suspicions"))],
        label=_("登记处理结果"),
        advice=_("没有处理的疑点不影响案件办理，但案件不列入以案定补名单。"),
        facts=[
            (_("案件"), f"{case.number or ''} {case.dispute.title}"),
            (_("疑点"), words_of(suspicion)),
            (_("案情"), case.dispute.story or "", True),
            *([(_("另一案的案情"), suspicion.other.dispute.story or "", True)] if suspicion.other else []),
        ],
        to=url_for(".list_suspicions"),
        done=_("疑点已处理。"),
    )


def words_of(one: Suspicion) -> str:
    """A suspicion as a sentence."""
    known = one.params
    if one.kind == "similar":
        return str(_("与 %(number)s 的案情有 %(percent)s%% 相同", **known))
    if one.kind == "person":
        return str(_("%(name)s 在 %(days)s 天内有 %(count)s 件", **known))
    if one.kind == "overlap":
        at = clock.office_time(known["at"])
        return str(
            _("与 %(number)s 的调解时间（%(at)s）重叠", number=known["number"], at=f"{at:%Y-%m-%d %H:%M}")
        )
    return str(_("回访时 %(called)s 说不属实", **known))


@blueprint.route("/mediation/call-backs", methods=["GET", "POST"])
@requires("mediation.draw_sample")
def list_samples() -> Answer:
    """The samples, and the drawing of a new one."""
    actor = current_actor()
    today = clock.today()
    form = SampleForm(
        first=today - WINDOW, last=today, percent=settings.value(practice.SAMPLE.key, unit_id=actor.unit_id)
    )

    def act() -> CallSample:
        first, last = form.first.data or today, form.last.data or today
        cases = queries.cases_between(actor, first, last)
        return actions.draw_sample(actor, cases, first=first, last=last, percent=form.percent.data or 0)

    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/volumes/list_samples.html", form=form, samples=queries.list_samples(actor)
        ),
        to=lambda sample: url_for(".read_sample", sample_id=sample.id),
        done=lambda sample: _("已抽取 %(count)s 件。", count=len(sample.calls)),
    )


@blueprint.get("/mediation/call-backs/<int:sample_id>")
@requires("mediation.read_suspicions")
def read_sample(sample_id: int) -> str:
    """One sample with its calls."""
    actor = current_actor()
    return render(
        "mediation/volumes/read_sample.html",
        sample=queries.get_sample(actor, sample_id),
        results=CALL_RESULTS,
        tones=CALL_TONES,
        office_time=clock.office_time,
        may_call=actor.can("mediation.draw_sample"),
    )


@blueprint.route("/mediation/call-backs/calls/<int:call_id>", methods=["GET", "POST"])
@requires("mediation.draw_sample")
def enter_call(call_id: int) -> Answer:
    """Enter what a call found."""
    actor = current_actor()
    call = queries.get_call(actor, call_id)
    form = CallForm(version=str(call.version))
    case = call.case
    phones = [(party.name, (party.details or {}).get("phone", "") or _("没有电话")) for party in case.parties]
    return verb_page(
        form,
        lambda: actions.enter_call(
            actor,
            call,
            version=form.seen_version,
            result=form.result.data or "",
            called=form.called.data or "",
            note=form.note.data or "",
        ),
        title=_("登记抽查回访"),
        action=url_for(".enter_call", call_id=call_id),
        crumbs=[
            (_("抽查回访"), url_for(".list_samples")),
            (
                f"{call.sample.period_first}—{call.sample.period_last}",
                url_for(".read_sample", sample_id=call.sample_id),
            ),
        ],
        label=_("登记"),
        advice=_("请问当事人：是否有过这件纠纷、是否由调委会调解、协议是否本人签名、是否履行。"),
        facts=[(_("案件"), f"{case.number or ''} {case.dispute.title}"), *phones],
        to=url_for(".read_sample", sample_id=call.sample_id),
        done=_("回访结果已登记。"),
    )


def _day(name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
