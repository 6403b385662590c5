"""Who mediates and who stands aside; danger; longer limits; pauses and ends. The scenarios 27, 29 and 30 of the reference."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.disputes.actions.danger import see_danger
from portal.disputes.kinds import DANGERS
from portal.disputes.models import RiskChange
from portal.disputes.parties import NewParty
from portal.disputes.queries import count_unseen_dangers, get_danger, list_dangers
from portal.documents.queries import get_document, list_documents_of
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.mediation import desk, life, lists, queries
from portal.mediation.actions import ending, handing, recusing
from portal.mediation.actions.assigning import assign_mediator
from portal.mediation.actions.endangering import report_danger
from portal.mediation.actions.extending import GivenConsent, extend_case
from portal.mediation.actions.running import begin_mediation
from portal.mediation.kinship import nearness
from portal.residents.groups import HouseholdMember
from portal.settings.actions import change_setting
from tests.factories import letters, residents, staff
from tests.factories import mediation as made

pytestmark = pytest.mark.usefixtures("database")
ACCEPTED = dt.date(2026, 10, 23)


def brothers() -> tuple[int, int]:
    """Two sons of one household, of whom the elder moved out long ago: the keys of elder and younger."""
    home = residents.make_household()
    elder, younger = residents.make_resident(name="李长子"), residents.make_resident(name="李次子")
    for person, relation, until in ((elder, "22", dt.date(2010, 5, 1)), (younger, "23", None)):
        row = HouseholdMember(
            household_id=home.id,
            resident_id=person.id,
            relation=relation,
            since=dt.date(2000, 1, 1),
            until=until,
        )
        session.add(row)
    session.flush()
    return elder.id, younger.id


def alarm(case, **changes):
    given = {
        "version": None,
        "danger": "violence",
        "facts": "被申请人扬言动手。",
        "noticed_at": clock.now() - dt.timedelta(minutes=20),
        "reported_at": clock.now() - dt.timedelta(minutes=15),
        "station": "和平派出所",
        "receiver": "警号0001",
        "way": "hotline",
        **changes,
    }
    return report_danger(staff.actor("mediator"), case, **given)


class TestDecideRecusal:
    @pytest.mark.both
    def test_scenario_29(self):
        """The mediator is the brother of the respondent: warned, decided by the chair, replaced, out of sight, on record."""
        mediator, chair = staff.actor("mediator"), staff.actor("chair")
        with transaction():
            elder, younger = brothers()
            brother = made.mediator_of("mediator")
            brother.resident_id = elder
            parties = [made.PARTIES[0], NewParty(side="respondent", name="李次子", resident_id=younger)]
            case = made.make_case("accepted", parties=parties)
            assert [one.code for one in nearness(case, brother)] == ["kin"]
            with pytest.raises(RuleBroken, match=r"曾在同一户.*请主任决定是否回避"):
                assign_mediator(mediator, case, version=case.version, mediator=brother)
            with pytest.raises(RuleBroken, match="只能由调委会主任决定"):
                assign_mediator(
                    mediator, case, version=None, mediator=brother, answer="go_on", reason="没有别人"
                )
            assign_mediator(mediator, case, version=None, mediator=brother, answer="recuse")
            made.tell_all(case, brother)
            with pytest.raises(RuleBroken, match="回避申请还没有决定"):
                begin_mediation(mediator, case, version=None)
            recusal = lists.list_open_recusals(chair)[0]
            with pytest.raises(Forbidden):
                recusing.decide_recusal(mediator, recusal, version=None, is_granted=False, note="无妨")
            assert queries.get_case(mediator, case.id) is case
            recusing.decide_recusal(chair, recusal, version=recusal.version, is_granted=True, note="系兄弟")
            with pytest.raises(NotFound):
                queries.get_case(mediator, case.id)
            assert lists.count_tabs(mediator)["all"] == 0
            papers = list_documents_of("MediationCase", case.id)
            with pytest.raises(NotFound):
                get_document(mediator, papers[0].id)
            assert get_document(chair, papers[0].id) is papers[0]
            written = letters.sent("liaison", actor=chair, unit_id=case.unit_id, subject=case)
            with pytest.raises(NotFound):
                get_document(mediator, written.document_id or 0)
            assert get_document(chair, written.document_id or 0).number == written.number
            assert case.lead is None
            with pytest.raises(RuleBroken, match="已经回避"):
                assign_mediator(chair, case, version=None, mediator=brother, answer="go_on", reason="缺人")
            assign_mediator(chair, case, version=None, mediator=made.mediator_of("chair"))
            assert begin_mediation(chair, case, version=None).state == "mediating"
            assert case.mediators[0].until is not None
            verbs = [event.verb for event in case.events]
            assert verbs[-3:] == ["decide_recusal", "assign_mediator", "begin_mediation"]
            assert "mediation_recusal" in {d.kind for d in list_documents_of("MediationCase", case.id)}

    def test_the_chair_may_go_on_with_a_reason_and_only_the_chair_replaces(self):
        mediator, chair = staff.actor("mediator"), staff.actor("chair")
        with transaction():
            colleague = made.mediator_of("mediator")
            colleague.employer = "示范物业有限公司"
            parties = [
                made.PARTIES[0],
                NewParty(side="respondent", kind="organisation", name="示范物业有限公司"),
            ]
            case = made.make_case("accepted", parties=parties)
            assign_mediator(
                chair, case, version=None, mediator=colleague, answer="go_on", reason="双方都同意"
            )
            assert case.recusals[0].is_granted is False
            other = made.mediator_of("chair")
            with pytest.raises(Forbidden):
                assign_mediator(mediator, case, version=None, mediator=other)
            with pytest.raises(RuleBroken, match="理由"):
                assign_mediator(chair, case, version=None, mediator=other)
            assign_mediator(chair, case, version=None, mediator=other, because="工作调动")
            assert case.lead is other
            with pytest.raises(Conflict):
                assign_mediator(chair, case, version=1, mediator=colleague, role="joint")


class TestHandOn:
    @pytest.mark.both
    def test_to_a_colleague_of_the_committee_who_is_not_near(self):
        leader, mediator, chair = staff.actor("leader"), staff.actor("mediator"), staff.actor("chair")
        with transaction():
            case = made.make_case("mediating")
            assert [one.id for one in handing.desk_of(mediator.account_id)] == [case.id]
            given = {"from_id": mediator.account_id, "ids": [case.id], "reason": "调离"}
            with pytest.raises(RuleBroken, match="在任的调解员"):
                handing.hand_on(leader, to_id=leader.account_id, **given)
            handing.hand_on(leader, to_id=chair.account_id, **given)
            assert case.lead is made.mediator_of("chair")
            assert handing.desk_of(mediator.account_id) == []


class TestExtendCase:
    def test_scenario_27(self):
        """A month is over: red in the list; longer only with everybody's consent, else the termination is proposed."""
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case("mediating", on=ACCEPTED)
            clock.fix_today(dt.date(2026, 11, 23))
            assert lists.count_tabs(actor)["overdue"] == 1
            assert desk.is_due(case)
            first, second = case.parties
            consent = GivenConsent(first.id, clock.today(), "in_person")
            given = {"version": None, "new_due_on": dt.date(2026, 12, 23), "reason": "等待鉴定"}
            with pytest.raises(RuleBroken, match="还没有登记李样本的同意"):
                extend_case(actor, case, consents=[consent], **given)
            assert case.due_on == dt.date(2026, 11, 23)
            extend_case(
                actor, case, consents=[consent, GivenConsent(second.id, clock.today(), "phone")], **given
            )
            assert case.due_on == dt.date(2026, 12, 23)
            assert lists.count_tabs(actor)["overdue"] == 0
            clock.fix_today(dt.date(2026, 12, 24))
            ending.terminate_case(actor, case, version=None, code="time_over", told_on=clock.today())
            assert case.state == "terminated"
            kinds = [d.kind for d in list_documents_of("MediationCase", case.id)]
            assert {"mediation_extension", "mediation_termination"} <= set(kinds)

    def test_bounds_what_a_court_sent(self):
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case("mediating", source="court")
            consents = [GivenConsent(party.id, clock.today(), "in_person") for party in case.parties]
            with pytest.raises(RuleBroken, match="不能超过 30 天"):
                extend_case(
                    actor, case, version=None, new_due_on=dt.date(2027, 1, 22), reason="等", consents=consents
                )


