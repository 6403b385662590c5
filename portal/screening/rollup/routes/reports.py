"""A street's reports: what is owed, one report as it was frozen and what has moved since, and every verb on the way."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from flask import Response, flash, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.disputes.models import Dispute
from portal.disputes.reach import find_pages_of
from portal.screening.freezing import draft_of, load_disputes
from portal.screening.kinds import IN_FORCE, PERIODS, REPORT_STATES, SIZES, STREET_PERIODS
from portal.screening.rollup import forms, ground, queries, zero
from portal.screening.rollup.actions import reporting as actions
from portal.screening.rollup.chain import CHAIN, ISSUE
from portal.screening.rollup.routes.base import blueprint, verb_page, workbook_answer
from portal.screening.rollup.sheet import report_workbook
from portal.screening.shares import shares_of
from portal.screening.telling import category_rows, length_words
from portal.signoffs import chain_view, next_step
from portal.standards.amounts import figures as amount_in_figures
from portal.web.access import current_actor, requires, signed_in
from portal.web.carrying_out import Answer, carry_out
from portal.web.filters import translate
from portal.web.htmx import go_to, render

TONES = {"draft": "waiting", "filed": "good", "sent": "good", "superseded": "neutral", "withdrawn": "neutral"}
FIGURES = ("opening", "found", "came_in", "resolved", "went_out", "closing")


@blueprint.get("/screening/reports")
@requires("screening.read_calendar")
def list_reports() -> str:
    """The periods that the street owes, with what stands for each."""
    kind = request.args.get("kind", "")
    return render(
        "screening/rollup/list_reports.html",
        owed=queries.list_owed(current_actor(), kind),
        kind=kind if kind in STREET_PERIODS else "",
        kinds={code: label for code, label in PERIODS.items() if code in STREET_PERIODS},
        states=REPORT_STATES,
        tones=TONES,
    )


@blueprint.route("/screening/reports/of/<int:duty_id>", methods=["GET", "POST"])
@requires("screening.make_roll_up")
def make_report(duty_id: int) -> Answer:
    """Draw up the report of a period from the records."""
    actor = current_actor()
    duty = queries.get_street_duty(actor, duty_id)
    draft = draft_of(duty)
    if draft is not None:
        flash(_("这一期的报告已有人制表，正在填写，已为您打开。"), "warning")
        return go_to(url_for(".read_report", report_id=draft.id))
    form = forms.MakeForm(version=str(duty.version))
    corrects = any(one.state in IN_FORCE for one in duty.reports)
    no_zero = _offer_zero(form, zero.ground_of(duty))
    if not corrects:
        del form.because

    def show() -> str:
        advice = _(
            "数字从登记的纠纷、排查和各社区的报告读出，并定住；您签“制表”，再由平安办审核、分管领导签发。"
        )
        label = (
            _("更正：%(period)s", period=duty.label) if corrects else _("制表：%(period)s", period=duty.label)
        )
        return verb_page(form, label, url_for(".list_reports"), advice + no_zero)

    return carry_out(
        form,
        lambda: actions.make_roll_up(
            actor,
            duty,
            version=form.seen_version,
            because=(form.because.data or "") if corrects else "",
            zero_said=_said_zero(form),
        ),
        show=show,
        to=lambda made: url_for(".read_report", report_id=made.id),
        done=_("已制表。请核对数字，写上文字说明，再送审核。"),
    )


@blueprint.get("/screening/reports/<int:report_id>")
@requires("screening.read_calendar")
def read_report(report_id: int) -> str:
    """One edition as it was frozen, and what the records say otherwise today."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    in_count = found.state in ("draft", "filed", "sent")
    moved = ground.look_at(found) if in_count else None
    ways = ground.ways_out(found) if moved and moved.has_moved and found.state == "sent" else None
    return render(
        "screening/rollup/read_report.html",
        report=found,
        duty=found.duty,
        figures=FIGURES,
        shares=shares_of(found),
        late=length_words(found.late_seconds) if found.late_seconds else "",
        sizes=_sizes(found.figures["sizes"]),
        amount=amount_in_figures(Decimal(found.figures["amount_fen"]) / 100),
        categories=category_rows(found.figures["justice"]),
        moved=moved,
        ways=ways,
        has_next=bool(ways and ways.following and ways.following.first <= clock.today()),
        view=chain_view(actor, found, CHAIN),
        states=REPORT_STATES,
        tones=TONES,
        kinds=PERIODS,
    )


