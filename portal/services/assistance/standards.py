"""The terms of a month, made of the standards that are in force (保障标准) and of what the office has chosen.

A sum of a unit goes before one for everybody; of two, the later month; of one month, the area before town and country together.
"""

from __future__ import annotations

import calendar
import datetime as dt
from fractions import Fraction
from typing import Any

from sqlalchemy import or_, select

from portal import settings
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.assistance import terms_settings as chosen
from portal.services.assistance.models import SupportStandard
from portal.services.assistance.months import month_of, month_text
from portal.services.assistance.rules.terms import Extra, Terms, whole
from portal.services.assistance.schemes import DESTITUTE, FLAT, MARGINAL, MINIMUM_LIVING, SCHEMES
from portal.standards.amounts import fen_of

BOTH = ""  # town and country alike
BASE = ""
TIER, EXTRA, CARE = "tier_", "extra_", "care_"
# What a scheme may have a standard for, by the code that a row carries; a marginal family goes by the allowance's.
FIGURES: dict[str, dict[str, str]] = {
    MINIMUM_LIVING: {
        BASE: N_("保障标准（每人每月）"),
        "tier_A": N_("A档（每人每月）"),
        "tier_B": N_("B档（每人每月）"),
        "tier_C": N_("C档（每人每月）"),
        "tier_D": N_("D档（每人每月）"),
        "tier_E": N_("E档（每人每月）"),
        "extra_elderly": N_("分类施保：老年人"),
        "extra_minor": N_("分类施保：未成年人"),
        "extra_disabled": N_("分类施保：重度残疾人"),
        "extra_ill": N_("分类施保：重病患者"),
    },
    DESTITUTE: {
        BASE: N_("基本生活标准（每人每月）"),
        "care_none": N_("照料护理：全自理"),
        "care_half": N_("照料护理：半护理"),
        "care_full": N_("照料护理：全护理"),
    },
    FLAT: {BASE: N_("定额（每户每月）")},
}


def terms_on(scheme: str, area: str, month: dt.date, *, street_id: int | None) -> Terms:
    """The terms of a scheme and area in a month, as a street has them; what changes within a month holds for the whole of it.

    Raises RuleBroken at `month` when no standard is entered for it.
    """
    first = month_of(month)
    rows = _in_force(scheme, area, first, street_id)
    base = _base_fen(rows, scheme)
    if base is None:
        raise RuleBroken(
            "month",
            N_("%(month)s 没有登记“%(scheme)s”的保障标准，请先在“保障标准”中登记。"),
            month=month_text(first),
            scheme=SCHEMES[scheme].name,
        )
    day = _last_of(first)
    rounding = str(settings.value(chosen.ROUNDING.key, on=day))
    own = {code: row for (of, code), row in rows.items() if of == scheme}
    return Terms(
        scheme=scheme,
        area=area,
        month=first,
        method=chosen.method_of(scheme, area, day),
        standard_fen=base,
        tiers={code: extra.fen or 0 for code, extra in _sums(own, TIER).items()},
        extras=_sums(own, EXTRA),
        care=_sums(own, CARE),
        minimum_fen=_minimum(scheme, day, rounding),
        minimum_by_person=settings.value(chosen.MINIMUM_BY.key, on=day) == "person",
        rounding=rounding,  # type: ignore[arg-type]
        marginal_ratio=chosen.read_ratio(settings.value(chosen.RATIO.key, on=day)),
        together=str(settings.value(chosen.TOGETHER_KEPT.key, on=day)),
        property_limits=chosen.property_limits(area, day),
        source=_source(rows, scheme),
    )


def _in_force(
    scheme: str, area: str, month: dt.date, street_id: int | None
) -> dict[tuple[str, str], SupportStandard]:
    """The row of each code that is in force in a month; with those of the minimum living allowance where these build on it."""
    schemes = {scheme, MINIMUM_LIVING} if scheme in {MARGINAL, DESTITUTE} else {scheme}
    statement = select(SupportStandard).where(
        SupportStandard.scheme.in_(sorted(schemes)),
        SupportStandard.area.in_([area, BOTH]),
        SupportStandard.valid_from <= month,
        or_(SupportStandard.unit_id.is_(None), SupportStandard.unit_id == street_id),
    )
    found: dict[tuple[str, str], SupportStandard] = {}
    for row in sorted(session.scalars(statement), key=_rank):
        found[row.scheme, row.code] = row
    return found


def _rank(row: SupportStandard) -> tuple[Any, ...]:
    """What goes before what, the last being the strongest."""
    return row.unit_id is not None, row.valid_from, row.area != BOTH, row.id


def _base_fen(rows: dict[tuple[str, str], SupportStandard], scheme: str) -> int | None:
    """The base standard in fen; None where none is in force. A share is one of the minimum living allowance's."""
    row = rows.get((MINIMUM_LIVING if scheme == MARGINAL else scheme, BASE))
    if row is None or row.percent is None:
        return row.fen if row else None
    lower = _base_fen(rows, MINIMUM_LIVING)
    return None if lower is None else whole(Fraction(lower * row.percent, 10_000))


def _sums(own: dict[str, SupportStandard], prefix: str) -> dict[str, Extra]:
    """The lines of one kind by their code; a sum of nothing says that the line has ended."""
    return {
        code.removeprefix(prefix): Extra(code.removeprefix(prefix), row.fen, row.percent)
        for code, row in own.items()
        if code.startswith(prefix) and (row.fen or row.percent)
    }


def _minimum(scheme: str, day: dt.date, rounding: str) -> int:
    """The least that is paid, made whole as every sum is, so that it needs no rounding of its own."""
    if scheme != MINIMUM_LIVING:
        return 0
    return whole(fen_of(str(settings.value(chosen.MINIMUM.key, on=day))), rounding)


def _source(rows: dict[tuple[str, str], SupportStandard], scheme: str) -> str:
    row = rows.get((MINIMUM_LIVING if scheme == MARGINAL else scheme, BASE))
    return row.source if row else ""


def _last_of(month: dt.date) -> dt.date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])
