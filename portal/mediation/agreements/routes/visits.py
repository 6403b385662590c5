"""A visit as a page: the fields of the form 人民调解回访记录."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext as _

from portal import clock
from portal.mediation.agreements import queries
from portal.mediation.agreements.actions import visiting
from portal.mediation.agreements.forms.following import VisitForm
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.routes.desk import Answer, blueprint, case_href, form_page
from portal.mediation.models import MediationCase
from portal.mediation.queries import find_own_mediator, get_case
from portal.mediation.records.queries import mediators_to_choose
from portal.web.access import current_actor, requires


@blueprint.route("/mediation/cases/<int:case_id>/visits/new", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def record_visit(case_id: int) -> Answer:
    """Record a visit; its paper is issued."""
    actor = current_actor()
    case = get_case(actor, case_id)
    own = find_own_mediator(actor) or case.lead
    people = {one.id: one for one in mediators_to_choose(case)}
    agreement = queries.agreement_in_force(case)
    form = VisitForm(
        version=str(case.version),
        visited_on=clock.today(),
        visited="、".join(party.name for party in case.parties)[:200],
        visitor_id=own.id if own else None,
        performance=offered_performance(case, agreement) if agreement else "no_agreement",
    )
    form.visitor_id.choices = [(key, one.name) for key, one in people.items()]

    def act() -> None:
        visit = visiting.NewVisit(
            visited_on=form.visited_on.data or clock.today(),
            way=form.way.data or "",
            visited=form.visited.data or "",
            visitor=people[form.visitor_id.data or 0],
            performance=form.performance.data or "",
            satisfaction=form.satisfaction.data or "",
            situation=form.situation.data or "",
            reason=form.reason.data or "",
            danger=form.danger.data or "",
            sued_on=form.sued_on.data,
            suit_outcome=form.suit_outcome.data or "",
        )
        visiting.record_visit(actor, case, version=form.seen_version, visit=visit)

    return form_page(
        form,
        case,
        act,
        title=_("登记回访"),
        action=url_for(".record_visit", case_id=case_id),
        facts=[(_("协议编号"), agreement.number or "")] if agreement else [],
        to=case_href(case, "agreement"),
        done=_("回访已登记，记录表可以打印。"),
    )


def offered_performance(case: MediationCase, agreement: Agreement) -> str:
    """How far the agreement is performed by what was entered; the visitor may say otherwise."""
    owed = agreement.obligations
    if case.state in ("performed", "closed") or (owed and all(one.done_on for one in owed)):
        return "done"
    if any(one.done_fen for one in agreement.obligations):
        return "partly"
    return "none" if queries.overdue_of(agreement, clock.today()) else "not_yet"
