"""A bundle at the counter: one set of answers and materials, one receipt, and each item to its own end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.services.actions import discard_draft
from portal.services.bundles import actions
from portal.services.bundles.examples import PAPER_HARDSHIP
from portal.services.bundles.models import BundleCase
from portal.services.designer.actions.exchange import example
from portal.web.application import Portal
from tests.factories import residents, services, staff
from tests.page import Browser
from tests.services.counter import Counter, counter, person

__all__ = ["counter"]


@pytest.fixture
def hall(app: Portal, counter: Counter) -> Counter:
    """The counter with the items of the hardship bundle, and a household for its resident."""
    with app.app_context(), transaction():
        for code in ("holiday_relief", "resident_medical_insurance", "disability_vehicle"):
            services.publish(example(code))
        actions.save_bundle(staff.actor("admin"), definition=PAPER_HARDSHIP)
        residents.make_household(person(counter.zhang))
    return counter


def start(hall: Counter, reason: str = "没有残疾人证") -> Browser:
    """The first page of the bundle, filled in."""
    page = hall.browser().open(f"/residents/{hall.zhang}").follow("办一件事").follow("办理困难帮扶一件事")
    page.fill("不办残疾人机动轮椅车燃油补贴和代步车更换的原因", reason)
    return page.press("下一步：一次填写")


def fill(page: Browser) -> Browser:
    """Every question answered."""
    page.choose("慰问节日", "春节").fill("困难情况", "因病致困").choose("参保人员类别", "资助参保对象")
    return page.fill("参保年度", "2027")


class TestStartBundle:
    def test_the_bundle_is_kept_while_somebody_new_is_registered(self, hall: Counter) -> None:
        page = hall.browser().open("/bundles").follow("先找居民：困难帮扶一件事")
        page.fill("申请人", "没有这个人").press("查找", within="查找申请人").follow("登记居民")
        page.choose("证件种类", "居民身份证").fill("证件号码", "119901194611220043")
        page.fill("姓名", "贾样本").press("登记")
        assert page.h1 == "为贾样本办困难帮扶一件事"

    def test_an_item_that_is_left_out_needs_its_reason(self, hall: Counter) -> None:
        page = start(hall, "")
        assert page.status == 422
        assert page.errors["不办残疾人机动轮椅车燃油补贴和代步车更换的原因"]
        page.fill("不办残疾人机动轮椅车燃油补贴和代步车更换的原因", "没有残疾人证").press("下一步：一次填写")
        rows = page.rows("各事项进度")
        assert [row["状态"] for row in rows] == ["草稿", "草稿", "不办"]
        assert rows[2]["还缺什么、结果"] == "没有残疾人证"

    def test_the_same_material_is_asked_for_once(self, hall: Counter) -> None:
        page = start(hall)
        names = [row["材料"] for row in page.rows("核对材料")]
        assert sum("户口簿" in name for name in names) == 1


class TestAcceptBundle:
    def test_one_visit_one_receipt_and_a_number_for_each(self, hall: Counter) -> None:
        page = fill(start(hall)).press("其余都已收，保存")
        assert page.notices[0] == "已保存。"
        page.press("一并受理")
        assert page.notices[0] == "已受理，请打印一件事受理回执交申请人。"
        rows = page.rows("各事项进度")
        assert [row["状态"] for row in rows] == ["已受理", "已受理", "不办"]
        assert len({row["受理号"] for row in rows[:2]}) == 2
        assert all(row["截止日"] for row in rows[:2])
        assert "示街办联〔2026〕1号" in page.text
        with hall.app.app_context():
            made = session.query(BundleCase).one().document
            assert made is not None
            facts = made.frozen["facts"]
        # The first item is a household's; the receipt says the number of its head, who came, and only the ends of it.
        assert (facts["applicant"], facts["identity_masked"]) == ("张䶮", "119901********0018")

    def test_what_is_missing_names_the_item_and_nothing_is_accepted(self, hall: Counter) -> None:
        page = start(hall).press("其余都已收，保存").press("一并受理")
        assert page.status == 422
        assert "“节日慰问申请”还不能受理" in page.errors[""][0]
        assert "示街办受" not in page.text

    def test_one_may_wait_and_the_receipt_follows(self, hall: Counter) -> None:
        page = fill(start(hall)).press("其余都已收，保存").check("节日慰问申请").press("一并受理")
        assert [row["状态"] for row in page.rows("各事项进度")] == ["草稿", "已受理", "不办"]
        page.press("一并受理")
        assert [row["状态"] for row in page.rows("各事项进度")] == ["已受理", "已受理", "不办"]
        assert "示街办联〔2026〕1号" in page.text

    def test_an_item_is_left_out_and_taken_in_again(self, hall: Counter) -> None:
        page = fill(start(hall)).press("保存").follow("不办了：节日慰问申请").fill("不办的原因", "已领过")
        page.press("不办这个事项")
        assert [row["状态"] for row in page.rows("各事项进度")] == ["不办", "草稿", "不办"]
        page.press("还是要办节日慰问申请")
        assert [row["状态"] for row in page.rows("各事项进度")] == ["草稿", "草稿", "不办"]
        assert page.value("参保年度") == "2027"

    def test_a_page_that_is_out_of_date_takes_nothing_in(self, hall: Counter) -> None:
        page = fill(start(hall)).press("保存").follow("不办了：节日慰问申请").fill("不办的原因", "已领过")
        page.press("不办这个事项")
        with hall.app.app_context(), transaction():
            case = session.scalars(select(BundleCase)).one()
            case.touch()
        assert page.press("还是要办节日慰问申请").status == 409
        with hall.app.app_context(), transaction():
            case = session.scalars(select(BundleCase)).one()
            discard_draft(staff.actor("clerk"), case.applications[0], version=None)
        with hall.app.app_context(), transaction():
            case = session.scalars(select(BundleCase)).one()
            with pytest.raises(RuleBroken, match="办结或者放弃"):
                actions.take_in(staff.actor("clerk"), case, version=None, item="holiday_relief")


class TestEditBundle:
    def test_rows_are_added_and_moved_and_saved(self, hall: Counter) -> None:
        page = hall.browser("admin").open("/bundles/kinds").follow("困难帮扶一件事")
        assert "合并后问" in page.notices[0]
        page.press("增加事项").choose("事项", "困难帮扶登记", within="事项 4").press("上移事项4")
        page.fill("什么情况办", "生活困难的", within="事项 3").press("保存")
        assert page.notices[0].startswith("“困难帮扶一件事”已保存")
        assert page.value("什么情况办", within="事项 3") == "生活困难的"

    def test_one_item_is_no_bundle(self, hall: Counter) -> None:
        page = hall.browser("admin").open("/bundles/kinds/new").fill("名称", "一件").fill("系统编码", "one")
        page.press("增加事项").choose("事项", "困难帮扶登记").press("保存")
        assert page.status == 422
        assert "至少包含两个" in page.text

    def test_the_counter_may_not(self, hall: Counter) -> None:
        assert hall.browser().open("/bundles/kinds").status == 403
