"""The figures of 人民调解案件情况统计表 (A.7): what each is called, which cases it counts, and what it measures of them.

Each figure has one condition, which makes both the count and the list behind it. Nothing is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_

from portal.disputes.models import DisputeCategory
from portal.errors import N_
from portal.mediation.registers import conditions as c
from portal.mediation.registers.conditions import Facts
from portal.mediation.states import PREVENTIONS

Unit = Literal["cases", "people", "fen"]
Condition = Callable[[Facts], ColumnElement[bool]]


@dataclass(frozen=True)
class Figure:
    """One figure: a marked label, which cases it is about, and what is added up over them (the cases themselves without
    `measure`). `depth` says how far its line stands in; `column` is the column of the register that adds up to it."""

    code: str
    label: str
    condition: Condition
    unit: Unit = "cases"
    measure: Callable[[Facts], Any] | None = None
    depth: int = 0


@dataclass(frozen=True)
class Section:
    """Some figures under a heading."""

    title: str
    figures: tuple[Figure, ...]


# Which sources of a case the report puts together (A.7: 主动调解 / 依申请 / 接受委托移送, of which court, …).
OWN = ("initiative", "screening")
APPLIED = ("application",)
SENT = {
    "court": (N_("人民法院委托移送"), ("court",)),
    "procuratorate": (N_("人民检察院委托移送"), ("procuratorate",)),
    "police": (N_("公安机关委托移送"), ("police",)),
    "petition": (N_("信访部门委托移送（含信访代理）"), ("petition", "proxy")),
    "others": (N_("其他部门委托移送"), ("administrative", "arbitration", "street")),
}
_SENT_ALL = tuple(source for _label, sources in SENT.values() for source in sources)
_SUITS = {"upheld": N_("维持调解协议"), "changed": N_("变更调解协议"), "revoked": N_("撤销调解协议")}


def _complex(facts: Facts) -> ColumnElement[bool]:
    return and_(c.accepted(facts), facts.difficulty == "complex")


def _in_form(facts: Facts, *, form: str) -> ColumnElement[bool]:
    return and_(c.settled(facts), facts.agreement_form == form)


def _performed(facts: Facts) -> ColumnElement[bool]:
    return and_(c.settled(facts), facts.performed_on.is_not(None))


def _day_in(facts: Facts, *, of: str) -> ColumnElement[bool]:
    return and_(facts.period.holds(getattr(facts, of)), facts.counts)


def _kept_from(facts: Facts, *, kind: str) -> Any:
    return facts.kept[kind]


def _prevention(kind: str, label: str) -> tuple[Figure, Figure]:
    condition = partial(c.with_prevention, kind=kind)
    return (
        Figure(f"kept_{kind}", label, condition),
        Figure(f"kept_{kind}_people", label, condition, "people", partial(_kept_from, kind=kind)),
    )


ACCEPTED = Figure("accepted", N_("调解案件总数（受理）"), c.accepted)
SETTLED = Figure("settled", N_("调解成功"), c.settled)
PEOPLE = Figure("people", N_("涉及当事人数"), c.accepted, "people", lambda facts: facts.people)
AMOUNT = Figure("amount", N_("协议涉及金额"), c.settled, "fen", lambda facts: facts.settled_fen)

_CASES = Section(
    N_("案件"),
    (
        ACCEPTED,
        SETTLED,
        PEOPLE,
        AMOUNT,
        Figure("complex", N_("疑难复杂案件"), _complex),
        Figure("terminated", N_("调解不成（终止）"), partial(_day_in, of="terminated_on")),
        Figure("withdrawn", N_("撤回申请"), partial(_day_in, of="withdrawn_on")),
        Figure("refused", N_("不予受理"), partial(_day_in, of="refused_on")),
        Figure("unfinished", N_("期末未结"), c.unfinished),
    ),
)
_SOURCES = Section(
    N_("案件来源"),
    (
        Figure("own", N_("主动调解"), partial(c.from_sources, sources=OWN)),
        Figure("applied", N_("依申请调解"), partial(c.from_sources, sources=APPLIED)),
        Figure("sent", N_("接受委托移送调解"), partial(c.from_sources, sources=_SENT_ALL)),
        *(
            Figure(f"sent_{code}", label, partial(c.from_sources, sources=sources), depth=1)
            for code, (label, sources) in SENT.items()
        ),
    ),
)
_AGREEMENTS = Section(
    N_("协议和履行"),
    (
        Figure("oral", N_("口头协议"), partial(_in_form, form="oral")),
        Figure("written", N_("书面协议"), partial(_in_form, form="written")),
        Figure("performed", N_("已履行"), _performed),
        Figure("confirmed", N_("司法确认"), c.confirmed),
        Figure("sued", N_("调解成功后诉至人民法院"), c.sued),
        *(
            Figure(f"sued_{code}", label, partial(c.sued, outcome=code), depth=1)
            for code, label in _SUITS.items()
        ),
    ),
)
_PREVENTIONS = Section(
    N_("防止矛盾激化"),
    tuple(figure for kind, label in PREVENTIONS.items() for figure in _prevention(kind, label)),
)


def sections(categories: Iterable[DisputeCategory]) -> tuple[Section, ...]:
    """The sections of the report; those of categories come from the rows of the justice scheme, whatever their validity."""
    return (_CASES, _SOURCES, category_section(categories), _AGREEMENTS, _PREVENTIONS)


def category_section(categories: Iterable[DisputeCategory]) -> Section:
    """One figure a category, in the order of the form. A line below another is counted in that one too (其中)."""
    names: dict[str, tuple[str, str]] = {}
    keys: dict[str, list[int]] = {}
    for row in categories:
        names[row.code] = (row.name, row.parent_code)
        keys.setdefault(row.code, []).append(row.id)
    made = []
    for code in _in_order(names):
        name, parent = names[code]
        own = list(keys[code])
        for other, (_name, above) in names.items():
            if above == code:
                own += keys[other]
        condition = partial(c.of_categories, category_ids=own)
        made.append(Figure(f"category_{code}", name, condition, depth=1 if parent in names else 0))
    return Section(N_("纠纷类别"), tuple(made))


def _in_order(names: Mapping[str, tuple[str, str]]) -> list[str]:
    """Each category, and behind it the lines below it."""
    found: list[str] = []
    for code, (_name, parent) in names.items():
        if parent not in names:
            found.append(code)
            found += [other for other, (_word, above) in names.items() if above == code]
    return found


# What is printed under the table, so that every reader counts alike.
DEFINITIONS: tuple[str, ...] = (
    N_("受理：受理日期在统计期内的案件。履行中发生争议重新调解的，不再计一件。"),
    N_("调解成功：统计期内达成口头或者书面协议的案件，按第一次达成协议的日期计，一案只计一次。"),
    N_("成功率＝调解成功÷受理；没有受理的，印“—”。"),
    N_("涉及当事人数：统计期内受理案件登记的涉及人数之和。"),
    N_("协议涉及金额：调解成功案件最近一份生效协议的金额之和，单位万元，保留两位小数。"),
    N_("联合调解不论参加单位多少，计一件；并案的纠纷只计保留的一件。"),
    N_("来源、类别、疑难复杂、防止激化，都按统计期内受理的案件计；下级类别同时计入上级类别。"),
    N_("已履行：统计期内调解成功、到制表时已经履行完毕的案件。"),
    N_("司法确认：统计期内人民法院裁定协议有效的案件。诉至法院：有协议的案件中，统计期内起诉的案件。"),
    N_("期末未结：统计期最后一天以前受理、当天还没有达成协议，也没有撤回、终止的案件。"),
)
