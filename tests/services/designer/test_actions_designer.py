"""The rules of the designer on both databases: four eyes, bound versions, rehearsals, all ten kinds of question to the end."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.audit import AuditEntry
from portal.db import session, transaction
from portal.documents.models import Document, IssuedNumber, NumberSeries
from portal.errors import Forbidden, RuleBroken
from portal.ledgers import Asked
from portal.services import actions as hall
from portal.services import queries
from portal.services.definitions import FieldDefinition, ItemDefinition
from portal.services.designer import actions
from portal.services.designer.actions import exchange
from portal.services.designer.models import ItemDraft
from portal.services.designer.rehearsal import rehearsal
from portal.services.ledgers import asked_for
from portal.services.models import Application, ItemVersion
from tests.factories import residents, services, staff

pytestmark = pytest.mark.usefixtures("hall")

F = FieldDefinition
TEN = ItemDefinition(
    code="ten_kinds",
    name="十种字段",
    fields=(
        F("f1", "事由", required=True),
        F("f2", "经过", kind="long_text"),
        F("f3", "人数", kind="number"),
        F("f4", "金额", kind="money"),
        F("f5", "发生日期", kind="date"),
        F("f6", "住房", kind="choice", options=(("own", "自有"), ("rent", "租住"))),
        F("f7", "照料人", kind="person"),
        F("f8", "家庭", kind="household"),
        F("f9", "照片", kind="file"),
        F(
            "f10",
            "成员",
            kind="rows",
            columns=(F("c1", "姓名", required=True), F("c2", "收入", kind="money")),
        ),
    ),
    result_title="十种字段告知书",
    result_word="十",
    result_text="{申请人}：{事由}，{经过}，{人数}人，{金额}，{发生日期}。\n{住房}；{照料人}；{家庭}；{成员}。编号{编号}，{单位}。",
)


def ready(content: dict[str, Any] | None = None, code: str = "service-card") -> ItemDraft:
    """A draft that was tried out and handed in."""
    admin = staff.actor("admin")
    draft = actions.start_draft(admin, code=code, name="便民服务卡", content=content)
    actions.note_trial(admin, draft)
    return actions.submit_draft(admin, draft, version=None)


class TestPublishDraft:
    def test_nobody_who_wrote_it_publishes_it(self) -> None:
        with transaction(), pytest.raises(RuleBroken, match="须由另一人发布"):
            actions.publish_draft(staff.actor("admin"), ready(), version=None)

    @pytest.mark.both
    def test_a_change_after_the_test_run_wants_another_one(self) -> None:
        with transaction():
            draft = ready()
            actions.save_section(staff.actor("admin"), draft, version=None, values={"short_name": "服务卡"})
            assert draft.state == "open"
            with pytest.raises(RuleBroken, match="还没有试运行"):
                actions.submit_draft(staff.actor("admin"), draft, version=None)

    @pytest.mark.both
    def test_what_runs_keeps_its_version(self) -> None:
        with transaction():
            running = services.accepted()
            draft = actions.start_version(staff.actor("admin"), item="plain_help")
            actions.save_section(staff.actor("admin"), draft, version=None, values={"promised_days": 3})
            actions.note_trial(staff.actor("admin"), draft)
            actions.submit_draft(staff.actor("admin"), draft, version=None)
            made = actions.publish_draft(staff.actor("leader"), draft, version=None)
            assert (made.number, running.definition.promised_days) == (2, 10)
            assert services.accepted(residents.make_resident()).definition.promised_days == 3

    @pytest.mark.both
    def test_a_day_to_come_counts_from_that_day(self) -> None:
        with transaction():
            draft = actions.start_version(staff.actor("admin"), item="plain_help")
            actions.save_section(staff.actor("admin"), draft, version=None, values={"promised_days": 3})
            actions.note_trial(staff.actor("admin"), draft)
            actions.submit_draft(staff.actor("admin"), draft, version=None, valid_from=dt.date(2026, 12, 1))
            actions.publish_draft(staff.actor("leader"), draft, version=None)
            assert services.accepted().definition.promised_days == 10
            clock.fix_today(dt.date(2026, 12, 1))
            assert services.accepted(residents.make_resident()).definition.promised_days == 3

    @pytest.mark.both
    def test_another_version_meanwhile_is_told(self) -> None:
        with transaction():
            draft = actions.start_version(staff.actor("admin"), item="plain_help")
            actions.save_section(staff.actor("admin"), draft, version=None, values={"promised_days": 3})
            actions.note_trial(staff.actor("admin"), draft)
            actions.submit_draft(staff.actor("admin"), draft, version=None)
            services.publish(replace(services.PLAIN, promised_days=4))
            with pytest.raises(RuleBroken, match="已经发布了第 2 版"):
                actions.publish_draft(staff.actor("leader"), draft, version=None)

    def test_the_counter_neither_writes_nor_publishes(self) -> None:
        with transaction():
            draft = ready()
            with pytest.raises(Forbidden):
                actions.publish_draft(staff.actor("clerk"), draft, version=None)
            with pytest.raises(Forbidden):
                actions.start_draft(staff.actor("clerk"), code="one-more", name="又一个")


class TestStartFromExample:
    def test_what_names_the_example_alone_stays_behind(self) -> None:
        with transaction():
            draft = actions.start_from_example(
                staff.actor("admin"),
                example_code="residence_permit_agency",
                code="my-permit",
                name="代办证件",
            )
            found = exchange.example("residence_permit_agency")
        assert found.official_code
        assert found.result_word
        assert {draft.content[name] for name in exchange.OWN} == {""}
        assert (draft.content["name"], draft.content["guide"]) == ("代办证件", found.to_dict()["guide"])


class TestTryItem:
    def test_it_leaves_no_row_no_number_and_no_line_in_the_trail(self) -> None:
        kinds = (Application, Document, IssuedNumber, NumberSeries, ItemVersion, AuditEntry)
        with transaction("read"):
            before = [session.scalar(select(func.count(one.id))) for one in kinds]
        with transaction():
            trial = actions.try_item(staff.actor("admin"), TEN)
            assert trial.stopped is None
        with transaction("read"):
            assert [session.scalar(select(func.count(one.id))) for one in kinds] == before

    @pytest.mark.both
    def test_what_the_caller_did_before_stays(self) -> None:
        with transaction():
            key = residents.make_zhang().id
            with rehearsal():
                residents.make_resident()
        with transaction("read"):
            assert session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.subject_id == key))

    def test_what_stands_in_the_way_is_said(self) -> None:
        definition = replace(TEN, result_text="{申请人}：\ue000字")
        with transaction():
            trial = actions.try_item(staff.actor("admin"), definition)
            assert trial.stopped is not None
            assert trial.steps[-1].label == "决定"


class TestTenKinds:
    def test_from_the_draft_to_paper_search_and_ledger(self) -> None:
        with transaction():
            services.publish(TEN)
            zhang = residents.make_zhang()
            household = residents.make_household(zhang)
            application = services.draft(zhang, item="ten_kinds")
            answers = {
                "f1": "换发", "f2": "经过说明", "f3": "3", "f4": "12.5", "f5": "2026-11-01", "f6": "rent",
                "f7": zhang.id, "f8": household.id, "f10": [{"c1": "张小", "c2": "1"}],
            }  # fmt: skip
            hall.save_answers(staff.actor("clerk"), application, version=None, answers=answers)
            hall.accept_application(staff.actor("clerk"), application, version=None)
            hall.review_application(staff.actor("reviewer"), application, version=None, opinion="agree")
            hall.decide_application(staff.actor("leader"), application, version=None, result="granted")
            hall.issue_result(staff.actor("clerk"), application, version=None)
            paper = queries.papers_of(application)[-1]
            said = paper.frozen["facts"]["paragraphs"]
            assert (paper.kind, paper.title, paper.number) == (
                "item_result", "十种字段告知书", "示街办十〔2026〕1号",
            )  # fmt: skip
            assert said[0] == f"{zhang.name}：换发，经过说明，3人，12.50元，2026年11月1日。"
            assert said[1].startswith(f"租住；{zhang.name}；1199010001（{zhang.name}）；张小，1.00。")
            assert application.number
            assert queries.search_numbers(staff.actor("clerk"), application.number, 5) == [application]
            asked = Asked(first=dt.date(2026, 11, 1), last=dt.date(2026, 11, 30))
            listed = select(Application).where(*asked_for(staff.actor("clerk"), asked))
            assert application in list(session.scalars(listed))

    def test_a_required_column_is_asked_for(self) -> None:
        with transaction():
            services.publish(TEN)
            application = services.draft(item="ten_kinds")
            hall.save_answers(
                staff.actor("clerk"), application, version=None, answers={"f1": "一", "f10": [{"c2": "1"}]}
            )
            with pytest.raises(RuleBroken, match="第 1 行的“姓名”还没有填写"):
                hall.accept_application(staff.actor("clerk"), application, version=None)

    def test_a_void_acceptance_takes_its_result_paper_along(self) -> None:
        with transaction():
            services.publish(replace(TEN, fields=(), result_text="{申请人}"))
            application = services.issued(item="ten_kinds")
            hall.void_acceptance(staff.actor("clerk"), application, version=None, reason="重复")
            assert {one.status for one in queries.papers_of(application)} == {"void"}
