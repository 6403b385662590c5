"""The ledger of supported households (在保台账): every file that was supported in a period, stopped ones struck.

Of the family it says the head's name, how many count and what is paid; no number of a person and no account.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, or_, select
from sqlalchemy.orm import aliased, join, load_only, outerjoin, raiseload

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.residents.models import Resident
from portal.services.assistance.models import SupportDecision, SupportFile
from portal.services.assistance.schemes import AREAS, CATEGORIES, FILE_STATES, SCHEMES, SHOWN_STATES
from portal.units.models import Unit, UnitName

_Later = aliased(SupportDecision)


def supported_files(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The files that were supported in some month of the period."""
    first, last = asked.first.replace(day=1), asked.last.replace(day=1)
    found = [
        SupportFile.start_month <= last,
        or_(SupportFile.stop_month.is_(None), SupportFile.stop_month > first),
        within(actor, asked, SupportFile.unit_id),
    ]
    for key, column in (
        ("scheme", SupportFile.scheme),
        ("area", SupportFile.area),
        ("state", SupportFile.state),
    ):
        if asked.of(key):
            found.append(column == asked.of(key))
    return found


def _unit_name() -> ScalarSelect[str]:
    newest = (
        select(UnitName.name)
        .where(UnitName.unit_id == SupportFile.unit_id)
        .order_by(UnitName.valid_from.desc(), UnitName.id.desc())
    )
    return newest.limit(1).correlate(SupportFile).scalar_subquery()


def _unit_code() -> ScalarSelect[str]:
    return select(Unit.code).where(Unit.id == SupportFile.unit_id).correlate(SupportFile).scalar_subquery()


def _latest() -> ScalarSelect[int]:
    """The key of the newest decision not reversed: what the file stands at."""
    newest = (
        select(_Later.id)
        .where(_Later.file_id == SupportFile.id, _Later.reversed_by_id.is_(None))
        .order_by(_Later.effective_month.desc(), _Later.id.desc())
    )
    return newest.limit(1).correlate(SupportFile).scalar_subquery()


_LINE = select(SupportFile, Resident, SupportDecision, _unit_name().label("unit_name")).select_from(
    outerjoin(
        join(SupportFile, Resident, Resident.id == SupportFile.head_id),
        SupportDecision,
        SupportDecision.id == _latest(),
    )
)


def read_values() -> Values:
    """What a file says in each column."""
    return _values


def _values(found: Any) -> dict[str, Any]:
    file, _head, decision = found[:3]
    return {
        "number": file.number,
        "scheme": SCHEMES[file.scheme].name,
        "area": AREAS[file.area],
        "category": CATEGORIES.get(file.category, ""),
        "unit": found.unit_name,
        "head": file.head_name,
        "persons": decision.persons if decision else 0,
        "base": decision.base_fen if decision else 0,
        "extra": decision.extra_fen if decision else 0,
        "total": decision.total_fen if decision else 0,
        "granted": file.first_granted_on,
        "start": file.start_month,
        "decision": decision.number if decision else "",
        "review": file.next_review_on,
        "state": SHOWN_STATES[file.shown_state],
        "stop": file.stop_month,
    }


def _scheme_choices(_actor: Actor) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in SCHEMES.values()]


def _area_choices(_actor: Actor) -> list[tuple[str, str]]:
    return list(AREAS.items())


def _state_choices(_actor: Actor) -> list[tuple[str, str]]:
    return list(FILE_STATES.items())


FILES = define(
    Ledger(
        name="supported-households",
        title=N_("在保台账"),
        permission="assistance.read_file",
        period_label=N_("保障月份"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column("number", N_("户号"), 27, "code", is_link=True, expression=SupportFile.issued_number_id),
            Column("scheme", N_("救助种类"), 22, "label", expression=SupportFile.scheme, groups=True),
            Column("area", N_("城乡"), 11, "label", expression=SupportFile.area, groups=True),
            Column("category", N_("类别"), 11, "label", expression=SupportFile.category, groups=True),
            Column("unit", N_("社区"), 22, expression=_unit_code(), groups=True),
            Column("head", N_("户主"), 18, expression=Resident.name_pinyin),
            Column("persons", N_("人数"), 11, "number", total=True, expression=SupportDecision.persons),
            Column("base", N_("基本金额"), 19, "money_fen", total=True, expression=SupportDecision.base_fen),
            Column(
                "extra", N_("分类施保"), 18, "money_fen", total=True, expression=SupportDecision.extra_fen
            ),
            Column(
                "total", N_("月保障金"), 20, "money_fen", total=True, expression=SupportDecision.total_fen
            ),
            Column("granted", N_("确认日期"), 17, "date", expression=SupportFile.first_granted_on),
            Column("decision", N_("现行决定文号"), 25, "code", expression=SupportDecision.issued_number_id),
            Column("review", N_("下次核查"), 17, "date", expression=SupportFile.next_review_on),
            Column("state", N_("状态"), 12, "label", expression=SupportFile.state, groups=True, stays=True),
            Column("stop", N_("停发月份"), 17, "date", expression=SupportFile.stop_month, stays=True),
        ),
        filters=(
            Filter("scheme", N_("救助种类"), _scheme_choices),
            Filter("area", N_("城乡"), _area_choices),
            Filter("state", N_("状态"), _state_choices),
        ),
        statement=_LINE,
        conditions=supported_files,
        key=SupportFile.id,
        order=(SupportFile.start_month,),
        options=(load_only(Resident.name), raiseload("*")),
        struck=SupportFile.state == "stopped",
        values=read_values,
        endpoint="assistance.read_file",
        key_argument="file_id",
        default_group="scheme",
    )
)
