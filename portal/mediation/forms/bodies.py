"""What pages ask of rows of parties before anything is kept: names, and whether an organisation's name is a person's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from wtforms import FieldList

from portal.disputes.parties import looks_like_body
from portal.errors import N_, RuleBroken


def asks_for_body(row: Any) -> bool:
    """Whether a row stands for a person of no register, under a name that reads as an organisation's."""
    return (
        row.kind.data == "person" and not row.resident_id.data and looks_like_body(str(row.name.data or ""))
    )


def must_be_people(rows: Sequence[Any]) -> None:
    """Raise RuleBroken at the row's name for the first such row that nobody confirmed; it is switched to 单位 meanwhile."""
    for place, row in enumerate(rows):
        if asks_for_body(row) and not row.is_person.data:
            row.kind.data = "organisation"
            raise RuleBroken(
                f"parties-{place}-name",
                N_(
                    "“%(name)s”像是单位名称，这一行已改为单位，请核对后再提交。确实是个人姓名的，改回个人，再勾选“确实是个人姓名”。"
                ),
                name=row.name.data,
            )


def lacks_names(parties: FieldList, fewest: int) -> bool:
    """Whether fewer rows name anybody: the empty ones are then asked for a name, beside whatever else is wrong."""
    rows = [entry.form for entry in parties.entries]
    nameless = [row for row in rows if not row["name"].data]
    asked = nameless[: max(0, fewest - (len(rows) - len(nameless)))]
    for row in asked:
        row["name"].errors = [*row["name"].errors, gettext("请填写这一项。")]
    if asked:
        parties.errors = [entry.errors for entry in parties.entries]
    return bool(asked)
