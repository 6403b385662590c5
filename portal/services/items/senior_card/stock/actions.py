"""The verbs of the stock book: receiving a batch, taking the next blank for a card, spoiling, handing back, counting."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services.items.senior_card.kinds import rules_on
from portal.services.items.senior_card.models import SeniorCard
from portal.services.items.senior_card.stock import queries
from portal.services.items.senior_card.stock.book import Balance, next_serial
from portal.services.items.senior_card.stock.models import (
    ISSUED,
    RETURNED,
    SPOILED,
    CardBatch,
    CardCount,
    CardMove,
)

KEEP = "services.keep_card_stock"
MOST = 10_000
LONGEST = 300
_SERIAL = re.compile(r"(.*?)(\d{1,9})")


def receive_batch(actor: Actor, *, card_type: str, first: str, last: str, source: str = "") -> CardBatch:
    """Enter blanks that came to the actor's counter; serials as printed, such as A000101. Raises RuleBroken at a field."""
    actor.must(KEEP)
    if rules_on().find(card_type) is None:
        raise RuleBroken("card_type", N_("请选择证件类型。"))
    prefix, low, width = _read(first, "first")
    end_prefix, high, end_width = _read(last, "last")
    if (prefix, width) != (end_prefix, end_width) or high < low:
        raise RuleBroken("last", N_("起止号码的前缀和位数须相同，止号不能小于起号。"))
    if high - low + 1 > MOST:
        raise RuleBroken("last", N_("一批最多 %(most)s 张。"), most=MOST)
    unit_id = _counter(actor)
    for other in queries.list_batches(unit_id):
        same = (other.card_type, other.prefix, other.width) == (card_type, prefix, width)
        if same and low <= other.last and other.first <= high:
            raise RuleBroken("first", N_("与已登记的号段重叠：%(text)s。"), text=other.text(other.first))
    batch = CardBatch(
        unit_id=unit_id,
        card_type=card_type,
        prefix=prefix,
        first=low,
        last=high,
        width=width,
        received_on=clock.today(),
        source=source.strip()[:100],
        received_by=actor.account_id,
    )
    session.add(batch)
    session.flush()
    audit.record(actor, "services.receive_cards", batch, type=card_type, first=first, last=last)
    return batch


def take_blank(actor: Actor, card: SeniorCard) -> CardMove | None:
    """The next blank of the counter's oldest open batch for a card that is made; None where the counter keeps no book.

    Raises RuleBroken when none is left.
    """
    if not queries.is_used(card.unit_id):
        return None
    batches = session.scalars(
        select(CardBatch)
        .where(CardBatch.unit_id == card.unit_id, CardBatch.card_type == card.card_type)
        .order_by(CardBatch.id)
        .with_for_update()
    )
    for batch in batches:
        serial = next_serial(batch.first, batch.last, queries.used_serials(batch))
        if serial is not None:
            return _move(actor, batch, serial, ISSUED, card=card)
    raise RuleBroken(None, N_("没有“%(name)s”的空白证了，请先登记领到的空白证。"), name=card.type_name)


def spoil_blank(actor: Actor, batch: CardBatch, *, version: int | None, serial: str, reason: str) -> CardMove:
    """A blank is spoiled (废证): one in hand, or one that was issued; its card then takes the next blank.

    Raises RuleBroken at `serial` or `reason`, Conflict.
    """
    actor.must(KEEP)
    batch.expect_version(version)
    batch.touch()
    why, number = _reason(reason), _serial_of(batch, serial)
    move = _find(batch, number)
    if move is None:
        return _move(actor, batch, number, SPOILED, reason=why)
    if move.kind != ISSUED or move.card is None:
        raise RuleBroken("serial", N_("这一号已经登记为废证或者已交回。"))
    _spoil(actor, move, why)
    if move.card.status == "valid":
        take_blank(actor, move.card)
    return move


def spoil_of_card(actor: Actor, card: SeniorCard, *, reason: str) -> None:
    """The blank of a card whose acceptance was declared void is spoiled with it; nothing where it had none."""
    moves = session.scalars(select(CardMove).where(CardMove.card_id == card.id, CardMove.kind == ISSUED))
    for move in list(moves):
        _spoil(actor, move, _reason(reason))


