"""The migration of the stock book, with rows: down it takes its own tables only, up again they work and keep their rules."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services.items.senior_card.stock.actions import receive_batch
from portal.services.items.senior_card.stock.models import CardBatch
from portal.web.application import Portal
from tests.factories import staff

pytestmark = pytest.mark.both
OWN = {"card_batch", "card_move", "card_count"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _receive() -> CardBatch:
    return receive_batch(staff.actor("clerk"), card_type="green", first="A001", last="A003")


def test_down_and_up_with_the_stock_book(app: Portal) -> None:
    with app.app_context():
        with transaction():
            _receive()
        assert _tables() >= OWN
        runner.to("0016")
        assert not OWN & _tables()
        runner.to("head")
        with pytest.raises(IntegrityError), transaction():
            _receive().last = 0
