"""People's mediation from the door to the bound volume, and two minutes at the door, read on a screen and on a phone."""

from __future__ import annotations

import io
import re
import subprocess
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.looking import as_another, look, sign_in

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}
TODAY = "2026-11-22"
FIGURES, CAPITALS = "1200", "人民币壹仟贰佰元整"


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    """The picture of an identity card as a camera gives it."""
    path = tmp_path / "proof.jpg"
    Image.linear_gradient("L").resize((800, 500)).convert("RGB").save(path, quality=80)
    return path


def test_from_the_door_to_the_bound_volume(visitor_with_script: Page, proof: Path) -> None:
    page = visitor_with_script
    sign_in(page, "mediator")
    _at_the_door(page)
    case = _intake(page)
    _accept_and_begin(page)
    _sit(page, case)
    _agree(page, case)
    _perform_and_close(page, case)
    _sign_as_head(page)
    _bind(page, case, proof)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def _look_twice(page: Page, name: str) -> None:
    """On a phone and on a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        look(page, f"{name}-{size['width']}")


def _at_the_door(page: Page) -> None:
    page.goto("/mediation/settle")
    _look_twice(page, "mediation-settle")
    page.get_by_label("第 1 人 姓名").fill("凤示例")
    page.get_by_label("第 2 人 姓名").fill("龙样本")
    page.get_by_label("纠纷类别").select_option(label="邻里")
    page.get_by_label("为什么事").fill("楼道堆放杂物，出入不便。")
    page.get_by_label("怎么解决的").fill("龙样本当天清走杂物。")
    _press(page, "登记并制作口头协议登记表")
    expect(page.locator("body")).to_contain_text("已生效")


def _intake(page: Page) -> str:
    page.goto("/mediation/cases")
    _follow(page, "登记调解案件")
    for number, name in ((1, "鹤示例"), (2, "鸥样本")):
        page.get_by_role("group", name=f"当事人 {number}").get_by_label("姓名").fill(name)
    page.get_by_label("纠纷类别").select_option(label="邻里")
    page.get_by_label("纠纷简要情况").fill("楼上漏水，泡坏了天花板和地板，赔偿数额谈不拢。")
    page.get_by_label("被申请人的意见").select_option(label="同意调解")
    _press(page, "登记并提交审查")
    page.wait_for_url(re.compile(r"/mediation/cases/\d+"))
    return page.url.rsplit("/", maxsplit=1)[-1].split("?")[0]


def _accept_and_begin(page: Page) -> None:
    _follow(page, "受理")
    _press(page, "受理")
    _follow(page, "指派调解员")
    page.wait_for_url("**/mediators")
    page.locator("select[name=mediator_id]").select_option(label=_own(page))
    _press(page, "指派")
    for verb in ("告知权利义务", "开始调解"):
        _follow(page, verb)
        _press(page, verb)
    expect(page.get_by_text("已开始调解。")).to_be_visible()


def _own(page: Page) -> str:
    """The choice that is the mediator who sits here, whatever the load shown beside the name."""
    options = page.locator("select[name=mediator_id] option").all_text_contents()
    return next(one.strip() for one in options if one.strip().startswith("温如言"))


def _sit(page: Page, case: str) -> None:
    page.goto(f"/mediation/cases/{case}")
    _follow(page, "开始一次调解")
    page.get_by_label("开始时间").fill("09:00")
    page.get_by_label("地点").fill("街道调解室")
    _press(page, "开始记录")
    said = page.get_by_label("第 1 行：说了什么")
    said.fill(f"愿意赔偿{FIGURES}元（大写：人民币壹仟叁佰元整）。")
    page.get_by_label("调解结果").fill("双方达成一致，另行签订协议书。")
    _look_twice(page, "mediation-table")
    _press(page, "结束，定稿")
    expect(page.locator("#lines-error")).to_contain_text("不一致")
    page.get_by_label("第 1 行：说了什么").fill(f"愿意赔偿{FIGURES}元（大写：{CAPITALS}）。")
    _press(page, "结束，定稿")
    page.get_by_label("结束时间").fill("10:00")
    page.get_by_label("达成协议", exact=True).check()
    _press(page, "定稿并出纸")
    page.get_by_role("link", name="签名").first.click()
    _sign_all_on_paper(page)


def _sign_all_on_paper(page: Page) -> None:
    """Enter each signature that is wanted as given on paper, until nobody is missing."""
    for _ in range(10):
        if page.get_by_text("该签名的都已签名。").is_visible():
            return
        page.get_by_role("link", name=re.compile("已在纸上签|登记盖章")).first.click()
        page.get_by_role("main").locator("form button[type=submit]").last.click()
        page.wait_for_url(re.compile(r"/mediation/signatures/\w+/\d+(\?|$)"))
    raise AssertionError("signatures are wanted without end")


def _agree(page: Page, case: str) -> None:
    page.goto(f"/mediation/cases/{case}/agreement/new")
    page.get_by_label("协议内容").fill(f"一、鸥样本赔偿鹤示例{FIGURES}元（大写：{CAPITALS}）。")
    page.get_by_label("协议金额").fill(FIGURES)
    first = page.get_by_role("group", name="第 1 项")
    if not first.is_visible():
        _press(page, "再加一项")
    first.get_by_label("金额").fill(FIGURES)
    first.get_by_label("最迟哪一天").fill("2026-12-10")
    _press(page, "保存协议")
    _press(page, "定稿，准备签字")
    page.goto(f"/mediation/cases/{case}/conclude")
    _follow(page, "登记签名")
    _sign_all_on_paper(page)
    page.goto(f"/mediation/cases/{case}/conclude")
    _press(page, "盖章生效")
    expect(page.locator("body")).to_contain_text("已生效")


def _perform_and_close(page: Page, case: str) -> None:
    page.locator("a[href*='/obligations/'][href$='/perform']").first.click()
    page.get_by_label("这次付了多少").fill(FIGURES)
    _press(page, "登记履行")
    page.goto(f"/mediation/cases/{case}/finish-performance")
    page.get_by_role("main").locator("form button[type=submit]").last.click()
    page.goto(f"/mediation/cases/{case}/visits/new")
    page.get_by_label("回访情况").fill("赔偿款已经付清，双方和好。")
    _press(page, "登记回访")
    page.goto(f"/mediation/cases/{case}/close")
    _press(page, "结案")
    expect(page.locator("body")).to_contain_text("已结案")


def _sign_as_head(page: Page) -> None:
    """The chair finds the report on a page of its own, reads, ticks and signs; the mediator could not."""
    as_another(page, "chair")
    page.goto("/mediation/opinions")
    _look_twice(page, "mediation-opinions")
    page.get_by_role("main").locator("input[name=cases]").check()
    _press(page, "签署所选的")
    expect(page.locator("body")).to_contain_text("已签署 1 件")
    as_another(page, "mediator")


def _bind(page: Page, case: str, proof: Path) -> None:
    """The proofs are still missing: the volume says so, and is bound once they are there."""
    page.goto(f"/mediation/cases/{case}/volume/bind")
    expect(page.get_by_role("main")).to_contain_text("必须有的材料还缺")
    for name in ("鹤示例", "鸥样本"):
        page.goto(f"/mediation/cases/{case}/evidence/identity/new")
        page.locator("select[name=party_id]").select_option(label=name)
        page.get_by_label("居民身份证复印件").check()
        page.get_by_label("扫描件或照片").set_input_files(proof)
        _press(page, "登记")
    page.goto(f"/mediation/cases/{case}/volume/originals")
    _press(page, "全部已在纸上签名")
    page.goto(f"/mediation/cases/{case}/volume/bind")
    _press(page, "装订")
    page.wait_for_url(re.compile(r"/mediation/volumes/\d+"))
    link = page.get_by_role("main").locator("a[href$='.pdf']").first
    for _ in range(100):
        if link.is_visible():
            break
        time.sleep(0.3)
        page.reload()
    answer = page.request.get(link.get_attribute("href") or "")
    assert answer.ok
    _is_a_volume(answer.body())


def _is_a_volume(content: bytes) -> None:
    """Cover, catalogue, papers in their order on the pages that bookmarks and catalogue say, fonts that are in the file."""
    said = _piped("pdftotext", "-layout", "-", "-", content=content)
    pages = said.rstrip("\f").split("\f")
    bare = [re.sub(r"\s", "", one) for one in pages]
    assert "鹤示例" in bare[0]
    assert "卷内目录" in bare[1]
    for words in ("鸥样本", "1200.00", "壹仟贰佰元整", "人民调解记录"):
        assert any(words in one for one in bare[2:]), words
    with pikepdf.open(io.BytesIO(content)) as volume, volume.open_outline() as outline:
        assert len(volume.pages) == len(pages)
        titles = [mark.title for mark in outline.root]
    assert (titles[:2], titles[-1]) == (["封面", "卷内目录"], "封底")
    assert any(title.endswith("人民调解协议书") for title in titles)
    for title in titles[2:-1]:
        first = int(title.split("-")[0].split(" ")[0])
        assert re.search(rf"^\s*{first}\s*$", pages[1 + first], re.M), title
        assert re.sub(r"\s", "", title.split(" ", 1)[1]) in bare[1]
    fonts = _piped("pdffonts", "-", content=content).splitlines()[2:]
    assert fonts
    assert all(re.search(r"yes +yes +yes +\d+", row) for row in fonts)


def _piped(*command: str, content: bytes) -> str:
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
