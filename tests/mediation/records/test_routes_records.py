"""The pages of records: a session written by two, ended, signed on screen and paper; evidence with scans; agents; clauses."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from portal.db import session, transaction
from portal.mediation.actions.assigning import assign_mediator
from portal.mediation.records.lines import RESULT_KEY
from portal.mediation.records.models import EvidenceItem, MediationSession, Signature
from portal.web.application import Portal
from tests.factories import mediation as made
from tests.factories import staff
from tests.mediation.records.test_records import STROKES, turned_photo
from tests.page import Browser


@pytest.fixture
def case_id(app: Portal) -> int:
    with app.app_context(), transaction():
        case = made.make_case("mediating")
        assign_mediator(
            staff.actor("mediator"), case, version=None, mediator=made.mediator_of("chair"), role="joint"
        )
        return case.id


def table(page: str, *lines: tuple[str, str, str], do: str = "save") -> list[tuple[str, str]]:
    """What the page at the table sends: its own tokens, and these lines of key, speaker and words."""
    tokens = re.findall(r'name="(csrf_token|once|page)" value="([^"]*)"', page)
    sent = list(dict(tokens).items())
    for key, who, what in lines:
        was = re.search(rf'value="{key}">\s*<input type="hidden" name="lines-was" value="([^"]*)"', page)
        sent += [
            ("lines-key", key),
            ("lines-who", who),
            ("lines-what", what),
            ("lines-was", was[1] if was else ""),
        ]
    return [*sent, ("do", do)]


class TestWriteSession:
    def test_two_write_one_session_and_it_is_ended_and_signed(self, app: Portal, case_id: int) -> None:
        mediator = Browser(app.test_client()).sign_in("mediator", staff.PASSWORD)
        chair = Browser(app.test_client()).sign_in("chair", staff.PASSWORD)
        chair.open("/mediation/clauses").follow("加入常见条款").press("加入")
        mediator.open(f"/mediation/cases/{case_id}").follow("开始一次调解").fill("地点", "一号调解室")
        mediator.press("开始记录")
        assert mediator.h1 == "第 1 次调解"
        address = "/mediation/sessions/1/table"
        pages = [one.client.get(address).get_data(as_text=True) for one in (mediator, chair)]
        first = table(pages[0], ("k1", "申请人张示例", "漏水了。"), (RESULT_KEY, "", "择日再调。"))
        assert mediator.client.post(f"{address}/autosave", data=wanted(first)).status_code == 200
        second = table(pages[1], ("k2", "被申请人李样本", "付1300元（大写壹仟贰佰元整）"))
        kept = chair.client.post(f"{address}/autosave", data=wanted(second)).get_data(as_text=True)
        assert "已自动保存" in kept
        assert "另一位记录人也写了内容" in kept
        assert "壹仟叁佰元整" in kept
        refused = chair.client.post(address, data=wanted(second))
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.get_data(as_text=True)
        mediator.open(address)
        assert "漏水了。" in mediator.text
        assert "付1300元" in mediator.text
        mediator.press("结束，定稿")
        assert "不一致" in mediator.text
        good = table(mediator.page.html, ("k2", "被申请人李样本", "付1200元（大写壹仟贰佰元整）"))
        assert mediator.client.post(address, data=wanted(good)).status_code == 303
        mediator.open(address).choose("常用条款", "一次性付款").fill("金额", "800").press("插入条款")
        assert "800.00元（大写：人民币捌佰元整）" in mediator.text
        mediator.press("结束，定稿").fill("结束时间", "23:59").choose(
            "这次调解的结果", "未达成一致，择日再调"
        )
        mediator.press("定稿并出纸")
        assert "记录已定稿" in str(mediator.notices)
        mediator.follow("签名")
        assert "还缺：张示例（当事人）签名、李样本（当事人）签名" in mediator.text
        screen = re.search(r'href="(/mediation/signatures/session/1/\w+/screen)"', mediator.page.html)
        assert screen is not None
        form = mediator.client.get(screen[1]).get_data(as_text=True)
        fields = dict(re.findall(r'name="(csrf_token|once|version|strokes)" value="([^"]*)"', form))
        empty = mediator.client.post(screen[1], data=fields)
        assert empty.status_code == 422
        assert mediator.client.post(screen[1], data=fields | {"strokes": STROKES}).status_code == 303
        assert mediator.client.get("/mediation/signatures/1/picture").mimetype == "image/jpeg"
        stale = mediator.client.post(
            screen[1].replace("/screen", "/paper"), data=fields | {"way": "paper", "on": "2026-11-22"}
        )
        assert stale.status_code == 409
        mediator.open("/mediation/sessions/1").follow("补入屏幕签名，重新出纸").press("重新出纸")
        mediator.follow("重新打开").fill("理由", "漏记").press("划去签名，重新打开")
        with app.app_context():
            assert [row.struck_because for row in session.query(Signature)] == ["漏记"]
            assert len(session.get_one(MediationSession, 1).lines) == 4


def wanted(sent: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs as the test client sends them, repeated names kept."""
    found: dict[str, list[str]] = {}
    for name, value in sent:
        found.setdefault(name, []).append(value)
    return found


class TestAddEvidence:
    def test_lists_scans_and_refuses_a_program(self, app: Portal, case_id: int) -> None:
        page = Browser(app.test_client()).sign_in("mediator", staff.PASSWORD)
        page.open(f"/mediation/cases/{case_id}/evidence/evidence/new")
        page.fill("证据名称", "照片").choose("提交的当事人", "张示例")
        page.attach("扫描件或照片", "照.jpg", b"MZ" + bytes(99)).press("登记")
        assert "扫描件或照片" in page.errors
        page.attach("扫描件或照片", "照.jpg", turned_photo()).press("登记")
        assert [row["名称"] for row in page.rows("证据材料")] == ["照片"]
        with app.app_context():
            scan = session.get_one(EvidenceItem, 1).scans[0]
            assert scan.file.height > scan.file.width
        assert page.client.get("/mediation/evidence/1/scans/1").mimetype == "image/jpeg"
        page.open(f"/mediation/cases/{case_id}/agents/new").fill("受委托人姓名", "张小例").press(
            "登记并出委托书"
        )
        page.open(f"/mediation/cases/{case_id}/participants/new").choose("身份", "邻居").fill(
            "姓名", "王邻居"
        )
        page.press("登记")
        assert "各方当事人同意" in page.text
        page.check("张示例").check("李样本").press("登记")
        assert "王邻居" in page.text
        page.open(f"/mediation/cases/{case_id}/investigations/new").fill("地点", "门卫室")
        page.fill("被调查人", "周门卫").press("开始记录")
        assert page.h1 == "向周门卫调查"

    def test_another_committee_sees_nothing(self, app: Portal, case_id: int) -> None:
        with app.app_context(), transaction():
            foreign = made.make_committee("C2", kind="residents")
            who = replace(staff.actor("mediator"), unit_id=foreign.unit_id)
            elsewhere = made.make_case(committee=foreign, actor=who).id
        page = Browser(app.test_client()).sign_in("mediator", staff.PASSWORD)
        for address in ("sessions/new", "evidence", "agents/new", "investigations/new"):
            assert page.client.get(f"/mediation/cases/{elsewhere}/{address}").status_code == 404
        assert page.client.get("/mediation/clauses").status_code == 403
