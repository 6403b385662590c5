"""Letters to bodies outside (公函往来) and their answers: numbered, sent on paper, answered by paper that our clerk enters.

What a letter is about belongs to the rooms above; they draft letters and hear of the answers through `hooks`.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Make the tables known."""
    from portal.letters import models  # noqa: F401  (its tables)
