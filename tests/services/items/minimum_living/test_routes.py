"""The pages from the declaration to the district's answer: what is proposed, what is kept, what is locked and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from portal.db import transaction
from portal.services.items.minimum_living.models import HouseholdDeclaration
from tests.factories import assistance, minimum_living
from tests.services.counter import Counter, address, counter

__all__ = ["counter"]


@pytest.fixture
def hall_counter(counter: Counter) -> Counter:
    with counter.app.app_context(), transaction():
        assistance.make_standard()
    return counter


def _case(counter: Counter, make: Callable[..., Any], *births: dt.date, **more: Any) -> int:
    """The key of an application at a stage: `make` takes household and people, and gives it or its declaration."""

    def made() -> Any:
        household, people = minimum_living.family(*births)
        found = make(household, people, **more)
        return found.application if isinstance(found, HouseholdDeclaration) else found

    return counter.make(made)


class TestDeclare:
    def test_from_the_empty_page_to_acceptance(self, hall_counter: Counter) -> None:
        key = _case(hall_counter, minimum_living.draft, dt.date(2015, 5, 1))
        page = hall_counter.at(key)
        assert any("家庭申报还没有填完" in text for text in page.notices)
        page.follow("填写：家庭成员")
        assert page.h1 == "家庭成员"
        page.press("保存，继续下一页")
        assert page.h1 == "家庭收入"
        page.choose("收入类别", "工资性收入", within="收入 1").fill("金额", "1,000", within="收入 1")
        page.choose("按", "每月", within="收入 1").press("保存，继续下一页")
        page.press("保存，继续下一页").press("保存，继续下一页")
        assert page.h1 == "近亲属备案"
        page.press("保存，继续下一页")
        assert page.status == 422
        page.check("已询问，没有近亲属从事社会救助工作或者担任居（村）委会成员").press("保存，继续下一页")
        assert page.h1 == "申请信息和账户"
        page.choose("城乡", "城市").check("因病").fill("开户银行", "示范银行").fill(
            "银行账号", assistance.ACCOUNT
        )
        page.check("申请人已签署诚信承诺：申报内容真实、完整").press("保存，继续下一页")
        assert page.h1 == "核对授权"
        for name in ("王试样", "王试甲"):
            page.follow(f"登记：{name}").choose("答复", "同意授权").press("保存")
        assert any("全部家庭成员已授权核对" in text for text in page.notices)
        page.follow("回到办件").press("其余都已收，保存").press("受理")
        assert page.facts["受理号"].startswith("示街办受")
        page.follow("家庭申报和计算表")
        assert page.rows("家庭成员")[1]["是否计入"].startswith("计入")

    def test_scenarios_09_and_10_a_student_counts_and_a_prisoner_does_not(
        self, hall_counter: Counter
    ) -> None:
        """A bachelor's student of 20 in a dormitory is counted; who is in prison is not, and the page says why."""
        key = _case(hall_counter, minimum_living.draft, dt.date(2006, 5, 1), dt.date(1984, 2, 3))
        page = hall_counter.at(key, rest="declaration/family")
        page.choose("就读阶段", "本科", within="王试甲").check("不共同居住", within="王试甲")
        page.choose("不计入的情形", "在监狱内服刑", within="王试乙").fill(
            "从哪一天起", "2026-03-05", within="王试乙"
        )
        page.press("保存，继续下一页")
        page.open(f"/services/applications/{key}/declaration")
        student, prisoner = (row["是否计入"] for row in page.rows("家庭成员")[1:])
        assert student.startswith("计入")
        assert "全日制本科教育" in student
        assert prisoner.startswith("不计入")
        assert "在监狱内服刑（2026-03-05起）" in prisoner

    def test_nothing_typed_is_lost_when_a_page_is_refused(self, hall_counter: Counter) -> None:
        key = _case(hall_counter, _declared)
        page = hall_counter.at(key, rest="declaration/income")
        page.fill("金额", "x12", within="收入 1").fill("说明、凭证", "工资条", within="收入 1")
        page.press("保存，继续下一页")
        assert page.status == 422
        assert "工资条" in page.html
        assert "收入 1：金额应写成数字" in page.text
        page.fill("金额", "1,200.50", within="收入 1").choose("按", "每月", within="收入 1")
        page.press("保存，继续下一页")
        assert "第 1 项：请选择类别" in page.text
        page.choose("收入类别", "工资性收入", within="收入 1").press("保存，继续下一页")
        assert page.h1 == "家庭财产"

    def test_what_was_begun_is_not_dropped_and_each_fault_is_told_once(self, hall_counter: Counter) -> None:
        """A line without its sum, a supporter without a name or with a wrong number, a disability without its grade."""
        key = _case(hall_counter, _declared)
        page = hall_counter.at(key, rest="declaration/income")
        page.choose("收入类别", "工资性收入", within="收入 2").choose("按", "每月", within="收入 2")
        page.press("保存，继续下一页")
        assert "收入 2：请填写金额" in page.text
        page.fill("金额", "-5", within="收入 2").press("保存，继续下一页")
        assert "收入 2：金额不能为负数" in page.text
        assert "应在 0 到" not in page.text
        page.fill("金额", "0", within="收入 2").press("保存，继续下一页")
        assert page.h1 == "家庭财产"
        page = hall_counter.at(key, rest="declaration/supporters")
        page.fill("与申请人关系", "兄", within="义务人 1").fill("家庭人口", "三", within="义务人 1")
        page.fill("证件号码", "119901197504127711", within="义务人 1").press("保存，继续下一页")
        assert "义务人 1：请填写姓名" in page.text
        assert "义务人 1：校验码不符" in page.text
        assert "应在 1 到 50" not in page.text
        page.fill("姓名", "邵试", within="义务人 1").fill("家庭人口", "3", within="义务人 1")
        page.fill("证件号码", "11990119750412771X", within="义务人 1").press("保存，继续下一页")
        assert page.h1 == "近亲属备案"
        page = hall_counter.at(key, rest="declaration/family")
        page.choose("残疾类别", "肢体残疾", within="王试样（申请人）").press("保存，继续下一页")
        assert page.status == 422, page.h1
        assert "成员 1：请选择残疾等级" in page.text

    def test_the_second_of_two_clerks_is_told(self, hall_counter: Counter) -> None:
        key = _case(hall_counter, _declared)
        second = hall_counter.at(key, "clerk2", "declaration/property")
        hall_counter.at(key, rest="declaration/supporters").press("保存")
        second.press("保存")
        assert second.status == 409

    def test_another_street_sees_nothing(self, hall_counter: Counter) -> None:
        key = _case(hall_counter, _declared)
        for rest in ("declaration", "declaration/family", "authorisations"):
            assert hall_counter.at(key, "clerk_s2", rest).status == 404

    def test_a_newcomer_is_added_by_name(self, hall_counter: Counter) -> None:
        key = _case(hall_counter, _declared)
        page = hall_counter.at(key, rest="declaration/family")
        page.fill("再加一位成员", "张䶮").choose("新成员与申请人关系", "母亲").press("保存")
        assert page.h1 == "家庭成员"
        assert "张䶮" in page.html


