"""The register of births registered (生育登记台账): every registration of a period, changed and void ones struck.

Of the parents it says the names and the last four places of their numbers; of children already there, nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import aliased, joinedload, load_only, outerjoin, raiseload

from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.residents.models import IdentityPaper, Resident
from portal.services.items.birth_registration.definition import WITH_APPROVAL
from portal.services.items.birth_registration.models import BirthRegistration
from portal.services.items.birth_registration.words import STATUSES
from portal.services.models import Application
from portal.services.states import COLLECTORS
from portal.standards.identity import mask_identity
from portal.units.models import Unit, UnitName

PAPER_COLLECTED = "{0}领取 {1}"
_Former = aliased(BirthRegistration)
_Mother, _Father = aliased(Resident), aliased(Resident)
_MotherPaper, _FatherPaper = aliased(IdentityPaper), aliased(IdentityPaper)


def registered(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The registrations of the period, whatever became of them since."""
    found = [
        BirthRegistration.issued_on.between(asked.first, asked.last),
        within(actor, asked, BirthRegistration.unit_id),
    ]
    if asked.of("business"):
        found.append(BirthRegistration.business == asked.of("business"))
    if asked.of("status"):
        found.append(BirthRegistration.status == asked.of("status"))
    return found


def list_businesses(_actor: Actor) -> list[tuple[str, str]]:
    """The kinds of registration, 再生育审批 among them: old ones stay in old ledgers."""
    return [(one.code, one.name) for one in WITH_APPROVAL.businesses]


def list_statuses(_actor: Actor) -> list[tuple[str, str]]:
    """What can become of a registration."""
    return list(STATUSES.items())


def _unit_name() -> ScalarSelect[str]:
    in_force = select(UnitName.name).where(
        UnitName.unit_id == BirthRegistration.unit_id, UnitName.valid_from <= BirthRegistration.issued_on
    )
    newest = in_force.order_by(UnitName.valid_from.desc(), UnitName.id.desc()).limit(1)
    return newest.correlate(BirthRegistration).scalar_subquery()


def _former_number() -> ScalarSelect[str]:
    former = select(_Former.number).where(_Former.id == BirthRegistration.replaces_id)
    return former.correlate(BirthRegistration).scalar_subquery()


def _unit_code() -> ScalarSelect[str]:
    code = select(Unit.code).where(Unit.id == BirthRegistration.unit_id)
    return code.correlate(BirthRegistration).scalar_subquery()


def _paper_of(resident_id: Any) -> ScalarSelect[int]:
    own = select(func.min(IdentityPaper.id)).where(
        IdentityPaper.resident_id == resident_id, IdentityPaper.is_primary
    )
    return own.correlate(BirthRegistration).scalar_subquery()


_PARENTS = outerjoin(BirthRegistration, _Mother, _Mother.id == BirthRegistration.mother_id)
_PARENTS = outerjoin(_PARENTS, _Father, _Father.id == BirthRegistration.father_id)
_PARENTS = outerjoin(_PARENTS, _MotherPaper, _MotherPaper.id == _paper_of(BirthRegistration.mother_id))
_PARENTS = outerjoin(_PARENTS, _FatherPaper, _FatherPaper.id == _paper_of(BirthRegistration.father_id))
_LINE = select(
    BirthRegistration,
    _Mother,
    _MotherPaper,
    _Father,
    _FatherPaper,
    _unit_name().label("unit_name"),
    _former_number().label("former_number"),
).select_from(_PARENTS)


def read_values() -> Values:
    """What a registration says in each column."""
    return _values


def _values(found: Any) -> dict[str, Any]:
    registration, mother, mother_paper, father, father_paper = found[:5]
    business = WITH_APPROVAL.business(registration.business)
    return {
        "number": registration.number,
        "business": business.name if business else "",
        "mother": mother.name if mother is not None else "",
        "mother_identity": mother_paper.number if mother_paper is not None else "",
        "father": father.name if father is not None else "",
        "father_identity": father_paper.number if father_paper is not None else "",
        "order": registration.birth_order,
        "due": registration.due_on,
        "born": registration.born_on,
        "newborns": registration.newborns,
        "unit": found.unit_name,
        "issued": registration.issued_on,
        "collected": _collected(registration.application),
        "status": STATUSES[registration.status],
        "former": found.former_number,
    }


def _collected(application: Application) -> str:
    if application.collected_on is None:
        return ""
    who = COLLECTORS.get(application.collector_kind, "")
    return PAPER_COLLECTED.format(who, application.collected_on.isoformat())


def _last_four(number: str) -> str:
    return mask_identity(number, 0, 4)


REGISTRATIONS = define(
    Ledger(
        name="birth-registrations",
        title=N_("生育登记台账"),
        permission="services.read_application",
        period_label=N_("登记日期"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column(
                "number",
                N_("登记编号"),
                26,
                "code",
                wrap=False,
                is_link=True,
                expression=BirthRegistration.issued_number_id,
            ),
            Column("business", N_("类型"), 13, expression=BirthRegistration.business, groups=True),
            Column("mother", N_("女方"), 18, expression=_Mother.name_pinyin),
            Column("mother_identity", N_("女方证件号"), 27, "code", align="center", mask=_last_four),
            Column("father", N_("男方"), 18, expression=_Father.name_pinyin),
            Column("father_identity", N_("男方证件号"), 27, "code", align="center", mask=_last_four),
            Column(
                "order", N_("孩次"), 9, "number", align="center", expression=BirthRegistration.birth_order
            ),
            Column("due", N_("预产期"), 17, "date", expression=BirthRegistration.due_on),
            Column("born", N_("出生日期"), 17, "date", expression=BirthRegistration.born_on),
            Column(
                "newborns",
                N_("出生子女"),
                11,
                "number",
                align="center",
                total=True,
                expression=BirthRegistration.newborns,
            ),
            Column("unit", N_("登记单位"), 23, expression=_unit_code(), groups=True),
            Column("issued", N_("登记日期"), 17, "date", expression=BirthRegistration.issued_on),
            Column("collected", N_("领取"), 19, align="center"),
            Column(
                "status",
                N_("状态"),
                12,
                "label",
                expression=BirthRegistration.status,
                groups=True,
                stays=True,
            ),
            Column("former", N_("变更自"), 14, "code"),
        ),
        filters=(
            Filter("business", N_("类型"), list_businesses),
            Filter("status", N_("状态"), list_statuses),
        ),
        statement=_LINE,
        conditions=registered,
        key=BirthRegistration.id,
        order=(BirthRegistration.issued_on,),
        options=(
            joinedload(BirthRegistration.application).options(
                load_only(Application.collected_on, Application.collector_kind), raiseload("*")
            ),
            *(load_only(one.name) for one in (_Mother, _Father)),
            *(load_only(one.number_sealed, one.record_key) for one in (_MotherPaper, _FatherPaper)),
            raiseload("*"),
        ),
        struck=BirthRegistration.status != "valid",
        values=read_values,
        endpoint="births.read_registration",
        key_argument="registration_id",
        default_group="business",
    )
)
