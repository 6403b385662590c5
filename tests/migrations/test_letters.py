"""The migration of signatures, letters and notices, with rows: down it takes its own only, up they work again."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, select

from portal import clock, db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.letters.models import Letter
from portal.migrations import runner
from portal.services.notices.models import PublicNotice
from portal.signoffs.models import Signoff
from portal.web.application import Portal
from tests.factories import letters, staff
from tests.services.conftest import unrendered
from tests.services.notices import board

__all__ = ["unrendered"]
pytestmark = pytest.mark.both

OWN = {"signoff", "letter", "letter_answer", "public_notice", "notice_objection", "published_list"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill() -> None:
    today = clock.today()
    with transaction():
        letters.answered(letters.sent())
        board.reported()
    clock.fix_today(today)


def test_down_and_up_with_letters_and_notices(app: Portal, unrendered: None) -> None:
    with app.app_context():
        _fill()
        assert _tables() >= OWN
        runner.to("0007")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("C1").name == "和平社区"
        runner.to("head")
        _fill()
        with transaction("read"):
            assert session.scalars(select(Letter.number)).one() == "示街办报送〔2026〕2号"
            assert session.scalars(select(PublicNotice.state)).one() == "reported"
            assert session.scalars(select(Signoff.step)).one() == "handle"
