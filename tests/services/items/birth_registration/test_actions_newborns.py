"""The follow-up of newborns on both databases: one visit a birth, the mother found or chosen, needs, and silence after a loss."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal import audit, clock
from portal.db import session, transaction
from portal.documents.facts import from_plain
from portal.documents.models import Document
from portal.errors import Conflict, Forbidden, NotFound, RuleBroken
from portal.residents.actions import add_household_member, merge_residents
from portal.services.items.birth_registration import papers
from portal.services.items.birth_registration.models import NewbornNotice, NewbornVisit
from portal.services.items.birth_registration.newborns import actions, matching, queries
from portal.services.items.birth_registration.newborns.notice import ChildFacts
from portal.services.items.birth_registration.words import STOPPED
from tests.factories import residents, staff
from tests.factories.births import TWINS, die, dispatched, make_mother, told

pytestmark = pytest.mark.usefixtures("hall")
LOSS = (ChildFacts("2"), ChildFacts("2", is_lost=True))


def notice() -> NewbornNotice:
    return session.scalars(select(NewbornNotice).order_by(NewbornNotice.id)).one()


def seen_by(who: str) -> list[str]:
    """The mothers on somebody's lists, open and ended."""
    actor = staff.actor(who)
    both = [*queries.list_visits(actor), *queries.list_visits(actor, ended=True)]
    return [visit.notice.mother_name for visit in both]


class TestScenarios:
    def test_scenario_01_twins_are_two_rows_and_one_visit(self) -> None:
        """Twin girls of one birth whose names differ by one character: nobody is taken for a duplicate, one visit is made."""
        clerk = staff.actor("clerk")
        with transaction():
            mother = make_mother()
            household = residents.make_household(mother)
            for name, number in (("刘样甲", "119901202611010027"), ("刘样乙", "119901202611010043")):
                child = residents.make_resident(name=name, number=number)
                add_household_member(
                    clerk, household, resident=child, relation="30", since=dt.date(2026, 11, 1), version=None
                )
            made = told()
            visit = actions.dispatch_visit(clerk, made, version=None, unit_id=staff.unit("C1").id)
        with transaction("read"):
            assert [(c.sequence, c.sex, c.weight) for c in made.children] == [(1, "2", 2450), (2, "2", 2380)]
            assert session.scalar(select(func.count(NewbornVisit.id))) == 1
            assert len(household.members) == 3
            assert (visit.due_on, visit.unit.code) == (dt.date(2026, 11, 29), "C1")
        with pytest.raises(RuleBroken, match="不能派单"), transaction():
            actions.dispatch_visit(clerk, notice(), version=None, unit_id=staff.unit("C1").id)

    def test_scenario_47_a_loss_is_followed_by_no_visit(self) -> None:
        """A stillbirth that the notice tells: no order is ever made, and the community reads nothing of it."""
        with transaction():
            make_mother()
            made = told(children=LOSS)
        assert (made.state, made.visit) == ("stopped", None)
        assert seen_by("community") == []
        with pytest.raises(RuleBroken), transaction():
            actions.dispatch_visit(staff.actor("clerk"), notice(), version=None, unit_id=staff.unit("C1").id)

    def test_scenario_47_a_loss_that_is_told_later_stops_the_open_visit(self) -> None:
        clerk, community = staff.actor("clerk"), staff.actor("community")
        with transaction():
            visit = dispatched()
            actions.print_visit(community, visit)
        assert seen_by("community") == ["刘样本"]
        with transaction():
            actions.stop_visit(clerk, notice(), version=None, reason="loss")
        assert seen_by("community") == seen_by("clerk") == []
        assert queries.count_visits(community) == queries.VisitCounts()
        with transaction():
            stopped = queries.get_visit(community, visit.id)
            assert stopped.document is not None
            assert stopped.document.status == "void"
            for attempt in (
                lambda: actions.record_visit(community, stopped, version=None, result="home"),
                lambda: actions.reveal_contact(community, stopped),
                lambda: actions.print_visit(community, stopped),
            ):
                with pytest.raises(RuleBroken) as told_so:
                    attempt()
                assert told_so.value.message == STOPPED
            said = session.scalars(
                select(audit.AuditEntry.facts).where(audit.AuditEntry.verb == "services.stop_visit")
            ).all()
            assert "loss" not in str(said)

    @pytest.mark.parametrize("whose", ["mother", "child"])
    def test_scenario_47_a_death_in_the_register_stops_it_too(self, whose: str) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            dispatched()
            mother = notice().mother
            assert mother is not None
            household = residents.make_household(mother)
            child = residents.make_resident(name="刘样甲", number="119901202611010027")
            add_household_member(
                clerk, household, resident=child, relation="30", since=dt.date(2026, 11, 1), version=None
            )
            die(mother if whose == "mother" else child, dt.date(2026, 11, 20))
        assert notice().state == "stopped"
        assert seen_by("community") == []


