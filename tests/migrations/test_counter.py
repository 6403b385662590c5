"""The migration of the counter, with rows: down it takes its own tables only, up they work again."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, update
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.custody import actions as custody
from portal.services.custody.actions import Taken
from portal.services.custody.models import Original
from portal.web.application import Portal
from tests.factories import services, staff
from tests.services.conftest import unrendered

pytestmark = pytest.mark.both
__all__ = ["unrendered"]

OWN = {"delivery", "original", "original_move", "errand", "errand_line", "shift_handover"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_down_and_up_with_an_original_in_custody(app: Portal, unrendered: None) -> None:
    with app.app_context():
        with transaction():
            services.seed()
            application = services.accepted()
            custody.take_originals(staff.actor("clerk"), application, taken=[Taken("房产证")])
        for state in ("gone", ""):
            with pytest.raises(IntegrityError), transaction():
                session.execute(update(Original).values(state=state))
        assert _tables() >= OWN
        runner.to("0013")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("G1").name == "和平社区第一网格"
        runner.to("head")
        with transaction():
            made = custody.take_originals(staff.actor("clerk"), services.reload(1), taken=[Taken("房产证")])
            assert made[0].state == "held"
