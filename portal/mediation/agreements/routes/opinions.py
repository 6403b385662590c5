"""The pages on which the head of a committee signs closing reports: one case, and all that wait."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.mediation.agreements import heads
from portal.mediation.agreements.actions import opinions
from portal.mediation.agreements.forms.opinions import GiveOpinionForm, GiveOpinionsForm
from portal.mediation.agreements.routes.desk import Answer, blueprint, case_href, form_page, upload_of
from portal.mediation.queries import get_case
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.htmx import render

PAPER_AGREED = "同意结案。"


@blueprint.route("/mediation/cases/<int:case_id>/opinion", methods=["GET", "POST"])
@requires("mediation.give_opinion")
def give_opinion(case_id: int) -> Answer:
    """The head's opinion on the report of one case; entered with its scan where the head signed on paper."""
    actor = current_actor()
    case = get_case(actor, case_id)
    own = heads.head_of(actor, case)
    report = heads.find_report(case)
    form = GiveOpinionForm(
        version=str(case.version),
        on=clock.today(),
        head_id=own.id if own else None,
        opinion=PAPER_AGREED if own else "",
    )
    form.offer(heads.heads_for(case))
    return form_page(
        form,
        case,
        lambda: opinions.give_opinion(
            actor,
            case,
            version=form.seen_version,
            opinion=form.opinion.data or "",
            on=form.on.data,
            head_id=form.head_id.data,
            upload=upload_of(form.file),
        ),
        title=_("签署结案意见"),
        action=url_for(".give_opinion", case_id=case_id),
        label=_("签署") if own else _("登记签署"),
        advice=_("由调委会主任或副主任签署；承办本案的不签署自己的案件，除非没有其他负责人，表上会写明。"),
        facts=[
            (_("简要事实"), (report.summary or "") if report else ""),
            (_("调解结果"), (report.result or "") if report else ""),
        ],
        back=case_href(case),
        to=case_href(case),
        done=_("已签署，结案报告表已重新制作。"),
    )


@blueprint.route("/mediation/opinions", methods=["GET", "POST"])
@requires("mediation.give_opinion")
def give_opinions() -> Answer:
    """Every closed case that waits for this head: read, tick, sign."""
    actor = current_actor()
    cases = heads.list_waiting(actor)
    form = GiveOpinionsForm(opinion=PAPER_AGREED)
    form.offer(cases)
    return carry_out(
        form,
        lambda: opinions.give_opinions(
            actor,
            case_ids=[key for key in form.cases.data or [] if key],
            opinion=form.opinion.data or "",
        ),
        show=lambda: render(
            "mediation/agreements/give_opinions.html",
            form=form,
            reports=[heads.find_report(case) for case in heads.list_waiting(actor)],
        ),
        to=url_for(".give_opinions"),
        done=lambda count: _("已签署 %(count)s 件。", count=count),
    )