class TestRecordNewborn:
    def test_number_and_name_find_the_mother(self) -> None:
        with transaction():
            mother = make_mother()
            made = told(number=" 11990119880615026 6".replace(" ", ""))
        assert (made.matching, made.mother_id, made.state) == ("unique", mother.id, "matched")
        assert matching.community_of(mother) == staff.unit("C1")

    def test_a_name_alone_or_another_name_is_for_the_clerk(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            first = make_mother()
            residents.make_resident(name="刘样本", sex="1")
            made = told(number="", paper_kind="none")
            other = told(event_number="SFY-2", mother_name="柳样本")
        assert (made.matching, made.state) == ("several", "received")
        assert matching.candidates_of(made) == (first,)
        assert (other.matching, matching.candidates_of(other)) == ("several", (first,))
        with transaction():
            actions.choose_mother(clerk, session.merge(made), version=None, resident=first)
        with transaction("read"):
            again = session.get_one(NewbornNotice, made.id)
            assert (again.matching, again.state, again.mother_id) == ("chosen", "matched", first.id)

    @pytest.mark.both
    def test_nobody_is_found_until_the_mother_is_registered(self) -> None:
        with transaction():
            made = told()
            assert (made.matching, made.state) == ("none", "received")
            with pytest.raises(RuleBroken):
                actions.dispatch_visit(staff.actor("clerk"), made, version=None, unit_id=staff.unit("C1").id)
            make_mother()
            actions.match_again(staff.actor("clerk"), made, version=None)
            assert (made.matching, made.state) == ("unique", "matched")

    def test_an_event_is_entered_once(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            told()
            with pytest.raises(RuleBroken) as found:
                told()
            assert found.value.field == "event_number"
            births = [TWINS, replace(TWINS, event_number="SFY-2")]
            made, known = actions.import_newborns(clerk, unit_id=staff.unit("S").id, births=births)
            assert ([one.event_number for one in made], known) == (["SFY-2"], 1)

    def test_a_family_that_wants_no_visit_gets_none(self) -> None:
        with transaction():
            make_mother()
            made = told(is_opted_out=True)
            assert (made.state, made.state_note) == ("stopped", "opted_out")
            actions.restore_visit(staff.actor("clerk"), made, version=None, reason="本人来电改变主意")
            assert (made.state, made.is_opted_out) == ("matched", False)

    def test_taking_a_stop_back_leaves_what_the_hospital_told(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            make_mother()
            made = told(children=LOSS)
            actions.restore_visit(clerk, made, version=None, reason="登记有误")
            assert [child.state for child in made.children] == ["alive", "lost"]
            other = told(event_number="SFY-3")
            actions.stop_visit(clerk, other, version=None, reason="loss")
            actions.restore_visit(clerk, other, version=None, reason="登记有误")
            assert [child.state for child in other.children] == ["alive", "alive"]

    @pytest.mark.both
    def test_taking_a_loss_back_leaves_the_wish_for_no_visit(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            make_mother()
            made = told(children=LOSS, is_opted_out=True)
            actions.restore_visit(clerk, made, version=None, reason="登记有误")
            assert (made.state, made.state_note, made.is_opted_out) == ("stopped", "opted_out", True)
            actions.restore_visit(clerk, made, version=None, reason="本人来电改变主意")
            assert (made.state, made.is_opted_out) == ("matched", False)

    @pytest.mark.both
    def test_numbers_are_kept_sealed(self) -> None:
        with transaction():
            made = told()
            raw = session.execute(
                select(NewbornNotice.number_sealed, NewbornNotice.phone_sealed).where(
                    NewbornNotice.id == made.id
                )
            ).one()
        assert not [value for value in raw if TWINS.number.encode() in value or b"13900000021" in value]

    @pytest.mark.both
    def test_follows_a_merge_of_the_mother(self) -> None:
        with transaction():
            mother = make_mother()
            told()
            double = residents.make_resident(name="刘样本", sex="2")
            merge_residents(
                staff.actor("reviewer"), double, gone=mother, version=None, reason="同一人重复登记"
            )
            assert notice().mother_id == double.id


class TestDispatchVisit:
    def test_to_a_community_in_sight_with_the_office_s_days(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            make_mother()
            made = told()
            with pytest.raises(RuleBroken) as found:
                actions.dispatch_visit(clerk, made, version=None, unit_id=staff.unit("S").id)
            assert found.value.field == "unit_id"
            with pytest.raises(NotFound):
                actions.dispatch_visit(clerk, made, version=None, unit_id=staff.unit("S2").id)
            with pytest.raises(Conflict):
                actions.dispatch_visit(clerk, made, version=99, unit_id=staff.unit("C1").id)
            with pytest.raises(Forbidden):
                actions.dispatch_visit(
                    staff.actor("community"), made, version=None, unit_id=staff.unit("C1").id
                )

    @pytest.mark.both
    def test_is_seen_by_its_community_alone_and_late_after_its_day(self) -> None:
        with transaction():
            dispatched("C2")
        assert seen_by("community") == []
        assert seen_by("clerk") == ["刘样本"]
        assert seen_by("leader") == ["刘样本"]
        community = staff.actor("community")
        with pytest.raises(NotFound), transaction("read"):
            queries.get_visit(community, session.scalars(select(NewbornVisit.id)).one())
        clock.fix_today(dt.date(2026, 11, 30))
        assert queries.count_visits(staff.actor("clerk")) == queries.VisitCounts(1, 1, 0)
        assert queries.count_visits(staff.actor("mediator")) == queries.VisitCounts()

    @pytest.mark.both
    def test_what_comes_back_is_sent_again_or_passed_on(self) -> None:
        clerk, community = staff.actor("clerk"), staff.actor("community")
        with transaction():
            visit = dispatched()
            actions.record_visit(community, visit, version=None, result="moved", note="搬到新华社区")
            assert (visit.state, visit.notice.state) == ("returned", "dispatched")
            actions.dispatch_visit(clerk, visit.notice, version=None, unit_id=staff.unit("C2").id)
            assert (visit.state, visit.result, visit.unit.code) == ("open", "", "C2")
            actions.record_visit(clerk, visit, version=None, result="elsewhere")
            actions.refer_newborn(clerk, visit.notice, version=None, reason="转邻近街道")
            assert visit.notice.state == "referred"


class TestRecordVisit:
    def test_needs_are_followed_until_each_is_done(self) -> None:
        community = staff.actor("community")
        with transaction():
            visit = dispatched()
            actions.record_visit(
                community,
                visit,
                version=visit.version,
                result="home",
                needs=["hukou", "subsidy"],
                note="母女平安",
            )
            assert visit.state == "visited"
            assert [need.due_on for need in visit.needs] == [dt.date(2026, 12, 1), None]
            actions.settle_need(community, visit, version=None, code="hukou", state="done", note="已落户")
            assert visit.state == "visited"
            with pytest.raises(RuleBroken, match="已经办过"):
                actions.settle_need(community, visit, version=None, code="hukou", state="done")
            with pytest.raises(RuleBroken) as found:
                actions.settle_need(
                    community,
                    visit,
                    version=None,
                    code="subsidy",
                    state="done",
                    on=dt.date(2026, 11, 23),
                )
            assert found.value.field == "on"
            actions.settle_need(community, visit, version=None, code="subsidy", state="dropped")
            assert (visit.state, visit.notice.state) == ("closed", "closed")

    @pytest.mark.both
    def test_declined_is_respected(self) -> None:
        with transaction():
            visit = dispatched()
            actions.record_visit(staff.actor("community"), visit, version=None, result="declined")
            assert (visit.state, visit.notice.is_opted_out) == ("closed", True)
            with pytest.raises(RuleBroken):
                actions.reveal_contact(staff.actor("community"), visit)

    @pytest.mark.both
    def test_may_end_before_everything_is_done_with_a_reason(self) -> None:
        community = staff.actor("community")
        with transaction():
            visit = dispatched()
            actions.record_visit(community, visit, version=None, result="home", needs=["insurance"])
            with pytest.raises(RuleBroken) as found:
                actions.close_visit(community, visit, version=None, note=" ")
            assert found.value.field == "note"
            actions.close_visit(community, visit, version=None, note="家庭回老家办理")
            assert (visit.state, visit.needs[0].state) == ("closed", "dropped")

    @pytest.mark.parametrize(
        ("field", "given"),
        [
            ("result", {"result": "other"}),
            ("visited_on", {"result": "home", "visited_on": dt.date(2026, 11, 23)}),
            ("needs", {"result": "moved", "needs": ["hukou"]}),
            ("note", {"result": "home", "note": "电话13900000021"}),
        ],
    )
    def test_each_fault_at_its_field(self, field: str, given: dict[str, object]) -> None:
        with transaction():
            visit = dispatched()
        with pytest.raises(RuleBroken) as found, transaction():
            actions.record_visit(
                staff.actor("community"),
                session.get_one(NewbornVisit, visit.id),
                version=None,
                **given,  # type: ignore[arg-type]
            )
        assert found.value.field == field


class TestPrintVisit:
    def test_the_form_says_no_number_whole(self) -> None:
        community = staff.actor("community")
        with transaction():
            visit = dispatched()
            actions.print_visit(community, visit)
            actions.print_visit(community, visit)
        with transaction("read"):
            paper = session.scalars(select(Document).where(Document.kind == papers.VISIT)).one()
            facts = from_plain(papers.VisitForm, paper.frozen["facts"])
            assert (facts.phone_masked, facts.community, len(facts.children)) == (
                "139****0021",
                "和平社区",
                2,
            )
            assert len(paper.prints) == 2
            assert TWINS.number not in str(paper.frozen)
