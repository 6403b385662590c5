"""A breach and the two ways out of it besides performance: a new round in the same case, or the court."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.mediation.agreements.actions import breaching
from portal.mediation.agreements.documents import remedies_of
from portal.mediation.agreements.forms.following import MediateAgainForm, ReasonForm, TellToSueForm
from portal.mediation.agreements.routes.desk import Answer, blueprint, case_href, form_page
from portal.mediation.agreements.routes.verbs import agreement_of
from portal.mediation.queries import get_case
from portal.web.access import current_actor, requires


@blueprint.route("/mediation/cases/<int:case_id>/breach", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def record_breach(case_id: int) -> Answer:
    """Something owed was not done by its day."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = ReasonForm(version=str(case.version))
    return form_page(
        form,
        case,
        lambda: breaching.record_breach(
            actor, case, version=form.seen_version, reason=form.reason.data or ""
        ),
        title=_("登记未履行"),
        action=url_for(".record_breach", case_id=case_id),
        advice=_("到期当天过后仍未履行的才登记。登记以后督促履行，对方履行了仍可登记。"),
        to=case_href(case, "agreement"),
        done=_("已登记未履行。下一步督促履行。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/mediate-again", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def mediate_again(case_id: int) -> Answer:
    """Mediate anew in the same case."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = MediateAgainForm(version=str(case.version))
    return form_page(
        form,
        case,
        lambda: breaching.mediate_again(
            actor,
            case,
            agreement_of(case),
            version=form.seen_version,
            reason=form.reason.data or "",
            strikes_now=form.strikes_now.data == "yes",
        ),
        title=_("重新调解"),
        action=url_for(".mediate_again", case_id=case_id),
        advice=_("在同一案件里再调解一轮，案号不变，统计只算一件。"),
        to=case_href(case),
        done=lambda again: _("已开始第 %(n)s 轮调解。", n=again.round),
    )


@blueprint.route("/mediation/cases/<int:case_id>/tell-to-sue", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def tell_to_sue(case_id: int) -> Answer:
    """Tell the parties that they may go to court."""
    actor = current_actor()
    case = get_case(actor, case_id)
    agreement = agreement_of(case)
    form = TellToSueForm(version=str(case.version), told_on=clock.today())
    return form_page(
        form,
        case,
        lambda: breaching.tell_to_sue(
            actor,
            case,
            agreement,
            version=form.seen_version,
            told_on=form.told_on.data,
            note=form.note.data or "",
        ),
        title=_("告知诉讼"),
        action=url_for(".tell_to_sue", case_id=case_id),
        advice=_("请当面告诉当事人：%(words)s", words=remedies_of(agreement)),
        to=case_href(case),
        done=_("已登记告知。可以结案了。"),
    )
