"""The catalogue, the calendar's changes, and what follows when residents become one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import clock
from portal.almanac.actions import load_notice, mark_provisional
from portal.almanac.notices import NoticeDay
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.documents.progress import progress_of
from portal.errors import Conflict, Forbidden, RuleBroken
from portal.residents.actions import merge_residents, undo_merge
from portal.residents.queries import search_residents
from portal.services import actions, definitions
from portal.services.definitions import (
    Business,
    FieldDefinition,
    ItemDefinition,
    MaterialDefinition,
    StepDefinition,
)
from portal.services.items.registry import ItemHooks, coded_items, register_item
from portal.services.models import ApplicationEvent, Enquiry
from portal.services.queries import get_item, list_items, list_moved_due_dates, papers_of
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")


class TestSeedItems:
    def test_once_and_again_only_when_the_text_changed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with transaction():
            assert actions.seed_items() == []
        coded = next(c for c in coded_items() if c.definition.code == "senior_card")
        changed = replace(coded, definition=replace(coded.definition, promised_days=4))
        monkeypatch.setattr("portal.services.actions.catalogue.coded_items", lambda: [changed])
        with transaction():
            made = actions.seed_items()
        assert [(v.number, v.valid_from) for v in made] == [(2, dt.date(2026, 11, 22))]
        with transaction():
            assert actions.seed_items() == []

    def test_an_administrators_version_is_left_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        coded = next(c for c in coded_items() if c.definition.code == "senior_card")
        with transaction():
            services.publish(replace(coded.definition, promised_days=3))
        changed = replace(coded, definition=replace(coded.definition, promised_days=4))
        monkeypatch.setattr("portal.services.actions.catalogue.coded_items", lambda: [changed])
        with transaction():
            assert actions.seed_items() == []

    def test_a_coded_item_names_its_own_hooks(self) -> None:
        with pytest.raises(ValueError, match="own hooks"):
            register_item(services.PLAIN, ItemHooks())


class TestPublishItemVersion:
    def test_versions_count_up_and_the_catalogue_shows_them(self) -> None:
        with transaction():
            made = services.publish(replace(services.PLAIN, promised_days=8))
        assert (made.number, made.published_by) == (2, staff.actor("admin").account_id)
        coded = {one.definition.code for one in coded_items()}
        assert [item.code for item in list_items()] == sorted({"plain_help", "visited_help"} | coded)

    @pytest.mark.parametrize(
        ("definition", "day", "field"),
        [
            (services.PLAIN, dt.date(2026, 12, 1), "name"),
            (replace(services.PLAIN, promised_days=9), dt.date(2026, 11, 21), "valid_from"),
            (replace(services.PLAIN, promised_days=30), None, "promised_days"),
        ],
    )
    def test_what_is_refused(self, definition: ItemDefinition, day: dt.date | None, field: str) -> None:
        with transaction(), pytest.raises(RuleBroken) as refusal:
            services.publish(definition, day)
        assert refusal.value.field == field

    def test_not_before_a_version_that_is_to_come(self) -> None:
        with transaction():
            services.publish(replace(services.PLAIN, promised_days=8), dt.date(2026, 12, 10))
            with pytest.raises(RuleBroken, match="2026-12-10"):
                services.publish(replace(services.PLAIN, promised_days=7), dt.date(2026, 12, 1))

    def test_only_an_administrator_and_from_the_version_seen(self) -> None:
        newer = replace(services.PLAIN, promised_days=8)
        with transaction():
            with pytest.raises(Forbidden):
                actions.publish_item_version(staff.actor("clerk"), definition=newer)
            seen = get_item("plain_help").version
            with pytest.raises(Conflict):
                actions.publish_item_version(staff.actor("admin"), definition=newer, version=seen + 5)


class TestSwitchItem:
    def test_switched_off_it_leaves_the_counter_and_what_runs_runs_on(self) -> None:
        with transaction():
            application = services.accepted()
            actions.switch_item(
                staff.actor("admin"), code="plain_help", is_offered=False, version=None, reason="停办"
            )
            actions.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")
        coded = {one.definition.code for one in coded_items()}
        assert [item.code for item in list_items()] == sorted({"visited_help"} | coded)
        assert len(list_items(offered=False)) == 2 + len(coded)
        with transaction(), pytest.raises(RuleBroken) as refusal:
            services.draft(application.resident)
        assert refusal.value.field == "items"


class TestDefinition:
    def test_it_survives_being_kept(self) -> None:
        for definition in (services.PLAIN, services.STEPPED, coded_items()[0].definition):
            assert definitions.from_dict(definition.to_dict()) == definition

    def test_what_is_kept_in_the_database_reads_back(self) -> None:
        for coded in coded_items():
            kept = get_item(coded.definition.code).versions[0].definition
            assert kept == definitions.with_agent_materials(coded.definition)
            assert {m.code for m in definitions.AGENT_MATERIALS} <= {m.code for m in kept.materials}

    @pytest.mark.parametrize(
        "broken",
        [
            replace(services.PLAIN, name=""),
            replace(services.PLAIN, subject="cat"),
            replace(services.PLAIN, on_the_spot_alone=True),
            replace(services.PLAIN, sample_percent=101),
            replace(services.PLAIN, supplement_days=-1),
            replace(services.PLAIN, materials=services.PLAIN.materials * 2),
            replace(services.PLAIN, materials=(MaterialDefinition("a", "甲", forms=()),)),
            replace(services.PLAIN, materials=(MaterialDefinition("a", "甲", only_for=("x",)),)),
            replace(services.PLAIN, fields=(FieldDefinition("a", "甲", kind="choice"),)),
            replace(services.PLAIN, fields=(FieldDefinition("a", "甲", kind="rows"),)),
            replace(services.PLAIN, steps=(StepDefinition("a", "甲", during="draft"),)),
            replace(services.PLAIN, businesses=(Business("a", "甲"), Business("a", "乙"))),
        ],
    )
    def test_what_would_leave_a_clerk_stuck_is_refused(self, broken: ItemDefinition) -> None:
        with pytest.raises(RuleBroken):
            definitions.check(broken)

    def test_what_is_no_definition_is_refused(self) -> None:
        for wrong in (
            {},
            {"code": "a"},
            {"code": "a", "name": "甲", "unknown": 1},
            {"code": "a", "name": "甲", "fields": 3},
        ):
            with pytest.raises(RuleBroken, match="读不出来"):
                definitions.from_dict(wrong)


class TestRecomputeDueDates:
    def test_a_provisional_day_becomes_the_real_one_when_the_notice_is_loaded(self) -> None:
        clock.fix_today(dt.date(2026, 12, 25))
        with transaction():
            application = services.accepted()
        assert (application.due_on, application.due_is_provisional) == (dt.date(2027, 1, 11), True)
        new_year = [NoticeDay(dt.date(2027, 1, day), False, "元旦放假") for day in (1, 2, 3, 4)]
        with transaction():
            load_notice(staff.actor("admin"), year=2027, days=new_year, source="国办发明电〔2026〕1号")
        application = services.reload(application.id)
        assert (application.due_on, application.due_is_provisional) == (dt.date(2027, 1, 12), False)
        event = application.events[-1]
        assert (event.verb, event.note) == ("recompute_due_date", "2027-01-11 → 2027-01-12")
        assert event.actor_name == staff.actor("admin").name
        moved = list_moved_due_dates(staff.actor("clerk"), dt.date(2026, 12, 25))
        assert [e.application_id for e in moved] == [application.id]
        assert papers_of(application)[0].status == "valid"

    @pytest.mark.both
    def test_and_provisional_again_when_the_notice_is_taken_back(self) -> None:
        with transaction():
            application = services.accepted()
            mark_provisional(staff.actor("admin"), year=2026, reason="误录")
        assert services.reload(application.id).due_is_provisional

    def test_what_has_ended_is_left_alone(self) -> None:
        clock.fix_today(dt.date(2026, 12, 25))
        with transaction():
            services.decided()
            assert actions.recompute_due_dates(None, dt.date(2026, 1, 1), dt.date(2027, 12, 31)) == 0


class TestMerge:
    def test_applications_follow_and_come_back(self) -> None:
        reviewer = staff.actor("reviewer")
        with transaction():
            kept, gone = residents.make_resident(name="孙甲"), residents.make_resident(name="孙乙")
            own, other = (
                services.accepted(gone),
                services.accepted(kept, agent_id=gone.id, agent_relation="弟"),
            )
            actions.record_enquiry(
                staff.actor("clerk"),
                unit_id=staff.unit("S").id,
                resident_id=gone.id,
                matter="问",
                answer="答",
            )
            revision = merge_residents(reviewer, kept, gone=gone, version=None, reason="同一人")
        assert services.reload(own.id).resident_id == kept.id
        assert services.reload(own.id).subject_name == "孙乙"
        assert services.reload(other.id).agent_id == kept.id
        assert session.scalars(select(Enquiry.resident_id)).all() == [kept.id]
        with transaction():
            undo_merge(reviewer, session.merge(revision), reason="不是同一人")
        assert services.reload(own.id).resident_id == gone.id
        assert services.reload(own.id).visit.resident_id == gone.id
        assert services.reload(other.id).agent_id == gone.id


class TestJoins:
    def test_the_search_box_finds_an_application_by_its_number(self) -> None:
        with transaction():
            application = services.accepted()
        hits = search_residents(staff.actor("clerk"), "示街办受〔2026〕1号").hits
        assert [(hit.title, hit.values) for hit in hits] == [
            ("示街办受〔2026〕1号", {"application_id": application.id})
        ]
        assert search_residents(staff.actor("clerk_s2"), "示街办受〔2026〕1号").hits == []

    def test_the_public_check_tells_how_far_it_is_and_names_nobody(self) -> None:
        with transaction():
            application = services.reviewed()
        assert progress_of(papers_of(application)[0]) == "已审核"

    def test_holders_are_known_by_the_end_of_their_number_or_phone(self) -> None:
        from portal.documents.queries import is_holder

        with transaction():
            paper = papers_of(services.accepted())[0]
        assert is_holder(paper, "0018")
        assert is_holder(paper, "0001")
        assert not is_holder(paper, "9999")

    def test_the_trail_holds_no_number(self) -> None:
        with transaction():
            services.collected()
        for entry in session.scalars(select(AuditEntry)):
            assert services.SIXTY not in str(entry.facts)
            assert "13900000001" not in str(entry.facts)
        assert session.scalars(select(ApplicationEvent)).first() is not None
