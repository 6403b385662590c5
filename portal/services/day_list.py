"""The day's list (当日办件清单): every number that was used at a counter on a day, with what it was for, and the void ones with
their reasons. Numbers without a gap are what a day is closed with.

A list that was signed does not change: a number that was taken later but bears an earlier day stands on the list of the day on
which it was taken, and as a supplement behind the lines of the day that it bears; one that was voided later keeps its line,
with the day of the voiding.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import aliased

from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.db import session
from portal.documents.kinds import number_kind_of
from portal.documents.models import ISSUED, ON_PAPER, Document, IssuedNumber, NumberSeries
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.services.ledgers import list_clerks
from portal.services.models import Application, ServiceItem
from portal.services.number_runs import runs_of_adjustments

STATES = {"used": N_("已用"), "void": N_("作废")}
ORIGINS = {ON_PAPER: N_("纸质补录")}
# What came after a day was closed stands behind that day's lines, so that their running numbers stay.
_TAKEN_ON = func.coalesce(IssuedNumber.entered_on, IssuedNumber.used_on)
PAPER_LATER = {ISSUED: "{day} 补取号", ON_PAPER: "{day} 补录"}
PAPER_VOID_LATER = "{day} 作废：{reason}"
PAPER_RUN = "标准调整决定，连号至 {last}，共 {count} 号"
PAPER_CLOSING = (
    "交班人（签名）：　　　　　　　　　　接班人（签名）：　　　　　　　　　　　　　　年　　月　　日",
)


def used_numbers(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The numbers used, taken or voided in the period, whatever became of them; those that a batch took in a row as one line."""
    found = [
        or_(
            IssuedNumber.used_on.between(asked.first, asked.last),
            # What was written on paper was used on paper, on its own day; only what the portal gave out is today's work.
            and_(
                IssuedNumber.entered_on.between(asked.first, asked.last),
                IssuedNumber.origin == ISSUED,
            ),
            and_(IssuedNumber.voided_on.between(asked.first, asked.last), IssuedNumber.voided_on > _TAKEN_ON),
        ),
        within(actor, asked, NumberSeries.unit_id),
        or_(_RUNS.c.first.is_(None), IssuedNumber.sequence == _RUNS.c.first),
    ]
    if asked.of("kind"):
        found.append(NumberSeries.kind == asked.of("kind"))
    if asked.of("clerk"):
        found.append(IssuedNumber.used_by == int(asked.of("clerk")))
    if asked.of("state"):
        found.append(IssuedNumber.state == asked.of("state"))
    return found


def list_kinds(_actor: Actor) -> list[tuple[str, str]]:
    """The books that have been opened."""
    found = session.scalars(select(NumberSeries.kind).distinct().order_by(NumberSeries.kind))
    return [(code, number_kind_of(code).label) for code in found]


def list_states(_actor: Actor) -> list[tuple[str, str]]:
    """Used or void."""
    return list(STATES.items())


def _paper(wanted: Any) -> ScalarSelect[Any]:
    """A value of the first paper that carries the number."""
    own = select(wanted).where(Document.issued_number_id == IssuedNumber.id).order_by(Document.id).limit(1)
    return own.correlate(IssuedNumber).scalar_subquery()


def _application(wanted: Any) -> ColumnElement[Any]:
    """A value of the application that has the number, or whose paper carries it."""
    about = (
        select(Document.subject_id)
        .where(Document.issued_number_id == IssuedNumber.id, Document.subject_kind == Application.__name__)
        .order_by(Document.id)
        .limit(1)
        .correlate(IssuedNumber)
        .scalar_subquery()
    )
    of_paper = (
        select(wanted).select_from(Application).join(ServiceItem, ServiceItem.id == Application.item_id)
    )
    own = of_paper.where(Application.issued_number_id == IssuedNumber.id).limit(1)
    return func.coalesce(
        own.correlate(IssuedNumber).scalar_subquery(),
        of_paper.where(Application.id == about).correlate(IssuedNumber).scalar_subquery(),
        "",
    )


