"""The migration of links, with rows: down it takes its own tables and kind of letter only, up they work again."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.letters.actions import draft_letter
from portal.letters.models import Letter
from portal.mediation.links.models import LinkPerson
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import staff

pytestmark = pytest.mark.both

OWN = {
    "referral",
    "link_person",
    "guidance_visit",
    "guided_case",
    "community_mediation",
    "station_transfer",
    "petition_proxy",
    "proxy_matter",
}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill() -> None:
    session.add(
        LinkPerson(
            unit_id=staff.unit("S").id,
            organ="court",
            body="示范区人民法院",
            name="郑法官",
            valid_from=dt.date(2026, 1, 1),
            entered_by=1,
        )
    )


def test_down_and_up_with_a_judge_and_a_letter_of_liaison(app: Portal) -> None:
    with app.app_context():
        with transaction():
            _fill()
            draft_letter(
                staff.actor("mediator"),
                kind="liaison",
                unit_id=staff.unit("M1").id,
                addressee="示范区总工会",
                title="函",
                body="请派员参加。",
            )
        with pytest.raises(IntegrityError), transaction():
            session.execute(update(LinkPerson).values(organ="police"))
        assert _tables() >= OWN
        runner.to("0024")
        assert not OWN & _tables()
        with pytest.raises(IntegrityError), transaction():
            session.execute(update(Letter).values(kind="liaison"))
        runner.to("head")
        with transaction():
            assert session.scalars(select(Letter)).one().kind == "assignment"
            _fill()
