"""The pages of agents with their powers of attorney, and of invited participants."""

from __future__ import annotations

from flask import Response, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.errors import NotFound
from portal.mediation.queries import get_case
from portal.mediation.records import forms, queries
from portal.mediation.records.actions import agents as actions
from portal.mediation.records.models import CaseAgent, CaseParticipant
from portal.mediation.records.routes.desk import (
    Answer,
    blueprint,
    case_href,
    file_answer,
    form_page,
    keep_uploads,
    people,
)
from portal.mediation.records.wording import PAPER_MATTERS
from portal.web.access import current_actor, requires


@blueprint.route("/mediation/cases/<int:case_id>/agents/new", methods=["GET", "POST"])
@requires("mediation.mediate")
def add_agent(case_id: int) -> Answer:
    """Enter an agent, and make the power of attorney for the principal's signature."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = forms.AgentForm(
        version=str(case.version),
        granted_on=clock.today(),
        valid_from=clock.today(),
        matters=PAPER_MATTERS,
    )
    form.party_id.choices = people(case.parties)
    return form_page(
        form,
        case,
        lambda: actions.add_agent(
            actor,
            case,
            version=form.seen_version,
            power=actions.Power(
                party_id=form.party_id.data or 0,
                name=form.name.data or "",
                authority=form.authority.data or "",
                powers=form.powers.data or (),
                matters=form.matters.data or "",
                granted_on=form.granted_on.data or clock.today(),
                valid_from=form.valid_from.data or clock.today(),
                valid_to=form.valid_to.data,
                details={key: form[key].data or "" for key in actions.DETAILS},
            ),
        ),
        title=_("登记委托代理人"),
        action=url_for(".add_agent", case_id=case.id),
        label=_("登记并出委托书"),
        cancel=case_href(case),
        to=case_href(case, "people-at-the-table"),
        done=_("已登记。请打印授权委托书，交委托人签名。"),
    )


@blueprint.route("/mediation/agents/<int:agent_id>/scan", methods=["GET", "POST"])
@requires("mediation.mediate")
def attach_power(agent_id: int) -> Answer:
    """Keep the scan of the signed paper."""
    actor = current_actor()
    agent = queries.get_record(actor, CaseAgent, agent_id)
    form = forms.PowerScanForm(version=str(agent.version))

    def act() -> None:
        agent.expect_version(form.seen_version)
        file = keep_uploads(actor, [form.file.data], "file")[0]
        actions.attach_power(actor, agent, version=form.seen_version, file=file)

    return form_page(
        form,
        agent.case,
        act,
        title=_("%(name)s 的授权委托书", name=agent.name),
        action=url_for(".attach_power", agent_id=agent.id),
        label=_("上传"),
        cancel=case_href(agent.case),
        to=case_href(agent.case, "people-at-the-table"),
        done=_("附件已保存。"),
    )


@blueprint.get("/mediation/agents/<int:agent_id>/file")
@requires("mediation.read_case")
def read_power(agent_id: int) -> Response:
    """The scan of a power of attorney; that somebody looked at it is noted."""
    actor = current_actor()
    agent = queries.get_record(actor, CaseAgent, agent_id)
    if agent.file is None:
        raise NotFound
    audit.record_afterwards(actor, "mediation.read_scan", agent.case)
    return file_answer(agent.file)


@blueprint.route("/mediation/agents/<int:agent_id>/end", methods=["GET", "POST"])
@requires("mediation.mediate")
def end_agent(agent_id: int) -> Answer:
    """The power has ended."""
    actor = current_actor()
    agent = queries.get_record(actor, CaseAgent, agent_id)
    form = forms.EndForm(version=str(agent.version), on=clock.today())
    return form_page(
        form,
        agent.case,
        lambda: actions.end_agent(
            actor,
            agent,
            version=form.seen_version,
            on=form.on.data or clock.today(),
            reason=form.reason.data or "",
        ),
        title=_("终止 %(name)s 的委托", name=agent.name),
        action=url_for(".end_agent", agent_id=agent.id),
        label=_("登记终止"),
        cancel=case_href(agent.case),
        to=case_href(agent.case, "people-at-the-table"),
        done=_("已登记委托终止。"),
    )


@blueprint.route("/mediation/cases/<int:case_id>/participants/new", methods=["GET", "POST"])
@requires("mediation.mediate")
def invite_participant(case_id: int) -> Answer:
    """Invite somebody to take part, with the parties' consent."""
    actor = current_actor()
    case = get_case(actor, case_id)
    form = forms.ParticipantForm(version=str(case.version), invited_on=clock.today())
    form.consents.choices = people(case.parties)

    def act() -> None:
        way = form.way.data or ""
        actions.invite_participant(
            actor,
            case,
            version=form.seen_version,
            invitation=actions.Invitation(
                kind=form.kind.data or "",
                name=form.name.data or "",
                employer=form.employer.data or "",
                relation=form.relation.data or "",
                invited_on=form.invited_on.data or clock.today(),
                consents={key: way for key in form.consents.data or [] if key},
            ),
        )

    return form_page(
        form,
        case,
        act,
        title=_("邀请参加调解"),
        action=url_for(".invite_participant", case_id=case.id),
        label=_("登记"),
        cancel=case_href(case),
        advice=_("邀请亲属、邻居、同事、有专门知识的人员或者社会组织参加，要经各方当事人同意。"),
        to=case_href(case, "people-at-the-table"),
        done=_("已登记，调解时可以勾选他到场。"),
    )


@blueprint.route("/mediation/participants/<int:participant_id>/release", methods=["GET", "POST"])
@requires("mediation.mediate")
def release_participant(participant_id: int) -> Answer:
    """Somebody takes part no more."""
    actor = current_actor()
    one = queries.get_record(actor, CaseParticipant, participant_id)
    form = forms.DayForm(version=str(one.version), on=clock.today())
    return form_page(
        form,
        one.case,
        lambda: actions.release_participant(
            actor, one, version=form.seen_version, on=form.on.data or clock.today()
        ),
        title=_("%(name)s 不再参加", name=one.name),
        action=url_for(".release_participant", participant_id=one.id),
        label=_("登记退出"),
        cancel=case_href(one.case),
        to=case_href(one.case, "people-at-the-table"),
        done=_("已登记退出。"),
    )