def _clerk() -> ScalarSelect[str]:
    own = select(StaffAccount.name).where(StaffAccount.id == IssuedNumber.used_by)
    return own.correlate(IssuedNumber).scalar_subquery()


_RUNS = runs_of_adjustments()
_LAST = aliased(IssuedNumber)


_LINE = select(
    IssuedNumber.text,
    IssuedNumber.used_on,
    IssuedNumber.entered_on,
    IssuedNumber.origin,
    IssuedNumber.state,
    IssuedNumber.void_reason,
    IssuedNumber.voided_on,
    NumberSeries.kind,
    _paper(Document.title).label("title"),
    _application(Application.subject_name).label("applicant"),
    _application(ServiceItem.name).label("item"),
    _clerk().label("clerk"),
    _RUNS.c.count.label("in_row"),
    _LAST.text.label("last"),
)
_LINE = (
    _LINE.join(NumberSeries, NumberSeries.id == IssuedNumber.series_id)
    .outerjoin(
        _RUNS,
        and_(
            _RUNS.c.series_id == IssuedNumber.series_id,
            IssuedNumber.sequence.between(_RUNS.c.first, _RUNS.c.last),
        ),
    )
    .outerjoin(_LAST, and_(_LAST.series_id == _RUNS.c.series_id, _LAST.sequence == _RUNS.c.last))
)


def read_values() -> Values:
    """What a number says in each column."""

    def values(found: Any) -> dict[str, Any]:
        return {
            "day": found.used_on,
            "number": found.text,
            "book": number_kind_of(found.kind).label,
            "title": _run(found) or found.title or ORIGINS.get(found.origin, ""),
            "applicant": found.applicant,
            "item": found.item,
            "clerk": found.clerk or "",
            "state": STATES[found.state],
            "later": PAPER_LATER[found.origin].format(day=found.entered_on) if found.entered_on else "",
            "reason": _void_reason(found),
        }

    return values


def _void_reason(found: Any) -> str:
    """Why a number is void, with the day where the list of its own day did not say so yet."""
    if found.voided_on is None or found.voided_on <= (found.entered_on or found.used_on):
        return str(found.void_reason)
    return PAPER_VOID_LATER.format(day=found.voided_on, reason=found.void_reason)


def _run(found: Any) -> str:
    """What is said of numbers that were taken in a row; empty for one alone."""
    return PAPER_RUN.format(last=found.last, count=found.in_row) if found.in_row else ""


_CLERK_KEY = func.coalesce(IssuedNumber.used_by, 0)

DAY_LIST = define(
    Ledger(
        name="day-list",
        title=N_("当日办件清单"),
        permission="services.read_application",
        period_label=N_("用号日期"),
        opens_today=True,
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column("day", N_("日期"), 20, "date", expression=IssuedNumber.used_on),
            Column("number", N_("编号"), 42, "code", wrap=False, expression=IssuedNumber.text),
            Column("book", N_("编号簿"), 27, "label", expression=NumberSeries.kind, groups=True),
            Column("title", N_("文书"), 28),
            Column("applicant", N_("申请人"), 26),
            Column("item", N_("事项"), 32),
            Column("clerk", N_("经办人"), 18, align="center", expression=_CLERK_KEY, groups=True),
            Column("state", N_("状态"), 12, "label", expression=IssuedNumber.state),
            Column("later", N_("补记"), 24, stays=True),
            Column("reason", N_("作废原因"), 32, stays=True),
        ),
        filters=(
            Filter("clerk", N_("经办人"), list_clerks),
            Filter("kind", N_("编号簿"), list_kinds),
            Filter("state", N_("状态"), list_states),
        ),
        statement=_LINE,
        conditions=used_numbers,
        key=IssuedNumber.id,
        order=(_TAKEN_ON,),
        struck=IssuedNumber.state == "void",
        values=read_values,
        closing=PAPER_CLOSING,
    )
)
