"""The record of ledgers that were printed: which, by whom, when, and the digests that prove each page unchanged."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import BigKey, JSONDict, Model, UTCDateTime


class LedgerPrint(Model):
    """One ledger on paper. `check_code` stands on the foot of each page beside the chain digest up to that page.

    `told` says in pairs of label and words what was chosen: conditions, columns, groups, order; empty for the whole ledger.
    `page_digests` holds eight bytes for each page: the beginning of its chain digest, as printed. `sha256` is of the file.
    """

    check_code: Mapped[str] = mapped_column(String(8), unique=True)
    ledger: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    first: Mapped[dt.date] = mapped_column(Date)
    last: Mapped[dt.date] = mapped_column(Date)
    unit_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("unit.id"), index=True)
    told: Mapped[list[list[str]]] = mapped_column(JSONDict, default=list)
    rows: Mapped[int] = mapped_column(Integer)
    pages: Mapped[int] = mapped_column(Integer)
    page_digests: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    printed_by: Mapped[int | None] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    printed_post_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("post.id"))
    printed_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
