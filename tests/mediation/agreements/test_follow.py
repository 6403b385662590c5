"""What follows an agreement: instalments, breach and urging, a new round, the court's confirmation, visits, the closing."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.almanac.seed import seed_calendar
from portal.db import session, transaction
from portal.disputes.actions.tasks import NewTask, give_tasks
from portal.documents.queries import list_documents_of
from portal.errors import RuleBroken
from portal.mediation.agreements.actions import (
    breaching,
    closing,
    confirming,
    performing,
    visiting,
)
from portal.mediation.agreements.actions.confirming import Consent
from portal.mediation.agreements.limits import confirmation_last
from portal.mediation.agreements.models import Agreement, Confirmation
from portal.mediation.agreements.queries import agreement_in_force, list_agreements, standing_of
from portal.mediation.agreements.terms import NewObligation
from portal.mediation.models import MediationCase
from tests.disputes.bodies import HUMAN, make_bodies
from tests.factories import agreements as made
from tests.factories import mediation, staff

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.date(2026, 11, 2)
M = "mediator"


def in_force(**changes: object) -> Agreement:
    return made.in_force(mediation.make_case("mediating", on=DAY), on=DAY, **changes)


def consents(agreement: Agreement, day: dt.date = DAY) -> dict[int, Consent]:
    return {party.id: Consent(day, "written") for party in agreement.case.parties}


def visited(case: MediationCase, **changes: object) -> None:
    given = {
        "visited_on": clock.today(),
        "way": "phone",
        "visited": "张示例",
        "visitor": case.lead,
        "performance": "done",
        "satisfaction": "content",
        "situation": "双方和好。",
        **changes,
    }
    visiting.record_visit(staff.actor(M), case, version=case.version, visit=visiting.NewVisit(**given))


@pytest.mark.both
def test_scenario_24_from_an_oral_agreement_to_the_court() -> None:
    """Oral on 2026-11-02, to be confirmed by 12-02; a breach on 12-10, urging, then 告知诉讼; the confirmation is over."""
    with transaction():
        case = mediation.make_case("mediating", on=DAY, is_simple=True)
        owed = NewObligation(
            debtor_id=case.parties[1].id,
            creditor_id=case.parties[0].id,
            fen=300_000,
            due_on=dt.date(2026, 12, 9),
        )
        agreement = made.in_force(case, on=DAY, form="oral", obligations=(owed,))
        assert agreement.document.kind == "mediation_oral_agreement"
        assert (agreement.effective_on, case.agreement_form, case.state) == (DAY, "oral", "performing")
        before = confirming.standing(agreement, clock.today())
        assert (before.last.raw, before.last.due, before.blocked) == (*[dt.date(2026, 12, 2)] * 2, "")
    clock.fix_today(dt.date(2026, 12, 10))
    with transaction():
        actor, one = staff.actor(M), agreement.obligations[0]
        assert standing_of(one, clock.today()) == "overdue"
        breaching.record_breach(actor, case, version=case.version, reason="到期未付")
        assert case.state == "breached"
        with pytest.raises(RuleBroken, match="督促"):
            breaching.tell_to_sue(actor, case, agreement, version=case.version)
        urging = breaching.urge_performance(actor, one, version=one.version, way="paper")
        assert (urging.document.number, urging.perform_by) == ("示街调文〔2026〕1号", dt.date(2026, 12, 17))
        breaching.tell_to_sue(actor, case, agreement, version=case.version)
        assert (case.state, case.remedies_told_on) == ("told_to_sue", clock.today())
        after = confirming.standing(agreement, clock.today())
        assert "申请期限已过" in after.blocked
        assert after.params["last"] == dt.date(2026, 12, 2)
        with pytest.raises(RuleBroken, match="申请期限已过"):
            confirming.ask_confirmation(
                actor, agreement, version=None, court="示范区人民法院", consents=consents(agreement)
            )


LAST_DAYS = (
    ("2026-01-20", "2026-02-19", "2026-02-24", False),
    ("2026-01-21", "2026-02-20", "2026-02-24", False),
    ("2026-09-01", "2026-10-01", "2026-10-08", False),
    ("2026-10-23", "2026-11-22", "2026-11-23", False),
    ("2026-11-02", "2026-12-02", "2026-12-02", False),
    ("2026-11-05", "2026-12-05", "2026-12-07", False),
    ("2026-12-02", "2027-01-01", "2027-01-04", True),
)


def test_the_last_day_raw_and_shifted() -> None:
    with transaction():
        seed_calendar()
        for effective, raw, last, provisional in LAST_DAYS:
            found = confirmation_last(dt.date.fromisoformat(effective))
            assert (found.raw.isoformat(), found.due.isoformat(), found.provisional) == (
                raw,
                last,
                provisional,
            )


class TestRecordPerformance:
    def test_in_parts_with_a_receipt_and_never_too_much(self) -> None:
        with transaction():
            agreement, actor = in_force(), staff.actor(M)
            case, one = agreement.case, agreement.obligations[0]

            def pay(fen: int, **more: object):
                return performing.record_performance(
                    actor, one, version=one.version, done_on=clock.today(), fen=fen, **more
                )

            first = pay(100_000, proof="transfer", wants_paper=True)
            assert (one.done_fen, one.done_on, first.document.kind) == (100_000, None, "mediation_receipt")
            with pytest.raises(RuleBroken, match=r"只剩 2000.00 元"):
                pay(200_001)
            with pytest.raises(RuleBroken, match="还有 1 项"):
                performing.finish_performance(actor, case, agreement, version=case.version)
            wrong = pay(200_000)
            assert one.done_on == clock.today()
            performing.strike_performance(actor, wrong, version=one.version, reason="金额记错")
            assert (one.done_fen, one.done_on) == (100_000, None)
            pay(200_000)
            performing.finish_performance(actor, case, agreement, version=case.version)
            assert (case.state, case.performed_on) == ("performed", clock.today())

    def test_breach_only_after_the_day(self) -> None:
        with transaction():
            agreement = in_force()
            case = agreement.case
            clock.fix_today(agreement.obligations[0].due_on)
            with pytest.raises(RuleBroken, match="没有逾期"):
                breaching.record_breach(staff.actor(M), case, version=None, reason="不付")


class TestMediateAgain:
    @pytest.mark.both
    def test_a_new_agreement_takes_the_place_of_the_old_in_the_same_case(self) -> None:
        with transaction():
            old, actor = in_force(), staff.actor(M)
            case = old.case
            number = case.number
            breaching.mediate_again(actor, case, old, version=case.version, reason="被申请人要求分期")
            assert (case.state, case.round, case.number, case.accepted_on) == ("mediating", 2, number, DAY)
            assert (agreement_in_force(case), case.dispute.state) == (old, "open")
            assert case.due_on == dt.date(2026, 12, 22)
            new = made.in_force(case, on=clock.today())
            assert (old.state, new.state, new.round) == ("struck", "effective", 2)
            assert (agreement_in_force(case), case.state) == (new, "performing")
            assert old.document.status == "valid"
            assert list_agreements(case) == [new, old]

    def test_or_is_struck_at_once_when_both_want_it(self) -> None:
        with transaction():
            old = in_force()
            breaching.mediate_again(
                staff.actor(M), old.case, old, version=None, reason="双方同意作废", strikes_now=True
            )
            assert (old.state, old.struck_because, agreement_in_force(old.case)) == (
                "struck",
                "双方同意作废",
                None,
            )


class TestAskConfirmation:
    def test_both_consent_and_the_ruling_comes_back(self) -> None:
        with transaction():
            agreement, actor = in_force(), staff.actor(M)
            one = next(iter(consents(agreement)))
            given = {"version": None, "court": "示范区人民法院"}
            with pytest.raises(RuleBroken, match="李样本") as refused:
                confirming.ask_confirmation(
                    actor, agreement, consents={one: consents(agreement)[one]}, **given
                )
            assert refused.value.field == "consents"
            with pytest.raises(RuleBroken, match="婚姻关系"):
                confirming.ask_confirmation(
                    actor, agreement, consents=consents(agreement), excluded="identity", **given
                )
            late = consents(agreement, clock.today() + dt.timedelta(days=1))
            with pytest.raises(RuleBroken, match="不能早于协议日期") as refused:
                confirming.ask_confirmation(actor, agreement, consents=late, **given)
            assert refused.value.field == "consent_on"
            row = confirming.ask_confirmation(actor, agreement, consents=consents(agreement), **given)
            assert (row.document.kind, row.last_on) == ("mediation_confirmation", dt.date(2026, 12, 2))
            assert confirming.standing(agreement, clock.today()).blocked == "已经在办理司法确认。"
            confirming.file_confirmation(actor, row, version=row.version, on=clock.today())
            with pytest.raises(RuleBroken, match="案号"):
                confirming.answer_confirmation(actor, row, version=None, is_accepted=True, on=clock.today())
            confirming.answer_confirmation(
                actor, row, version=None, is_accepted=True, on=clock.today(), number="（2026）示调确1号"
            )
            confirming.enter_ruling(
                actor,
                row,
                version=row.version,
                is_valid=True,
                on=clock.today(),
                number="（2026）示调确1号裁定",
            )
            assert (row.state, agreement.case.state) == ("valid", "performing")


class TestCloseCase:
    def test_not_before_a_visit(self) -> None:
        with transaction():
            agreement, actor = in_force(is_performed_at_once=True, amount_fen=0), staff.actor(M)
            case = agreement.case
            performing.finish_performance(actor, case, agreement, version=None)
            assert case.performed_on == DAY
            with pytest.raises(RuleBroken, match="至少回访一次"):
                closing.close_case(actor, case, version=None, result="双方和好")
            with pytest.raises(RuleBroken, match="起诉的日期"):
                visited(case, suit_outcome="upheld")
            visited(case)
            closing.close_case(
                actor, case, version=case.version, result="双方和好", preventions={"suicide": 1}
            )
            assert (case.state, case.closed_on) == ("closed", clock.today())
            kinds = {paper.kind for paper in list_documents_of("MediationCase", case.id)}
            assert {"mediation_visit", "mediation_closing"} <= kinds
            assert case.preventions[0].people == 1

    def test_not_while_a_task_or_an_application_to_the_court_is_open(self) -> None:
        with transaction():
            agreement, actor = in_force(is_performed_at_once=True, amount_fen=0), staff.actor(M)
            case = agreement.case
            performing.finish_performance(actor, case, agreement, version=None)
            visited(case)
            make_bodies()
            lead = NewTask(role="lead", body_id=case.unit_id, task="牵头")
            helps = NewTask(body_id=staff.unit(HUMAN).id, task="核实")
            given = give_tasks(actor, case.dispute, version=None, unit_id=case.unit_id, new=[lead, helps])
            with pytest.raises(RuleBroken, match="任务还没有反馈") as refused:
                closing.close_case(actor, case, version=None, result="双方和好")
            assert given[1].body in refused.value.params["names"]
            assert closing.unanswered(case) == given
            for task in given:
                task.state = "withdrawn"
            session.add(
                Confirmation(
                    agreement=agreement,
                    state="prepared",
                    court="示范区人民法院",
                    prepared_on=DAY,
                    raw_last_on=DAY,
                    last_on=DAY,
                    entered_by=actor.account_id,
                )
            )
            session.flush()
            with pytest.raises(RuleBroken, match="申请书已备好"):
                closing.close_case(actor, case, version=None, result="双方和好")
