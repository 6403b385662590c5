"""What the tests of letters share: papers frozen but not rendered, and a database with its calendar."""

from __future__ import annotations

import pytest

from portal.db import transaction
from portal.letters import hooks
from tests.factories import letters
from tests.services.conftest import unrendered

__all__ = ["unrendered"]


@pytest.fixture
def desk(database: None, unrendered: None) -> None:
    """A database with calendar, in an open application context."""
    with transaction():
        letters.seed()


@pytest.fixture(autouse=True)
def forgotten_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test registers for its subjects is gone after it."""
    monkeypatch.setattr(hooks, "_finders", dict(hooks._finders))
    monkeypatch.setattr(hooks, "_permissions", dict(hooks._permissions))
    monkeypatch.setattr(
        hooks, "_answer_hooks", {kind: list(all_) for kind, all_ in hooks._answer_hooks.items()}
    )
    monkeypatch.setattr(
        hooks, "_withdraw_hooks", {kind: list(all_) for kind, all_ in hooks._withdraw_hooks.items()}
    )
