"""Disputes of screening: registered, answered for, followed, settled, passed on; limits and lights by level; grave reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal import clock
from portal.db import transaction
from portal.disputes.actions import standing
from portal.disputes.actions.tasks import NewTask
from portal.disputes.models import Dispute
from portal.disputes.parties import NewParty
from portal.disputes.queries import list_categories
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.screening.figures import count_figures
from portal.screening.ledger import queries
from portal.screening.ledger.actions import bodies, caring, grave, passing, progressing, registering, settling
from portal.screening.ledger.lights import light_of
from portal.screening.ledger_models import DisputeCare
from portal.screening.moments import moment
from tests.factories import staff

pytestmark = [pytest.mark.usefixtures("database")]
TODAY = dt.date(2026, 11, 22)
PARTIES = (
    NewParty(side="applicant", name="张示例", details={"phone": "13900000101"}),
    NewParty(side="respondent", name="示范物业有限公司", kind="organisation"),
)


def registered(username: str = "community", place: str = "C1", **changes: Any) -> Dispute:
    """A dispute about noise, found by a community today."""
    given: dict[str, Any] = {
        "place_id": staff.unit(place).id,
        "source": "visit",
        "found_on": TODAY,
        "category_id": list_categories(TODAY)[1].id,
        "story": "张示例反映夜间施工太吵，物业没有处理。",
        "parties": PARTIES,
        "is_another": True,
        **changes,
    }
    return registering.register_screened(staff.actor(username), **given)


def care_of(dispute: Dispute) -> DisputeCare:
    found = queries.care_of(dispute)
    assert found is not None
    return found


def light(dispute: Dispute, on: dt.date = TODAY) -> str:
    return light_of(dispute, queries.care_of(dispute), today=on, soon=3).code


class TestRegister:
    def test_its_unit_answers_for_it_until_the_limit_of_its_level(self) -> None:
        """A find counts on its day; a grid's belongs to the community; a title is made of both sides."""
        with transaction():
            dispute = registered("community", "G1", risk="orange", tendencies=["tends_petition"])
            care = care_of(dispute)
            assert (dispute.unit.code, dispute.grid and dispute.grid.code, dispute.is_screened) == (
                "C1",
                "G1",
                True,
            )
            assert dispute.title.startswith("张示例与示范物业有限公司")
            assert (dispute.tends_petition, dispute.tends_criminal) == (True, False)
            assert (care.responsible_unit, care.limit_on, care.next_visit_on) == (
                "和平社区",
                dt.date(2026, 12, 7),
                dt.date(2026, 11, 25),
            )
            assert count_figures([staff.unit("C1").id], TODAY, TODAY).found == 1

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"place_id": 0}, "place_id"),
            ({"risk": "purple"}, "risk"),
            ({"found_on": TODAY + dt.timedelta(1)}, "category_id"),
            ({"happened_on": TODAY + dt.timedelta(1)}, "happened_on"),
            ({"parties": [NewParty(side="applicant", name="张三和李四")]}, "parties-0-name"),
            ({"story": " "}, "story"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field(self, changes: dict[str, Any], field: str) -> None:
        with transaction(), pytest.raises(RuleBroken) as refused:
            registered(**changes)
        assert refused.value.field in (field, "found_on")

    def test_no_other_unit_s(self) -> None:
        with transaction():
            with pytest.raises(RuleBroken):
                registered("community", "C2")
            with pytest.raises(Forbidden):
                registered("supervisor", "C1")


class TestCare:
    def test_a_level_may_want_a_leader_and_another_limit_its_reason(self) -> None:
        with transaction():
            dispute, actor = registered(risk="red"), staff.actor("community")
            unit_id = dispute.unit_id
            given: dict[str, Any] = {"unit_id": unit_id, "person": "王示例", "measures": "上门协商"}
            with pytest.raises(RuleBroken) as refused:
                caring.set_care(actor, dispute, version=care_of(dispute).version, **given)
            assert refused.value.field == "leader"
            given |= {"leader": "赵示例", "limit_on": dt.date(2026, 12, 10)}
            with pytest.raises(RuleBroken) as refused:
                caring.set_care(actor, dispute, version=care_of(dispute).version, **given)
            assert refused.value.field == "limit_because"
            care = caring.set_care(actor, dispute, version=None, **given, limit_because="等待检测结果")
            assert (care.limit_on, care.responsible_person) == (dt.date(2026, 12, 10), "王示例")
            with pytest.raises(Conflict):
                caring.set_care(actor, dispute, version=care.version - 1, **given)

    @pytest.mark.parametrize(
        ("before", "after", "limit"),
        [
            ("yellow", "red", dt.date(2026, 11, 30)),  # the seventh day is a Sunday
            ("red", "yellow", dt.date(2026, 12, 22)),
            ("yellow", "blue", dt.date(2026, 12, 22)),
        ],
    )
    def test_a_changed_level_brings_its_limit(self, before: str, after: str, limit: dt.date) -> None:
        with transaction():
            dispute = registered(risk=before)
            caring.set_risk(staff.actor("street"), dispute, version=None, risk=after, reason="核实后调整")
            assert care_of(dispute).limit_on == limit

    @pytest.mark.parametrize(
        ("before", "after", "own", "limit", "because"),
        [
            ("yellow", "red", dt.date(2027, 2, 1), dt.date(2026, 11, 30), ""),
            ("yellow", "red", dt.date(2026, 11, 25), dt.date(2026, 11, 25), "另定"),
            ("red", "yellow", dt.date(2026, 11, 25), dt.date(2026, 11, 25), "另定"),
        ],
    )
    def test_a_limit_of_its_own_is_only_shortened_and_visits_follow(
        self, before: str, after: str, own: dt.date, limit: dt.date, because: str
    ) -> None:
        """A quarrel that turns dangerous does not keep the time that was granted while it was calm."""
        with transaction():
            dispute = registered(risk=before)
            care = care_of(dispute)
            care.limit_on, care.limit_because = own, "另定"
            caring.set_risk(staff.actor("street"), dispute, version=None, risk=after, reason="核实后调整")
            assert (care.limit_on, care.limit_because) == (limit, because)
            assert care.next_visit_on == dt.date(2026, 11, 23)

    def test_lights_and_a_rest(self) -> None:
        """黄临期, 红超期, 灰中止: a rest makes the limit longer by its days."""
        with transaction():
            dispute, actor = registered(), staff.actor("secretary")
            limit = care_of(dispute).limit_on
            assert limit == dt.date(2026, 12, 22)
            days = {limit - dt.timedelta(4): "plain", limit: "yellow", limit + dt.timedelta(1): "red"}
            assert {day: light(dispute, day) for day in days} == days
            clock.fix_today(dt.date(2026, 12, 1))
            caring.suspend(actor, dispute, version=None, on=dt.date(2026, 11, 25), reason="正在诉讼")
            assert light(dispute, dt.date(2027, 1, 30)) == "grey"
            caring.resume(actor, dispute, version=None, on=dt.date(2026, 12, 1))
            assert care_of(dispute).limit_on == limit + dt.timedelta(6)

    def test_progress_is_dated_and_a_visit_moves_the_next(self) -> None:
        with transaction():
            dispute, actor = registered(risk="orange"), staff.actor("community")
            clock.fix_today(dt.date(2026, 11, 24))
            row = progressing.add_progress(
                actor, dispute, on=dt.date(2026, 11, 24), text="已上门", is_visit=True
            )
            assert care_of(dispute).next_visit_on == dt.date(2026, 11, 27)
            progressing.strike_progress(actor, row, reason="写错了户")
            assert (row.text, row.struck_because) == ("已上门", "写错了户")
            for day in (dt.date(2026, 11, 21), dt.date(2026, 11, 25)):
                with pytest.raises(RuleBroken):
                    progressing.add_progress(actor, dispute, on=day, text="不可能的日子")


class TestEnd:
    def test_settled_again_open_and_taken_back(self) -> None:
        with transaction():
            dispute, actor = registered(), staff.actor("community")
            settling.settle(actor, dispute, version=None, on=TODAY, way="other", outcome="物业调整了施工时间")
            assert (dispute.state, light(dispute), care_of(dispute).outcome) == (
                "resolved",
                "green",
                "物业调整了施工时间",
            )
            settling.take_back(actor, dispute, version=None, reason="登记错了件")
            settling.settle(actor, dispute, version=None, on=TODAY, way="administrative", outcome="已处理")
            clock.fix_today(dt.date(2026, 12, 30))
            settling.open_again(actor, dispute, version=None, on=dt.date(2026, 12, 28), reason="又开始施工")
            assert (dispute.state, care_of(dispute).limit_on) == ("open", dt.date(2027, 1, 27))
            before = queries.progress_of(dispute)[0]
            assert (before.on, before.text) == (TODAY, "当时的化解结果：已处理")
            assert care_of(dispute).outcome is None
            line = count_figures([dispute.unit_id], TODAY, TODAY)
            assert (line.found, line.resolved, line.closing) == (1, 1, 0)

    def test_goes_up_on_and_over(self) -> None:
        """To the street, which counts it; for help only, which waits for an answer; to a body outside; to another community."""
        with transaction():
            community, street = staff.actor("community"), staff.actor("street")
            helped = registered()
            passing.escalate(
                community, helped, version=None, on=TODAY, holder="ours", reason="请协调住建部门"
            )
            assert (helped.unit.code, care_of(helped).escalated_to, care_of(helped).escalation_due_on) == (
                "C1",
                "示范街道办事处",
                dt.date(2026, 11, 27),
            )
            assert [row.text for row in queries.progress_of(helped)] == ["上报示范街道办事处：请协调住建部门"]
            assert queries.count_tabs(street)["told"] == queries.count_tabs(community)["told"] == 1
            progressing.add_progress(street, helped, on=TODAY, text="已协调", is_answer=True)
            assert care_of(helped).escalation_due_on is None
            assert queries.count_tabs(street)["told"] == 0
            given = registered()
            passing.escalate(community, given, version=None, on=TODAY, holder="theirs", reason="跨社区")
            assert (given.unit.code, care_of(given).responsible_unit, given.state) == (
                "S",
                "示范街道办事处",
                "open",
            )
            assert queries.may_see(community, given)
            assert not queries.may_keep(community, given)
            with pytest.raises(Forbidden):
                progressing.add_progress(community, given, on=TODAY, text="已不归本社区")
            passing.move(
                street, given, version=None, unit_id=staff.unit("C2").id, on=TODAY, reason="施工地在新华社区"
            )
            assert care_of(given).responsible_unit == "新华社区"
            passing.escalate(street, given, version=None, on=TODAY, holder="theirs", reason="跨街道")
            assert (given.state, care_of(given).escalated_to) == (
                "handed_on",
                "示范区社会治安综合治理中心",
            )
            gone = registered()
            passing.hand_on(community, gone, version=None, body="示范区信访局", on=TODAY, reason="信访事项")
            assert (gone.state, light(gone)) == ("handed_on", "")

    def test_several_bodies_at_once(self) -> None:
        with transaction():
            dispute, street = registered(), staff.actor("street")
            made = bodies.call_bodies(
                street,
                dispute,
                version=None,
                bodies=[
                    NewTask(task="查处夜间施工", body="示范区城市管理局"),
                    NewTask(task="约谈物业", body_id=staff.unit("J1").id, due_on=dt.date(2026, 11, 30)),
                ],
            )
            assert [(one.role, one.body) for one in made] == [
                ("lead", "示范街道办事处"),
                ("joint", "示范区城市管理局"),
                ("joint", "示范司法所"),
            ]
            assert made[1].letter is not None
            with pytest.raises(Forbidden):
                bodies.call_bodies(staff.actor("community"), dispute, version=None, bodies=[])


class TestGrave:
    def test_first_following_final(self) -> None:
        """The moment is the office's own; a following one is due within a day; the final one ends it."""
        with transaction():
            dispute, actor = registered(), staff.actor("community")
            now = moment()
            given: dict[str, Any] = {"receiver": "示范街道办事处", "text": "三十余人聚集在项目部门口。"}
            with pytest.raises(RuleBroken):
                grave.report_grave(actor, dispute, version=None, kind="final", noticed_at=now, **given)
            late = now + dt.timedelta(hours=1)
            with pytest.raises(RuleBroken) as refused:
                grave.report_grave(actor, dispute, version=None, kind="first", noticed_at=late, **given)
            assert refused.value.field == "noticed_at"
            early = now - dt.timedelta(hours=3)
            first = grave.report_grave(actor, dispute, version=None, kind="first", noticed_at=early, **given)
            assert first.document is not None
            assert "超过2小时" in first.document.frozen["facts"]["late"]
            assert (dispute.risk, first.next_due_at and first.next_due_at - first.reported_at) == (
                "red",
                dt.timedelta(hours=24),
            )
            assert [one.id for one in queries.list_grave(staff.actor("supervisor"))] == [first.id]
            grave.see_grave(staff.actor("supervisor"), first)
            assert not queries.list_grave(staff.actor("street"))
            last = grave.report_grave(actor, dispute, version=None, kind="final", noticed_at=now, **given)
            assert (last.position, last.next_due_at, grave.next_kinds(dispute)) == (2, None, ())


class TestList:
    def test_tabs_scope_and_search(self) -> None:
        with transaction():
            first, second = registered(), registered(risk="red")
            other = registered("street", "C2")
            settling.settle(
                staff.actor("street"), other, version=None, on=TODAY, way="other", outcome="已化解"
            )
        community, street = staff.actor("community"), staff.actor("street")
        page = queries.list_disputes(community, filters=queries.Filters())
        assert [one.id for one, _care in page.rows] == [second.id, first.id]
        assert queries.count_tabs(street) == {
            "open": 2,
            "red": 1,
            "soon": 0,
            "overdue": 0,
            "visit": 0,
            "told": 0,
            "ours": 0,
            "grave": 0,
            "suspended": 0,
            "settled": 1,
            "all": 3,
        }
        found = queries.list_disputes(
            street, filters=queries.Filters(tab="all", text="物业", unit_id=staff.unit("C2").id)
        )
        assert [one.id for one, _care in found.rows] == [other.id]
        clock.fix_today(dt.date(2026, 12, 23))
        assert queries.count_tabs(community)["overdue"] == 2
        assert standing.unit_now(first) == staff.unit("C1").id
