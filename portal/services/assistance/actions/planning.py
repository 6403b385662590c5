"""What a change would mean for a file's sum: the family as it will be, reckoned by the terms of the month. Writes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.errors import N_, RuleBroken
from portal.residents.models import Resident
from portal.services.assistance.actions.members import NewMember
from portal.services.assistance.models import SupportDecision, SupportFile, SupportMember
from portal.services.assistance.months import paper_month
from portal.services.assistance.queries.decisions import decision_in_force, sheets_behind
from portal.services.assistance.queries.memberships import members_in
from portal.services.assistance.renewing import has_same_figures, terms_in_force
from portal.services.assistance.rules.extras import grounds_of_age, still_holding
from portal.services.assistance.rules.reckoning import Family, Person, Reckoning, reckon
from portal.services.assistance.rules.sheet import SheetLine, yuan
from portal.services.assistance.rules.terms import Terms
from portal.services.assistance.standards import terms_on
from portal.services.assistance.sums import Sums

PAPER_SHARE = (
    "家庭月保障金 {total} 元 ÷ {persons} 人 = 本人份额 {share} 元{cut}；{total} − {share} = {rest} 元"
)
PAPER_SHARE_CUT = "（除不尽，四舍五入到分；其余成员的份额是全户减去这一份）"
PAPER_OWN = "停发{name}本人份额"
# These take over the sums of the decision in force, whose sheet may be of an earlier month.
_SAID_AGAIN = frozenset({"head_change", "refused_work"})
PAPER_FADING_NAME = "渐退期"
PAPER_FADING = "渐退期内按原月保障金 {total} 元的 {percent}% 发放，至 {month} 止"


@dataclass(frozen=True)
class Plan:
    """What somebody proposes for a file, as plain values; empty means as it was.

    `leaving` names members (keys) with the reason, `joining` people; `grounds` gives the grounds of 分类施保 by resident,
    `proven` those that somebody who joins has shown papers of, beside the ground of their age; `income_fen` is the household's
    countable income a month.
    """

    income_fen: int | None = None
    tier: str | None = None
    leaving: tuple[tuple[int, str], ...] = ()
    joining: tuple[NewMember, ...] = ()
    grounds: Mapping[int, tuple[str, ...]] | None = None
    proven: Mapping[int, tuple[str, ...]] | None = None
    head_id: int | None = None
    person_id: int | None = None
    fading_months: int | None = None


def family_then(file: SupportFile, month: dt.date, plan: Plan, people: Mapping[int, Resident]) -> Family:
    """The family as it will be in a month: who was in it, less who leaves, and who joins; income and grounds as planned.

    `people` are the residents who join; nobody is asked what follows from their age. What the last sheet knew of each person
    (grounds, level of care) goes on.
    """
    before = decision_in_force(file, month)
    known = _family_of(before)
    by_key = {p.key: p for p in known.people if p.key} | {p.name: p for p in known.people if not p.key}
    gone = {key for key, _because in plan.leaving}
    staying = [m for m in members_in(file, month) if m.id not in gone]
    rows = [_person(m.resident, m.relation, m.is_counted, by_key, plan, month) for m in staying]
    rows += [_joining(people[n.resident_id], n, by_key, plan, month) for n in plan.joining]
    income = known.income_fen if plan.income_fen is None else plan.income_fen
    lines = known.income_lines if plan.income_fen in (None, known.income_fen) else ()
    return replace(
        known,
        people=tuple(rows),
        income_fen=income,
        income_lines=lines,
        tier=known.tier if plan.tier is None else plan.tier,
        persons_known=None,
    )


def grounds_before(file: SupportFile, resident: Resident, month: dt.date) -> tuple[str, ...]:
    """The grounds of 分类施保 that the sheet in force knows of somebody: they go along to another household."""
    known = _family_of(decision_in_force(file, month)).people
    found = next((p.grounds for p in known if (p.key or p.name) in (str(resident.id), resident.name)), ())
    return still_holding(found, resident.birth_date, month)


def reckon_change(file: SupportFile, month: dt.date, plan: Plan, people: Mapping[int, Resident]) -> Reckoning:
    """The sum of the family as it will be, by the terms in force in that month; raises RuleBroken where it cannot be reckoned."""
    terms = terms_on(file.scheme, file.area, month, street_id=file.street_id)
    return reckon(family_then(file, month, plan, people), terms)


def at_standard(file: SupportFile, month: dt.date, before: SupportDecision) -> Sums:
    """The sums of the decision in force, to be said again by another; where the standard of the month has changed since,
    those of the same family by the new one.

    Raises RuleBroken where nothing says who gets a line of 分类施保, so that it cannot be reckoned.
    """
    terms = terms_in_force(file.scheme, file.area, month, street_id=file.street_id)
    if terms is None or before.method == "tier" or terms.standard_fen == before.standard_fen:
        return sums_of_decision(before)
    if before.extra_fen and not sheets_behind([before]):
        raise RuleBroken(
            None,
            N_("标准已调整，但这一户分类施保的构成不明：请先在“标准调整”的例外里处理这一户。"),
        )
    return Sums.of(reckon_change(file, month, Plan(), {}))


def sums_of_decision(decision: SupportDecision) -> Sums:
    """The sums of a decision, to be said again by another."""
    return Sums(
        decision.method,
        decision.persons,
        decision.standard_fen,
        decision.income_fen,
        decision.base_fen,
        decision.extra_fen,
        decision.sheet,
    )


def stands_on_standard(file: SupportFile, kind: str, month: dt.date, planned: Mapping[str, Any]) -> bool:
    """Whether the sums of a plan are by the standard in force in the month from which they are to be paid.

    What pays nothing stands on none, and the sum of a 渐退期 is frozen.
    """
    if kind == "fading" or not planned.get("total_fen"):
        return True
    terms = terms_in_force(file.scheme, file.area, month, street_id=file.street_id)
    if terms is None:
        return True
    kept = (planned.get("sheet") or {}).get("terms")
    if kind in _SAID_AGAIN or not kept:
        return planned["method"] == "tier" or planned["standard_fen"] == terms.standard_fen
    return has_same_figures(Terms.from_plain(kept), terms)


def without_share(before: Sums, person: SupportMember) -> Sums:
    """The household's sum less one person's own share (57号 art. 34): the others keep theirs to the fen."""
    if before.persons < 2:
        raise RuleBroken("person", N_("这一户只有一人，请改用停保。"))
    share = (2 * before.base_fen + before.persons) // (2 * before.persons)
    rest = before.base_fen - share
    cut = PAPER_SHARE_CUT if before.base_fen % before.persons else ""
    line = SheetLine(
        "own_share",
        PAPER_OWN.format(name=person.resident.name),
        PAPER_SHARE.format(
            total=yuan(before.base_fen), persons=before.persons, share=yuan(share), rest=yuan(rest), cut=cut
        ),
        rest,
    )
    return Sums(
        before.method,
        before.persons - 1,
        before.standard_fen,
        before.income_fen,
        rest,
        before.extra_fen,
        {"lines": [line.to_plain()]},
    )


def faded(before: SupportDecision, percent: int, until: dt.date) -> Sums:
    """What is paid during a 渐退期: the sum as it was, or the office's share of it."""
    base = (2 * before.base_fen * percent + 100) // 200
    extra = (2 * before.extra_fen * percent + 100) // 200
    text = PAPER_FADING.format(total=yuan(before.total_fen), percent=percent, month=paper_month(until))
    line = SheetLine("fading", PAPER_FADING_NAME, text, base + extra)
    return Sums(
        before.method,
        before.persons,
        before.standard_fen,
        before.income_fen,
        base,
        extra,
        {"lines": [line.to_plain()]},
    )


