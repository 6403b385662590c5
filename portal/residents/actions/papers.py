"""Documents of a person: another one, a renewed one (the old number still finds the person), or a number that was wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portal import clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.residents.actions.writing import (
    make_paper,
    must_be_present,
    note_change,
    plain,
    read_reason,
)
from portal.residents.models import IdentityPaper, Resident
from portal.residents.person import check_birth, check_number, numbers_of
from portal.residents.queries.matches import find_holders
from portal.standards.papers import PAPERS, Paper

Purpose = Literal["another", "renewal", "mistake"]
PURPOSES: dict[str, str] = {
    "another": N_("另加一份证件"),
    "renewal": N_("换发：代替下面选的证件，原号码仍可查到本人"),
    "mistake": N_("登记有误：更正下面选的证件，原号码不再查到本人"),
}


@dataclass(frozen=True)
class NewPaper:
    """A document to be added; `replaces` names the one that it takes the place of. `adopt` takes sex and birth date from
    its number where they differ from what is registered.
    """

    kind: str
    number: str
    purpose: Purpose = "another"
    replaces: int | None = None
    is_primary: bool = True
    use_18: bool = False
    adopt: bool = False


def add_paper(
    actor: Actor, resident: Resident, *, version: int | None, paper: NewPaper, reason: str
) -> IdentityPaper:
    """Add a document, or put one in another's place; gives the new one.

    Raises Conflict, and RuleBroken at `kind`, `number`, `use_18`, `replaces`, `adopt` or `reason`. A number that is
    registered elsewhere is refused: the two records are merged, or the duplicate is registered with a second person.
    """
    actor.must("residents.add_paper")
    resident.expect_version(version)
    must_be_present(resident)
    checked = _checked(paper)
    reason = read_reason(reason)
    old = _replaced(resident, paper)
    _must_be_free(resident, checked)
    changes = _agree(resident, checked, paper)
    changes["paper"] = {
        "old": [old.kind, old.number] if old else None,
        "new": [checked.kind, checked.normalised],
    }
    made = _exchange(resident, paper, checked, old)
    resident.touch()
    note_change(
        actor,
        resident,
        verb="add_paper",
        reason=reason,
        changes=changes,
        kind=paper.kind,
        purpose=paper.purpose,
    )
    return made


def _checked(paper: NewPaper) -> Paper:
    checked = check_number(paper.kind, paper.number, clock.today())
    if PAPERS[paper.kind].needs_reason:
        raise RuleBroken("kind", N_("这里登记的是证件，请选择证件种类。"))
    if checked.suggestion and not paper.use_18:
        message = N_("这是已停用的15位旧号，对应的18位号码是%(number)s。请与证件核对后勾选“按18位登记”。")
        raise RuleBroken("number", message, number=checked.suggestion)
    return checked


def _replaced(resident: Resident, paper: NewPaper) -> IdentityPaper | None:
    if paper.purpose not in PURPOSES:
        raise RuleBroken("purpose", N_("请从所列选项中选择。"))
    if paper.purpose == "another":
        return None
    current = [p for p in resident.papers if not p.former]
    old = next((p for p in current if p.id == paper.replaces), None)
    if old is None:
        raise RuleBroken("replaces", N_("请选择被代替或更正的是哪一份证件。"))
    return old


def _must_be_free(resident: Resident, checked: Paper) -> None:
    holders = find_holders(numbers_of(checked))
    if any(r.id != resident.id for r in holders):
        raise RuleBroken(
            "number",
            N_(
                "这个号码已经登记给另一条记录。是同一个人的，请合并两条记录；是历史重号的，请按重号登记报批。"
            ),
        )
    if any(
        p.kind == checked.kind and p.number == checked.normalised and not p.former for p in resident.papers
    ):
        raise RuleBroken("number", N_("这份证件已经登记过了。"))


def _agree(resident: Resident, checked: Paper, paper: NewPaper) -> dict[str, dict[str, object]]:
    """What the number says besides: adopted where asked for, refused where it contradicts."""
    check_birth(checked.birth, clock.today())
    told = {"birth_date": checked.birth, "sex": checked.sex}
    known = {"birth_date": resident.birth_date, "sex": resident.sex if resident.sex in {"1", "2"} else None}
    differ = {name: value for name, value in told.items() if value and value != getattr(resident, name)}
    if not paper.adopt and any(known[name] for name in differ):
        raise RuleBroken(
            "adopt", N_("号码中的出生日期或性别与登记的不一致。以证件为准的，请勾选“按证件更正”。")
        )
    if checked.birth and resident.death_date and checked.birth > resident.death_date:
        raise RuleBroken("number", N_("号码中的出生日期晚于登记的死亡日期，请核对。"))
    before = {name: plain(getattr(resident, name)) for name in differ}
    for name, value in differ.items():
        setattr(resident, name, value)
    return (
        {"before": before, "after": {name: plain(value) for name, value in differ.items()}} if differ else {}
    )


def _exchange(
    resident: Resident, paper: NewPaper, checked: Paper, old: IdentityPaper | None
) -> IdentityPaper:
    primary = paper.is_primary or (old.is_primary if old else False) or resident.primary_paper is None
    if old is not None and paper.purpose == "mistake":
        resident.papers.remove(old)
    elif old is not None:
        old.former, old.is_primary = True, False
    if primary:
        for other in resident.papers:
            other.is_primary = False
    made = [make_paper(n, is_primary=primary and i == 0) for i, n in enumerate(numbers_of(checked))]
    known = {(p.kind, p.number) for p in resident.papers if p.former}
    resident.papers.extend(p for p in made if not p.former or (p.kind, p.number) not in known)
    session.flush()
    return made[0]