def return_blanks(
    actor: Actor, batch: CardBatch, *, version: int | None, first: str, last: str, reason: str
) -> int:
    """Hand a run of blanks back, or on to another counter; gives how many. Raises RuleBroken unless all are in hand."""
    actor.must(KEEP)
    batch.expect_version(version)
    batch.touch()
    why, low, high = _reason(reason), _serial_of(batch, first, "first"), _serial_of(batch, last, "last")
    used = set(queries.used_serials(batch))
    if high < low or any(serial in used for serial in range(low, high + 1)):
        raise RuleBroken("last", N_("这一段里有已经用掉的号码，请分段登记。"))
    for serial in range(low, high + 1):
        _move(actor, batch, serial, RETURNED, reason=why, is_quiet=True)
    audit.record(actor, "services.return_cards", batch, first=first, last=last, reason=why)
    return high - low + 1


def count_blanks(actor: Actor, *, card_type: str, found: int, note: str = "") -> CardCount:
    """Count the drawer (盘点); a difference wants an explanation, and the book is not changed by it. Raises RuleBroken."""
    actor.must(KEEP)
    unit_id = _counter(actor)
    expected = queries.balances(unit_id).get(card_type, Balance()).in_hand
    if found != expected and not note.strip():
        raise RuleBroken("note", N_("账上 %(expected)s 张，与清点数不符，请写明原因。"), expected=expected)
    made = CardCount(
        unit_id=unit_id,
        card_type=card_type,
        counted_on=clock.today(),
        expected=expected,
        found=found,
        note=note.strip()[:LONGEST],
        counted_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    audit.record(actor, "services.count_cards", made, type=card_type, expected=expected, found=found)
    return made


def _spoil(actor: Actor, move: CardMove, reason: str) -> None:
    move.kind, move.reason = SPOILED, reason
    move.moved_on, move.moved_by = clock.today(), actor.account_id
    session.flush()
    audit.record(actor, "services.spoil_card", move, serial=move.batch.text(move.serial), reason=reason)


def _move(
    actor: Actor,
    batch: CardBatch,
    serial: int,
    kind: str,
    *,
    card: SeniorCard | None = None,
    reason: str = "",
    is_quiet: bool = False,
) -> CardMove:
    move = CardMove(
        batch=batch,
        serial=serial,
        kind=kind,
        card=card,
        reason=reason,
        moved_on=clock.today(),
        moved_by=actor.account_id,
    )
    try:
        with session.begin_nested():
            session.add(move)
            session.flush()
    except IntegrityError:  # another counter took it in this moment
        raise RuleBroken(None, N_("这一号刚刚被用掉，请重试。")) from None
    if not is_quiet:
        verb = "services.take_blank" if kind == ISSUED else "services.spoil_card"
        audit.record(actor, verb, move, serial=batch.text(serial), reason=reason)
    return move


def _find(batch: CardBatch, serial: int) -> CardMove | None:
    return session.scalars(
        select(CardMove).where(CardMove.batch_id == batch.id, CardMove.serial == serial)
    ).first()


def _read(text: str, field: str) -> tuple[str, int, int]:
    found = _SERIAL.fullmatch("".join(text.split()))
    if found is None or not int(found[2]) or len(found[1]) > 20:
        raise RuleBroken(field, N_("号码须以数字结尾，例如 A000101。"))
    return found[1], int(found[2]), len(found[2])


def _serial_of(batch: CardBatch, text: str, field: str = "serial") -> int:
    prefix, number, width = _read(text, field)
    if (prefix, width) != (batch.prefix, batch.width) or not batch.first <= number <= batch.last:
        raise RuleBroken(field, N_("这一号不在这一批里。"))
    return number


def _reason(text: str) -> str:
    why = text.strip()[:LONGEST]
    if not why:
        raise RuleBroken("reason", N_("请填写原因。"))
    return why


def _counter(actor: Actor) -> int:
    if actor.unit_id is None:
        raise RuleBroken(None, N_("请先选择岗位。"))
    return actor.unit_id
