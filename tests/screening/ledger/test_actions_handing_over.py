"""A screened dispute and its mediation: handed over in one step, each side shows the other, a danger reaches the red list."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.actor import Actor
from portal.db import transaction
from portal.disputes import reach
from portal.disputes.actions import standing
from portal.disputes.models import Dispute
from portal.disputes.queries import count_unseen_dangers, list_dangers
from portal.errors import Forbidden, RuleBroken
from portal.mediation import handing_over, lists
from portal.mediation.actions import opening
from portal.mediation.actions.endangering import report_danger
from portal.screening.ledger import desk, queries
from portal.screening.ledger.actions import passing, settling
from portal.screening.ledger.routes.disputes import phone_of
from tests.factories import staff
from tests.factories.mediation import make_case, make_committee
from tests.factories.screening import make_dispute

pytestmark = pytest.mark.usefixtures("database")
TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 10, 0, tzinfo=clock.OFFICE_ZONE)


class TestHandOver:
    def test_one_step_and_both_sides_show_it(self) -> None:
        """The committee finds the case with its parties; meanwhile nobody else settles it, and no second case is opened."""
        with transaction():
            committee = make_committee()
            dispute, actor = make_dispute("C1"), staff.actor("community")
            place = reach.find_opening(actor, dispute)
            assert place is not None
            assert place.href == f"/mediation/cases/for/{dispute.id}"
            assert handing_over.committees_for(dispute) == [committee]
            case = opening.hand_over(actor, committee=committee, dispute=dispute, note="双方都愿意调解")
            assert (case.source, case.source_note, [one.name for one in case.parties]) == (
                "screening",
                dispute.number,
                ["张示例", "李样本"],
            )
            assert lists.waiting_for(staff.actor("chair"))["review"] == 1
            assert reach.find_opening(actor, dispute) is None
            with pytest.raises(RuleBroken, match="不能重复移送"):
                opening.hand_over(actor, committee=committee, dispute=dispute)
            with pytest.raises(RuleBroken, match="正在调解"):
                settling.settle(actor, dispute, version=None, on=TODAY, way="other", outcome="说好了")
            told = reach.handlings_of([dispute.id])[dispute.id]
            assert [(one.body, one.is_open) for one in told] == [("示范街道人民调解委员会", True)]
            shown = handing_over.load_part(staff.actor("supervisor"), case)
            assert shown is not None
            assert shown[1]["href"] == f"/screening/disputes/{dispute.id}"
            opening.discard_case(staff.actor("mediator"), case, version=None, reason="登记重复")
            assert dispute.state == "open"
            assert reach.find_opening(actor, dispute) is not None
            with pytest.raises(Forbidden):
                opening.hand_over(staff.actor("clerk"), committee=committee, dispute=dispute)


class TestWhatACommitteeHas:
    """A committee's dispute counts at the street, which looks on: it neither undoes the mediation nor passes its parties on."""

    def test_is_not_moved_while_it_mediates(self) -> None:
        with transaction():
            dispute, street = make_case("mediating").dispute, staff.actor("street")
            with pytest.raises(RuleBroken, match="正在调解"):
                passing.move(
                    street, dispute, version=None, unit_id=staff.unit("C1").id, on=TODAY, reason="转社区"
                )

    def test_is_not_taken_back_once_its_agreement_settled_it(self) -> None:
        with transaction():
            case, street = make_case("performing"), staff.actor("street")
            standing.resolve(staff.actor("mediator"), case.dispute, on=TODAY, way="people")
            with pytest.raises(RuleBroken, match="由调解委员会在案件中更正"):
                settling.take_back(street, case.dispute, version=None, reason="弄错了")
            other = make_dispute("C1")
            settling.settle(street, other, version=None, on=TODAY, way="people", outcome="自行说好")
            assert settling.take_back(street, other, version=None, reason="弄错了").state == "open"

    def test_its_parties_are_called_by_its_mediator(self) -> None:
        with transaction():
            mediated, street = make_case("mediating").dispute, staff.actor("street")
            found = make_dispute("C1")
        told = {"phone": "13900000101"}
        assert phone_of(_standing(street, found), told) == "13900000101"
        assert phone_of(_standing(street, mediated), told) == "139****0101"


def _standing(actor: Actor, dispute: Dispute) -> desk.Standing:
    return desk.standing_of(actor, dispute)


class TestDanger:
    def test_scenario_30(self) -> None:
        """A threat at the table: saved only with time, station and receiver; S is alerted; the dispute stands on the red list,
        with what a red one asks for."""
        supervisor = staff.actor("supervisor")
        with transaction():
            case = make_case("mediating")
            mediator = staff.actor("mediator")
            given = {
                "danger": "violence",
                "facts": "被申请人扬言动手",
                "noticed_at": NOW,
                "reported_at": NOW,
                "way": "hotline",
            }
            for station, receiver in (("", "警号001"), ("示范派出所", "")):
                with pytest.raises(RuleBroken):
                    report_danger(mediator, case, version=None, station=station, receiver=receiver, **given)
            assert count_unseen_dangers(supervisor) == 0
            report_danger(mediator, case, version=None, station="示范派出所", receiver="警号001", **given)
            dispute = case.dispute
            care = queries.care_of(dispute)
            assert care is not None
            assert (dispute.risk, dispute.tends_criminal, care.limit_on) == (
                "red",
                True,
                dt.date(2026, 11, 30),
            )
        assert [one.dispute_id for one in list_dangers(supervisor)] == [dispute.id]
        for reader in (supervisor, staff.actor("street")):
            page = queries.list_disputes(reader, filters=queries.Filters(tab="red"))
            assert [one.id for one, _care in page.rows] == [dispute.id]
        assert not queries.may_read_words(dispute)  # what was told at the table stays there
