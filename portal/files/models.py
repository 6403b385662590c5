"""What is known about each stored attachment; its content lies sealed in the instance folder (see `store`)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import BigKey, Model, UTCDateTime


class StoredFile(Model):
    """One attachment or scan. `key` is random and names its file; `sha256` and `size` are of the cleaned content.

    `width` and `height` are pixels of a picture, `pages` the page count of a PDF; each None for the other.
    """

    __table_args__ = (Index("ix_stored_file_of_person", "uploaded_by", "uploaded_at"),)

    key: Mapped[str] = mapped_column(String(32), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(Integer)
    original_name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(60))
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    pages: Mapped[int | None] = mapped_column(Integer)
    uploaded_by: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"))
    uploaded_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
