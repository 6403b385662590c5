"""The order of the queue, whose jobs one sees, and the moment that a reading shows."""

from __future__ import annotations

import threading

import pytest
from flask import current_app
from sqlalchemy import func, select

from portal.db import session, transaction
from portal.errors import NotFound
from portal.jobs import leases, queries
from portal.jobs.models import Job
from tests.factories import staff
from tests.jobs.sample import ask, define

pytestmark = pytest.mark.usefixtures("database")


class TestListLine:
    def test_everybodys_first_comes_before_anybodys_second(self) -> None:
        define()
        a, b, c = [ask(number=n) for n in range(3)]
        d, e = ask("clerk2", number=0), ask("reviewer", number=0)
        f = ask("clerk2", number=1)
        with transaction("read"):
            assert queries.list_line(limit=9) == [a, d, e, b, f, c]
            assert [queries.place_in_line(session.get_one(Job, one)) for one in (a, e, c)] == [1, 3, 6]

    def test_what_a_person_has_running_counts_as_well(self) -> None:
        define()
        a, b = ask(number=0), ask(number=1)
        lease = leases.take("w")
        assert lease == leases.Lease(a, 1)
        c = ask("clerk2")
        with transaction("read"):
            assert queries.list_line(limit=9) == [c, b]
            assert queries.place_in_line(session.get_one(Job, a)) is None


class TestGetOwnJob:
    def test_is_the_askers_alone(self) -> None:
        define()
        job_id = ask()
        with transaction("read"):
            assert queries.get_own_job(staff.actor("clerk"), job_id).id == job_id
            assert queries.list_own_jobs(staff.actor("clerk")).total == 1
            assert queries.list_own_jobs(staff.actor("clerk2")).rows == []
            for who in ("clerk2", "admin"):
                with pytest.raises(NotFound):
                    queries.get_own_job(staff.actor(who), job_id)


class TestTransaction:
    def test_a_reading_does_not_see_what_is_stored_meanwhile(self) -> None:
        define()
        ask(number=0)
        app = current_app._get_current_object()  # type: ignore[attr-defined]

        def store() -> None:
            with app.app_context():
                ask(number=1)

        def count() -> int:
            session.expire_all()
            return session.scalar(select(func.count(Job.id))) or 0

        with transaction("read"):
            assert count() == 1
            storing = threading.Thread(target=store)
            storing.start()
            storing.join()
            assert count() == 1, "one block reads one moment"
        with transaction("read"):
            assert count() == 2