class TestReportDanger:
    @pytest.mark.both
    def test_scenario_30(self):
        """Danger is told to the police before anything is saved; whoever supervises sees it at once; the risk is red."""
        supervisor = staff.actor("supervisor")
        with transaction():
            case = made.make_case("mediating")
            for field in ("station", "receiver", "facts"):
                with pytest.raises(RuleBroken) as refused:
                    alarm(case, **{field: " "})
                assert refused.value.field == field
            with pytest.raises(RuleBroken, match="早于发现时间"):
                alarm(case, reported_at=clock.now() - dt.timedelta(hours=1))
            assert case.dispute.risk == "yellow"
            report = alarm(case)
            assert (case.dispute.risk, case.dispute.tends_criminal) == ("red", True)
            assert session.query(RiskChange).one().reason == DANGERS["violence"]
            assert count_unseen_dangers(supervisor) == 1
            assert list_dangers(staff.actor("justice")) == [report]
            assert list_dangers(staff.actor("clerk")) == []
            see_danger(supervisor, get_danger(supervisor, report.id))
            assert count_unseen_dangers(supervisor) == 0
            assert case.events[-1].verb == "report_danger"


class TestEndCase:
    def test_suspends_resumes_and_withdraws(self):
        actor = staff.actor("mediator")
        with transaction():
            case = made.make_case("mediating", on=ACCEPTED)
            clock.fix_today(dt.date(2026, 11, 1))
            ending.suspend_case(actor, case, version=None, reason="等待鉴定")
            clock.fix_today(dt.date(2026, 11, 11))
            ending.resume_case(actor, case, version=case.version)
            assert (case.state, case.due_on) == ("mediating", dt.date(2026, 12, 3))
            with pytest.raises(RuleBroken, match="撤回由申请人提出"):
                ending.withdraw_case(actor, case, version=None, party_id=case.parties[1].id, reason="和解")
            ending.withdraw_case(actor, case, version=None, party_id=case.parties[0].id, reason="已自行和解")
            with pytest.raises(RuleBroken, match="还没有登记已告知当事人其他途径"):
                life.require(case, "close_case", actor)
            ending.tell_remedies(actor, case, version=None, told_on=clock.today())
            ending.must_have_told_remedies(case, actor)

    def test_a_committee_may_know_no_suspension_and_no_notice(self):
        actor, unit = staff.actor("mediator"), staff.unit("M1")
        with transaction():
            for key in ("mediation.allow_suspension", "mediation.paper.mediation_termination"):
                change_setting(
                    staff.actor("admin"),
                    key=key,
                    text="no",
                    valid_from=None,
                    unit_id=unit.id,
                    reason="本地做法",
                )
            case = made.make_case("mediating")
            with pytest.raises(RuleBroken, match="没有启用中止"):
                ending.suspend_case(actor, case, version=None, reason="等")
            with pytest.raises(RuleBroken, match="写明理由"):
                ending.terminate_case(actor, case, version=None, code="other")
            ending.terminate_case(actor, case, version=None, code="no_accord")
            kinds = {d.kind for d in list_documents_of("MediationCase", case.id)}
            assert "mediation_termination" not in kinds
