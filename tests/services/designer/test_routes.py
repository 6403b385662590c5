"""The designer's pages, as an administrator and whoever publishes see them; nothing typed is lost on the way."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.audit import AuditEntry
from portal.db import session
from portal.documents.models import Document, IssuedNumber
from portal.residents.models import Resident
from portal.services.definitions import digest
from portal.services.designer.actions.exchange import FORMAT, example, package_of
from portal.services.models import Application
from tests.page import Browser
from tests.services.counter import Counter, address, counter

__all__ = ["counter"]
DRAFTS = "/services/items/drafts"


def begin(
    counter: Counter, name: str = "便民服务卡", code: str = "service-card", sample: str = ""
) -> Browser:
    """A draft that the administrator has just begun."""
    page = counter.browser("admin").open(f"{DRAFTS}/new")
    if sample:
        page.choose("从样例开始", sample)
    return page.fill("事项名称", name).fill("系统编码", code).press("建立草稿")


def titled(counter: Counter, page: Browser) -> Browser:
    """The draft in front with the title and the word of its own that an example does not lend."""
    page.open(drafted(counter, page) + "/sections/result")
    return page.fill("文书名称", "居住证代办结果告知书").fill("发文字", "居").press("保存")


def drafted(counter: Counter, page: Browser) -> str:
    """The address of the draft in front."""
    return "/".join(page.url.split("/")[:5])


def sealed(**changes: Any) -> bytes:
    """A file whose digest is right, of an example with changes that no form would let through."""
    plain = {**example("holiday_relief").to_dict(), **changes}
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    known = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return json.dumps({"format": FORMAT, "digest": known, "definition": plain}).encode()


def step(permission: str) -> dict[str, Any]:
    """A step that asks for a right."""
    return {"code": "s1", "name": "核实", "during": "accepted", "permission": permission}


class TestStartDraft:
    def test_from_nothing(self, counter: Counter) -> None:
        page = begin(counter)
        assert page.notices[0].startswith("草稿已建立")
        assert page.value("事项名称") == "便民服务卡"
        listed = page.open(DRAFTS).rows("正在编制")
        assert [(row["事项"], row["状态"], row["来源"]) for row in listed] == [
            ("便民服务卡", "编辑中", "空白")
        ]

    def test_from_an_example(self, counter: Counter) -> None:
        page = begin(counter, "残疾人代步车更换", "vehicle", "残疾人机动轮椅车燃油补贴和代步车更换")
        page.open(drafted(counter, page) + "/sections/materials")
        assert page.value("材料名称", within="第2行 残疾人证") == "残疾人证"

    def test_a_code_that_is_taken_is_told_and_the_name_stays(self, counter: Counter) -> None:
        page = begin(counter, "另一个", "plain_help")
        assert page.status == 422
        assert "已有这个编码的事项" in page.errors["系统编码"][0]
        assert page.value("事项名称") == "另一个"

    def test_a_second_draft_of_one_item_leads_to_the_first(self, counter: Counter) -> None:
        page = counter.browser("admin").open("/services/items")
        first = page.press("修改困难帮扶登记").url
        assert page.open("/services/items").press("修改困难帮扶登记").url == first

    def test_the_counter_may_not(self, counter: Counter) -> None:
        assert counter.browser().open(DRAFTS).status == 403
        assert counter.browser("leader").open(f"{DRAFTS}/new").status == 403


class TestEditSection:
    def test_gaps_are_kept_and_told_at_their_fields(self, counter: Counter) -> None:
        page = begin(counter)
        here = drafted(counter, page)
        page.fill("承诺期限（工作日）", "30").press("保存")
        assert page.notices == []
        assert "已保存，下列内容还要补充" in page.text
        assert page.value("承诺期限（工作日）") == "30"
        assert page.errors["承诺期限（工作日）"] == ["承诺时限不能长于法定时限。"]
        assert "还有 1 处需要补充" in page.open(here).text

    def test_what_is_no_number_is_refused_and_stays(self, counter: Counter) -> None:
        page = begin(counter).fill("法定期限（工作日）", "二十").fill("简称", "服务卡").press("保存")
        assert page.status == 422
        assert page.value("法定期限（工作日）") == "二十"
        assert page.value("简称") == "服务卡"

    def test_rows_are_added_moved_and_taken_out_without_losing_a_word(self, counter: Counter) -> None:
        page = begin(counter)
        page.open(drafted(counter, page) + "/sections/fields").press("增加一行")
        page.fill("字段名称", "住址").fill("说明", "写到门牌").press("增加一行")
        assert page.value("说明", within="第1行 住址") == "写到门牌"
        page.fill("字段名称", "人数", within="第2行").choose("类型", "整数", within="第2行").press(
            "上移第2行"
        )
        assert page.value("字段名称", within="第1行 人数") == "人数"
        page.fill("字段名称", "住房", within="第2行 住址").press("删去第1行")
        assert page.value("字段名称", within="第1行 住房") == "住房"
        assert page.value("说明", within="第1行 住房") == "写到门牌"
        assert "第2行" not in page.text

    def test_a_choice_keeps_the_codes_of_its_options(self, counter: Counter) -> None:
        page = begin(counter)
        here = drafted(counter, page)
        page.open(here + "/sections/fields").press("增加一行").fill("字段名称", "住房").choose("类型", "单选")
        page.press("保存")
        assert page.errors["选项"] == ["单选字段须列出选项，每行一个。"]
        page.fill("选项", "自有\n租住").press("保存").fill("选项", "自有住房\n租住").press("保存")
        kept = json.loads(page.open(here + "/export.json").body)
        assert kept["definition"]["fields"][0]["options"] == [["o1", "自有住房"], ["o2", "租住"]]

    def test_a_table_gets_its_columns_on_a_page_of_its_own(self, counter: Counter) -> None:
        page = begin(counter)
        here = drafted(counter, page)
        page.open(here + "/sections/fields").press("增加一行").fill("字段名称", "家庭成员")
        page.choose("类型", "表格（可填多行）").press("保存")
        assert page.errors["类型"] == ["请为这个表格添加栏目。"]
        page.follow("编辑栏目").press("增加一行").fill("字段名称", "姓名").check("必填").press(
            "保存，回到字段"
        )
        assert "“家庭成员”" not in page.errors.get("类型", [""])[0]
        assert json.loads(page.open(here + "/export.json").body)["definition"]["fields"][0]["columns"][0][
            "required"
        ]

    def test_two_administrators_at_once(self, counter: Counter) -> None:
        first = begin(counter)
        second = counter.browser("admin").open(first.url)
        first.fill("简称", "甲").press("保存")
        assert second.fill("简称", "乙").press("保存").status == 409
        assert second.value("简称") == "乙"

    def test_a_place_that_nothing_fills_is_told(self, counter: Counter) -> None:
        page = begin(counter)
        page.open(drafted(counter, page) + "/sections/result").fill("文书正文", "{申请人}：\n{血型}已登记。")
        page.press("保存")
        assert "“{血型}”不认识" in page.errors["文书正文"][0]


class TestTestItem:
    def test_a_whole_life_that_leaves_nothing_behind(self, counter: Counter) -> None:
        page = titled(counter, begin(counter, sample="居住证代办"))
        kinds = (Application, Document, IssuedNumber, Resident)
        before = counter.ask(lambda: [session.scalar(select(func.count(one.id))) for one in kinds])
        page.open(drafted(counter, page) + "/trial").fill("居住事由", "务工").press("试运行")
        assert page.notices[0].startswith("从登记到办结都走通了")
        assert [row["步骤"] for row in page.rows("办理过程")][-4:] == ["决定", "制发", "领取", "办结"]
        after = counter.ask(lambda: [session.scalar(select(func.count(one.id))) for one in kinds])
        assert after == before
        verbs = counter.ask(lambda: set(session.scalars(select(AuditEntry.verb))))
        assert "services.test_item_draft" in verbs
        assert "services.accept_application" not in verbs
        page.press("看样张：居住证代办结果告知书")
        assert page.body.startswith(b"%PDF")

    def test_an_answer_of_the_wrong_shape_is_told_at_its_field(self, counter: Counter) -> None:
        page = begin(counter, sample="居住证代办")
        page.open(drafted(counter, page) + "/trial").fill("来本地居住日期", "去年").press("试运行")
        assert page.status == 422
        assert "来本地居住日期" in page.errors

    def test_a_draft_with_gaps_is_not_run(self, counter: Counter) -> None:
        page = begin(counter)
        here = drafted(counter, page)
        page.fill("承诺期限（工作日）", "30").press("保存").open(here + "/trial")
        assert any("补好后才能试运行" in text for text in page.notices)

    def test_the_guide_looks_as_it_will(self, counter: Counter) -> None:
        page = begin(counter, sample="居住证代办")
        page.open(drafted(counter, page) + "/guide")
        assert page.facts["承诺期限"] == "7个工作日"
        assert page.facts["预约办理"] == "节假日可以电话预约"


class TestPublishDraft:
    def test_by_another_person_than_the_author(self, counter: Counter) -> None:
        page = begin(counter, sample="居住证代办")
        here = drafted(counter, page)
        assert page.open(here + "/submit").press("提交").status == 422
        assert "还没有试运行" in page.errors[""][0]
        page.open(here + "/trial").press("试运行").open(here).follow("提交发布").press("提交")
        assert page.notices == ["已提交，等待另一人发布。"]
        assert "须由另一人发布" in page.open(here + "/publish").notices[0]
        leader = counter.browser("leader").open(here)
        leader.follow("退回").fill("退回理由", "写明办理地点").press("退回")
        page.open(here)
        assert page.notices == ["发布人退回 写明办理地点"]
        page.follow("提交发布").press("提交")
        leader.open(here).follow("发布").press("发布")
        assert leader.notices[0] == "已发布第 1 版，2026-11-22 起生效。"
        assert counter.browser().open("/services/service-card/guide").h1 == "便民服务卡 办事指南"

    def test_the_application_goes_to_its_result_paper(self, counter: Counter) -> None:
        publish(counter, titled(counter, begin(counter, sample="居住证代办")))
        page = counter.browser().open(f"/services/service-card/apply?resident={counter.zhang}")
        page.press("下一步：填写并核对材料").fill("居住事由", "务工").press("其余都已收，保存").press("受理")
        key = int(page.url.split("/")[3])
        number = page.facts["受理号"]
        counter.at(key, "reviewer").choose("审核意见", "同意").press("审核")
        counter.at(key, "leader").choose("决定", "准予").press("决定")
        page.open(address(key)).press("制发")
        assert page.facts["结果"] == "准予 居住证代办结果告知书 示街办居〔2026〕1号"
        assert "居住证代办结果告知书" in page.text
        assert number in page.open(f"/residents?q={number}").text


class TestMoveRow:
    @pytest.mark.parametrize("wish", ["up:abc", "down:²", "remove:", "up:１", "down:99999999999999999999"])
    def test_a_place_that_is_none_moves_nothing(self, counter: Counter, wish: str) -> None:
        page = begin(counter)
        page.open(drafted(counter, page) + "/sections/fields").press("增加一行").fill("字段名称", "住房")
        page.page.find_button("增加一行").attrs["value"] = wish
        page.press("增加一行")
        assert (page.status, page.value("字段名称")) == (200, "住房")


class TestExchange:
    def test_a_file_comes_in_as_a_draft_with_its_digest(self, counter: Counter) -> None:
        content = package_of(example("holiday_relief").to_dict())
        page = counter.browser("admin").open(f"{DRAFTS}/import")
        page.attach("事项文件（JSON）", "relief.json", content).press("导入为草稿")
        plain = json.loads(content)
        assert plain["digest"] == digest(plain["definition"])
        assert plain["digest"] in page.facts["来源"]
        assert json.loads(page.open(page.url + "/export.json").body) == plain

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b'{"a":' * 60000, "读不出 JSON"),
            (b"[" * 60000, "读不出 JSON"),
            (sealed(name="\ud800"), "不能显示的字符"),
            (sealed(name="事项\x00"), "不能显示的字符"),
            (sealed(conditions=[{"text": "条件", "hook": ""}] * 61), "超过 60 行"),
            (sealed(statutory_days=1000), "超出范围"),
            (sealed(supplement_days=10**30), "超出范围"),
            (sealed(statutory_days=float("inf")), "读不出来"),
            (sealed(steps=[step("services.no_such_right")]), "没有的权限"),
            (sealed(steps=[step("accounts.manage_accounts")]), "没有的权限"),
        ],
    )
    def test_what_no_form_lets_through_is_refused(
        self, counter: Counter, content: bytes, sentence: str
    ) -> None:
        page = counter.browser("admin").open(f"{DRAFTS}/import")
        page.attach("事项文件（JSON）", "relief.json", content).press("导入为草稿")
        assert page.status == 422
        assert sentence in page.errors["事项文件（JSON）"][0]

    def test_the_name_of_a_file_keeps_no_number(self, counter: Counter) -> None:
        content = package_of(example("holiday_relief").to_dict())
        page = counter.browser("admin").open(f"{DRAFTS}/import")
        page.attach("事项文件（JSON）", "119901196611220018.json", content).press("导入为草稿")
        assert page.facts["来源"].count("*") == 18
        assert "119901196611220018" not in page.text

    def test_a_changed_file_is_refused(self, counter: Counter) -> None:
        content = package_of(example("holiday_relief").to_dict()).replace(b"15", b"16", 1)
        page = counter.browser("admin").open(f"{DRAFTS}/import")
        page.attach("事项文件（JSON）", "relief.json", content).press("导入为草稿")
        assert page.status == 422
        assert "校验值不符" in page.errors["事项文件（JSON）"][0]


class TestCompareVersions:
    def test_what_changed_stands_side_by_side(self, counter: Counter) -> None:
        page = counter.browser("admin").open("/services/items").press("修改困难帮扶登记")
        here = drafted(counter, page)
        page.open(here + "/sections/basics").fill("承诺期限（工作日）", "6").press("保存").open(here)
        assert page.rows("不同之处") == [
            {"章节": "基本信息", "内容": "承诺期限（工作日）", "第1版": "10", "草稿": "6"}
        ]
        publish(counter, page)
        rows = page.open("/services/items/plain_help/versions").rows("不同之处")
        assert [tuple(row.values())[1:] for row in rows] == [("承诺期限（工作日）", "10", "6")]


def publish(counter: Counter, page: Browser) -> None:
    """Try the draft in front out, hand it in, and let somebody else publish it."""
    here = drafted(counter, page)
    page.open(here + "/trial").press("试运行").open(here + "/submit").press("提交")
    counter.browser("leader").open(here + "/publish").press("发布")