def _family_of(decision: SupportDecision | None) -> Family:
    if decision is None:
        return Family()
    sheet = sheets_behind([decision]).get(decision.id)
    if sheet is None:
        return Family(income_fen=decision.income_fen)
    family = Reckoning.from_plain(sheet).family
    if family.income_fen == decision.income_fen:
        return family
    return replace(family, income_fen=decision.income_fen, income_lines=())


def _person(
    resident: Resident,
    relation: str,
    counts: bool,
    known: Mapping[str, Person],
    plan: Plan,
    month: dt.date,
) -> Person:
    former = known.get(str(resident.id)) or known.get(resident.name)
    given = (plan.grounds or {}).get(resident.id)
    return Person(
        name=resident.name,
        relation=relation,
        counts=counts,
        code=former.code if former else "",
        why=former.why if former else "",
        grounds=given
        if given is not None
        else still_holding(former.grounds if former else (), resident.birth_date, month),
        care=former.care if former else "",
        key=str(resident.id),
    )


def _joining(
    resident: Resident, new: NewMember, known: Mapping[str, Person], plan: Plan, month: dt.date
) -> Person:
    """Somebody who joins: a child or an old person has the ground of their age from the first month on, and whoever is severely
    disabled or ill what they have shown papers of."""
    person = _person(resident, new.relation, new.is_counted, known, plan, month)
    if not (person.grounds or resident.id in (plan.grounds or {})):
        person = replace(person, grounds=grounds_of_age(resident.birth_date, month))
    proven = (plan.proven or {}).get(resident.id, ())
    return replace(person, grounds=(*person.grounds, *(one for one in proven if one not in person.grounds)))
