"""What one row of an old register says, or everything that is wrong with it. What the books know is handed in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from portal import clock
from portal.disputes.models import DisputeCategory
from portal.disputes.parties import read_name
from portal.documents.glyphs import missing_characters
from portal.errors import N_, RuleBroken
from portal.mediation.registers.importing import words
from portal.mediation.registers.importing.fields import FIELDS
from portal.mediation.states import CASE_SOURCES
from portal.standards.amounts import fen_of
from portal.standards.invalid import Invalid

OLDEST = dt.date(1990, 1, 1)
MOST_FEN = 10**13
LONGEST_NUMBER = 80
PAPER_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(\s.*)?")
_BETWEEN = re.compile(r"[、；;\n]+")
PAPER_BETWEEN_PEOPLE = re.compile(r"[、，；;\n]+")
_SIDES = re.compile(r"\s*(?:与|和|诉|vs\.?|VS\.?|——|—|/)\s*")
_BODY = re.compile(r"(公司|厂|店|部|中心|合作社|委员会|医院|学校|银行|局|所|院|处|社)$")
PAPER_NOTHING = ("无", "/", "-", "—")
PAPER_PERSON = "人"
PAPER_ENDS = re.compile("(纠纷|争议|类)$")
MUST = N_("没有填写，不能转入。")


@dataclass(frozen=True)
class Books:
    """What rows are checked against: categories by name and code, the committee's mediators by name, numbers in use."""

    categories: Mapping[str, list[DisputeCategory]]
    mediators: Mapping[str, list[int]]
    numbers: frozenset[str]
    agreements: frozenset[str]


@dataclass
class Row:
    """One case as it is to be stored; `faults` are (field, marked sentence, values), none for a good row."""

    number: int
    case_number: str = ""
    accepted: dt.date | None = None
    applicants: list[str] = field(default_factory=list)
    respondents: list[str] = field(default_factory=list)
    phones: str = ""
    people: int = 0
    category_id: int = 0
    category: str = ""
    source: str = "application"
    is_oral: bool = True
    story: str = ""
    difficulty: str = "general"
    lead: int = 0
    joint: list[int] = field(default_factory=list)
    recorder: int | None = None
    place: str = ""
    result: str = "open"
    ended: dt.date | None = None
    form: str = ""
    agreement: str = ""
    fen: int = 0
    manner: str = ""
    performance: str = ""
    criminal: bool = False
    mass: bool = False
    closed: dt.date | None = None
    archived: dt.date | None = None
    remark: str = ""
    faults: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)

    def fault(self, key: str, message: str, **params: Any) -> None:
        """Note what is wrong with a field of the row."""
        self.faults.append((key, message, params))


def read_row(number: int, values: Mapping[str, str], books: Books) -> Row:
    """A row by its fields' texts; every fault is noted, not the first only."""
    row = Row(number)
    row.case_number = values.get("number", "").strip()
    for key, one in FIELDS.items():
        if one.is_required and not values.get(key):
            row.fault(key, MUST)
    _read_numbers(row, values, books)
    for key in ("accepted", "ended", "closed", "archived"):
        setattr(row, key, _day(row, key, values.get(key, "")))
    _read_parties(row, values)
    _read_people(row, values, books)
    _read_codes(row, values, books)
    _read_sums(row, values)
    row.story, row.manner = values.get("story", ""), values.get("manner", "")[:1000]
    row.place, row.remark = values.get("place", "")[:150], values.get("remark", "")[:300]
    row.phones = values.get("phones", "")[:150]
    _check_days(row)
    return row


def _read_numbers(row: Row, values: Mapping[str, str], books: Books) -> None:
    row.agreement = values.get("agreement", "").strip()
    for key, text, known in (
        ("number", row.case_number, books.numbers),
        ("agreement", row.agreement, books.agreements),
    ):
        if not text:
            continue
        missing = missing_characters(text)
        if len(text) > LONGEST_NUMBER or missing:
            row.fault(key, N_("“%(text)s”过长，或者含有不能打印的字。"), text=text[:40])
        elif text in known:
            row.fault(key, N_("“%(text)s”系统里已经有了。"), text=text)


def _day(row: Row, key: str, text: str) -> dt.date | None:
    if not text:
        return None
    found = PAPER_DAY.fullmatch(text.strip())
    try:
        day = dt.date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        day = None
    if day is None:
        row.fault(key, N_("“%(text)s”不是日期，请写成 2026-11-22。"), text=text[:40])
    elif not OLDEST <= day <= clock.today():
        row.fault(key, N_("日期 %(text)s 太早，或者晚于今天。"), text=day.isoformat())
        return None
    return day


def _read_parties(row: Row, values: Mapping[str, str]) -> None:
    sides = {"applicants": values.get("applicants", ""), "respondents": values.get("respondents", "")}
    if not any(sides.values()) and values.get("parties"):
        parts = _SIDES.split(values["parties"], maxsplit=1)
        if len(parts) == 1:
            parts = _BETWEEN.split(values["parties"], maxsplit=1)
        sides = {"applicants": parts[0], "respondents": parts[1] if len(parts) > 1 else ""}
    for key, text in sides.items():
        names = [name for name in _BETWEEN.split(text) if name.strip()]
        if not names:
            row.fault(key, N_("没有写明双方当事人，不能转入。"))
        for name in names:
            try:
                getattr(row, key).append(read_name(name, kind_of(name)))
            except RuleBroken as error:
                row.fault(key, error.message, **error.params)
    for name in set(row.applicants) & set(row.respondents):
        row.fault("respondents", N_("“%(name)s”同时写在双方，请核对。"), name=name)