def _sizes(counts: dict[str, int]) -> str:
    """How many of each size (群体性规模), in the reader's language."""
    there = [(translate(label), counts[str(least)]) for least, label in SIZES if counts.get(str(least))]
    return " · ".join(_("%(size)s：%(n)s 件", size=size, n=n) for size, n in there)


@blueprint.get("/screening/reports/<int:report_id>.xlsx")
@requires("screening.read_calendar")
def export_report(report_id: int) -> Response:
    """The frozen report as a workbook."""
    found = queries.get_report(current_actor(), report_id)
    title = f"{translate(PERIODS[found.duty.kind])} {found.duty.unit.name} {found.duty.label}"
    return workbook_answer(report_workbook(found, title), f"{title}.xlsx")


@blueprint.get("/screening/reports/<int:report_id>/lines/<figure>")
@requires("screening.read_calendar")
def list_lines(report_id: int, figure: str) -> str:
    """The disputes behind a figure of a report, as they were frozen."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    wanted = figure if figure in FIGURES else "found"
    lines = [line for line in found.lines if getattr(line, f"in_{wanted}")]
    places = find_places(load_disputes([line.dispute_id for line in lines]).values())
    return render(
        "screening/rollup/list_lines.html",
        report=found,
        figure=wanted,
        lines=[(line, places.get(line.dispute_id, "")) for line in lines],
    )


@blueprint.route("/screening/reports/<int:report_id>/texts", methods=["GET", "POST"])
@requires("screening.make_roll_up")
def write_texts(report_id: int) -> Answer:
    """Write the words of a draft."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    here = url_for(".read_report", report_id=report_id)
    form = forms.TextsForm(
        version=str(found.version),
        phone=found.phone or found.duty.unit.phone,
        **{name: getattr(found, name) or "" for name in actions.TEXTS},
    )
    advice = _("不写也可以。改过文字以后，已有的审核签批撤销，重新送审。")
    return carry_out(
        form,
        lambda: actions.write_texts(
            actor,
            found,
            version=form.seen_version,
            phone=form.phone.data or "",
            **{name: form[name].data or "" for name in actions.TEXTS},
        ),
        show=lambda: verb_page(form, _("填写文字说明"), here, advice, ("phone",)),
        to=here,
        done=_("已保存。"),
    )


