"""The register of letters and their answers (往来函登记簿): every letter that got a number, withdrawn ones struck."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import raiseload

from portal import clock
from portal.accounts.models import StaffAccount
from portal.actor import Actor
from portal.errors import N_
from portal.ledgers import Asked, Column, Filter, Ledger, Values, define
from portal.ledgers.queries import within
from portal.letters.kinds import INTERIM, KINDS, OUTCOMES, STATES, WAYS
from portal.letters.models import Letter, LetterAnswer
from portal.letters.queries import about_readable

OVERDUE = N_("逾期")


def letters_sent(actor: Actor, asked: Asked) -> list[ColumnElement[bool]]:
    """The letters sent in the period by the units that the actor may see, about what the actor's post may read."""
    found = [
        Letter.number.is_not(None),
        Letter.sent_on.between(asked.first, asked.last),
        within(actor, asked, Letter.unit_id),
        about_readable(actor),
    ]
    if asked.of("kind"):
        found.append(Letter.kind == asked.of("kind"))
    if asked.of("state"):
        found.append(Letter.state == asked.of("state"))
    return found


def _last(column: Any) -> ScalarSelect[Any]:
    """Something of the answer that counts: the last final one."""
    own = select(column).where(LetterAnswer.letter_id == Letter.id, LetterAnswer.outcome != INTERIM)
    return own.order_by(LetterAnswer.id.desc()).limit(1).correlate(Letter).scalar_subquery()


def _name_of(account_id: Any) -> ScalarSelect[str]:
    return select(StaffAccount.name).where(StaffAccount.id == account_id).correlate(Letter).scalar_subquery()


_LINE = select(
    Letter,
    _last(LetterAnswer.number).label("answer_number"),
    _last(LetterAnswer.dated_on).label("answer_day"),
    _last(LetterAnswer.outcome).label("outcome"),
    _name_of(Letter.sent_by).label("sender_name"),
)


def list_kinds(_actor: Actor) -> list[tuple[str, str]]:
    """The kinds of letter."""
    return [(kind.code, kind.label) for kind in KINDS.values()]


def list_states(_actor: Actor) -> list[tuple[str, str]]:
    """The states of a letter that has a number."""
    return [(code, words) for code, words in STATES.items() if code != "draft"]


def read_values() -> Values:
    """What a letter says in each column."""
    today = clock.today()

    def values(found: Any) -> dict[str, Any]:
        letter = found[0]
        late = letter.state == "sent" and letter.due_on is not None and letter.due_on < today
        return {
            "number": letter.number,
            "sent": letter.sent_on,
            "kind": KINDS[letter.kind].label,
            "title": letter.title,
            "addressee": letter.addressee,
            "about": letter.subject_label,
            "way": WAYS.get(letter.way, ""),
            "sender": found.sender_name,
            "due": letter.due_on,
            "state": OVERDUE if late else STATES[letter.state],
            "answer_number": found.answer_number or "",
            "answer_day": found.answer_day,
            "outcome": OUTCOMES.get(found.outcome or "", ""),
            "remark": letter.withdrawn_because,
        }

    return values


LETTERS = define(
    Ledger(
        name="letters",
        title=N_("往来函登记簿"),
        permission="letters.read_letter",
        period_label=N_("发出日期"),
        unit_kinds=("district", "street", "committee"),
        columns=(
            Column("position", N_("序号"), 9, "number", align="center", wrap=False),
            Column(
                "number", N_("文号"), 33, "code", wrap=False, is_link=True, expression=Letter.issued_number_id
            ),
            Column("sent", N_("发出日期"), 17, "date", expression=Letter.sent_on),
            Column("kind", N_("种类"), 17, "label", expression=Letter.kind, groups=True),
            Column("title", N_("标题"), 37),
            Column("addressee", N_("收文单位"), 24, expression=Letter.addressee, groups=True),
            Column("about", N_("关于"), 20),
            Column("way", N_("送达方式"), 13, "label", expression=Letter.way),
            Column("sender", N_("发出人"), 13),
            Column("due", N_("答复期限"), 17, "date", expression=Letter.due_on),
            Column("state", N_("状态"), 13, "label", expression=Letter.state, groups=True, stays=True),
            Column("answer_number", N_("对方文号"), 20, "code"),
            Column("answer_day", N_("答复日期"), 17, "date"),
            Column("outcome", N_("答复结果"), 13, "label"),
            Column("remark", N_("备注"), 14, stays=True),
        ),
        filters=(Filter("kind", N_("种类"), list_kinds), Filter("state", N_("状态"), list_states)),
        statement=_LINE,
        conditions=letters_sent,
        key=Letter.id,
        order=(Letter.sent_on,),
        options=(raiseload("*"),),
        struck=Letter.state == "withdrawn",
        values=read_values,
        endpoint="letters.read_letter",
        key_argument="letter_id",
    )
)
