"""The chain of migrations: one head, no drift from the models, up and down with data, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from portal import db
from portal.db import Model, session, transaction
from portal.extensions import db as database
from portal.migrations import runner
from portal.web.application import Portal
from tests.factories import staff

pytestmark = pytest.mark.both


def _revisions() -> list[str]:
    return [r.revision for r in ScriptDirectory.from_config(runner._alembic()).walk_revisions()][::-1]


def test_there_is_one_head_and_numbers_follow_each_other() -> None:
    script = ScriptDirectory.from_config(runner._alembic())
    assert len(script.get_heads()) == 1
    assert _revisions() == [f"{n:04}" for n in range(1, len(_revisions()) + 1)]


def test_the_migrated_schema_is_what_the_models_say(app: Portal) -> None:
    with app.app_context(), database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Model.metadata) == []


def test_down_to_nothing_and_up_again_with_data(app: Portal) -> None:
    """Step by step, each migration with rows in the tables of the ones before it."""
    with app.app_context():
        for revision in reversed(["base", *_revisions()[:-1]]):
            runner.to(revision)
        assert _tables() <= {"alembic_version"}
        for revision in _revisions():
            runner.to(revision)
            if revision == "0001":
                with transaction():
                    staff.make_cast()
        with transaction("read"):
            assert staff.unit("S").name == "示范街道办事处"
            assert len(staff.unit("S").names) == 1


def test_the_trail_is_still_append_only_after_down_and_up(app: Portal) -> None:
    with app.app_context():
        runner.to("base")
        runner.to("head")
        with transaction():
            from portal import audit

            audit.record(None, "test.verb")
        with pytest.raises(Exception, match="append only"), transaction():
            session.execute(text("DELETE FROM audit_entry"))


def test_a_migration_that_fails_changes_nothing(app: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed or broken half-way, a migration leaves the old schema, and the next run succeeds."""
    with app.app_context():
        runner.to("base")
        before = _tables()
        from portal.migrations import append_only

        def broken(_table: str) -> None:
            raise RuntimeError("power cut")

        monkeypatch.setattr(append_only, "protect", broken)
        with pytest.raises(RuntimeError, match="power cut"):
            runner.to("0001")
        assert _tables() == before
        monkeypatch.undo()
        runner.to("head")
        assert runner.is_current()


def _tables() -> set[str]:
    db.session.remove()
    with database.engine.connect() as connection:
        names: Any = inspect(connection).get_table_names()
    return set(names)
