"""A dispute that stands there already is asked about before it is entered again; nothing typed is lost meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from portal.db import session, transaction
from portal.disputes.models import Dispute
from portal.disputes.parties import NewParty
from portal.disputes.queries import list_categories
from portal.errors import RuleBroken
from portal.screening.ledger.actions.doubting import list_twins
from portal.web.application import Portal
from tests.factories import staff
from tests.page import Browser
from tests.screening.ledger.test_actions_disputes import PARTIES, TODAY, registered

DAY = dt.timedelta(days=1)
OTHERS = (NewParty(side="applicant", name="王示例"), NewParty(side="respondent", name="赵样本"))


@pytest.mark.usefixtures("database")
class TestRegister:
    @pytest.mark.parametrize(
        ("changes", "is_like"),
        [
            ({}, True),
            ({"found_on": TODAY - 30 * DAY}, True),
            ({"found_on": TODAY - 31 * DAY}, False),
            ({"parties": PARTIES[:1], "place": ""}, True),
            ({"parties": (NewParty(side="applicant", name="张 示例"),), "place": ""}, True),
            ({"parties": OTHERS}, True),
            ({"parties": OTHERS, "place": "和平里 3号楼"}, True),
            ({"parties": OTHERS, "place": "和平里4号楼"}, False),
            ({"parties": OTHERS, "place": ""}, False),
            ({"parties": (PARTIES[0], OTHERS[1]), "place": ""}, False),
            ({"category": 2}, False),
        ],
    )
    def test_asks_whether_it_stands_there_already(self, changes: dict[str, Any], is_like: bool) -> None:
        """Like is: the category, a near day, and the parties (all of the one among the other's) or the place."""
        given = {"place": "和平里3号楼", **changes}
        given["category_id"] = list_categories(TODAY)[given.pop("category", 1)].id
        with transaction():
            first = registered(is_another=False).id
            session.get_one(Dispute, first).place = "和平里3号楼"
        words = {key: given[key] for key in ("category_id", "place")}
        found_on, parties = given.get("found_on", TODAY), given.get("parties", PARTIES)
        actor = staff.actor("community")
        assert bool(list_twins(actor, found_on=found_on, parties=parties, **words)) is is_like
        assert list_twins(staff.actor("chair"), found_on=found_on, parties=parties, **words) == []

    def test_one_that_counts_no_more_is_no_twin(self) -> None:
        with transaction():
            registered().state = "void"
        with transaction():
            registered(is_another=False)
        with pytest.raises(RuleBroken, match="像是同一件") as refused, transaction():
            registered(is_another=False)
        assert refused.value.field == "is_another"


def test_the_page_links_what_stands_there_and_keeps_what_was_typed(app: Portal) -> None:
    with app.app_context(), transaction():
        number = registered().number
        category = list_categories(TODAY)[1].name
    page = Browser(app.test_client()).sign_in("community", staff.PASSWORD).open("/screening/disputes/new")
    assert "仍要登记" not in page.text
    page.fill("姓名（名称）", "张示例", within="当事人 1").choose("纠纷类别", category)
    page.fill("起因及主要情况", "又来反映夜里施工。").press("登记")
    assert any(number in text for text in page.errors["不是同一件，仍要登记"])
    assert f"{number} 张示例与示范物业有限公司邻里纠纷" in page.text
    page.check("不是同一件，仍要登记").press("登记")
    assert "又来反映夜里施工。" in page.text
    assert "已登记" in page.text