def kind_of(name: str) -> str:
    """Whether a name is that of a person or of an organisation, by how it ends."""
    return "organisation" if len(name.strip()) > 3 and _BODY.search(name.strip()) else "person"


def _read_people(row: Row, values: Mapping[str, str], books: Books) -> None:
    for key in ("lead", "joint", "recorder"):
        found = []
        for name in (one.strip() for one in PAPER_BETWEEN_PEOPLE.split(values.get(key, ""))):
            keys = books.mediators.get(name, []) if name else []
            if name and not keys:
                row.fault(
                    key, N_("“%(name)s”不是这个调委会登记的调解员，请先登记，或者改正姓名。"), name=name[:40]
                )
            elif len(keys) > 1:
                row.fault(key, N_("调委会有不止一名调解员叫“%(name)s”，请在姓名后加以区分。"), name=name)
            found += keys[:1]
        if key == "joint":
            row.joint = found
        elif found:
            setattr(row, key, found[0])
            row.joint += [one for one in found[1:] if one not in row.joint]
    row.joint = [one for one in dict.fromkeys(row.joint) if one != row.lead]


def _read_codes(row: Row, values: Mapping[str, str], books: Books) -> None:
    chosen: dict[str, str] = {}
    for key, table, labels in (
        ("result", words.PAPER_RESULTS, None),
        ("source", words.PAPER_SOURCES, CASE_SOURCES),
        ("difficulty", words.PAPER_DIFFICULTIES, None),
        ("form", words.PAPER_FORMS, None),
        ("way", words.PAPER_WAYS, None),
        ("performance", words.PAPER_PERFORMANCES, None),
        ("criminal", words.PAPER_YES_NO, None),
        ("mass", words.PAPER_YES_NO, None),
    ):
        text = values.get(key, "")
        code = words.code_of(text, table, labels) if text else None
        if text and code is None:
            known = "、".join(one[0] for one in table.values())
            row.fault(key, N_("“%(text)s”不认识，可填：%(known)s。"), text=text[:40], known=known)
        elif code is not None:
            chosen[key] = code
    row.result, row.source = chosen.get("result", "open"), chosen.get("source", "application")
    row.difficulty, row.form = chosen.get("difficulty", "general"), chosen.get("form", "")
    row.is_oral, row.performance = chosen.get("way", "oral") == "oral", chosen.get("performance", "")
    row.criminal, row.mass = chosen.get("criminal") == "yes", chosen.get("mass") == "yes"
    _read_category(row, values.get("category", ""), books)


def _read_category(row: Row, text: str, books: Books) -> None:
    if not text:
        return
    word = "".join(text.split())
    rows = books.categories.get(word) or books.categories.get(PAPER_ENDS.sub("", word), [])
    if not rows:
        row.fault("category", N_("没有“%(text)s”这个纠纷类别，请用类别名称或代码。"), text=text[:40])
        return
    held = [one for one in rows if row.accepted is None or one.is_valid_on(row.accepted)]
    if not held:
        row.fault("category", N_("受理当天没有“%(text)s”这个纠纷类别。"), text=text[:40])
        return
    row.category_id, row.category = held[0].id, held[0].name


def _read_sums(row: Row, values: Mapping[str, str]) -> None:
    amount = values.get("amount", "")
    if amount and amount not in PAPER_NOTHING:
        try:
            row.fen = fen_of(amount)
        except Invalid as error:
            row.fault("amount", error.message, **error.params)
        if row.fen > MOST_FEN:
            row.fault("amount", N_("金额太大，请核对。"))
    people = values.get("people", "").removesuffix(PAPER_PERSON)
    if people and not (people.isascii() and people.isdigit() and 0 < int(people[:9]) < 1_000_000):
        row.fault("people", N_("“%(text)s”不是人数。"), text=people[:20])
    elif people:
        row.people = int(people)


def _check_days(row: Row) -> None:
    """Days in their order, and those that a result wants."""
    order = [(key, getattr(row, key)) for key in ("accepted", "ended", "closed", "archived")]
    told = [(key, day) for key, day in order if day is not None]
    for (before, first), (after, second) in pairwise(told):
        if second < first:
            row.fault(
                after,
                N_("%(after)s %(second)s 早于%(before)s %(first)s。"),
                after=FIELDS[after].label,
                second=second,
                before=FIELDS[before].label,
                first=first,
            )
    if row.result != "open" and row.ended is None and not any(key == "ended" for key, *_rest in row.faults):
        row.fault("ended", N_("已有调解结果，没有填写达成（终止）日期。"))
    if row.result == "open" and (row.closed or row.archived):
        row.fault("result", N_("已经结案（归档），没有填写调解结果。"))
    if row.result == "settled" and not row.form:
        row.form = "written" if row.agreement else "oral"
