"""人民调解组织队伍情况统计表 (the companion of A.7): committees and mediators as they stand on a day.

Each figure has one condition, which makes the count and the list of committees or mediators behind it alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.mediation.models import Committee, Mediator
from portal.mediation.queries import in_sight
from portal.mediation.registers.statistics import READ
from portal.mediation.states import COMMITTEE_KINDS, LAYERS, MEDIATOR_KINDS, SPECIALITIES
from portal.standards.codes import EDUCATION, FEMALE, MALE
from portal.units.models import Unit
from portal.units.queries import unit_and_below

Of = Literal["committees", "mediators"]
Condition = Callable[[dt.date], ColumnElement[bool]]


@dataclass(frozen=True)
class TeamFigure:
    """One figure: a marked label, whom it counts (committees or mediators), and its condition on a day."""

    code: str
    label: str
    of: Of
    condition: Condition
    depth: int = 0


@dataclass(frozen=True)
class TeamSection:
    """Some figures under a heading."""

    title: str
    figures: tuple[TeamFigure, ...]


def there_on(day: dt.date) -> ColumnElement[bool]:
    """Committees that are founded by a day; one whose day is not known counts."""
    return or_(Committee.founded_on.is_(None), Committee.founded_on <= day)


def serving_on(day: dt.date) -> ColumnElement[bool]:
    """Mediators who are engaged on a day."""
    return and_(Mediator.valid_from <= day, or_(Mediator.valid_to.is_(None), Mediator.valid_to >= day))


def _committees(day: dt.date, *, column: Any = None, value: Any = None) -> ColumnElement[bool]:
    return and_(there_on(day), column == value if column is not None else true())


def _mediators(day: dt.date, *, column: Any = None, value: Any = None) -> ColumnElement[bool]:
    return and_(serving_on(day), column == value if column is not None else true())


def _by(of: Of, condition: Any, column: Any, words: Mapping[str, str], prefix: str) -> tuple[TeamFigure, ...]:
    return tuple(
        TeamFigure(f"{prefix}_{code}", label, of, partial(condition, column=column, value=code), 1)
        for code, label in words.items()
    )


_SEXES = {MALE: N_("男"), FEMALE: N_("女")}
_LEARNT = EDUCATION | {"": N_("文化程度未填")}
_SPECIAL = {code: label for code, label in SPECIALITIES.items() if code}

SECTIONS = (
    TeamSection(
        N_("人民调解委员会"),
        (
            TeamFigure("committees", N_("调解委员会总数"), "committees", _committees),
            *_by("committees", _committees, Committee.kind, COMMITTEE_KINDS, "kind"),
            *(
                TeamFigure(one.code, one.label, one.of, one.condition, 2)
                for one in _by("committees", _committees, Committee.speciality, _SPECIAL, "special")
            ),
            TeamFigure(
                "rooms",
                N_("有专门调解室的"),
                "committees",
                partial(_committees, column=Committee.has_room, value=True),
            ),
        ),
    ),
    TeamSection(
        N_("人民调解员"),
        (
            TeamFigure("mediators", N_("调解员总数"), "mediators", _mediators),
            *_by("mediators", _mediators, Mediator.kind, MEDIATOR_KINDS, "work"),
            *_by("mediators", _mediators, Mediator.sex, _SEXES, "sex"),
            *_by("mediators", _mediators, Mediator.layer, LAYERS, "layer"),
            *_by("mediators", _mediators, Mediator.education, _LEARNT, "learnt"),
        ),
    ),
)
FIGURES = {figure.code: figure for section in SECTIONS for figure in section.figures}


def read_team(actor: Actor, day: dt.date, unit: Unit | None = None) -> dict[str, int]:
    """The figures of a day by code, of the committees in sight at this unit and below; two statements. Raises Forbidden."""
    actor.must(READ)
    values: dict[str, int] = {}
    for of, key in (("committees", Committee.id), ("mediators", Mediator.id)):
        figures = [figure for figure in FIGURES.values() if figure.of == of]
        columns = [func.count(key).filter(one.condition(day)).label(one.code) for one in figures]
        statement = select(*columns).select_from(Committee).where(*of_unit(actor, unit))
        if of == "mediators":
            statement = statement.join(Mediator, Mediator.committee_id == Committee.id)
        row = session.execute(statement).one()
        values |= {one.code: int(value) for one, value in zip(figures, row, strict=True)}
    return values


def of_unit(actor: Actor, unit: Unit | None) -> list[ColumnElement[bool]]:
    """The committees of a unit and below that the actor sees; all in sight for None."""
    found = [in_sight(actor, Committee.unit_id)]
    if unit is not None:
        found.append(Committee.unit_id.in_(unit_and_below(unit.id)))
    return found
