"""The pages that correct households and organisations: reason, refusal at the field, both versions of a conflict."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.db import session, transaction
from portal.residents.groups import HouseholdMember
from portal.web.application import Portal
from tests.factories import residents
from tests.factories.staff import PASSWORD
from tests.page import Browser


def _browser(app: Portal, username: str = "clerk") -> Browser:
    return Browser(app.test_client()).sign_in(username, PASSWORD)


@pytest.fixture
def household(app: Portal) -> str:
    """The address of a household."""
    with app.app_context(), transaction():
        return f"/residents/households/{residents.make_household(residents.make_zhang()).id}"


@pytest.fixture
def organisation(app: Portal) -> str:
    """The address of an organisation."""
    with app.app_context(), transaction():
        return f"/residents/organisations/{residents.make_organisation(phone='0591-87650000').id}"


class TestCorrectHouseholdMember:
    def test_from_the_household_and_back(self, app: Portal, household: str) -> None:
        page = _browser(app).open(household).follow("更正 张䶮")
        page.choose("与户主关系", "其他").press("保存更正")
        assert page.status == 422
        assert page.errors["更正原因"]
        page.fill("更正原因", "登记时选错").press("保存更正")
        assert page.notices == ["已更正。"]
        assert page.rows("成员")[0]["与户主关系"] == "其他"


class TestCorrectHousehold:
    def test_from_its_page_and_back(self, app: Portal, household: str) -> None:
        page = _browser(app).open(household).follow("更正登记")
        page.fill("住址", "示范路2号").press("保存更正")
        assert page.status == 422
        assert page.errors["更正原因"]
        assert page.value("住址") == "示范路2号"
        page.fill("更正原因", "门牌变更").press("保存更正")
        assert page.notices == ["已更正。"]
        assert page.facts["住址"] == "示范路2号"

    def test_the_later_of_two_sees_both_versions_and_loses_nothing(self, app: Portal, household: str) -> None:
        mine = _browser(app).open(f"{household}/correct").fill("住址", "我的地址").fill("更正原因", "我的")
        theirs = _browser(app, "clerk2").open(f"{household}/correct")
        theirs.fill("住址", "别人的地址").fill("更正原因", "别人的").press("保存更正")
        mine.press("保存更正")
        assert mine.status == 409
        assert [list(row.values()) for row in mine.rows("两份内容的不同之处")] == [
            ["住址", "别人的地址", "我的地址"]
        ]
        assert mine.value("住址") == "我的地址"
        mine.press("保存更正")
        assert mine.facts["住址"] == "我的地址"

    def test_who_may_not_is_offered_nothing(self, app: Portal, household: str) -> None:
        page = _browser(app, "community").open(household)
        assert "更正登记" not in page.text
        assert page.client.get(f"{household}/correct").status_code == 403


class TestCorrectOrganisation:
    def test_from_its_page_and_back(self, app: Portal, organisation: str) -> None:
        page = _browser(app, "reviewer").open(organisation).follow("更正登记")
        assert page.value("联系电话") == "0591-87650000"
        page.fill("统一社会信用代码", "11119901MB0A00018T").fill("更正原因", "换证").press("保存更正")
        assert "校验码不符" in " ".join(page.errors["统一社会信用代码"])
        page.fill("统一社会信用代码", "11119901MB0A00018U").fill("单位名称", "新名物业").press("保存更正")
        assert page.h1 == "新名物业"

    def test_nothing_changed_is_said(self, app: Portal, organisation: str) -> None:
        page = _browser(app).open(f"{organisation}/correct").fill("更正原因", "看一看").press("保存更正")
        assert page.status == 422
        assert "没有改动任何内容" in page.text


class TestLooks:
    def test_who_lives_with_whom_and_what_was_changed_are_read_on_record(
        self, app: Portal, household: str
    ) -> None:
        with app.app_context():
            person = session.scalars(select(HouseholdMember.resident_id)).one()
        browser = _browser(app, "mediator")
        for address in (household, f"/residents/{person}/history"):
            assert browser.open(address).status == 200
        with app.app_context():
            reads = select(AuditEntry.verb, AuditEntry.subject_id).where(
                AuditEntry.verb.startswith("residents.read_")
            )
            assert [tuple(row) for row in session.execute(reads.order_by(AuditEntry.sequence))] == [
                ("residents.read_household", int(household.rsplit("/", 1)[-1])),
                ("residents.read_resident", person),
            ]
