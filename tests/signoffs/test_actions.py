"""Signing in order, by different persons, outside on paper, and striking what no longer holds; on any record (here a unit)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import clock
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.errors import Forbidden, RuleBroken
from portal.signoffs import (
    Chain,
    Signoff,
    Step,
    chain_view,
    clear,
    define_chain,
    is_complete,
    next_step,
    printed_signers,
    sign,
    sign_outside,
    signed,
    struck,
)
from portal.units import actions as units
from tests.factories import staff

pytestmark = pytest.mark.usefixtures("database")

READ = "residents.read_resident"
TABLE = define_chain(
    Chain(
        "tests.table",
        "发放表",
        (
            Step("make", "制表", READ),
            Step("check", "审核", READ),
            Step("approve", "审批", "letters.issue_letter"),
        ),
    )
)
OUTSIDE = define_chain(
    Chain("tests.outside", "区级确认", (Step("make", "经办", READ), Step("confirm", "区级", READ, True)))
)
ALONE = define_chain(Chain("tests.alone", "单人", (Step("a", "甲", READ), Step("b", "乙", READ)), False))


def subject() -> object:
    return staff.unit("S")


class TestSign:
    def test_in_order_by_post_and_day(self) -> None:
        with transaction():
            for role, step in (("clerk", "make"), ("reviewer", "check"), ("leader", "approve")):
                assert not is_complete(subject(), TABLE.code)
                sign(staff.actor(role), subject(), chain=TABLE.code, step=step)
        assert is_complete(subject(), TABLE.code)
        printed = printed_signers(subject(), TABLE.code)
        assert [(s.label, s.name, s.post) for s in printed] == [
            ("制表", "测试01", "窗口人员@示范街道办事处"),
            ("审核", "测试02", "审核人@示范街道办事处"),
            ("审批", "测试03", "分管领导（签发）@示范街道办事处"),
        ]
        assert {s.day for s in printed} == {dt.date(2026, 11, 22)}
        entries = session.scalars(select(AuditEntry).where(AuditEntry.verb == "signoffs.sign")).all()
        assert [e.facts["step"] for e in entries] == ["make", "check", "approve"]

    def test_what_was_signed_keeps_the_unit_s_name_of_that_day(self) -> None:
        with transaction():
            sign(staff.actor("clerk"), subject(), chain=TABLE.code, step="make")
            units.rename_unit(
                staff.actor("admin"),
                unit_id=staff.unit("S").id,
                name="新名街道办事处",
                short_name="新街办",
                starts_on=dt.date(2026, 11, 23),
                reason="更名",
            )
        clock.fix_today(dt.date(2026, 11, 24))
        assert printed_signers(subject(), TABLE.code)[0].post == "窗口人员@示范街道办事处"

    def test_not_before_the_step_in_front_of_it(self) -> None:
        with pytest.raises(RuleBroken, match="请先由“制表”签署"), transaction():
            sign(staff.actor("reviewer"), subject(), chain=TABLE.code, step="check")

    def test_not_twice(self) -> None:
        with transaction():
            sign(staff.actor("clerk"), subject(), chain=TABLE.code, step="make")
        with pytest.raises(RuleBroken, match="已经签过"), transaction():
            sign(staff.actor("clerk2"), subject(), chain=TABLE.code, step="make")

    def test_not_by_the_person_who_signed_before_at_another_post(self) -> None:
        clerk = staff.actor("clerk")
        with transaction():
            sign(clerk, subject(), chain=TABLE.code, step="make")
        again = replace(staff.actor("reviewer"), account_id=clerk.account_id)
        with pytest.raises(Forbidden, match="须由另一人签"), transaction():
            sign(again, subject(), chain=TABLE.code, step="check")

    def test_by_one_person_where_the_chain_allows_it(self) -> None:
        with transaction():
            for step in ("a", "b"):
                sign(staff.actor("clerk"), subject(), chain=ALONE.code, step=step)
        assert is_complete(subject(), ALONE.code)

    def test_only_with_the_step_s_permission(self) -> None:
        with transaction():
            sign(staff.actor("clerk"), subject(), chain=TABLE.code, step="make")
            sign(staff.actor("reviewer"), subject(), chain=TABLE.code, step="check")
        with pytest.raises(Forbidden), transaction():
            sign(staff.actor("clerk2"), subject(), chain=TABLE.code, step="approve")

    @pytest.mark.both
    def test_the_database_keeps_one_standing_signature_a_step(self) -> None:
        with transaction():
            made = sign(staff.actor("clerk"), subject(), chain=TABLE.code, step="make")
            twin = {c.key: getattr(made, c.key) for c in Signoff.__table__.columns if c.key != "id"}
        with pytest.raises(IntegrityError), transaction():
            session.add(Signoff(**twin))


class TestSignOutside:
    def test_copied_from_paper_with_name_post_and_day(self) -> None:
        with transaction():
            sign(staff.actor("clerk"), subject(), chain=OUTSIDE.code, step="make", on=dt.date(2026, 11, 18))
            sign_outside(
                staff.actor("clerk"),
                subject(),
                chain=OUTSIDE.code,
                step="confirm",
                name="示例人",
                post="社会救助科科长",
                on=dt.date(2026, 11, 20),
            )
        last = printed_signers(subject(), OUTSIDE.code)[-1]
        assert (last.name, last.post, last.day) == ("示例人", "社会救助科科长", dt.date(2026, 11, 20))
        assert signed(subject(), OUTSIDE.code)[-1].account_id is None

    @pytest.mark.parametrize(
        ("field", "more"),
        [
            ("name", {"name": " "}),
            ("post", {"post": ""}),
            ("on", {"on": dt.date(2026, 11, 23)}),
            ("on", {"on": dt.date(2026, 11, 17)}),
        ],
    )
    def test_refuses_what_no_paper_can_say(self, field: str, more: dict[str, object]) -> None:
        given = {"name": "示例人", "post": "科长", "on": dt.date(2026, 11, 20), **more}
        with transaction():
            sign(staff.actor("clerk"), subject(), chain=OUTSIDE.code, step="make", on=dt.date(2026, 11, 18))
        with pytest.raises(RuleBroken) as refusal, transaction():
            sign_outside(staff.actor("clerk"), subject(), chain=OUTSIDE.code, step="confirm", **given)  # type: ignore[arg-type]
        assert refusal.value.field == field

    def test_neither_way_in_place_of_the_other(self) -> None:
        with transaction():
            clerk = staff.actor("clerk")
            more = {"name": "示例人", "post": "科长", "on": clock.today()}
            with pytest.raises(RuleBroken, match="不能代录"):
                sign_outside(clerk, subject(), chain=OUTSIDE.code, step="make", **more)  # type: ignore[arg-type]
            sign(clerk, subject(), chain=OUTSIDE.code, step="make")
            with pytest.raises(RuleBroken, match="在纸上签署"):
                sign(clerk, subject(), chain=OUTSIDE.code, step="confirm")


class TestClear:
    def test_strikes_all_keeps_them_in_the_history_and_begins_again(self) -> None:
        with transaction():
            sign(staff.actor("clerk"), subject(), chain=TABLE.code, step="make")
            sign(staff.actor("reviewer"), subject(), chain=TABLE.code, step="check")
            clear(staff.actor("clerk2"), subject(), chain=TABLE.code, reason="名单已修改")
        assert signed(subject(), TABLE.code) == []
        gone = struck(subject(), TABLE.code)
        assert [(s.step, s.struck_reason) for s in gone] == [("make", "名单已修改"), ("check", "名单已修改")]
        with transaction():
            sign(staff.actor("clerk2"), subject(), chain=TABLE.code, step="make")
        assert [s.name for s in printed_signers(subject(), TABLE.code)] == ["测试二号窗"]

    def test_wants_a_reason(self) -> None:
        with pytest.raises(RuleBroken) as refusal, transaction():
            clear(staff.actor("clerk"), subject(), chain=TABLE.code, reason=" ")
        assert refusal.value.field == "reason"


class TestChainView:
    def test_says_who_signed_who_is_next_and_whether_this_reader_may(self) -> None:
        with transaction():
            sign(staff.actor("clerk"), subject(), chain=TABLE.code, step="make")
        view = chain_view(staff.actor("reviewer"), subject(), TABLE.code)
        assert [(s.step.code, s.signoff is not None, s.is_next, s.may_sign) for s in view.steps] == [
            ("make", True, False, False),
            ("check", False, True, True),
            ("approve", False, False, False),
        ]
        assert not view.steps[1].wants_another
        again = chain_view(staff.actor("clerk"), subject(), TABLE.code).steps[1]
        assert (again.may_sign, again.wants_another) == (False, True)
        waiting = next_step(subject(), TABLE.code)
        assert waiting is not None
        assert waiting.label == "审核"


class TestDefineChain:
    def test_refuses_what_contradicts_itself(self) -> None:
        with pytest.raises(ValueError, match="wants steps"):
            define_chain(Chain("tests.none", "无", ()))
        with pytest.raises(ValueError, match="declared twice"):
            define_chain(replace(TABLE, label="别的"))
        with pytest.raises(KeyError, match="no step"):
            TABLE.step("unknown")
