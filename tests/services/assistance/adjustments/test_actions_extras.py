"""What is paid for a person beside the household's sum (分类施保) outlives an adjustment, which has no sheet of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from portal import clock
from portal.db import session, transaction
from portal.errors import RuleBroken
from portal.services.assistance.actions import propose_change
from portal.services.assistance.actions.planning import Plan
from portal.services.assistance.models import SupportFile
from portal.services.assistance.queries import decision_in_force
from portal.services.assistance.rules.family import Family, Person
from portal.services.assistance.rules.reckoning import reckon
from portal.services.assistance.standards import terms_on
from tests.factories import adjustments as batch
from tests.factories import assistance, staff
from tests.factories.adjustments import JUNE, MAY

pytestmark = pytest.mark.usefixtures("database")


def _file_with_extra() -> int:
    """Two people on 500.00 yuan, one of them heavily disabled with a tenth of the standard; at 600.00 yuan."""
    batch.make_standard(60_000)
    assistance.make_standard(code="extra_disabled", percent=1_000)
    people = assistance.make_people(2)
    rows = (
        Person(people[0].name, "01", key=str(people[0].id), grounds=("disabled",)),
        Person(people[1].name, "20", key=str(people[1].id)),
    )
    terms = terms_on("minimum_living", "urban", dt.date(2026, 1, 1), street_id=staff.unit("S").id)
    sheet = reckon(Family(people=rows, income_fen=50_000), terms)
    assert (sheet.base_fen, sheet.extra_fen) == (70_000, 6_000)
    start = dt.date(2026, 1, 1)
    return assistance.make_file(people=people, reckoning=sheet, start_month=start, decided_on=start).id


def test_it_moves_with_every_adjustment_and_stays_in_the_change_after_it() -> None:
    clock.fix_today(dt.date(2026, 6, 8))
    with transaction():
        key = _file_with_extra()
    first = batch.entered()
    assert batch.approve(first) == "done"
    second = batch.entered(64_000, 68_000, effective_month=JUNE, run=JUNE)
    assert (batch.see(second).households, batch.see(second).exceptions) == (1, 0)
    assert batch.approve(second) == "done"
    file = session.get_one(SupportFile, key)
    sums = [decision_in_force(file, month) for month in (MAY, JUNE)]
    assert [(s.base_fen, s.extra_fen) for s in sums if s] == [(78_000, 6_400), (86_000, 6_800)]
    with transaction():
        change = propose_change(
            staff.actor("clerk"),
            session.get_one(SupportFile, key),
            kind="reduce",
            reason_code="income_up",
            reason="收入增加",
            plan=Plan(income_fen=60_000),
        )
        planned = change.planned or {}
    assert (planned["base_fen"], planned["extra_fen"]) == (76_000, 6_800)


def test_an_old_standard_that_is_not_in_force_is_refused_at_its_field() -> None:
    clock.fix_today(dt.date(2026, 6, 8))
    with transaction():
        batch.make_standard()
    with pytest.raises(RuleBroken, match="原标准与系统中的标准不一致") as refused:
        batch.entered(old=50_000)
    assert (refused.value.field, refused.value.params["known"]) == ("old_yuan", "600.00")
