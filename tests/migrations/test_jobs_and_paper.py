"""The migration of long work, signing keys, printers and printed ledgers, with rows: down it takes its own only, up they work."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect, select, update
from sqlalchemy.exc import IntegrityError

from portal import db
from portal.db import session, transaction
from portal.documents.models import Printer, SigningKey
from portal.extensions import db as database
from portal.jobs import running
from portal.jobs.models import DONE, WAITING, Job
from portal.ledgers.models import LedgerPrint
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import staff
from tests.jobs.sample import ask, content, define, see, write_text

pytestmark = pytest.mark.both

OWN = {"job", "signing_key", "printer", "ledger_print"}


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def _fill() -> int:
    """A job that ran, and a row of each other table; gives the job's key."""
    define(write_text)
    job_id = ask(text="迁移")
    running.run_pending()
    with transaction():
        session.add(SigningKey(key_id="k1", public_key=b"p" * 32, private_key=b"s" * 32))
        session.add(Printer(unit_id=staff.unit("S").id, name="一号窗口"))
        first = dt.date(2026, 11, 1)
        more = {"unit_id": None, "rows": 3, "pages": 1, "page_digests": b"d", "sha256": "0" * 64}
        session.add(
            LedgerPrint(
                check_code="ABCD2345", ledger="accepted", title="台账", first=first, last=first, **more
            )
        )
    return job_id


def test_down_and_up_with_jobs_and_papers(app: Portal) -> None:
    with app.app_context():
        _fill()
        assert _tables() >= OWN
        runner.to("0005")
        assert not OWN & _tables()
        with transaction("read"):
            assert staff.unit("G1").name == "和平社区第一网格"
        runner.to("head")
        job = see(_fill())
        assert (job.state, content(job)) == (DONE, "迁移".encode())


def test_the_database_itself_keeps_one_open_job_of_a_request_and_known_states(app: Portal) -> None:
    with app.app_context():
        define()
        first = ask()
        with transaction():
            key = session.scalars(select(Job.request_key)).one()
            twin = Job(kind="tests.work", title="二", request_key=key, arguments={}, state=DONE)
            session.add(twin)
            session.flush()
            second = twin.id
        for state in ("lost", "waiting"):
            change = update(Job).where(Job.id == second).values(state=state)
            with pytest.raises(IntegrityError), transaction():
                session.execute(change)
        with transaction("read"):
            assert [job.id for job in session.scalars(select(Job).where(Job.state == WAITING))] == [first]
