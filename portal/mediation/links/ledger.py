"""The ledgers of the links: referrals in and out (移送衔接台账), and mediations of judges and prosecutors (进居调解台账):
with what counts. Plain words only: nothing that parties said.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, select
from sqlalchemy.orm import contains_eager, raiseload

from portal import clock
from portal.actor import Actor
from portal.disputes.models import Dispute
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.letters.models import Letter
from portal.mediation.links.kinds import (
    DIRECTIONS,
    KINDS,
    ORGANS,
    OUTCOMES,
    PUBLISHINGS,
    REASONS_OUT,
    STATES,
)
from portal.mediation.links.models import CommunityMediation, LinkPerson, Referral
from portal.mediation.links.people import of_street
from portal.mediation.links.queries import due_column
from portal.mediation.models import MediationCase
from portal.mediation.queries import visible
from portal.units.queries import unit_and_below

OVERDUE, YES, NO = N_("超期未函复"), N_("是"), N_("否")


def entered_referrals(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The referrals entered in the period, of the cases that the actor may see."""
    found = [Referral.entered_on.between(asked.first, asked.last), visible(actor)]
    if asked.unit_id is not None:
        found.append(Referral.unit_id.in_(unit_and_below(asked.unit_id)))
    for key, column in (("direction", Referral.direction), ("kind", Referral.kind)):
        if asked.of(key):
            found.append(column == asked.of(key))
    return found


def _title() -> ScalarSelect[str]:
    own = select(Dispute.title).where(Dispute.id == MediationCase.dispute_id)
    return own.correlate(MediationCase).scalar_subquery()


def _choices(words: dict[str, str]) -> Any:
    def choices(_actor: Actor) -> list[tuple[str, str]]:
        return list(words.items())

    return choices


def referral_values() -> Values:
    """What a referral says in each column."""
    today = clock.today()

    def values(found: Any) -> dict[str, Any]:
        row: Referral = found[0]
        late = row.is_waiting and found.due is not None and found.due < today
        letter = row.letter
        what = (
            OUTCOMES.get(row.outcome, "") if row.direction == "in" else REASONS_OUT.get(row.reason_code, "")
        )
        return {
            "body": row.body,
            "direction": DIRECTIONS[row.direction],
            "kind": KINDS[row.kind],
            "number": row.number,
            "officer": row.officer,
            "received": row.received_on or row.entered_on,
            "case": found[1] or "",
            "title": found.title,
            "due": found.due,
            "state": OVERDUE if late else STATES[row.state],
            "outcome": what,
            "letter": (letter.number or "") if letter else "",
            "sent": letter.sent_on if letter else None,
        }

    return values


REFERRALS = define(
    Ledger(
        name="referrals",
        title=N_("移送衔接台账"),
        permission="mediation.read_link",
        period_label=N_("登记日期"),
        unit_kinds=("district", "street", "committee"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column("body", N_("单位"), 27, is_link=True, expression=Referral.body, groups=True),
            Column("direction", N_("去来"), 12, "label", expression=Referral.direction, groups=True),
            Column("kind", N_("衔接类型"), 22, "label", expression=Referral.kind, groups=True),
            Column("number", N_("来函文号（案号）"), 23, "code"),
            Column("officer", N_("承办人"), 15),
            Column("received", N_("收到（登记）日期"), 18, "date", expression=Referral.entered_on),
            Column("case", N_("案号"), 27, "code", expression=MediationCase.issued_number_id),
            Column("title", N_("纠纷"), 30),
            Column("due", N_("函复期限"), 18, "date", expression=due_column()),
            Column("state", N_("状态"), 15, "label", stays=True),
            Column("outcome", N_("结果（函件）"), 19, "label", expression=Referral.outcome, groups=True),
            Column("letter", N_("复函文号"), 24, "code"),
            Column("sent", N_("发出日期"), 18, "date", expression=Letter.sent_on),
        ),
        filters=(
            Filter("direction", N_("去来"), _choices(DIRECTIONS)),
            Filter("kind", N_("衔接类型"), _choices(KINDS)),
        ),
        statement=(
            select(Referral, MediationCase.number, _title().label("title"), due_column().label("due"))
            .join(MediationCase, MediationCase.id == Referral.case_id)
            .outerjoin(Letter, Letter.id == Referral.letter_id)
        ),
        conditions=entered_referrals,
        key=Referral.id,
        order=(Referral.entered_on,),
        options=(contains_eager(Referral.letter), raiseload("*")),
        struck=Referral.recalled_on.is_not(None),
        values=referral_values,
        endpoint="links.read_referral",
        key_argument="referral_id",
    )
)


def held_mediations(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The mediations held in the period by the judges and prosecutors of the actor's street."""
    found = [
        CommunityMediation.held_on.between(asked.first, asked.last),
        of_street(actor, CommunityMediation.unit_id),
    ]
    if asked.unit_id is not None:
        found.append(CommunityMediation.unit_id.in_(unit_and_below(asked.unit_id)))
    if asked.of("organ"):
        found.append(LinkPerson.organ == asked.of("organ"))
    return found


def _held_values(found: Any) -> dict[str, Any]:
    row, number, agreed_on = found[0], found[1], found[2]
    counts = agreed_on is not None and row.record_id is not None and row.photo_id is not None
    return {
        "person": row.person.name,
        "organ": ORGANS[row.person.organ],
        "body": row.person.body,
        "held": row.held_on,
        "place": row.place,
        "case": number or "",
        "agreed": agreed_on,
        "record": YES if row.record_id else NO,
        "photo": YES if row.photo_id else NO,
        "counts": YES if counts else NO,
        "publishing": PUBLISHINGS[row.publishing],
        "where": row.published_where,
    }


def held_values() -> Values:
    """What a mediation of a judge or prosecutor says in each column."""
    return _held_values


COURT_DAYS = define(
    Ledger(
        name="court-days",
        title=N_("进居调解台账"),
        permission="mediation.read_link",
        period_label=N_("调解日期"),
        unit_kinds=("district", "street"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column("person", N_("法官、检察官"), 24, is_link=True, expression=LinkPerson.id, groups=True),
            Column("organ", N_("机关"), 22, "label", expression=LinkPerson.organ, groups=True),
            Column("body", N_("单位"), 38, expression=LinkPerson.body),
            Column("held", N_("调解日期"), 19, "date", expression=CommunityMediation.held_on),
            Column("place", N_("地点"), 34),
            Column("case", N_("案号"), 33, "code", expression=MediationCase.issued_number_id),
            Column("agreed", N_("达成协议"), 19, "date", expression=MediationCase.agreed_on),
            Column("record", N_("笔录"), 10, "label"),
            Column("photo", N_("照片"), 10, "label"),
            Column("counts", N_("计入"), 10, "label"),
            Column("publishing", N_("公开"), 16, "label", expression=CommunityMediation.publishing),
            Column("where", N_("公开的网站和栏目"), 30),
        ),
        filters=(Filter("organ", N_("机关"), _choices(ORGANS)),),
        statement=(
            select(CommunityMediation, MediationCase.number, MediationCase.agreed_on)
            .join(MediationCase, MediationCase.id == CommunityMediation.case_id)
            .join(LinkPerson, and_(LinkPerson.id == CommunityMediation.person_id))
        ),
        conditions=held_mediations,
        key=CommunityMediation.id,
        order=(CommunityMediation.held_on,),
        options=(contains_eager(CommunityMediation.person), raiseload("*")),
        values=held_values,
        endpoint="links.read_court_day",
        key_argument="court_day_id",
    )
)
