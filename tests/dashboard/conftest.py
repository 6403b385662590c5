"""A hall with calendar and catalogue, for the tests of the workbench."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.db import transaction
from portal.documents import installation
from portal.web.application import Portal
from tests.factories import services


@pytest.fixture
def hall(app: Portal) -> Iterator[Portal]:
    """The application with calendar and catalogue; papers are issued and not made; no context is open."""
    before = installation.current()
    installation.use(replace(before, render_inline=False))
    with app.app_context(), transaction():
        services.seed()
    yield app
    installation.use(before)
