"""The migration that seals incomes and circumstances, with rows: down they are plain again, up they are sealed and the same."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, text

from portal import clock, db
from portal.db import session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.services import actions as hall
from portal.services.assistance.actions import owe
from portal.services.assistance.adjustments.models import AdjustmentLine
from portal.services.assistance.models import SupportDecision, SupportDue
from portal.services.assistance.payments.models import PaymentAnomaly
from portal.services.items.temporary_relief.actions import assess_relief
from portal.services.items.temporary_relief.models import TemporaryRelief
from portal.web.application import Portal
from tests.factories import adjustments as batch
from tests.factories import payments, residents, services, staff

pytestmark = pytest.mark.both
WHY = "患尿毒症，长期透析"
MONTH = dt.date(2026, 6, 1)
SEALED = (SupportDecision.income_sealed, SupportDecision.reason_sealed, TemporaryRelief.reason_sealed)


def _fill() -> None:
    with transaction():
        batch.make_standard()
        batch.make_files([(1, 12_345), (2, 0)], prefix="旧")
    batch.entered()
    month = payments.prepare(MONTH)
    with transaction():
        found = PaymentAnomaly(
            month_id=month,
            file_id=session.scalars(select(SupportDecision.file_id)).first(),
            code="deceased",
            weight="block",
            number="示1",
            head_name="张示例",
            details={"people": ["张示例"]},
            reason=WHY,
        )
        session.add(found)
    with transaction():
        services.seed()
        clerk = staff.actor("clerk")
        decision = session.scalars(select(SupportDecision).order_by(SupportDecision.id)).first()
        assert decision is not None
        decision.reason = WHY
        draft = services.draft(residents.make_zhang(), item="temporary_relief")
        told = {"reason": WHY, "event_on": "2026-06-01", "need": "透析费用", "persons": 1}
        hall.save_answers(clerk, draft, version=None, answers=told, business="emergency")
        owe(clerk, decision.file, kind="arrears", fen=100, first_month=MONTH, reason=WHY)
        assess_relief(clerk, draft, version=None, percent=100, persons=1, form="cash")


def _plain(statement: str) -> list[tuple[object, ...]]:
    db.session.remove()
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def _says() -> tuple[object, ...]:
    with transaction("read"):
        decisions = session.scalars(select(SupportDecision).order_by(SupportDecision.id)).all()
        lines = session.scalars(select(AdjustmentLine).order_by(AdjustmentLine.position)).all()
        relief = session.scalars(select(TemporaryRelief)).one()
        return (
            [(one.income_fen, one.reason) for one in decisions],
            [(one.income_fen, one.note) for one in lines],
            (relief.reason, relief.need, relief.place),
            [one.reason for one in session.scalars(select(SupportDue))],
            [(one.details, one.reason) for one in session.scalars(select(PaymentAnomaly))],
        )


def test_down_and_up_with_incomes_and_circumstances(app: Portal) -> None:
    clock.fix_today(dt.date(2026, 6, 8))
    with app.app_context():
        _fill()
        before = _says()
        assert before[0] == [(12_345, WHY), (0, "")]
        with transaction("read"):
            kept = [session.scalars(select(column)).first() for column in SEALED]
        assert all(one and b"12345" not in one and WHY.encode() not in one for one in kept)
        runner.to("0019")
        assert _plain("SELECT income_fen, reason FROM support_decision ORDER BY id") == before[0]
        assert _plain("SELECT income_fen FROM adjustment_line ORDER BY position")[0] == (12_345,)
        assert _plain("SELECT reason, need FROM temporary_relief") == [(WHY, "透析费用")]
        assert _plain("SELECT reason FROM support_due") == [(WHY,)]
        assert _plain("SELECT reason FROM payment_anomaly WHERE code = 'deceased'") == [(WHY,)]
        runner.to("head")
        assert _says() == before
