"""Each verb of an application's life as a page: who may, what it asks, what it says afterwards, and what stands in the way."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from tests.factories import services, staff
from tests.services.counter import Counter, address, counter, number_of, person

__all__ = ["counter"]


class TestPossibleVerbs:
    def test_the_clerk_is_told_who_goes_on(self, counter: Counter) -> None:
        page = counter.at(counter.accepted())
        assert "下一步是“审核”，由有这项权限的同事办理。" in page.notices
        assert {"中止", "撤回", "受理作废"} <= set(page.links)

    def test_the_reviewer_finds_the_next_step_on_the_page(self, counter: Counter) -> None:
        page = counter.at(counter.accepted(), "reviewer")
        page.choose("审核意见", "同意").press("审核")
        assert page.notices[0].startswith("审核意见已记录")
        page.choose("决定", "准予").press("决定")
        assert page.notices[0] == "决定已记录。"

    def test_a_named_step_stands_in_the_way_and_says_so(self, counter: Counter) -> None:
        key = counter.accepted("visited_help", business="first")
        page = counter.at(key, "reviewer")
        assert "下一步是“入户调查”。" in page.notices
        assert "还有步骤没有完成：入户调查" in page.html
        page.follow("登记完成：入户调查").fill("结果", "已入户，情况属实").press("登记完成")
        assert page.rows("办理步骤")[0]["状态"] == "已完成"
        assert "审核" in page.buttons

    def test_a_verb_of_another_state_leads_back_with_the_reason(self, counter: Counter) -> None:
        page = counter.at(counter.accepted(), rest="accept")
        assert page.h1 == "困难帮扶登记 · 张䶮"
        assert any("现在是“已受理”，不能办理“受理”" in text for text in page.notices)

    @pytest.mark.parametrize("verb", ["review", "decide"])
    def test_the_clerk_may_not_go_where_others_must(self, counter: Counter, verb: str) -> None:
        assert counter.at(counter.accepted(), rest=verb).status == 403

    def test_another_street_s_application_is_not_found(self, counter: Counter) -> None:
        key = counter.accepted()
        assert counter.at(key, "clerk_s2").status == 404
        assert counter.at(key, "clerk_s2", "withdraw").status == 404


class TestAcceptApplication:
    def test_the_verb_has_a_page_of_its_own(self, counter: Counter) -> None:
        key = counter.make(lambda: services.checked(services.draft(person(counter.zhang))))
        page = counter.at(key, rest="accept").press("受理")
        assert number_of(page) == "示街办受〔2026〕1号"

    def test_a_double_click_gives_the_first_answer(self, counter: Counter) -> None:
        key = counter.make(lambda: services.checked(services.draft(person(counter.zhang))))
        page = counter.at(key, rest="accept").press("受理")
        number, url = number_of(page), page.url
        page.back().press("受理")
        assert (number_of(page), page.url) == (number, url)

    def test_what_is_missing_is_said_before_and_after(self, counter: Counter) -> None:
        page = counter.at(counter.draft(), rest="accept")
        assert any("材料还没有核对齐全" in text for text in page.notices)
        page.press("受理")
        assert page.status == 422
        assert "材料还没有核对齐全" in page.errors[""][0]

    def test_the_second_of_two_clerks_sees_how_it_stands(self, counter: Counter) -> None:
        key = counter.make(lambda: services.checked(services.draft(person(counter.zhang))))
        second = counter.at(key, "clerk2", "accept")
        counter.at(key, rest="accept").press("受理")
        second.press("受理")
        assert second.status == 409
        assert any("现在的状态是“已受理”，测试01" in text for text in second.notices)

    def test_the_day_is_said_instead_of_a_bare_refusal(self, counter: Counter) -> None:
        tomorrow = dt.date(2026, 11, 23)
        key = counter.make(
            lambda: services.checked(services.draft(services.born(60, tomorrow), item="senior_card"))
        )
        page = counter.at(key, rest="accept").press("受理")
        assert page.status == 422
        assert "可于2026年11月23日起申请" in page.errors[""][0]


class TestRefuseApplication:
    def test_asks_for_a_reason_and_prints_a_notice(self, counter: Counter) -> None:
        key = counter.draft()
        page = counter.at(key).follow("不予受理").press("不予受理")
        assert page.status == 422
        assert page.errors["理由"]
        page.choose("理由", "不属于本单位职责范围").fill("具体说明", "属人社部门职责").press("不予受理")
        assert page.errors["建议办理单位"] == ["请告知申请人应向哪个单位申请。"]
        page.fill("建议办理单位", "示范区人社局").press("不予受理")
        assert "不予受理通知书（PDF，新窗口打开）" in page.links
        assert counter.look(key, "state") == "refused"


class TestReviewAndDecide:
    def test_a_disagreement_wants_its_reason(self, counter: Counter) -> None:
        page = counter.at(counter.accepted(), "reviewer", "review")
        page.choose("审核意见", "不同意").press("审核")
        assert page.status == 422
        assert page.errors["说明"]
        page.fill("说明", "材料与实际不符").press("审核")
        assert page.facts["审核说明"] == "材料与实际不符"

    def test_a_return_goes_back_to_the_counter(self, counter: Counter) -> None:
        key = counter.accepted()
        page = counter.at(key, "reviewer").choose("审核意见", "退回").fill("说明", "照片不清").press("审核")
        assert counter.look(key, "state") == "accepted"
        assert page.facts["经办人"].startswith("测试01")

    def test_a_denial_needs_reasons_and_ends_in_closing(self, counter: Counter) -> None:
        key = counter.make(lambda: services.reviewed(person(counter.zhang)))
        page = counter.at(key, "leader").choose("决定", "不予").press("决定")
        assert page.errors["理由"]
        page.fill("理由", "不符合规定条件").press("决定")
        assert page.facts["结果"].startswith("不予")
        page = counter.at(key)
        assert any("须书面告知" in text for text in page.notices)
        page.follow("出具办结通知书").press("出具办结通知书").open(f"/services/applications/{key}")
        page.follow("为这份文书开送达回证").press("开送达回证").follow("登记送达").press("登记送达")
        page = counter.at(key).press("办结")
        assert counter.look(key, "state") == "closed"
        assert page.notices == ["已办结。"]

    def test_the_one_who_accepted_may_not_review_with_another_post(self, counter: Counter) -> None:
        def by_reviewer() -> object:
            found = services.accepted(person(counter.zhang))
            found.accepted_by = staff.actor("reviewer").account_id
            return found

        page = counter.at(counter.make(by_reviewer), "reviewer")
        assert any("须由另一人办理" in text for text in page.notices)
        assert "审核" not in page.buttons


class TestIssueAndCollect:
    def test_from_decision_to_the_hand(self, counter: Counter) -> None:
        key = counter.make(lambda: services.decided(person(counter.zhang)))
        page = counter.at(key).press("制发").choose("领取人", "本人").press("领取")
        assert page.notices[0] == "已领取。"
        assert "张䶮于 2026-11-22 领取" in page.facts["结果"]
        page.press("办结")
        assert counter.look(key, "state") == "closed"

    def test_somebody_else_needs_name_relation_and_letter(self, counter: Counter) -> None:
        page = counter.at(counter.make(lambda: services.issued(person(counter.zhang))))
        page.choose("领取人", "其他人").press("领取")
        assert page.errors["姓名"]
        page.fill("姓名", "李代领").press("领取")
        assert page.errors["与申请人关系"]
        page.fill("与申请人关系", "邻居").press("领取")
        assert "须有委托书" in page.text
        page.check("已核对委托书和领取人身份证件").press("领取")
        assert "李代领" in page.facts["结果"]

    def test_a_promised_material_holds_the_result_back(self, counter: Counter) -> None:
        promised = services.MaterialCheck("promised")

        def decided() -> object:
            found = services.checked(services.draft(person(counter.zhang)), proof=promised)
            services.actions.accept_application(staff.actor("clerk"), found, version=None)
            reviewer = staff.actor("reviewer")
            services.actions.review_application(reviewer, found, version=None, opinion="agree")
            return services.actions.decide_application(reviewer, found, version=None, result="granted")

        page = counter.at(counter.make(decided))
        assert any("容缺的材料还没有补交：困难证明" in text for text in page.notices)
        assert "制发" not in page.buttons


class TestPauses:
    def test_suspension_stops_the_clock_and_resumption_moves_the_day(self, counter: Counter) -> None:
        key = counter.accepted()
        page = counter.at(key).follow("中止").press("中止")
        assert page.errors["理由"]
        page.fill("理由", "申请人住院").press("中止")
        assert "已中止" in page.text
        clock.fix_today(dt.date(2026, 11, 25))
        page = counter.at(key).press("恢复")
        assert page.facts["办理期限"].startswith("2026-12-09")

    def test_a_withdrawal_wants_a_reason(self, counter: Counter) -> None:
        key = counter.accepted()
        page = counter.at(key, rest="withdraw").press("撤回")
        assert page.status == 422
        page.fill("理由", "申请人不办了").press("撤回")
        assert counter.look(key, "state", "number") == ("withdrawn", "示街办受〔2026〕1号")

    def test_a_draft_may_be_given_up(self, counter: Counter) -> None:
        key = counter.draft()
        counter.at(key).follow("放弃草稿").press("放弃草稿")
        assert counter.look(key, "state") == "discarded"


class TestVoidAcceptance:
    def test_number_and_paper_stay_visible_with_the_reason(self, counter: Counter) -> None:
        key = counter.accepted()
        page = counter.at(key).follow("受理作废").fill("理由", "重复受理").press("受理作废")
        assert "受理作废" in page.text
        assert number_of(page) == "示街办受〔2026〕1号"
        assert "已作废" in page.html
        assert "重复受理" in page.html
        row = counter.browser().open("/services/applications").rows("办件")[0]
        assert row["状态"] == "受理作废"


class TestReturnApplication:
    def test_the_reviewer_gives_a_reviewed_one_back(self, counter: Counter) -> None:
        key = counter.make(lambda: services.reviewed(person(counter.zhang)))
        page = counter.at(key, "reviewer").follow("退回").fill("退回理由", "复核发现问题").press("退回")
        assert counter.look(key, "state") == "accepted"
        assert page.url == address(key)


class TestNotifyMissing:
    def test_the_verb_has_a_page_of_its_own(self, counter: Counter) -> None:
        missing = services.MaterialCheck("missing", note="未带")
        key = counter.make(lambda: services.checked(services.draft(person(counter.zhang)), proof=missing))
        page = counter.at(key, rest="notify-missing").press("一次性告知")
        assert "一次性告知书（PDF，新窗口打开）" in page.links

    def test_after_the_limit_it_counts_as_accepted_and_the_page_says_so(self, counter: Counter) -> None:
        key = counter.draft()
        clock.fix_today(dt.date(2026, 12, 7))
        page = counter.at(key)
        assert any("依法自 2026-11-22 起视为受理" in text for text in page.notices)


class TestCorrectReceipt:
    def test_a_second_edition_says_what_the_register_says(self, counter: Counter) -> None:
        key = counter.accepted()
        page = counter.at(key, rest="correct-receipt")
        assert any("没有需要更正的" in text for text in page.notices)
        page.follow("更正居民信息").fill("联系电话", "13900000999").fill("更正原因", "号码写错").press(
            "保存更正"
        )
        page.open(address(key)).follow("更正 受理通知书")
        assert page.rows("更正的内容")[0]["现在登记的"] == "139****0999"
        page.press("更正文书")
        assert page.errors["理由"]
        page.fill("理由", "电话写错").press("更正文书")
        assert page.notices[0].startswith("已更正，编号不变")
        assert "更正受理文书" in page.page.tree.root.words()

    def test_a_draft_has_no_receipt(self, counter: Counter) -> None:
        page = counter.at(counter.draft(), rest="correct-receipt")
        assert page.notices == ["没有可以更正的受理文书。"]

    def test_a_reader_may_not(self, counter: Counter) -> None:
        assert counter.at(counter.accepted(), "auditor", "correct-receipt").status == 403


class TestHistory:
    def test_an_act_entered_on_another_day_says_when(self, counter: Counter) -> None:
        clock.fix_today(dt.date(2026, 11, 10))
        key = counter.accepted()
        clock.fix_today(dt.date(2026, 11, 22))
        history = counter.at(key).page.tree.root.words()
        assert "2026-11-10 受理" in history
        assert " 录入" in history
