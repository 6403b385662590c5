"""Reading letters: one, those about a record, lists by state and filters, what waits and what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.actor import Actor
from portal.db import Model, session
from portal.documents.models import Document
from portal.errors import Forbidden, NotFound
from portal.letters import hooks
from portal.letters.models import Letter, LetterAnswer
from portal.letters.wording import OUTSIDE_KINDS
from portal.units.models import Unit
from portal.units.queries import get_unit, list_units, street_above, visible_unit_ids, within_scope

LARGEST_KEY = 2**63 - 1
PAGE_SIZE = 20
INSIDE_STREET = frozenset({"community", "grid", "department"})
# Whoever signs or sends a letter reads what they put their name to.
_SIGNERS = ("letters.check_letter", "letters.issue_letter", "letters.send_letter")
TABS = ("waiting", "overdue", "answered", "draft", "withdrawn", "all")


@dataclass(frozen=True)
class Filters:
    """What narrows a list of letters; an empty value does not narrow. `tab` is one of TABS, days are of sending."""

    tab: str = "waiting"
    kind: str = ""
    text: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its number from 1, the size of a page, and how many rows there are in all."""

    rows: list[Letter]
    number: int
    size: int
    total: int


def get_letter(actor: Actor, letter_id: int) -> Letter:
    """The letter with its answers, if the actor's post may see its unit and the record that it is about.

    Raises Forbidden or NotFound.
    """
    actor.must("letters.read_letter")
    if not 0 < letter_id <= LARGEST_KEY:
        raise NotFound
    statement = (
        select(Letter)
        .where(Letter.id == letter_id, _in_sight(actor))
        .options(
            selectinload(Letter.answers).joinedload(LetterAnswer.file),
            joinedload(Letter.drafter),
            joinedload(Letter.sender),
            joinedload(Letter.document),
        )
    )
    found = session.scalars(statement).first()
    if found is None or not _sees_subject(actor, found):
        raise NotFound
    return found


def _sees_subject(actor: Actor, letter: Letter) -> bool:
    """Whether the room of the record shows it to this reader; a record that no room declared hides nothing."""
    if letter.subject_id is None:
        return True
    try:
        hooks.find_subject(actor, letter.subject_type, letter.subject_id)
    except (Forbidden, NotFound):
        return False
    return True


def get_answer(actor: Actor, letter_id: int, answer_id: int) -> tuple[Letter, LetterAnswer]:
    """One answer of a letter that the actor may see; raises Forbidden or NotFound."""
    letter = get_letter(actor, letter_id)
    answer = next((one for one in letter.answers if one.id == answer_id), None)
    if answer is None:
        raise NotFound
    return letter, answer


def letters_about(subject: Model, *more: Model) -> list[Letter]:
    """Every letter about a record, or about `more` that belong to it, oldest first, with their answers.

    Who may read them is asked of the subject's own room.
    """
    by_kind: dict[str, list[int]] = {}
    for one in (subject, *more):
        by_kind.setdefault(type(one).__name__, []).append(one.id)
    kinds = [and_(Letter.subject_type == kind, Letter.subject_id.in_(keys)) for kind, keys in by_kind.items()]
    statement = (
        select(Letter)
        .where(or_(*kinds))
        .options(selectinload(Letter.answers), joinedload(Letter.document))
        .order_by(Letter.id)
    )
    return list(session.scalars(statement))


def waiting_for(subject: Model) -> list[Letter]:
    """The letters about a record that were sent and not answered yet."""
    return [letter for letter in letters_about(subject) if letter.state == "sent"]


