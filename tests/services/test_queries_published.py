"""What stays published of those who are supported: who is paid in the month, by name, members and amount."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import transaction
from portal.services.notices import published
from portal.services.notices.wording import Line
from tests.factories import assistance, staff

pytestmark = pytest.mark.usefixtures("database")


class TestRows:
    def test_those_of_the_community_who_are_paid_this_month(self) -> None:
        with transaction():
            assistance.make_standard()
            paid = assistance.make_file(members=3, income_fen=100_000)
            assistance.make_file(members=1, start_month=dt.date(2027, 1, 1))
        source = published.source_of("minimum_living")
        with transaction("read"):
            rows = source.rows(staff.unit("C1").id, clock.today())
            assert rows == [Line(paid.head_name, 3, 92_000)]
            assert source.rows(staff.unit("C2").id, clock.today()) == []
        assert source.title == "最低生活保障对象公布名单"

    def test_a_scheme_that_pays_nothing_by_the_month_has_no_list(self) -> None:
        assert "marginal_income" not in {one.code for one in published.all_sources()}
