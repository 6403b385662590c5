"""The ledger of ratings (好差评台账): every rating of the period, both of a case where there are two; nobody of the staff."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, load_only, raiseload

from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.services.models import Application, ServiceItem
from portal.services.ratings.levels import ASPECTS, CALL_STATES, LEVELS, WAYS
from portal.services.ratings.models import CaseRating, RatingCallback

PAPER_COUNTS = "计入"
PAPER_REPLACED = "已更改"
PAPER_NEXT = "；"
PAPER_ASPECT = "{name}{level}"


def list_levels(_actor: Actor) -> list[tuple[str, str]]:
    """The five levels."""
    return [(str(level), words) for level, words in LEVELS.items()]


def list_items(_actor: Actor) -> list[tuple[str, str]]:
    """Every item that was rated."""
    rated = select(CaseRating.item_id).distinct()

    found = session.scalars(
        select(ServiceItem).where(ServiceItem.id.in_(rated)).order_by(ServiceItem.name, ServiceItem.id)
    )
    return [(one.code, one.name) for one in found]


def asked_for(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The ratings of the period."""
    found = [
        CaseRating.rated_on.between(asked.first, asked.last),
        within(actor, asked, CaseRating.unit_id),
    ]
    if asked.of("level"):
        found.append(CaseRating.level == int(asked.of("level")))
    if asked.of("item"):
        wanted = select(ServiceItem.id).where(ServiceItem.code == asked.of("item"))
        found.append(CaseRating.item_id.in_(wanted))
    return found


def read_values() -> Values:
    """What a rating says in each column."""
    return _values


def _values(found: Any) -> dict[str, Any]:
    rating, application, callback = found[:3]
    return {
        "number": application.number,
        "item": application.item.name,
        "rated": rating.rated_on,
        "round": rating.round,
        "level": LEVELS[rating.level],
        "aspects": PAPER_NEXT.join(
            PAPER_ASPECT.format(name=ASPECTS[code], level=LEVELS[level])
            for code, level in (rating.aspects or {}).items()
        ),
        "way": WAYS[rating.way],
        "counts": PAPER_COUNTS if rating.is_last else PAPER_REPLACED,
        "call_by": callback.call_by if callback else None,
        "called": callback.called_on if callback else None,
        "state": CALL_STATES[callback.state] if callback else "",
        "settled": callback.settled_on if callback else None,
    }


_ITEM = (
    select(ServiceItem.name)
    .where(ServiceItem.id == CaseRating.item_id)
    .correlate(CaseRating)
    .scalar_subquery()
)

RATINGS = define(
    Ledger(
        name="ratings",
        title=N_("好差评台账"),
        permission="services.read_rating",
        period_label=N_("评价日期"),
        columns=(
            Column("position", N_("序号"), 10, "number", align="center", wrap=False),
            Column("number", N_("受理号"), 34, "code", is_link=True, expression=CaseRating.application_id),
            Column("item", N_("事项"), 34, expression=_ITEM, groups=True),
            Column("rated", N_("评价日期"), 20, "date", expression=CaseRating.rated_on),
            Column("round", N_("次数"), 10, "number", align="center"),
            Column("level", N_("评价"), 20, "label", expression=CaseRating.level, groups=True),
            Column("aspects", N_("分项评价"), 40),
            Column("way", N_("方式"), 20, "label", expression=CaseRating.way, groups=True),
            Column("counts", N_("是否计入"), 14, align="center"),
            Column("call_by", N_("回访期限"), 20, "date"),
            Column("called", N_("回访日期"), 20, "date"),
            Column("state", N_("回访状态"), 14, "label"),
            Column("settled", N_("办结日期"), 20, "date"),
        ),
        filters=(Filter("level", N_("评价"), list_levels), Filter("item", N_("事项"), list_items)),
        statement=select(CaseRating, Application, RatingCallback)
        .join(Application, Application.id == CaseRating.application_id)
        .outerjoin(RatingCallback, RatingCallback.rating_id == CaseRating.id),
        conditions=asked_for,
        key=CaseRating.id,
        order=(CaseRating.rated_on, CaseRating.id),
        options=(
            joinedload(Application.item).load_only(ServiceItem.name),
            load_only(Application.number, Application.item_id),
            raiseload("*"),
        ),
        struck=CaseRating.is_last.is_(False),
        values=read_values,
        endpoint="ratings.read_rating",
        key_argument="rating_id",
        default_group="item",
    )
)
