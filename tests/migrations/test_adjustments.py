"""The migration of adjustments and of what came in from paper, with rows: down it takes its own only, up they work again."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect

from portal import clock, db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.assistance.carrying_in.models import CarryIn, CarryInRow
from portal.web.application import Portal
from tests.factories import adjustments as batch
from tests.factories import staff

pytestmark = pytest.mark.both

OWN = {"adjustment", "adjustment_line", "carry_in", "carry_in_row"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill(prefix: str) -> None:
    """A batch that was previewed, and a workbook with a row."""
    with transaction():
        batch.make_standard()
        batch.make_files([(1, 0), (2, 0)], prefix=prefix)
    key = batch.entered()
    with transaction("read"):
        assert batch.see(key).households == len(batch.lines(key)) > 0
    with transaction():
        street, account = staff.unit("S").id, staff.actor("clerk").account_id
        made = CarryIn(kind="numbers", street_id=street, file_name="册.xlsx", sha256="0" * 64)
        made.handed_in_by = account
        session.add(made)
        session.flush()
        row = CarryInRow(carry_in_id=made.id, number=2)
        row.values = {"cells": {"last": "300"}}
        session.add(row)


def test_down_and_up_with_a_batch_and_a_workbook(app: Portal) -> None:
    clock.fix_today(dt.date(2026, 6, 8))
    with app.app_context():
        _fill("旧")
        assert _tables() >= OWN
        runner.to("0010")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("G1").name == "和平社区第一网格"
        runner.to("head")
        _fill("新")
