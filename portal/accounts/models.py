"""Staff accounts, sign-ins kept on the server, attempts to sign in, and forms kept for a sign-in that ran out."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import BigKey, Model, UTCDateTime, Versioned
from portal.units.models import Post
from portal.vault import SealedJSON, SealedRecord


class StaffAccount(Versioned, Model):
    """A member of staff. The password is an argon2id hash; nobody but its owner ever chooses or sees one."""

    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(30), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    password_expires_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    posts: Mapped[list[Post]] = relationship(order_by="Post.valid_from, Post.id", viewonly=True)


class SignIn(Model):
    """One sign-in on one browser, known by the hash of its random token; ended by sign-out, idleness, age or an administrator."""

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("post.id"))
    started_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    seen_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UTCDateTime)
    ended_why: Mapped[str] = mapped_column(String(20), default="")

    account: Mapped[StaffAccount] = relationship()
    post: Mapped[Post | None] = relationship()


class SignInAttempt(Model):
    """One try to sign in, kept for the lock-out: the name as a keyed hash, the address, and whether it succeeded."""

    name_index: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(60), index=True)
    at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now, index=True)
    succeeded: Mapped[bool] = mapped_column(default=False)


class FormStash(SealedRecord, Model):
    """What somebody had typed when their sign-in or form token had run out; sealed, theirs alone, and gone after a day."""

    token: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(BigKey, ForeignKey("staff_account.id"), index=True)
    path: Mapped[str] = mapped_column(String(300))
    fields_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    kept_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now)

    fields = SealedJSON("fields_sealed")
