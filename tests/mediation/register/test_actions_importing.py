"""Old registers: every problem by its row, all rows or none, once; old numbers kept and the books whole."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from portal.db import session, transaction
from portal.documents.actions import allocate_number
from portal.documents.books import verify_numbers
from portal.errors import Forbidden, RuleBroken
from portal.jobs import running
from portal.mediation.models import MediationCase
from portal.mediation.registers import queries, statistics, waiting
from portal.mediation.registers.actions import importing as actions
from portal.mediation.registers.conditions import Period
from portal.mediation.registers.importing.fields import guess
from portal.mediation.registers.models import RegisterImport
from tests.factories import mediation as made
from tests.factories import staff
from tests.mediation.register.books import HEADINGS, line, register

pytestmark = pytest.mark.usefixtures("database")

OWN = "示街人调字〔2026〕{}号"
YEAR = Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
OLD = "老调〔2025〕{}号"


def _hand_in(content: bytes, *, mapped: bool = True, **more: int) -> int:
    with transaction():
        actor = staff.actor("mediator")
        one = actions.hand_in_register(
            actor, committee=made.make_committee(), file_name="登记簿2025.xlsx", content=content, **more
        )
        if mapped:
            actions.map_columns(actor, one, version=None, mapping=one.mapping)
        key = one.id
    running.run_pending()
    return key


def _import(key: int, who: str = "justice") -> RegisterImport:
    with transaction():
        actions.import_register(staff.actor(who), session.get_one(RegisterImport, key), version=None)
    running.run_pending()
    session.expire_all()
    return session.get_one(RegisterImport, key)


def _count() -> int:
    return session.scalar(select(func.count(MediationCase.id))) or 0


class TestGuess:
    def test_headings_of_other_systems_are_known_and_what_was_said_last_is_remembered(self) -> None:
        found = guess(HEADINGS, {})
        assert found["0"] == "number"
        assert found["9"] == "amount"
        assert "13" not in found
        assert guess(("柜号", "案号", "案件编号"), {"柜号": "remark"}) == {"0": "remark", "1": "number"}


class TestImport:
    def test_every_problem_is_listed_by_its_row_and_nothing_comes_in(self) -> None:
        rows = [
            line(OLD.format(1)),
            line(OLD.format(1), 纠纷简要情况="另一件"),
            line(OLD.format(2), 纠纷类别="", 主办调解员="路人甲"),
            line(OLD.format(3), 受理时间="2026-03-09", 协议日期="2026-03-01"),
            line(OLD.format(4), **{"调解协议金(元)": "壹佰多"}),
            line(OLD.format(5), 申请人="张示例001"),
            [OLD.format(9), *line(OLD.format(5), 申请人="张示例001")[1:]],
            line(OLD.format(6), 调解结果="说不清", 受理时间="2027-01-01"),
        ]
        key = _hand_in(register(rows))
        one = session.get_one(RegisterImport, key)
        faults, wrong = queries.list_faults(key)
        said = {(fault["row"], fault["column"]) for fault in faults}
        assert wrong == one.wrong == 6
        assert said >= {
            (4, "案号"),
            (5, "纠纷类别"),
            (5, "调解员（主办）"),
            (6, "达成（终止）日期"),
            (7, "涉及金额（元）"),
            (9, ""),
            (10, "调解结果"),
            (10, "受理日期"),
        }
        with pytest.raises(RuleBroken, match="还有问题"), transaction():
            actions.import_register(staff.actor("justice"), one, version=None)
        assert _count() == 0

    @pytest.mark.both
    def test_a_good_file_comes_in_once_with_its_old_numbers_and_the_books_are_whole(self) -> None:
        rows = [line(OWN.format(n)) for n in (1, 2, 5)]
        rows.append(
            line(OLD.format(7), 受理时间="2025-07-01", 协议日期="2025年7月3日", 结案日期="2025-08-01")
        )
        rows.append(line(OWN.format(6), 调解结果="调解不成", 协议履行情况=""))
        content = register(rows)
        key = _hand_in(content, used_year=2026, used_last=6)
        with pytest.raises(Forbidden), transaction():
            actions.import_register(
                staff.actor("mediator"), session.get_one(RegisterImport, key), version=None
            )
        assert [one.id for one in waiting.registers_to_let_in(staff.actor("justice"))] == [key]
        assert waiting.registers_to_let_in(staff.actor("mediator")) == []
        one = _import(key)
        assert (one.state, one.taken) == ("done", 5)
        cases = session.scalars(select(MediationCase).order_by(MediationCase.id)).all()
        assert all(case.is_imported for case in cases)
        assert [case.state for case in cases] == ["closed"] * 5
        first = cases[0]
        assert first.number == OWN.format(1)
        assert first.source == "police"
        assert first.lead is not None
        assert first.dispute.title.endswith("与李样本邻里纠纷")
        assert all(book.is_whole for book in verify_numbers())
        found = statistics.read_statistics(staff.actor("mediator"), YEAR)
        assert (found.of("accepted"), found.of("settled"), found.of("amount")) == (4, 3, 3 * 120_050)
        with transaction():
            number = allocate_number(
                staff.actor("mediator"), unit_id=staff.unit("M1").id, kind="mediation_case"
            )
            assert number.text == OWN.format(7)
        assert queries.rows_of(key)[0].cells is None
        with pytest.raises(RuleBroken, match="已经转入过"):
            _hand_in(content)
        again = _hand_in(register([line(OWN.format(1), 申请人="王某甲")]), mapped=True)
        assert "已经有了" in queries.list_faults(again)[0][0]["why"]

    @pytest.mark.both
    def test_a_declared_number_must_be_ahead_and_a_column_stand_for_one_thing(self) -> None:
        with transaction():
            allocate_number(staff.actor("mediator"), unit_id=staff.unit("M1").id, kind="mediation_case")
        key = _hand_in(register([line(OLD.format(1))]), used_year=2026, used_last=1)
        assert queries.list_faults(key)[0][0]["row"] == 0
        with transaction():
            one = session.get_one(RegisterImport, key)
            for mapping, words in (({"0": "number", "1": "number"}, "选了两次"), ({"0": "number"}, "必须")):
                with pytest.raises(RuleBroken, match=words):
                    actions.map_columns(staff.actor("mediator"), one, version=None, mapping=mapping)
            actions.cancel_register(staff.actor("mediator"), one, version=None)
        with pytest.raises(RuleBroken, match="表头"):
            _hand_in(register([["甲"]], headings=("随便",)))
