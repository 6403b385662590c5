"""Senior cards that were issued before the portal came: each comes in from paper with its own number, holder and day of issue.

A card belongs to an application; these get one that is closed already and was never accepted here, so it stands in no ledger of
accepted cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_
from portal.residents.models import Resident
from portal.services.assistance.carrying_in import cells
from portal.services.assistance.carrying_in.kinds import (
    Column,
    Fault,
    Gathering,
    Kind,
    PaperRow,
    Setting,
    define_kind,
)
from portal.services.assistance.carrying_in.numbers import paper_number
from portal.services.assistance.carrying_in.people import find_or_register
from portal.services.items.senior_card.definition import CODE
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.models import SeniorCard
from portal.services.life import EVENTS
from portal.services.models import Application, ApplicationEvent, Visit
from portal.services.queries import get_item, newest_version

PAPER_RESULT = "纸质转入：{number}"
FIRST_ISSUE = "new"
EVENTS.setdefault("carry_in_card", N_("纸质转入"))


def carry_card(actor: Actor, setting: Setting, rows: Sequence[PaperRow]) -> SeniorCard:
    """Enter one card as valid; raises Fault at the cell that is at fault."""
    row = rows[0]
    types = {one.code: one for one in rules_on().types}
    gathering = Gathering()
    gathering.of(cells.wanted, row, "number")
    code = gathering.of(cells.choice, row, "type", {key: one.name for key, one in types.items()})
    issued = gathering.of(cells.day, row, "issued")
    holder = gathering.of(find_or_register, actor, row, unit_id=setting.street_id)
    gathering.tell()
    if code is None or issued is None or holder is None:
        raise LookupError("what was not read has a fault")
    if holder.death_date is not None:
        raise Fault(row.number, "identity", N_("持证人已登记死亡，不必转入。"))
    _must_be_only(row, holder, code)
    number = paper_number(
        actor, row, "number", unit_id=setting.street_id, kind=types[code].number_kind, on=issued
    )
    if session.scalar(select(SeniorCard.id).where(SeniorCard.number == number.text)) is not None:
        raise Fault(row.number, "number", N_("这个证号已在系统中。"))
    card = SeniorCard(
        resident_id=holder.id,
        unit_id=setting.street_id,
        application_id=_closed_application(actor, setting, holder, issued, number.text).id,
        card_type=code,
        type_name=types[code].name,
        number=number.text,
        issued_number_id=number.id,
        issued_on=issued,
        valid_from=issued,
    )
    session.add(card)
    session.flush()
    audit.record(actor, "services.carry_in_card", card, number=card.number, type=code, resident=holder.id)
    return card


def _must_be_only(row: PaperRow, holder: Resident, code: str) -> None:
    same = select(SeniorCard.number).where(
        SeniorCard.resident_id == holder.id, SeniorCard.card_type == code, SeniorCard.status == "valid"
    )
    known = session.scalar(same.limit(1))
    if known is not None:
        raise Fault(row.number, "identity", N_("此人已有同类有效证件：%(number)s。"), number=known)


def _closed_application(
    actor: Actor, setting: Setting, holder: Resident, issued: dt.date, number: str
) -> Application:
    item = get_item(CODE)
    version = newest_version(item)
    if version is None:
        raise LookupError(f"the item {CODE} has no version")
    visit = Visit(
        unit_id=setting.street_id, resident_id=holder.id, day=issued, received_by=setting.handed_in_by
    )
    application = Application(
        item=item,
        item_version=version,
        visit=visit,
        unit_id=setting.street_id,
        resident_id=holder.id,
        subject_name=holder.name,
        business=FIRST_ISSUE,
        state="closed",
        applied_on=issued,
        decided_on=issued,
        result="granted",
        result_text=PAPER_RESULT.format(number=number),
        issued_on=issued,
        collected_on=issued,
        collector_kind="self",
        closed_on=issued,
    )
    application.events.append(
        ApplicationEvent(
            verb="carry_in_card",
            from_state="draft",
            to_state="closed",
            day=clock.today(),
            account_id=actor.account_id,
            post_id=actor.post_id,
            actor_name=actor.name,
            note=PAPER_RESULT.format(number=number),
        )
    )
    session.add_all([visit, application])
    session.flush()
    return application


CARDS = define_kind(
    Kind(
        "senior_cards",
        N_("已发老年优待证"),
        N_("每张有效的证一行。已注销、遗失的不必转入。"),
        (
            Column("number", N_("证号"), N_("证上的编号。"), True, 24),
            Column("type", N_("证件种类"), N_("例如：老年优待证（绿证）。"), True, 22),
            Column("name", N_("姓名"), "", True),
            Column("identity", N_("身份证号"), N_("18 位，单元格为文本格式。"), True, 22),
            Column("phone", N_("联系电话")),
            Column("issued", N_("发证日期"), N_("例如 2024-03-15。"), True),
        ),
        carry_card,
        unique=("number",),
    )
)
