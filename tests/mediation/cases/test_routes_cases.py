"""The pages of a case: intake with parties found or typed, acceptance, assignment, rights, the beginning; lists, foreign eyes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import clock
from portal.actor import Actor
from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.disputes.models import DisputeParty
from portal.mediation import queries
from portal.mediation.documents import party_line
from portal.mediation.records.models import Investigation
from portal.web.application import Portal
from tests.accounts.cookies import token_on
from tests.factories import agreements, residents, staff
from tests.factories import mediation as made
from tests.page import Browser


def elsewhere_at(unit_id: int) -> Actor:
    """A mediator of the cast whose post is at another unit."""
    return replace(staff.actor("mediator"), unit_id=unit_id)


@pytest.fixture
def chair(app: Portal) -> Browser:
    with app.app_context(), transaction():
        made.make_committee()
        residents.make_resident(name="赵试一", phone="13900000111")
    return Browser(app.test_client()).sign_in("chair", staff.PASSWORD)


class TestOpenCase:
    def test_from_the_door_to_the_table(self, app: Portal, chair: Browser) -> None:
        page = chair.open("/mediation/cases").follow("登记调解案件")
        page.fill("姓名", "赵试一", within="当事人 1").press("在登记簿里查找（当事人 1）")
        page.press("用这一位赵试一1960-05-20")
        assert "已在居民登记簿中找到" in page.text
        page.fill("姓名", "张三、李四", within="当事人 2")
        page.choose("纠纷类别", "邻里").fill("纠纷简要情况", "楼道堆物。").press("登记并提交审查")
        assert "像是两个人" in str(page.errors)
        page.fill("姓名", "李四试", within="当事人 2").press("再加一名当事人")
        page.fill("姓名", "示范物业有限公司", within="当事人 3").press("登记并提交审查")
        assert "像是单位名称" in str(page.errors)
        page.fill("单位名称", "示范物业有限公司", within="当事人 3")
        page.choose("被申请人的意见", "同意调解").press("登记并提交审查")
        assert page.h1.startswith("赵试一与李四试邻里纠纷")
        page.follow("受理").press("受理")
        assert "已受理，案号 示街人调字〔2026〕1号。" in page.notices
        page.follow("指派调解员").choose("调解员", "测试05（在办 0 件）").press("指派")
        page.follow("告知权利义务").press("告知权利义务")
        page.follow("开始调解").press("开始调解")
        assert "已开始调解。" in page.notices
        page.follow("有危险：报告公安").fill("情况", "扬言动手").press("已向公安报告，登记")
        assert {"报告给哪个派出所", "接报人", "什么危险"} <= set(page.errors)
        page.choose("什么危险", "扬言或已经动手伤人").fill("报告给哪个派出所", "和平派出所").fill(
            "接报人", "警号01"
        )
        page.press("已向公安报告，登记")
        key = page.url.rsplit("/", 1)[-1]
        page.press("打印报告公安记录和平派出所")
        paper = page.url
        page.open(f"/mediation/cases/{key}").press("打印报告公安记录和平派出所")
        assert page.url == paper  # one report, one paper
        page.open(f"/mediation/cases/{key}").follow("延长期限").fill("延长到", "2027-01-15").fill(
            "延期的理由", "等鉴定"
        )
        page.press("登记延期")
        assert "须经各方当事人同意" in str(page.errors) or "须经各方当事人同意" in page.text
        page.open("/mediation/cases?tab=all&q=赵试")
        assert [row["状态"] for row in page.rows("调解案件")] == ["调解中"]


class TestFillIntake:
    @pytest.mark.parametrize("where", ["cases/new", "settle"])
    def test_a_key_that_nobody_searched_shows_nobody(self, app: Portal, chair: Browser, where: str) -> None:
        with app.app_context(), transaction():
            key = residents.make_resident(name="钱试二", phone="13900000112").id
        sent = {
            "csrf_token": token_on(chair.client, f"/mediation/{where}"),
            "parties-0-kind": "person",
            "help": "add",
        }
        sent |= {"parties-0-resident_id": str(key), "add_row": "1"}
        shown = [
            chair.client.post(f"/mediation/{where}/fill", data={**sent, "parties-0-name": name}).text
            for name in ("甲", "钱试二")
        ]
        assert ["1960-05-20" in text for text in shown] == [False, True]
        if where == "settle":
            chair.client.post("/mediation/settle/fill", data={**sent, "take": f"0:{key}", "add_row": ""})
        else:
            chair.client.post("/mediation/cases/new/fill", data={**sent, "help": f"use:0:{key}"})
        with app.app_context():
            seen = select(AuditEntry.subject_id).where(AuditEntry.verb == "residents.read_resident")
            assert session.scalars(seen).all() == [key]


class TestReadCase:
    def test_who_may_see_and_what_is_recorded(self, app: Portal, chair: Browser) -> None:
        with app.app_context(), transaction():
            key = made.make_case("mediating").id
            foreign = made.make_committee("C2", kind="residents")
            elsewhere = made.make_case(committee=foreign, actor=elsewhere_at(foreign.unit_id)).id
        chair.client.get(f"/mediation/cases/{key}")
        assert chair.client.get(f"/mediation/cases/{elsewhere}").status_code == 404
        looked = "mediation.see_foreign_case"
        with app.app_context():
            seen = session.scalars(select(AuditEntry).where(AuditEntry.verb == looked)).all()
            assert [entry.subject_id for entry in seen] == [key]
        with app.app_context(), transaction():
            case = queries.get_case(staff.actor("mediator"), key)
            agreement = agreements.drafted(case).id
            asked = Investigation(case=case, position=1, started_at=clock.now(), asked_name="李样本")
            asked.entered_by = staff.actor("mediator").account_id
            session.add(asked)
            session.flush()
            pages = [f"agreements/{agreement}", f"investigations/{asked.id}", f"cases/{key}/evidence"]
        for page in pages:  # what was said is as much the case as its own page
            chair.client.get(f"/mediation/{page}")
        with app.app_context():
            seen = session.scalars(select(AuditEntry).where(AuditEntry.verb == looked)).all()
            assert [entry.subject_id for entry in seen] == [key] * 4
        for who, status in (("mediator", 200), ("clerk", 403), ("justice", 200)):
            other = Browser(app.test_client()).sign_in(who, staff.PASSWORD)
            assert other.client.get(f"/mediation/cases/{key}").status_code == status


class TestAddParty:
    def test_takes_a_person_of_the_register(self, app: Portal, chair: Browser) -> None:
        with app.app_context(), transaction():
            key = made.make_case("mediating").id
            person = residents.make_resident(name="钱试二", phone="13900000112").id
        page = chair.open(f"/mediation/cases/{key}/parties/new").fill("姓名", "钱试二")
        page.choose("地位", "被申请人").press("在登记簿里查找（当事人 1）").press("用这一位钱试二1960-05-20")
        page.press("保存")
        assert "已增加当事人。" in page.notices
        with app.app_context(), transaction("read"):
            party = session.scalars(select(DisputeParty).where(DisputeParty.resident_id == person)).one()
            assert (party.name, party.side) == ("钱试二", "respondent")

    def test_a_firm_is_asked_for_its_code_its_head_and_who_came(self, app: Portal, chair: Browser) -> None:
        with app.app_context(), transaction():
            key = made.make_case("mediating").id
        page = (
            chair.open(f"/mediation/cases/{key}/parties/new").fill("姓名", "样本物业有限公司").press("保存")
        )
        assert "像是单位名称" in str(page.errors)
        page.press("这是个人").fill("姓名", "样本物业有限公司").press("这是单位")
        page.choose("地位", "被申请人").fill("统一社会信用代码", "91119901MB0A000180").press("保存")
        assert "校验码不符" in str(page.errors)
        page.fill("统一社会信用代码", "91119901mb0a00018k").fill("法定代表人", "周样本").fill(
            "到场人", "吴样本 经理"
        )
        page.press("保存")
        assert "已增加当事人。" in page.notices
        with app.app_context(), transaction("read"):
            party = session.scalars(select(DisputeParty).where(DisputeParty.kind == "organisation")).one()
            assert (party.name, party.side) == ("样本物业有限公司", "respondent")
            assert party.details["credit_code"] == "91119901MB0A00018K"
            line = party_line(party, clock.today())
            assert line.legal_representative == "周样本（到场：吴样本 经理）"