def list_letters(
    actor: Actor, *, filters: Filters, page: int = 1, size: int = PAGE_SIZE, today: dt.date | None = None
) -> Page:
    """One page of the letters that the actor may see; what waits longest stands first, everything else newest first."""
    actor.must("letters.read_letter")
    conditions = list(_conditions(actor, filters, today or clock.today()))
    total = session.scalar(select(func.count(Letter.id)).where(*conditions)) or 0
    number = min(max(1, page), max(1, (total + size - 1) // size))
    soonest = filters.tab in {"waiting", "overdue"}
    order: tuple[Any, ...] = (
        (Letter.due_on.is_(None), Letter.due_on, Letter.id) if soonest else (Letter.id.desc(),)
    )
    statement = select(Letter).where(*conditions).options(joinedload(Letter.drafter)).order_by(*order)
    rows = list(session.scalars(statement.limit(size).offset((number - 1) * size)))
    return Page(rows, number, size, total)


def count_tabs(actor: Actor, today: dt.date | None = None) -> dict[str, int]:
    """How many letters stand under each tab, in one statement."""
    actor.must("letters.read_letter")
    day = today or clock.today()
    counts = [func.count().filter(_tab(tab, day)).label(tab) for tab in TABS]
    row = session.execute(select(*counts).where(_in_sight(actor))).one()
    return {tab: int(getattr(row, tab)) for tab in TABS}


def list_overdue(actor: Actor, today: dt.date | None = None, limit: int = 20) -> list[Letter]:
    """Letters whose answer has not come in time, longest overdue first."""
    filters = Filters(tab="overdue")
    return list_letters(actor, filters=filters, size=limit, today=today).rows


def list_addressees() -> list[Unit]:
    """The units that a letter can go to: organs, departments and the district, by code."""
    return [unit for unit in list_units() if unit.kind in OUTSIDE_KINDS]


def unit_in_sight(actor: Actor, unit_id: int) -> Unit:
    """The unit that writes, if the actor's post reaches it; raises NotFound."""
    visible = visible_unit_ids(actor)
    if visible is not None and unit_id not in visible:
        raise NotFound
    return get_unit(unit_id)


def sending_unit(unit: Unit) -> Unit:
    """Under whose name and in whose book a letter goes out: a community's, grid's or department's is its street's."""
    above = street_above(unit.id) if unit.kind in INSIDE_STREET else None
    return above or unit


def is_ours(actor: Actor, letter: Letter) -> bool:
    """Whether the actor's own unit writes this letter: whoever stands above reads it, and changes and sends nothing in its name.

    What an ended unit left open is carried on by whoever has it in sight.
    """
    unit = get_unit(letter.unit_id)
    if unit.valid_to is not None and unit.valid_to < clock.today():
        return True
    return actor.unit_id is not None and sending_unit(get_unit(actor.unit_id)).id == unit.id


def papers_kept(actor: Actor) -> ColumnElement[bool] | None:
    """What a paper must meet for this reader: a letter about what the post may not read is not read as a paper either, and one
    with whole identity numbers only by who handles it."""
    if not (hooks.hidden_types(actor) or hooks.types_with_whole_numbers()):
        return None
    readable = select(Letter.id).where(about_readable(actor), _whole(actor))
    return or_(Document.subject_kind != Letter.__name__, Document.subject_id.in_(readable))


def sees_whole_numbers(actor: Actor, letter: Letter) -> bool:
    """Whether this reader sees the letter's identity numbers whole: who wrote, signs or sends it, who handles its case, and the
    body that it is for. A letter about any other record hides nothing."""
    if letter.subject_type not in hooks.types_with_whole_numbers():
        return True
    if letter.state == "draft" and any(actor.can(verb) for verb in _SIGNERS) and is_ours(actor, letter):
        return True
    return session.scalar(select(Letter.id).where(Letter.id == letter.id, _whole(actor))) is not None


def _whole(actor: Actor) -> ColumnElement[bool]:
    """Letters whose numbers the actor sees whole (个人信息保护法 art. 6, 28, 51); who wrote or sent one, until it is answered."""
    kept = hooks.types_with_whole_numbers()
    own = or_(Letter.drafted_by == actor.account_id, Letter.sent_by == actor.account_id)
    ways = [Letter.subject_type.not_in(sorted(kept)), and_(own, Letter.state.in_(("draft", "sent")))]
    if actor.unit_id is not None:
        ways.append(Letter.addressee_id == actor.unit_id)
    for kind, handled in sorted(kept.items()):
        ways.append(and_(Letter.subject_type == kind, Letter.subject_id.in_(handled(actor))))
    return or_(*ways)


def _in_sight(actor: Actor) -> ColumnElement[bool]:
    """Letters of the units that the actor may see, and those that the actor drafted for the street above, unless they are
    about a kind of record that the actor's post may not read."""
    reached = or_(within_scope(actor, Letter.unit_id), Letter.drafted_by == actor.account_id)
    return and_(reached, about_readable(actor))


def about_readable(actor: Actor) -> ColumnElement[bool]:
    """Letters about nothing in the portal, or about a kind of record that the actor's post may read."""
    return Letter.subject_type.not_in(hooks.hidden_types(actor))


def _tab(tab: str, day: dt.date) -> ColumnElement[bool]:
    if tab == "waiting":
        return Letter.state == "sent"
    if tab == "overdue":
        return (Letter.state == "sent") & (Letter.due_on < day)
    if tab == "all":
        return Letter.id > 0
    return Letter.state == tab


def _conditions(actor: Actor, filters: Filters, day: dt.date) -> Iterable[ColumnElement[bool]]:
    yield _in_sight(actor)
    yield _tab(filters.tab if filters.tab in TABS else "waiting", day)
    if filters.kind:
        yield Letter.kind == filters.kind
    if filters.first:
        yield Letter.sent_on >= filters.first
    if filters.last:
        yield Letter.sent_on <= filters.last
    if filters.text:
        yield or_(
            Letter.number.contains(filters.text, autoescape=True),
            Letter.title.contains(filters.text, autoescape=True),
            Letter.addressee.contains(filters.text, autoescape=True),
            Letter.subject_label.contains(filters.text, autoescape=True),
        )
