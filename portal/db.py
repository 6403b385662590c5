"""How the portal talks to its database: the model base, column types, connection settings, and the only commit there is.

Views, actions and queries never commit: `transaction()` does, for requests, commands and jobs alike. Outside a transaction
the session reads only, and the database itself refuses a write.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from sqlalchemy import JSON, BigInteger, Connection, DateTime, Engine, Integer, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column, scoped_session
from sqlalchemy.types import TypeDecorator

from portal import clock
from portal.errors import Conflict
from portal.extensions import db

Answer = TypeVar("Answer")
Intent = Literal["read", "write"]

session: scoped_session[Session] = db.session  # type: ignore[assignment]
BigKey = BigInteger().with_variant(Integer, "sqlite")
JSONDict = JSON().with_variant(JSONB, "postgresql")

_intent: ContextVar[Intent] = ContextVar("portal_db_intent", default="read")
_inside: ContextVar[bool] = ContextVar("portal_db_inside", default=False)
_before_commit: list[Callable[[], None]] = []


class UTCDateTime(TypeDecorator[dt.datetime]):
    """An aware instant, stored in UTC; SQLite, which keeps no zone, gives it back aware as well."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """Refuse naive times: only `clock.now()` knows which instant is meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """Give back an aware instant."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Model(db.Model):  # type: ignore[name-defined]
    """The base of every record: a plain integer key that never means anything to a reader."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, sort_order=-100)


class Versioned:
    """A record that two people may edit: the later save must name the version it was made from (see `expect_version`)."""

    version: Mapped[int] = mapped_column(Integer, nullable=False)
    changed_at: Mapped[dt.datetime] = mapped_column(UTCDateTime, default=clock.now, onupdate=clock.now)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  (SQLAlchemy passes the class)
        """SQLAlchemy counts the version up and refuses a stale save."""
        return {"version_id_col": cls.version}

    def expect_version(self, version: int | None) -> None:
        """Raise Conflict unless `version` is the one stored now; None is for callers that loaded the record themselves."""
        if version is not None and version != self.version:
            raise Conflict(self)

    def touch(self) -> None:
        """Count a change to a child as a change of this record, so that a concurrent save of either conflicts."""
        self.changed_at = clock.now()


@dataclass
class Verdict:
    """How a transaction shall end: kept unless somebody says otherwise."""

    keep: bool = True


def before_commit(hook: Callable[[], None]) -> Callable[[], None]:
    """Register what every transaction does last before it commits (the audit chain appends its entries here)."""
    if hook not in _before_commit:
        _before_commit.append(hook)
    return hook


def gathered(name: str) -> list[Any]:
    """A list that lives as long as this transaction: for `before_commit` hooks to work off, gone at a rollback."""
    return session.info.setdefault("gathered", {}).setdefault(name, [])


def after_commit(hook: Callable[[], None]) -> None:
    """Run `hook` once this transaction is stored: waking workers, outside effects. Forgotten when it is not stored."""
    gathered("after_commit").append(hook)


def afterwards(hook: Callable[[], None]) -> None:
    """Run `hook` in a short write transaction of its own when this one has ended, whichever way it ended."""
    session.info.setdefault("afterwards", []).append(hook)


def only_reads() -> bool:
    """Whether what runs now may only read: it is shown one moment throughout, and refused every write."""
    return _intent.get() == "read"


def once(question: str, ask: Callable[[], Answer]) -> Answer:
    """What `ask` reads, asked once in a transaction that only reads and gone with it; one that writes asks each time.

    The answer stays true while such a transaction lasts (see `only_reads`). It is shared: nobody changes it.
    """
    if not only_reads():
        return ask()
    running, told = session.info.get("told", (None, {}))
    if running is None or running is not session().get_transaction():
        told = {}
    if question not in told:
        told[question] = ask()
        session.info["told"] = (session().get_transaction(), told)
    answer: Answer = told[question]
    return answer


@contextmanager
def transaction(intent: Intent = "write") -> Iterator[Verdict]:
    """The only committer: everything inside is stored together, or not at all.

    `intent="read"` opens a transaction in which the database refuses writes and shows one moment throughout. An exception,
    or `verdict.keep = False`, rolls back. Raises whatever the body or the database raises, and RuntimeError inside another
    transaction.
    """
    if _inside.get():
        raise RuntimeError("a transaction inside a transaction: the outer one is the only committer")
    verdict = Verdict()
    reset, reset_inside = _intent.set(intent), _inside.set(True)
    _discard()  # whatever was read before belongs to another transaction
    try:
        yield verdict
        if verdict.keep and intent == "write":
            for hook in _before_commit:
                hook()
            session.commit()
        else:
            _discard()
    except BaseException:
        _discard()
        raise
    finally:
        _intent.reset(reset)
        _inside.reset(reset_inside)
        wake = session.info.pop("gathered", {}).get("after_commit", [])
        _run_afterwards()
    for hook in wake:
        hook()


def _discard() -> None:
    session.rollback()
    session.info.pop("gathered", None)


def _run_afterwards() -> None:
    for hook in session.info.pop("afterwards", []):
        with transaction():
            hook()


def prepare_engine(engine: Engine) -> None:
    """Attach this house's connection settings to an engine; opens no connection, so it is safe before a fork."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "begin", _postgresql_begin)


def engine_options(url: str) -> dict[str, Any]:
    """Pool and time-out settings for this database address; a failed statement tells the log no value it was sent with."""
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10}, "hide_parameters": True}
    limits = "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
    return {
        "pool_pre_ping": True,
        "hide_parameters": True,
        "connect_args": {"options": limits, "connect_timeout": 5},
    }


def _sqlite_settings(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy, not the driver, says when a transaction begins
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL loses confirmed saves at a power cut
        "foreign_keys=ON",
        "busy_timeout=10000",
        "trusted_schema=OFF",
        "secure_delete=ON",
    ):
        connection.execute("PRAGMA " + setting)


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("portal_intent", _intent.get()) == "write"
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgresql_begin(connection: Connection) -> None:
    if connection.get_execution_options().get("portal_intent", _intent.get()) != "write":
        # One snapshot for the whole reading, as on SQLite: a ledger whose rows change meanwhile still adds up.
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
