"""The register of mediations (人民调解登记簿, A.4), whole for who mediates and without what parties said for who supervises.

A figure of the statistics opens it with the same condition that made the figure.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, select
from sqlalchemy.orm import aliased, join, joinedload, outerjoin, raiseload, selectinload

from portal.actor import Actor
from portal.db import session
from portal.disputes.models import Dispute, DisputeCategory, DisputeTask
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.mediation.agreements.models import Agreement, CaseVisit, Confirmation, Obligation
from portal.mediation.models import CaseMediator, Committee, MediationCase, Mediator
from portal.mediation.queries import in_sight
from portal.mediation.records.models import CaseParticipant, MediationSession
from portal.mediation.registers import conditions as c
from portal.mediation.registers import statistics, values
from portal.mediation.registers.conditions import Period
from portal.mediation.registers.figures import sections
from portal.mediation.states import CASE_SOURCES, DIFFICULTIES, STATES
from portal.mediation.volumes.models import Volume, VolumeCase

PLAIN, WHOLE = "mediation-register", "mediation-register-whole"
_Confirmed = aliased(Confirmation)
_Visited = aliased(CaseVisit)


def _newest(model: Any, *where: Any) -> ScalarSelect[int]:
    return select(func.max(model.id)).where(*where).correlate(MediationCase).scalar_subquery()


def _count(model: Any, *where: Any) -> ScalarSelect[int]:
    return select(func.count(model.id)).where(*where).correlate(MediationCase).scalar_subquery()


_AGREEMENT = _newest(Agreement, Agreement.case_id == MediationCase.id, Agreement.effective_on.is_not(None))
_CONFIRMATION = (
    select(func.max(Confirmation.id))
    .join(Agreement, Agreement.id == Confirmation.agreement_id)
    .where(Agreement.case_id == MediationCase.id, Confirmation.state != "withdrawn")
    .correlate(MediationCase)
    .scalar_subquery()
)
_VISIT = _newest(CaseVisit, CaseVisit.case_id == MediationCase.id)
_SESSIONS = _count(MediationSession, MediationSession.case_id == MediationCase.id)
_LAST_DUE = (
    select(func.max(Obligation.due_on))
    .where(Obligation.agreement_id == Agreement.id)
    .correlate(Agreement)
    .scalar_subquery()
)
_VOLUME = (
    select(func.max(Volume.number))
    .join(VolumeCase, VolumeCase.volume_id == Volume.id)
    .where(VolumeCase.case_id == MediationCase.id)
    .correlate(MediationCase)
    .scalar_subquery()
)
_BODIES = (
    select(func.aggregate_strings(DisputeTask.body, "、"))
    .where(
        DisputeTask.dispute_id == MediationCase.dispute_id,
        DisputeTask.state != "withdrawn",
        DisputeTask.role != "lead",
    )
    .correlate(MediationCase)
    .scalar_subquery()
)
_GUESTS = (
    select(func.aggregate_strings(CaseParticipant.name, "、"))
    .where(CaseParticipant.case_id == MediationCase.id)
    .correlate(MediationCase)
    .scalar_subquery()
)
# One explicit join: what the newest agreement, confirmation and visit are is said by a subquery, which joins nothing by itself.
_JOINED = outerjoin(
    outerjoin(
        outerjoin(
            join(
                join(MediationCase, Dispute, Dispute.id == MediationCase.dispute_id),
                DisputeCategory,
                DisputeCategory.id == Dispute.category_id,
            ),
            Agreement,
            Agreement.id == _AGREEMENT,
        ),
        _Confirmed,
        _Confirmed.id == _CONFIRMATION,
    ),
    _Visited,
    _Visited.id == _VISIT,
)
_STATEMENT = select(
    MediationCase,
    Agreement,
    _Confirmed,
    _Visited,
    _SESSIONS.label("sessions"),
    _LAST_DUE.label("last_due"),
    _VOLUME.label("volume"),
    _BODIES.label("bodies"),
    _GUESTS.label("guests"),
).select_from(_JOINED)


def entered_cases(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The cases accepted in the period; those behind a figure of the statistics where one is asked for."""
    period = Period(asked.first, asked.last)
    found: list[ColumnElement[bool]] = statistics.of_unit(actor, None)
    if asked.unit_id is not None or asked.of("of"):
        key = asked.unit_id or int(asked.of("of"))
        found = statistics.of_unit(actor, statistics.find_unit(actor, key))
    figure = next((one for one in _figures() if one.code == asked.of("figure")), None)
    accepted = period.holds(MediationCase.accepted_on)
    found.append(figure.condition(c.facts_of_cases(period)) if figure else accepted)
    for name, column in (
        ("source", MediationCase.source),
        ("state", MediationCase.state),
        ("difficulty", MediationCase.difficulty),
    ):
        if asked.of(name):
            found.append(column == asked.of(name))
    if asked.of("category"):
        found.append(DisputeCategory.code == asked.of("category"))
    if asked.of("result"):
        found.append(values.RESULT_CONDITIONS[asked.of("result")])
    if asked.of("mediator"):
        found.append(_mediated_by(int(asked.of("mediator"))))
    return found


def _mediated_by(mediator_id: int) -> ColumnElement[bool]:
    return exists().where(
        and_(CaseMediator.case_id == MediationCase.id, CaseMediator.mediator_id == mediator_id)
    )


def _figures() -> list[Any]:
    rows = statistics.list_rows_of_categories()
    return [figure for section in sections(rows) for figure in section.figures]


def _all_figures(_actor: Actor) -> list[tuple[str, str]]:
    return [(figure.code, figure.label) for figure in _figures()]


def _units(actor: Actor) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in statistics.list_choosable_units(actor)]


