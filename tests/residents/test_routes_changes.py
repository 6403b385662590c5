"""The pages that change a person, and those of households and organisations."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.db import session, transaction
from portal.residents.models import Resident
from portal.web.application import Portal
from tests.factories import residents, staff
from tests.page import Browser
from tests.residents.test_routes import said


@pytest.fixture
def zhang(app: Portal) -> int:
    """The key of 张䶮."""
    with app.app_context(), transaction():
        return residents.make_zhang().id


def _browser(app: Portal, who: str = "clerk") -> Browser:
    return Browser(app.test_client()).sign_in(who, staff.PASSWORD)


class TestCorrectResident:
    def test_a_correction_stands_in_the_history_with_both_values(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}").follow("更正")
        page.fill("联系电话", "13900000002").fill("现住址", "示范路9号").fill("更正原因", "本人换号").press(
            "保存更正"
        )
        assert "已更正。" in page.text
        page.follow("变更历史")
        assert "139****0001 → 139****0002" in page.text
        assert "原因：本人换号" in page.text
        assert "13900000002" not in page.html

    def test_a_later_save_sees_both_versions_and_loses_nothing(self, app: Portal, zhang: int) -> None:
        first = _browser(app).open(f"/residents/{zhang}/correct")
        second = _browser(app, "clerk2").open(f"/residents/{zhang}/correct")
        second.fill("现住址", "新路2号").fill("更正原因", "搬家").press("保存更正")
        first.fill("现住址", "新路1号").fill("更正原因", "搬家").press("保存更正")
        assert first.status == 409
        assert "新路2号" in first.text
        assert first.value("现住址") == "新路1号"
        first.press("保存更正")
        with app.app_context():
            assert session.get_one(Resident, zhang).address == "新路1号"

    def test_faults_are_shown_at_their_fields(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}/correct")
        page.fill("出生日期", "1966-11-23").fill("联系电话", "1").fill("更正原因", "误").press("保存更正")
        assert set(page.errors) == {"出生日期", "联系电话"}

    def test_a_separator_is_shown_before_it_is_kept(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}/correct").fill("姓名", "张.䶮").fill("更正原因", "误")
        assert page.press("保存更正").value("姓名") == "张·䶮"
        assert page.press("保存更正").h1 == "张·䶮"


class TestAddPaper:
    def test_another_document_is_added(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}").follow("登记证件")
        page.choose("证件种类", "护照").fill("证件号码", "E11990001").fill("原因", "本人出示").press(
            "登记证件"
        )
        assert "已登记证件。" in page.text
        assert "护照" in page.text

    def test_a_wrong_number_is_put_right_with_the_birth_date(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}/papers/new")
        page.choose("登记什么", "登记有误：更正下面选的证件，原号码不再查到本人")
        page.choose("被代替或更正的证件", "居民身份证 119901********0018")
        page.fill("证件号码", "119901196402290132").fill("原因", "录入错误").press("登记证件")
        assert page.errors["按证件更正出生日期和性别"]
        page.check("按证件更正出生日期和性别").press("登记证件")
        assert "1964年2月29日" in page.text
        page.follow("变更历史")
        assert "居民身份证 119901********0018 → 居民身份证 119901********0132" in page.text


class TestRecordDeath:
    def test_recorded_shown_and_taken_back_by_a_reviewer(self, app: Portal, zhang: int) -> None:
        page = _browser(app).open(f"/residents/{zhang}").follow("登记死亡")
        page.fill("死亡日期", "2026-11-23").fill("依据", "死亡医学证明").press("登记死亡")
        assert "晚于今天" in said(page, "死亡日期")
        page.fill("死亡日期", "2026-11-20").press("登记死亡")
        assert "已登记死亡：2026年11月20日。依据：死亡医学证明" in page.text
        reviewer = _browser(app, "reviewer").open(f"/residents/{zhang}").follow("撤销死亡登记")
        assert "已撤销死亡登记。" in reviewer.fill("原因", "同名误登").press("撤销死亡登记").text


class TestMergeResidents:
    def test_likely_records_are_offered_merged_and_parted_again(self, app: Portal, zhang: int) -> None:
        with app.app_context(), transaction():
            twin = residents.make_resident(
                name="张䶮", kind="passport", number="E11990001", birth_date=dt.date(1966, 11, 22)
            )
            gone = twin.id
        page = _browser(app, "reviewer").open(f"/residents/{zhang}").follow("合并重复的档案")
        page.follow("选择")
        assert [row["档案号"] for row in page.rows("合并后保留第一条，第二条并入其中")] == [
            str(zhang),
            str(gone),
        ]
        page.fill("合并原因", "本人持两种证件").press("合并")
        assert "护照" in page.text
        page.follow("撤销合并").fill("原因", "核对有误").press("撤销合并")
        assert page.url == f"/residents/{gone}"
        page.open(f"/residents/{zhang}/history")
        assert "撤销合并" in page.text

    def test_a_record_that_looks_different_is_searched_for_and_nobody_types_its_key(
        self, app: Portal, zhang: int
    ) -> None:
        with app.app_context(), transaction():
            residents.make_resident(name="章样本")
        page = _browser(app, "reviewer").open(f"/residents/{zhang}/merge")
        page.fill("另一条记录", "无此人").press("查找这条记录")
        assert "没有查到" in page.text
        page.fill("另一条记录", "章样本").press("查找这条记录").follow("选择", row="章样本")
        assert [row["姓名"] for row in page.rows("合并后保留第一条，第二条并入其中")] == ["张䶮", "章样本"]
        assert page.open(f"/residents/{zhang}/merge?gone=999999").links["取消"] == f"/residents/{zhang}"

    def test_there_is_nothing_to_undo(self, app: Portal, zhang: int) -> None:
        assert _browser(app, "reviewer").open(f"/residents/{zhang}/merge/undo").status == 404


class TestHouseholds:
    def test_registered_found_joined_and_left(self, app: Portal, zhang: int) -> None:
        with app.app_context(), transaction():
            residents.make_resident(name="李配偶", sex="2")
        page = _browser(app).open("/residents/households").follow("登记户")
        page.fill("户号", "1199010001").fill("住址", "示范路1号").choose("所属社区", "和平社区").fill(
            "户主", "张䶮"
        ).press("登记")
        assert page.h1 == "户号 1199010001"
        page.follow("增加成员").fill("成员", "李配偶").choose("与户主关系", "配偶").press("增加")
        assert {row["姓名"]: row["与户主关系"] for row in page.rows("成员")} == {
            "张䶮": "户主",
            "李配偶": "配偶",
        }
        page.follow("迁出", row="李配偶").fill("迁出日期", "2026-11-22").press("登记迁出")
        assert "2026-11-22" in page.text
        page.open("/residents/households?q=示范路")
        assert list(page.rows("户")[0].values())[:3] == ["1199010001", "张䶮", "1"]
        page.open(f"/residents/{zhang}")
        assert page.follow("1199010001").h1 == "户号 1199010001"

    def test_a_name_that_several_people_have_is_asked_for_more(self, app: Portal) -> None:
        with app.app_context(), transaction():
            for _ in range(2):
                residents.make_resident(name="王重名")
        page = _browser(app).open("/residents/households/new").fill("户号", "1").fill("住址", "示范路1号")
        assert "不止一人" in said(page.fill("户主", "王重名").press("登记"), "户主")
        assert "没有找到" in said(page.fill("户主", "查无此人").press("登记"), "户主")

    def test_no_number_is_searched_from_an_address(self, app: Portal) -> None:
        page = _browser(app).open("/residents/households?q=119901196611220018")
        assert page.status == 422


class TestOrganisations:
    def test_registered_once_found_and_shown(self, app: Portal) -> None:
        page = _browser(app).open("/residents/organisations").follow("登记单位")
        page.fill("单位名称", "示范物业有限公司").fill("统一社会信用代码", "11119901MB0A00018T").press("登记")
        assert "校验码不符" in said(page, "统一社会信用代码")
        page.fill("统一社会信用代码", "11119901mb0a00018u").fill("联系电话", "0591-87650000").press("登记")
        assert page.h1 == "示范物业有限公司"
        assert "0591-****0000" in page.text
        page.open("/residents/organisations?q=物业")
        assert page.rows("单位（法人）")[0]["名称"] == "示范物业有限公司"