class TestSteps:
    def test_the_check_is_locked_with_its_reason(self, hall_counter: Counter) -> None:
        key = _case(hall_counter, minimum_living.accepted)
        page = hall_counter.at(key, rest="authorisations").follow("更改：王试样")
        page.choose("答复", "拒绝授权").fill("说明", "不同意").press("保存")
        page.open(address(key, "data-check"))
        assert any("依法不能查询任何信息" in text for text in page.notices)

    def test_each_step_leads_to_its_own_page(self, hall_counter: Counter) -> None:
        key = _case(hall_counter, minimum_living.accepted)
        page = hall_counter.at(key).follow("办理：入户调查")
        clerk = "测试01"
        page.fill("调查人二", "测试乙").fill("签字的家庭成员（被访人）", "王试样")
        page.fill("生活、就业、收入情况", "属实").press("保存")
        assert page.rows("办理步骤")[0]["状态"] == "已完成"
        assert page.rows("办理步骤")[0]["结果"].split() == ["2026-11-22", f"{clerk}、测试乙"]
        page.follow("经济状况核对")
        page.press("申请核对")
        assert page.status == 200
        case = hall_counter.at(key)
        assert "关于核对申请家庭经济状况的函" in " ".join(case.links)
        assert any("核对函已经拟好，还没有发出" in text for text in case.notices)

    def test_the_review_is_locked_until_the_notice_is_over(self, hall_counter: Counter) -> None:
        def announced(household: Any, people: Any) -> Any:
            declaration = minimum_living.accepted(household, people)
            minimum_living.announced(declaration)
            return declaration

        key = _case(hall_counter, announced)
        page = hall_counter.at(key, "reviewer")
        assert any("公示单还没有张贴" in text for text in page.notices)
        assert page.rows("办理步骤")[3]["状态"] == "进行中"
        assert "提交" not in page.buttons

    def test_the_district_confirms_in_the_portal(self, hall_counter: Counter) -> None:
        def reported(household: Any, people: Any) -> Any:
            return minimum_living.reported(minimum_living.accepted(household, people))

        key = _case(hall_counter, reported)
        page = hall_counter.at(key, "district").follow("审核确认")
        page.choose("确认意见", "确认同意").fill("文号", "示民〔2026〕8号").press("提交确认意见")
        page = hall_counter.at(key, "leader").choose("决定", "准予").press("决定")
        page = hall_counter.at(key).press("制发")
        assert any("已制发" in text for text in page.notices)

    def test_opinion_and_time_have_pages(self, hall_counter: Counter) -> None:
        def investigated(household: Any, people: Any) -> Any:
            return minimum_living.investigated(minimum_living.accepted(household, people))

        key = _case(hall_counter, investigated)
        page = hall_counter.at(key).follow("写初审意见")
        assert any("按计算表符合条件：最低生活保障" in text for text in page.notices)
        page.choose("初审意见", "建议给予").choose("类别", "B类").press("保存初审意见")
        page.follow("延长办理期限").choose("延长的情形", "家庭经济状况难以查证")
        page.fill("具体原因", "外地房产待查").press("延长")
        page.follow("撤回初审意见").fill("理由", "收入有误").press("撤回初审意见")
        page.follow("终止程序").fill("理由", "拒绝配合").press("终止程序")
        assert any("已终止审核确认程序" in text for text in page.notices)


def _declared(household: Any, people: Any) -> Any:
    application = minimum_living.draft(household, people)
    minimum_living.declared(application, people)
    return application
