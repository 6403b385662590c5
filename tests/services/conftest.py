"""What the tests of the hall share: papers are frozen but not rendered, for what they look like is tested with the paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from portal.documents import installation
from portal.web.application import Portal


@pytest.fixture
def unrendered(app: Portal) -> Iterator[None]:
    """Leave issued papers waiting for their worker."""
    before = installation.current()
    installation.use(replace(before, render_inline=False))
    yield
    installation.use(before)


@pytest.fixture
def hall(catalogue: None, database: None, unrendered: None) -> None:
    """A database with calendar and catalogue, in an open application context."""
