"""Which months of a file a payment list has paid already, for what a later decision must settle."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal.db import session
from portal.services.assistance.models import SupportFile
from portal.services.assistance.payments.models import PaymentLine, PaymentMonth
from portal.services.assistance.payments.states import FINAL, LINE_PAID, LISTED, REGULAR


def paid_months(file: SupportFile, since: dt.date) -> list[dt.date]:
    """The months from `since` on whose list was approved with a line for this file that was not left out or given back."""
    statement = (
        select(PaymentMonth.month)
        .join(PaymentLine, PaymentLine.month_id == PaymentMonth.id)
        .where(
            PaymentLine.file_id == file.id,
            PaymentLine.state.in_((LISTED, LINE_PAID)),
            PaymentMonth.kind == REGULAR,
            PaymentMonth.state.in_(FINAL),
            PaymentMonth.month >= since,
        )
        .order_by(PaymentMonth.month)
    )
    return list(session.scalars(statement))
