"""The register of issued senior cards (老年优待证发放登记): every card that was issued in a period, ended ones struck.

Of the holder it says the name and the last four places of the identity number, which tell two of the same name apart. No
birth date: with it, and the division that most holders share, the whole number could be put together from the list.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import aliased, joinedload, load_only, raiseload

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.residents.models import IdentityPaper, Resident
from portal.services.items.senior_card.definition import DEFINITION
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.models import ENDINGS, STATUSES, SeniorCard
from portal.services.models import Application
from portal.services.states import COLLECTORS
from portal.standards.identity import mask_identity
from portal.units.models import Unit, UnitName

PAPER_COLLECTED = "{0}领取 {1}"
_Former = aliased(SeniorCard)


def issued_cards(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The cards issued in the period; whatever became of a card since, it was issued."""
    found = [
        SeniorCard.issued_on.between(asked.first, asked.last),
        within(actor, asked, SeniorCard.unit_id),
    ]
    if asked.of("type"):
        found.append(SeniorCard.card_type == asked.of("type"))
    if asked.of("status"):
        found.append(SeniorCard.status == asked.of("status"))
    return found


def _name_of(unit_id: Any) -> ScalarSelect[str]:
    """A unit's name in force on the day of issue."""
    in_force = select(UnitName.name).where(
        UnitName.unit_id == unit_id, UnitName.valid_from <= SeniorCard.issued_on
    )
    newest = in_force.order_by(UnitName.valid_from.desc(), UnitName.id.desc()).limit(1)
    return newest.correlate(SeniorCard, Resident).scalar_subquery()


def _code_of(unit_id: Any) -> ScalarSelect[str]:
    return select(Unit.code).where(Unit.id == unit_id).correlate(SeniorCard, Resident).scalar_subquery()


def _former_number() -> ScalarSelect[str]:
    former = select(_Former.number).where(_Former.id == SeniorCard.replaces_id)
    return former.correlate(SeniorCard).scalar_subquery()


def _of_application(wanted: Any) -> ScalarSelect[Any]:
    own = select(wanted).where(Application.id == SeniorCard.application_id)
    return own.correlate(SeniorCard).scalar_subquery()


def _primary_paper() -> ScalarSelect[int]:
    own = select(func.min(IdentityPaper.id)).where(
        IdentityPaper.resident_id == SeniorCard.resident_id, IdentityPaper.is_primary
    )
    return own.correlate(SeniorCard).scalar_subquery()


_LINE = (
    select(
        SeniorCard,
        Resident,
        IdentityPaper,
        _name_of(SeniorCard.unit_id).label("unit_name"),
        _name_of(Resident.grid_id).label("grid_name"),
        _former_number().label("former_number"),
    )
    .join(Resident, Resident.id == SeniorCard.resident_id)
    .outerjoin(IdentityPaper, IdentityPaper.id == _primary_paper())
)


def list_types(_actor: Actor) -> list[tuple[str, str]]:
    """The types of card in force today."""
    return [(one.code, one.name) for one in rules_on().types]


def list_statuses(_actor: Actor) -> list[tuple[str, str]]:
    """What can become of a card."""
    return list(STATUSES.items())


def read_values() -> Values:
    """What a card says in each column."""
    return _values


def _values(found: Any) -> dict[str, Any]:
    card, holder, paper = found[:3]
    business = DEFINITION.business(card.application.business)
    return {
        "number": card.number,
        "type": card.type_name,
        "holder": holder.name,
        "identity": paper.number if paper is not None else "",
        "grid": found.grid_name,
        "unit": found.unit_name,
        "business": business.name if business else "",
        "issued": card.issued_on,
        "valid_from": card.valid_from,
        "collected": _collected(card.application),
        "status": STATUSES[card.status],
        "ended": card.ended_on,
        "ending": ENDINGS.get(card.ending, ""),
        "former": found.former_number,
    }


def _collected(application: Application) -> str:
    if application.collected_on is None:
        return ""
    who = COLLECTORS.get(application.collector_kind, "")
    return PAPER_COLLECTED.format(who, application.collected_on.isoformat())


def _last_four(number: str) -> str:
    return mask_identity(number, 0, 4)


CARDS = define(
    Ledger(
        name="senior-cards",
        title=N_("老年优待证发放登记"),
        permission="services.read_application",
        period_label=N_("发证日期"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column(
                "number",
                N_("证号"),
                24,
                "code",
                wrap=False,
                is_link=True,
                expression=SeniorCard.issued_number_id,
            ),
            Column("type", N_("证件种类"), 18, expression=SeniorCard.card_type, groups=True),
            Column("holder", N_("持证人"), 18, expression=Resident.name_pinyin),
            Column("identity", N_("身份证号"), 31, "code", align="center", mask=_last_four),
            Column("grid", N_("所在网格"), 27, expression=_code_of(Resident.grid_id), groups=True),
            Column("unit", N_("发证单位"), 24, expression=_code_of(SeniorCard.unit_id), groups=True),
            Column("business", N_("业务"), 15, expression=_of_application(Application.business), groups=True),
            Column("issued", N_("发证日期"), 17, "date", expression=SeniorCard.issued_on),
            Column("valid_from", N_("有效期起"), 17, "date", expression=SeniorCard.valid_from),
            Column(
                "collected",
                N_("领取"),
                20,
                align="center",
                expression=_of_application(Application.collected_on),
            ),
            Column("status", N_("状态"), 12, "label", expression=SeniorCard.status, groups=True, stays=True),
            Column("ended", N_("注销日期"), 17, "date", expression=SeniorCard.ended_on, stays=True),
            Column("ending", N_("注销原因"), 14, "label", expression=SeniorCard.ending, stays=True),
            Column("former", N_("换自证号"), 14, "code"),
        ),
        filters=(
            Filter("type", N_("证件种类"), list_types),
            Filter("status", N_("状态"), list_statuses),
        ),
        statement=_LINE,
        conditions=issued_cards,
        key=SeniorCard.id,
        order=(SeniorCard.issued_on,),
        options=(
            joinedload(SeniorCard.application).options(
                load_only(Application.business, Application.collected_on, Application.collector_kind),
                raiseload("*"),
            ),
            load_only(Resident.name),
            load_only(IdentityPaper.number_sealed, IdentityPaper.record_key),
            raiseload("*"),
        ),
        struck=SeniorCard.status != "valid",
        values=read_values,
        endpoint="senior_card.read_card",
        key_argument="card_id",
        default_group="type",
    )
)
