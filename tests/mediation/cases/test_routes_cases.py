"""The pages of a case: intake with parties found or typed, acceptance, assignment, rights, the beginning; lists, foreign eyes."""

from __future__ import annotations

import pytest

from portal.db import transaction
from portal.web.application import Portal
from tests.factories import mediation as made
from tests.factories import residents, staff
from tests.page import Browser


@pytest.fixture
def chair(app: Portal) -> Browser:
    with app.app_context(), transaction():
        made.make_committee()
        residents.make_resident(name="赵试一", phone="13900000111")
    return Browser(app.test_client()).sign_in("chair", staff.PASSWORD)


class TestOpenCase:
    def test_from_the_door_to_the_table(self, app: Portal, chair: Browser) -> None:
        page = chair.open("/mediation/cases").follow("登记调解案件")
        page.fill("姓名（名称）", "赵试一", within="当事人 1").press("在登记簿里查找（当事人 1）")
        page.press("用这一位赵试一1960-05-20")
        assert "已在居民登记簿中找到" in page.text
        page.fill("姓名（名称）", "张三、李四", within="当事人 2")
        page.choose("纠纷类别", "邻里").fill("纠纷简要情况", "楼道堆物。").press("登记并提交审查")
        assert any("像是两个人" in one for one in page.errors.values()), page.errors
        page.fill("姓名（名称）", "李四试", within="当事人 2").press("再加一名当事人")
        page.fill("姓名（名称）", "示范物业有限公司", within="当事人 3")
        page.choose("个人或单位", "单位", within="当事人 3")
        page.choose("被申请人的意见", "同意调解").press("登记并提交审查")
        assert page.h1.startswith("赵试一与李四试邻里纠纷")
        page.follow("受理").press("受理")
        assert "已受理，案号 示街人调字〔2026〕1号。" in page.notices
        page.follow("指派调解员").choose("调解员", "测试05（在办 0 件）").press("指派")
