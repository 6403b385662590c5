"""Pages of the counter: originals and errands, deliveries, and the workbench that names what is late."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path

from werkzeug.datastructures import MultiDict

from portal import clock
from portal.jobs import running
from tests.page import Browser
from tests.services.conftest import unrendered
from tests.services.counter import Counter, address, counter

__all__ = ["counter", "unrendered"]


def test_originals_go_out_with_an_errand_and_come_back(counter: Counter) -> None:
    clock.fix_today(dt.date(2026, 11, 23))
    key = counter.accepted()
    page = counter.at(key).follow("收原件")
    page.check("身份证").fill("其他原件", "房产证，结婚证").fill("预计退还日期", "2026-11-25").press(
        "登记并出清单"
    )
    page.follow("登记代办").fill("交办单位", "示范派出所").check("已收委托人签名的委托书")
    page.press("登记代办").follow("送件").press("送件")
    assert page.facts["交办单位"] == "示范派出所"
    clock.fix_today(dt.date(2026, 11, 26))
    assert page.open("/").rows("原件逾期未退")[0]["标题"].startswith("身份证")
    assert len(page.open("/originals").rows("已交出，还没有取回")) == 3
    page.open("/errands").follow("张䶮", row="张䶮").follow("取回结果").fill("取回的结果", "居住证").press(
        "取回结果"
    )
    page.follow("交付签收").check("领取人已签收").press("交付签收")
    page.open(address(key)).follow("退还").check("领取人已在材料接收清单上签名").press("退还原件")
    assert "原件已退还本人" in page.text
    reviewer = counter.browser("reviewer").open(address(key, "originals/lost"))
    assert "没有可以这样办理的原件" in reviewer.text


def test_a_paper_is_delivered(counter: Counter) -> None:
    clock.fix_today(dt.date(2026, 11, 23))
    key = counter.accepted()
    page = counter.at(key).follow("开送达回证").fill("送达地点", "示范路2号院").press("开送达回证")
    assert page.facts["送达方式"] == "直接送达"
    page.open("/").rows("待送达文书")
    page.open("/deliveries").follow("登记送达").choose("由谁签收", "代收人").fill("代收人姓名", "李四").press(
        "登记送达"
    )
    assert page.status == 422
    page.fill("与受送达人的关系", "配偶").press("登记送达")
    assert page.facts["签收"].split() == ["代收人", "李四", "配偶"]
    page.open(address(key)).follow("直接送达")
    counter.at(key).follow("直接送达")


def test_the_day_s_list_has_every_number_and_the_void_ones_with_reasons(counter: Counter) -> None:
    clock.fix_today(dt.date(2026, 11, 23))
    counter.accepted()
    wrong = counter.accepted(item="visited_help")
    counter.at(wrong, rest="void-acceptance").fill("理由", "受理了别人的事项").press("受理作废")
    page = counter.browser().open("/").follow("当日办件清单")
    rows = page.rows("当日办件清单")
    assert [(row["编号"], row["状态"], row["作废原因"]) for row in rows] == [
        ("示街办受〔2026〕1号", "已用", ""),
        ("示街办受〔2026〕2号", "作废", "受理了别人的事项"),
    ]
    assert (rows[1]["文书"], rows[1]["事项"], rows[1]["经办人"]) == ("受理通知书", "入户帮扶登记", "测试01")
    clock.fix_today(dt.date(2026, 11, 24))
    assert "示街办受" not in counter.browser().open("/").follow("当日办件清单").text


def test_a_guide_is_printed_once_for_a_version_and_all_are_bound(counter: Counter, tmp_path: Path) -> None:
    page = counter.browser().open("/services/plain_help/guide").press("打印指南")
    first = page.url
    assert page.open("/services/plain_help/guide").press("打印指南").url == first
    job = page.open("/services").press("装订便民服务手册")
    with counter.app.app_context():
        running.run_pending()
    assert "便民服务手册" in job.reload().text
    target = tmp_path / "handbook.pdf"
    done = counter.app.test_cli_runner().invoke(args=["services", "handbook", "--out", str(target)])
    assert done.exit_code == 0, done.output
    made = subprocess.run(["pdftotext", "-layout", str(target), "-"], capture_output=True, check=True)
    pages = made.stdout.decode().split("\f")
    place = int(re.findall(r"困难帮扶登记[ .]+(\d+)", pages[1])[0])
    assert "困难帮扶登记" in pages[place - 1]
    assert f"—{place}—" in "".join(pages[place - 1].split())


def test_a_draft_keeps_itself_while_typing_pauses_and_never_over_a_newer_one(counter: Counter) -> None:
    key = counter.draft()
    page, other = counter.at(key), counter.at(key)
    assert "已自动保存" in autosave(page.fill("情况说明", "屋顶漏水"))
    assert counter.look(key, "answers") == {"story": "屋顶漏水"}
    assert "有人在您之前保存" in autosave(other.fill("情况说明", "别的话"))
    assert counter.look(key, "answers") == {"story": "屋顶漏水"}
    assert other.press("保存").status == 409
    assert "已自动保存" in autosave(counter.at(key).fill("情况说明", "屋顶漏水，已报修"))
    wrong = counter.at(key).fill("困难证明 份数", "99999999999")
    assert "按“保存”可以看到" in autosave(wrong)


def autosave(page: Browser) -> str:
    """What the form's own line says after it has sent the form as htmx does."""
    form = next(node for node in page.page.tree.root.walk() if node.get("id") == "draft")
    line = next(node for node in form.walk() if "hx-trigger" in node.attrs)
    fields, _files = page._fields(form, None)
    answer = page.client.post(
        line.get("hx-post"), data=MultiDict(fields), headers={"HX-Request": "true", **page._htmx_headers()}
    )
    assert answer.status_code == 200
    return answer.text
