"""The day's list says the numbers of a batch in a row as one line, from which to which and how many, and leaves none out."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from portal import clock
from portal.db import session, transaction
from portal.documents.models import IssuedNumber
from portal.ledgers import Asked, queries
from portal.services.day_list import DAY_LIST
from tests.factories import adjustments, staff

pytestmark = pytest.mark.usefixtures("database")
DAY = dt.date(2026, 6, 3)


def test_numbers_of_a_batch_stand_as_runs_without_a_gap() -> None:
    clock.fix_today(DAY)
    with transaction():
        adjustments.make_standard()
        adjustments.make_files([(1, 0)] * 6)
    assert adjustments.approve(adjustments.entered()) == "done"
    with transaction():
        numbers = list(session.scalars(select(IssuedNumber).order_by(IssuedNumber.sequence)))
        assert len(numbers) == 6
        numbers[3].state, numbers[3].void_reason = "void", "误用"
    with transaction("read"):
        actor, asked = staff.actor("clerk"), Asked(DAY, DAY)
        rows = [row.values for row in queries.list_rows(DAY_LIST, actor, asked)]
        texts = [one.text for one in session.scalars(select(IssuedNumber).order_by(IssuedNumber.sequence))]
        assert [row["number"] for row in rows] == [texts[0], texts[3], texts[4]]
        assert [row["title"] for row in rows] == [
            f"标准调整决定，连号至 {texts[2]}，共 3 号",
            "",
            f"标准调整决定，连号至 {texts[5]}，共 2 号",
        ]
        assert queries.measure(DAY_LIST, actor, asked).rows == 3
        assert [row["reason"] for row in rows] == ["", "误用", ""]
