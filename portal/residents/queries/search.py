"""The one search box: what is asked for is read by `asked`, and answered here in a bounded number of statements."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.residents.asked import Asked, read_asked
from portal.residents.hooks import SearchHit, search_sources
from portal.residents.models import IdentityPaper, NameGram, Resident
from portal.residents.numbers import number_index, phone_index, phone_tail_index, tail_index
from portal.residents.queries.lines import ResidentLine, lines_of
from portal.residents.spelling import letters_range
from portal.standards.names import SEPARATOR

# A spelling prefix may match one person several times: so many rows are read for so many lines.
SPELLINGS_A_PERSON = 8
MOST_LINES = 100


@dataclass(frozen=True)
class SearchAnswer:
    """What was found: people, records of other rooms, and whether there are more people than the limit."""

    asked: Asked
    lines: list[ResidentLine] = field(default_factory=list)
    hits: list[SearchHit] = field(default_factory=list)
    has_more: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all was found."""
        return not self.lines and not self.hits


def search_residents(actor: Actor, q: str, limit: int = 20) -> SearchAnswer:
    """Find people by name, pinyin or its initials, document number (either form), last four places, phone, and what
    other rooms find by number. A name may be narrowed down: 王伟 1966, 王伟 19661122, 王伟 0018.

    Asking for a whole number or phone is recorded, without the number. Raises Forbidden.
    """
    actor.must("residents.search_residents")
    asked, limit = read_asked(q), max(1, min(limit, MOST_LINES))
    ids = _ids(asked, limit + 1)
    lines = lines_of(actor, ids[:limit])
    hits = _hits(actor, asked, q.strip(), limit)
    if asked.is_sensitive:
        audit.record_afterwards(actor, "residents.search_residents", None, asked=asked.kind, found=len(lines))
    return SearchAnswer(asked, lines, hits, has_more=len(ids) > limit)


def _hits(actor: Actor, asked: Asked, text: str, limit: int) -> list[SearchHit]:
    if asked.kind in {"nothing", "identity", "phone", "name", "pinyin"} or not any(c.isdigit() for c in text):
        return []
    return [hit for find in search_sources() for hit in find(actor, text[:100], limit)][:limit]


def _ids(asked: Asked, limit: int) -> list[int]:
    if asked.kind == "pinyin":
        rows = session.scalars(_by_letters(asked).limit(limit * SPELLINGS_A_PERSON))
        return list(dict.fromkeys(rows))[:limit]
    statement = _STATEMENTS.get(asked.kind)
    return list(session.scalars(statement(asked).limit(limit))) if statement else []


def _by_name(asked: Asked) -> Select[tuple[int]]:
    gram = asked.value[:2]
    statement = (
        select(NameGram.resident_id)
        .join(Resident, Resident.id == NameGram.resident_id)
        .where(NameGram.gram == gram)
    )
    if len(asked.value) > 2:
        plain = func.lower(func.replace(Resident.name, SEPARATOR, ""))
        statement = statement.where(plain.contains(asked.value, autoescape=True))
    return statement.where(*_narrowing(asked)).order_by(NameGram.sort, NameGram.resident_id)


def _by_letters(asked: Asked) -> Select[tuple[int]]:
    first, past = letters_range(asked.value)
    return (
        select(NameGram.resident_id)
        .join(Resident, Resident.id == NameGram.resident_id)
        .where(NameGram.gram >= first, NameGram.gram < past, *_narrowing(asked))
        .order_by(NameGram.gram, NameGram.sort, NameGram.resident_id)
    )


def _narrowing(asked: Asked) -> list[ColumnElement[bool]]:
    """What was said besides a name: a birth date, or four places that may be the year of birth or a document's end."""
    conditions: list[ColumnElement[bool]] = []
    if asked.birth:
        conditions.append(Resident.birth_date == asked.birth)
    if asked.tail:
        paper = aliased(IdentityPaper)
        ends = exists().where(paper.resident_id == Resident.id, paper.tail_index == tail_index(asked.tail))
        year = asked.year
        born = Resident.birth_date.between(dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None
        conditions.append(ends if born is None else or_(ends, born))
    return conditions


def _by_number(asked: Asked) -> Select[tuple[int]]:
    wanted = [number_index(n) for n in asked.numbers]
    return _ordered(
        select(Resident.id).where(Resident.id.in_(_holders(IdentityPaper.number_index.in_(wanted))))
    )


def _by_phone(asked: Asked) -> Select[tuple[int]]:
    return _ordered(select(Resident.id).where(Resident.phone_index == phone_index(asked.value)))


def _by_tail(asked: Asked) -> Select[tuple[int]]:
    holders = _holders(IdentityPaper.tail_index == tail_index(asked.value))
    ends = or_(Resident.id.in_(holders), Resident.phone_tail_index == phone_tail_index(asked.value))
    return _ordered(select(Resident.id).where(ends))


def _holders(condition: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(IdentityPaper.resident_id).where(condition)


def _ordered(statement: Select[tuple[int]]) -> Select[tuple[int]]:
    return statement.order_by(Resident.name_pinyin, Resident.id)


_STATEMENTS = {
    "name": _by_name,
    "identity": _by_number,
    "document": _by_number,
    "phone": _by_phone,
    "tail": _by_tail,
}
