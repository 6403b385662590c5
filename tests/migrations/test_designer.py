"""The migration of item drafts and bundles, with rows: down it takes its own only, up they work, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect, select

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.bundles.models import Bundle, BundleCase, BundleLine
from portal.services.definitions import ItemDefinition
from portal.services.designer.models import ItemDraft
from portal.services.models import Visit
from portal.web.application import Portal
from tests.factories import residents, staff

pytestmark = pytest.mark.both

OWN = {"item_draft", "bundle", "bundle_case", "bundle_line"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill() -> None:
    """A row of each table."""
    with transaction():
        clerk, unit = staff.actor("clerk"), staff.unit("S")
        content = ItemDefinition("one", "一").to_dict()
        session.add(ItemDraft(code="one", name="一", content=content, started_by=clerk.account_id))
        bundle = Bundle(code="b", name="一件事", content={"code": "b", "name": "一件事"})
        resident = residents.make_resident()
        visit = Visit(unit_id=unit.id, day=dt.date(2026, 11, 22), received_by=clerk.account_id)
        session.add_all([bundle, visit])
        session.flush()
        case = BundleCase(
            bundle=bundle,
            content=bundle.content,
            visit=visit,
            unit_id=unit.id,
            resident=resident,
            subject_name=resident.name,
            started_on=dt.date(2026, 11, 22),
            started_by=clerk.account_id,
        )
        case.lines.append(
            BundleLine(position=0, item_code="one", item_name="一", is_included=False, reason="无")
        )
        session.add(case)


def test_down_and_up_with_drafts_and_bundles(app: Portal) -> None:
    with app.app_context():
        _fill()
        assert _tables() >= OWN
        runner.to("0012")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("G1").name == "和平社区第一网格"
        runner.to("head")
        _fill()
        with transaction("read"):
            assert [line.reason for line in session.scalars(select(BundleLine))] == ["无"]
            assert session.scalars(select(ItemDraft)).one().content["name"] == "一"