def _categories(_actor: Actor) -> list[tuple[str, str]]:
    return list({row.code: row.name for row in statistics.list_rows_of_categories()}.items())


def _mediators(actor: Actor) -> list[tuple[str, str]]:
    statement = (
        select(Mediator.id, Mediator.name)
        .join(Committee, Committee.id == Mediator.committee_id)
        .where(in_sight(actor, Committee.unit_id))
        .order_by(Mediator.name, Mediator.id)
    )
    return [(str(key), name) for key, name in session.execute(statement)]


def _words(words: dict[str, str]) -> Any:
    def choices(_actor: Actor) -> list[tuple[str, str]]:
        return list(words.items())

    return choices


_COLUMNS = (
    Column("position", N_("序号"), 7, "number", align="center", wrap=False),
    Column("number", N_("案号"), 14, "code", is_link=True, expression=MediationCase.issued_number_id),
    Column("accepted", N_("受理日期"), 10, "date", expression=MediationCase.accepted_on),
    Column("applicants", N_("申请人"), 10),
    Column("respondents", N_("被申请人"), 10),
    Column("people", N_("涉及人数"), 6, "number", expression=Dispute.people, total=True),
    Column("category", N_("纠纷类别"), 9, expression=DisputeCategory.name, groups=True),
    Column("source", N_("案件来源"), 9, "label", expression=MediationCase.source, groups=True),
    Column("way", N_("受理方式"), 7, "label", expression=MediationCase.is_oral_application),
    Column("difficulty", N_("难易程度"), 7, "label", expression=MediationCase.difficulty, groups=True),
    Column("lead", N_("调解员"), 8),
    Column("joint", N_("协办"), 8),
    Column("recorder", N_("记录人"), 8),
    Column("bodies", N_("参加单位"), 10),
    Column("place", N_("调解地点"), 9),
    Column("sessions", N_("调解次数"), 6, "number", expression=_SESSIONS),
    Column("result", N_("调解结果"), 8, "label"),
    Column("ended", N_("达成（终止）日期"), 10, "date"),
    Column("form", N_("协议形式"), 8, "label", expression=MediationCase.agreement_form, groups=True),
    Column("agreement", N_("协议编号"), 12, "code", expression=Agreement.number),
    Column("amount", N_("涉及金额（元）"), 15, "money_fen", expression=c.settled_sum(), total=True),
    Column("until", N_("履行期限"), 10, "date", expression=_LAST_DUE),
    Column("performance", N_("履行情况"), 8, "label"),
    Column("confirmation", N_("司法确认"), 8, "label"),
    Column("visited", N_("回访日期"), 10, "date"),
    Column("satisfaction", N_("满意度"), 7, "label"),
    Column("criminal", N_("民转刑倾向"), 6, "label", expression=Dispute.tends_criminal),
    Column("mass", N_("群体"), 5, "label", expression=Dispute.is_mass),
    Column("closed", N_("结案日期"), 10, "date", expression=MediationCase.closed_on),
    Column("archived", N_("归档日期"), 10, "date", expression=MediationCase.archived_on),
    Column("volume", N_("卷号"), 10, "code"),
    Column("state", N_("状态"), 7, "label", expression=MediationCase.state, groups=True),
    Column("remark", N_("备注"), 7, stays=True),
)
_SAID = (
    Column("phones", N_("联系方式"), 9, mask=values.masked_phones),
    Column("story", N_("简要情况"), 16),
    Column("manner", N_("履行方式"), 10),
)


def _whole_columns() -> tuple[Column, ...]:
    """The columns in the order of A.4, with those that hold what parties said; all a little narrower."""
    phones, story, manner = _SAID
    behind = {"respondents": phones, "way": story, "amount": manner}
    found: list[Column] = []
    for column in _COLUMNS:
        found.append(column)
        if column.key in behind:
            found.append(behind[column.key])
    return _fitted(tuple(found))


def _fitted(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    share = 277.0 / sum(column.width_mm for column in columns)
    return tuple(replace(column, width_mm=int(column.width_mm * share * 100) / 100) for column in columns)


def _ledger(name: str, title: str, permission: str, columns: tuple[Column, ...], read: Values) -> Ledger:
    return define(
        Ledger(
            name=name,
            title=title,
            permission=permission,
            period_label=N_("受理日期"),
            unit_kinds=(),
            columns=columns,
            filters=(
                Filter("of", N_("单位（含下级）"), _units),
                Filter("category", N_("纠纷类别"), _categories),
                Filter("source", N_("案件来源"), _words(CASE_SOURCES)),
                Filter("result", N_("调解结果"), _words(values.RESULTS)),
                Filter("difficulty", N_("难易程度"), _words(DIFFICULTIES)),
                Filter("mediator", N_("调解员"), _mediators),
                Filter("state", N_("状态"), _words(STATES)),
                Filter("figure", N_("统计项目"), _all_figures),
            ),
            statement=_STATEMENT,
            conditions=entered_cases,
            key=MediationCase.id,
            order=(func.coalesce(MediationCase.accepted_on, MediationCase.applied_on),),
            options=(
                joinedload(MediationCase.dispute).joinedload(Dispute.category),
                joinedload(MediationCase.dispute).selectinload(Dispute.parties),
                selectinload(MediationCase.mediators).joinedload(CaseMediator.mediator),
                raiseload("*"),
            ),
            values=lambda: read,
            endpoint="mediation.read_case",
            key_argument="case_id",
        )
    )


REGISTER = _ledger(
    PLAIN, N_("人民调解登记簿"), "mediation.read_statistics", _fitted(_COLUMNS), values.plain_values
)
REGISTER_WHOLE = _ledger(
    WHOLE,
    N_("人民调解登记簿（含案情）"),
    "mediation.read_whole_register",
    _whole_columns(),
    values.whole_values,
)
