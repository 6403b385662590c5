"""The head's opinion on closing reports: never the mediator's own while there is another head, and nothing is bound without."""

from __future__ import annotations

import io

import pytest

from portal.db import session, transaction
from portal.documents.models import Document
from portal.errors import RuleBroken
from portal.mediation import piles
from portal.mediation.agreements import heads
from portal.mediation.agreements.actions import opinions
from portal.mediation.agreements.actions.closing import close_case
from portal.mediation.agreements.limits import HEAD_OPINION
from portal.mediation.agreements.models import ClosingReport
from portal.mediation.models import MediationCase, Mediator
from portal.mediation.volumes.contents import contents_of
from portal.settings.actions import change_setting
from portal.web.application import Portal
from tests.factories import mediation, staff, volumes

pytestmark = pytest.mark.usefixtures("database")


def closed(mediator: Mediator | None = None) -> MediationCase:
    """A case of the door that waits for its head's opinion."""
    return volumes.settled(has_opinion=False, **({"mediator": mediator} if mediator else {}))


def asked(value: str) -> None:
    change_setting(
        staff.actor("admin"), key=HEAD_OPINION.key, text=value, valid_from=volumes.clock.today(), reason="试"
    )


def missing(case: MediationCase) -> list[str]:
    return [one.words for one in contents_of(case).missing if one.item == "closing"]


class TestGiveOpinion:
    def test_only_a_head_writes_it_and_the_volume_waits_for_it(self) -> None:
        who, chair = staff.actor("mediator"), staff.actor("chair")
        with transaction():
            case = closed()
            assert missing(case)
            assert heads.list_waiting(who) == []
            assert heads.list_waiting(chair) == [case]
            with pytest.raises(RuleBroken) as refused:
                opinions.give_opinion(who, case, version=None, opinion="同意结案。")
            assert refused.value.field == "head_id"
            seat = heads.heads_for(case)[0]
            with pytest.raises(RuleBroken, match="扫描件"):
                opinions.give_opinion(who, case, version=None, opinion="同意结案。", head_id=seat.id)
            before = heads.find_report(case).document  # type: ignore[union-attr]
            report = opinions.give_opinion(chair, case, version=case.version, opinion="同意结案。")
            assert (report.opinion_by, report.opinion_role, report.opinion_is_own) == (
                "测试06",
                "chair",
                False,
            )
            assert before is not None
            assert before.status == "replaced"
            assert (
                session.get_one(Document, report.document_id).frozen["facts"]["opinion_by"] == "主任 测试06"
            )
            assert not missing(case)
            assert heads.list_waiting(chair) == []
            with pytest.raises(RuleBroken, match="已经签署"):
                opinions.give_opinion(chair, case, version=None, opinion="再同意。")
            assert not any("更正" in line for line in contents_of(case).unusual)

    def test_signed_on_paper_is_entered_with_its_scan_which_is_bound(self) -> None:
        with transaction():
            case = closed()
            seat = heads.heads_for(case)[0]
            scan = (io.BytesIO(volumes.picture()), "结案.png")
            opinions.give_opinion(
                staff.actor("mediator"), case, version=None, opinion="同意。", head_id=seat.id, upload=scan
            )
            assert [sheet.source for sheet in contents_of(case).of("closing")] == ["paper", "scan"]

    def test_a_head_who_mediated_gives_way_to_another_and_without_one_the_paper_says_so(self) -> None:
        chair = staff.actor("chair")
        with transaction():
            case = closed(mediation.mediator_of("chair"))
            opinions.give_opinion(chair, case, version=None, opinion="同意结案。")
            report = session.query(ClosingReport).filter_by(case_id=case.id).one()
            assert report.opinion_is_own
            assert session.get_one(Document, report.document_id).frozen["facts"]["is_own_opinion"] is True
            deputy = mediation.make_mediator(name="副主任甲")
            mediation.seat(case.committee, deputy, "deputy")
            again = volumes.settled("晾衣滴水。", has_opinion=False, mediator=mediation.mediator_of("chair"))
            assert [row.mediator_id for row in heads.heads_for(again)] == [deputy.id]
            with pytest.raises(RuleBroken, match="承办本案的"):
                opinions.give_opinion(chair, again, version=None, opinion="同意结案。")

    def test_who_closes_writes_none_but_the_heads_own(self) -> None:
        with transaction():
            case = volumes.written(is_closed=False)
            with pytest.raises(RuleBroken) as refused:
                close_case(
                    staff.actor("mediator"), case, version=None, result="已履行。", opinion="同意结案。"
                )
            assert refused.value.field == "opinion"
            close_case(staff.actor("chair"), case, version=None, result="已履行。", opinion="同意结案。")
            assert not heads.wants_opinion(case)

    @pytest.mark.parametrize(("value", "waits"), [("all", True), ("ordinary", False), ("none", False)])
    def test_which_cases_want_one_is_set(self, value: str, waits: bool) -> None:
        with transaction():
            asked(value)
            case = closed()
            assert heads.wants_opinion(case) is waits
            assert bool(heads.list_waiting(staff.actor("chair"))) is waits

    def test_several_at_once(self) -> None:
        chair = staff.actor("chair")
        with transaction():
            cases = [closed(), volumes.settled("晾衣滴水。", has_opinion=False)]
            with pytest.raises(RuleBroken):
                opinions.give_opinions(chair, case_ids=[0], opinion="同意结案。")
            given = opinions.give_opinions(chair, case_ids=[case.id for case in cases], opinion="同意结案。")
        assert given == 2
        assert heads.list_waiting(chair) == []


def test_the_chair_finds_them_on_the_desk(app: Portal) -> None:
    with transaction():
        closed()
    with app.test_request_context():
        found = {pile.code: pile.href for pile in piles.piles_of(staff.actor("chair"))}
    assert found["opinions"] == "/mediation/opinions"