@blueprint.route("/screening/reports/<int:report_id>/anew", methods=["GET", "POST"])
@requires("screening.make_roll_up")
def read_anew(report_id: int) -> Answer:
    """Read the records anew into a draft."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    here = url_for(".read_report", report_id=report_id)
    form = forms.ZeroForm(version=str(found.version))
    advice = _("按现在的登记重新读数；文字保留，已有的签批撤销，由您重新签“制表”。")
    advice += _offer_zero(form, zero.ground_of(found.duty))
    return carry_out(
        form,
        lambda: actions.read_anew(actor, found, version=form.seen_version, zero_said=_said_zero(form)),
        show=lambda: verb_page(form, _("重新读取数据"), here, advice),
        to=here,
        done=_("已按现在的登记重新读数。"),
    )


@blueprint.route("/screening/reports/<int:report_id>/sign", methods=["GET", "POST"])
@signed_in
def sign_report(report_id: int) -> Answer:
    """The next signature; each step has its own right, asked for when it is signed."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    here = url_for(".read_report", report_id=report_id)
    step = next_step(found, CHAIN) if found.state == "draft" else None
    if step is None:
        return go_to(here)
    actor.must(step.permission)
    if any(one.wants_another for one in chain_view(actor, found, CHAIN).steps):
        flash(_("这一步须由另一人签：您已签过前面的步骤。"), "warning")
        return go_to(here)
    form = forms.SignForm(version=str(found.version))
    if step.code != ISSUE or not actions.wants_late_reason(found):
        del form.late_reason
    advice = _("请先核对数字和文字。分管领导签发以后，报告定住并制成正式文书，要改只能更正。")
    label = translate(step.label)
    return carry_out(
        form,
        lambda: actions.sign_roll_up(
            actor,
            found,
            version=form.seen_version,
            step=step.code,
            note=form.note.data or "",
            late_reason=(form.late_reason.data or "") if form.late_reason is not None else "",
        ),
        show=lambda: verb_page(form, label, here, advice),
        to=here,
        done=_("已签。"),
    )


@blueprint.route("/screening/reports/<int:report_id>/return", methods=["GET", "POST"])
@signed_in
def send_back(report_id: int) -> Answer:
    """Hand a draft back to the desk."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    here = url_for(".read_report", report_id=report_id)
    if not actor.can("screening.issue_roll_up"):
        actor.must("screening.review_roll_up")
    form = forms.ReasonForm(version=str(found.version))
    return carry_out(
        form,
        lambda: actions.send_back(actor, found, version=form.seen_version, reason=form.reason.data or ""),
        show=lambda: verb_page(form, _("退回修改"), here, _("已有的签批撤销，由制表人修改后重新签。")),
        to=here,
        done=_("已退回。"),
    )


@blueprint.route("/screening/reports/<int:report_id>/send", methods=["GET", "POST"])
@requires("screening.send_roll_up")
def send_report(report_id: int) -> Answer:
    """Note that the issued report went to the district."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    here = url_for(".read_report", report_id=report_id)
    form = forms.SendForm(version=str(found.version), on=clock.today())
    return carry_out(
        form,
        lambda: actions.send_roll_up(
            actor, found, version=form.seen_version, on=form.on.data or clock.today()
        ),
        show=lambda: verb_page(
            form, _("登记报送"), here, _("把盖章的报告送到区里以后，在这里登记日期。"), ("on",)
        ),
        to=here,
        done=_("已登记报送。"),
    )


@blueprint.route("/screening/reports/<int:report_id>/drop", methods=["GET", "POST"])
@requires("screening.make_roll_up")
def drop_draft(report_id: int) -> Answer:
    """Put a draft aside."""
    actor = current_actor()
    found = queries.get_report(actor, report_id)
    form = forms.ReasonForm(version=str(found.version))
    here = url_for(".read_report", report_id=report_id)
    return carry_out(
        form,
        lambda: actions.drop_draft(actor, found, version=form.seen_version, reason=form.reason.data or ""),
        show=lambda: verb_page(form, _("撤回草稿"), here, _("草稿留存备查，这一期可以重新制表。")),
        to=url_for(".list_reports"),
        done=_("已撤回。"),
    )


def _offer_zero(form: forms.ZeroForm, ground: zero.ZeroGround) -> str:
    """Ask for the sentence of a zero only where it may be said; gives the reason where nothing was found and it may not."""
    if not ground.may_be_said:
        del form.zero_said
    why = zero.why_none(ground)
    return _(why) if why else ""


def _said_zero(form: forms.ZeroForm) -> bool:
    return form.zero_said is not None and bool(form.zero_said.data)


def find_places(disputes: Iterable[Dispute]) -> dict[int, str]:
    """The address of the first page that shows each dispute to this reader, by key; those that none shows stand not in it."""
    found = find_pages_of(current_actor(), list(disputes))
    return {key: place.href for key, place in found.items()}
