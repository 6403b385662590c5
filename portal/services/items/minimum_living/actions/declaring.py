"""Filling in the declaration page by page: family, income, property, supporters, near relatives, head block and account.

Each page is saved by itself and may be saved incomplete; what must be there before acceptance is in `queries.section_states`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, Conflict, RuleBroken
from portal.files.models import StoredFile
from portal.residents.models import Resident
from portal.residents.queries import get_resident
from portal.services.actions.moves import hold_applicant
from portal.services.assistance.actions.members import elsewhere
from portal.services.assistance.holders import LONGEST_RELATION, is_anothers, must_have_basis
from portal.services.assistance.queries.memberships import find_standing_membership
from portal.services.assistance.schemes import AREAS
from portal.services.assistance.terms_settings import income_rules
from portal.services.items.minimum_living.alone import check_ground
from portal.services.items.minimum_living.family import counted_of
from portal.services.items.minimum_living.models import (
    DeclaredLine,
    DeclaredMember,
    DeclaredSupporter,
    HouseholdDeclaration,
    RelativeRegistration,
)
from portal.services.items.minimum_living.queries import (
    applicant_of,
    counts_alone,
    current_opinion,
    find_declaration,
)
from portal.services.items.minimum_living.vocabulary import (
    INCOME_KINDS,
    PER,
    PROPERTY_KINDS,
    REASONS,
)
from portal.services.models import Application
from portal.services.states import BEFORE_ACCEPTANCE
from portal.standards.bank import check_bank_account
from portal.standards.invalid import Invalid
from portal.standards.relations import RELATIONS

RIGHT = "services.declare_household"
MOST_MEMBERS, MOST_LINES = 30, 60
MOST_FEN = 10**13


@dataclass(frozen=True)
class MemberEntry:
    """One person as the family page gives them; `details` as in `DeclaredMember`."""

    resident_id: int
    relation: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LineEntry:
    """One line of money: `kind` of its section, whose it is (None: the household's), `details` with `fen` at least."""

    kind: str
    member_id: int | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SupporterEntry:
    """Somebody outside the household who owes support, and the answer to being checked (`given`, `refused` or empty)."""

    name: str
    relation: str
    consent: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RelativeEntry:
    """A near relative who works on assistance or in the committee: whose, name, post, relation."""

    member_id: int | None
    name: str
    post: str
    relation: str


@dataclass(frozen=True)
class HeadBlock:
    """The head of the form: reasons (codes of `REASONS`), story, residence, account, and the promise of honesty.

    `alone` is the ground of one who applies alone: `ground`, `since`, `note` (see `alone.check_ground`).
    """

    area: str = "urban"
    reasons: Sequence[str] = ()
    story: str = ""
    years_here: int | None = None
    is_apart: bool = False
    bank_name: str = ""
    account: str = ""
    account_holder: str = ""
    account_relation: str = ""
    account_basis: str = ""
    agreement: StoredFile | None = None
    has_promised: bool = False
    alone: Mapping[str, Any] = field(default_factory=dict)


def save_family(
    actor: Actor, application: Application, *, version: int | None, members: Sequence[MemberEntry]
) -> HouseholdDeclaration:
    """Keep who belongs to the family; the first saving begins the declaration.

    Raises RuleBroken at `members` for somebody who is supported elsewhere, has died, was named twice or has no relation, and
    when the applicant is not among them; Conflict.
    """
    declaration = _opened(actor, application, version)
    applicant = declaration.applicant_id
    keys = [entry.resident_id for entry in members]
    if len(keys) > MOST_MEMBERS or len(keys) != len(set(keys)):
        raise RuleBroken("members", N_("同一人在成员中出现了两次，或者成员太多。"))
    if applicant not in keys:
        raise RuleBroken("members", N_("申请人须在家庭成员中。"))
    kept = {member.resident_id: member for member in declaration.members}
    for entry in members:
        person = get_resident(actor, entry.resident_id)
        _must_be_alive(person)
        relation = "01" if person.id == applicant else entry.relation
        if relation not in RELATIONS:
            raise RuleBroken("members", N_("请选择%(name)s与申请人的关系。"), name=person.name)
        member = kept.get(person.id) or DeclaredMember(resident=person)
        member.relation, member.details = relation, dict(entry.details)
        _must_be_free(member, application)
        if person.id not in kept:
            declaration.members.append(member)
    for member in list(declaration.members):
        if member.resident.id not in keys:
            _drop_lines_of(declaration, member)
            declaration.members.remove(member)
    return _saved(actor, declaration, "family", members=len(keys))


def save_income(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    incomes: Sequence[LineEntry],
    deductions: Sequence[LineEntry] = (),
) -> HouseholdDeclaration:
    """Keep the lines of income and of what may be deducted, in place of those before; none at all says that there is none."""
    declaration = _opened(actor, application, version)
    _replace_lines(declaration, "income", incomes, INCOME_KINDS, with_period=True)
    rules = income_rules(application.applied_on)
    _replace_lines(declaration, "deduction", deductions, rules.deductions, with_period=True)
    return _saved(actor, declaration, "income", lines=len(incomes) + len(deductions))


def save_property(
    actor: Actor, application: Application, *, version: int | None, lines: Sequence[LineEntry]
) -> HouseholdDeclaration:
    """Keep what the household has, in place of what was said before."""
    declaration = _opened(actor, application, version)
    _replace_lines(declaration, "property", lines, PROPERTY_KINDS, with_period=False)
    return _saved(actor, declaration, "property", lines=len(lines))


def save_supporters(
    actor: Actor, application: Application, *, version: int | None, supporters: Sequence[SupporterEntry]
) -> HouseholdDeclaration:
    """Keep who owes support from outside, each with the answer to being checked (社会救助法 art. 41)."""
    declaration = _opened(actor, application, version)
    for entry in supporters:
        if not entry.name.strip() or not entry.relation.strip():
            raise RuleBroken("supporters", N_("请填写每位义务人的姓名和关系。"))
    declaration.supporters.clear()
    session.flush()
    for entry in supporters:
        declaration.supporters.append(
            DeclaredSupporter(
                name=entry.name.strip()[:100],
                relation=entry.relation.strip()[:40],
                consent=entry.consent,
                details=dict(entry.details),
            )
        )
    return _saved(actor, declaration, "supporters", lines=len(supporters))


def register_relatives(
    actor: Actor,
    application: Application,
    *,
    version: int | None,
    relatives: Sequence[RelativeEntry],
    has_none: bool = False,
) -> HouseholdDeclaration:
    """Keep the near relatives among assistance staff and committee members (近亲属备案; 57号 art. 11), or that there are none.

    It was asked either way: raises RuleBroken at `has_none` when neither was said, or both.
    """
    declaration = _opened(actor, application, version)
    if bool(relatives) == has_none:
        raise RuleBroken("has_none", N_("请登记近亲属，或者勾选“没有近亲属”，二者必选其一。"))
    declaration.relatives.clear()
    session.flush()
    for entry in relatives:
        if not entry.name.strip() or not entry.post.strip() or not entry.relation.strip():
            raise RuleBroken("relatives", N_("请填写近亲属的姓名、职务和关系。"))
        declaration.relatives.append(
            RelativeRegistration(
                member_id=_member_key(declaration, entry.member_id),
                details={
                    "name": entry.name.strip(),
                    "post": entry.post.strip(),
                    "relation": entry.relation.strip(),
                },
                registered_on=clock.today(),
                registered_by=actor.account_id,
            )
        )
    return _saved(actor, declaration, "relatives", lines=len(relatives))


def save_head(
    actor: Actor, application: Application, *, version: int | None, block: HeadBlock
) -> HouseholdDeclaration:
    """Keep reasons, story, residence, account and promise; raises RuleBroken at `reasons` or `account`, at what is
    wanting of an account in another's name, and at a ground of applying alone that does not hold."""
    declaration = _opened(actor, application, version)
    if block.area not in AREAS or not set(block.reasons) <= set(REASONS):
        raise RuleBroken("reasons", N_("请从所列选项中选择。"))
    declaration.area, declaration.reasons = block.area, list(block.reasons)
    declaration.story = block.story.strip()[:2000] or None
    if counts_alone(application):
        declaration.alone = check_ground(declaration, block.alone)
    declaration.years_here, declaration.is_apart = block.years_here, block.is_apart
    declaration.bank_name = block.bank_name.strip()[:100]
    declaration.account = _account(block.account)
    holder = block.account_holder.strip()[:100]
    if holder != declaration.account_holder:
        declaration.account_agreement = None  # the paper was about somebody else
    declaration.account_holder = holder
    declaration.account_relation = block.account_relation.strip()[:LONGEST_RELATION]
    declaration.account_basis = block.account_basis
    if block.agreement is not None:
        declaration.account_agreement = block.agreement
    _must_have_basis(declaration)
    if block.has_promised and declaration.promised_on is None:
        declaration.promised_on = clock.today()
    elif not block.has_promised:
        declaration.promised_on = None
    return _saved(actor, declaration, "head")


def _must_have_basis(declaration: HouseholdDeclaration) -> None:
    """An account in another's name wants its basis at once; one that is the applicant's own keeps none."""
    owner = declaration.applicant.name
    if declaration.account is None or not is_anothers(declaration.account_holder, owner):
        declaration.account_relation = declaration.account_basis = ""
        return
    must_have_basis(
        declaration.account_holder,
        owner,
        relation=declaration.account_relation,
        basis=declaration.account_basis,
        has_scan=declaration.account_agreement is not None,
    )


def _opened(actor: Actor, application: Application, version: int | None) -> HouseholdDeclaration:
    """The declaration, ready to be written; it is begun where there is none."""
    actor.must(RIGHT)
    hold_applicant(application)
    declaration = find_declaration(application)
    if declaration is None:
        applicant = applicant_of(application)
        if applicant is None:
            raise RuleBroken(None, N_("这一户还没有登记成员，请先在“家庭”中登记。"))
        declaration = HouseholdDeclaration(
            application=application, applicant=applicant, sections=[], reasons=[]
        )
        session.add(declaration)
        session.flush()
    elif version is not None and version != declaration.version:
        raise Conflict(declaration)
    if declaration.ended_on is not None or not may_change(declaration):
        raise RuleBroken(None, N_("初审意见已经作出，申报内容不能再改；需要更正的，请先退回重作初审意见。"))
    return declaration


def may_change(declaration: HouseholdDeclaration) -> bool:
    """Whether the declaration may still be changed: before acceptance, and until a preliminary opinion stands on it."""
    state = declaration.application.state
    return state in BEFORE_ACCEPTANCE or (state == "accepted" and current_opinion(declaration) is None)


def _saved(
    actor: Actor, declaration: HouseholdDeclaration, section: str, **facts: Any
) -> HouseholdDeclaration:
    declaration.sections = sorted({*declaration.sections, section})
    declaration.touch()
    session.flush()
    audit.record(actor, RIGHT, declaration, section=section, **facts)
    return declaration


def _must_be_alive(person: Resident) -> None:
    if person.is_merged or person.death_date is not None:
        raise RuleBroken("members", N_("%(name)s已登记为死亡或已并入另一条记录。"), name=person.name)


def _must_be_free(member: DeclaredMember, application: Application) -> None:
    """One person in one household, across schemes and offices; who does not count may be anywhere."""
    if not counted_of(member, application.applied_on).counts:
        return
    found = find_standing_membership(member.resident.id)
    if found is not None:
        raise elsewhere(found)


def _drop_lines_of(declaration: HouseholdDeclaration, member: DeclaredMember) -> None:
    for line in [line for line in declaration.lines if line.member_id == member.id]:
        declaration.lines.remove(line)
    for answer in [one for one in declaration.authorisations if one.member_id == member.id]:
        declaration.authorisations.remove(answer)
    for relative in [one for one in declaration.relatives if one.member_id == member.id]:
        declaration.relatives.remove(relative)


def _replace_lines(
    declaration: HouseholdDeclaration,
    section: str,
    entries: Sequence[LineEntry],
    kinds: Collection[str],
    *,
    with_period: bool,
) -> None:
    if len(entries) > MOST_LINES:
        raise RuleBroken(section, N_("行数太多，请合并同类项目。"))
    for place, entry in enumerate(entries, start=1):
        _check_line(entry, section, kinds, with_period, place)
    for line in declaration.lines_of(section):
        declaration.lines.remove(line)
    session.flush()
    for entry in entries:
        declaration.lines.append(
            DeclaredLine(
                section=section,
                kind=entry.kind,
                member_id=_member_key(declaration, entry.member_id),
                details=dict(entry.details),
            )
        )


def _check_line(
    entry: LineEntry, section: str, kinds: Collection[str], with_period: bool, place: int
) -> None:
    fen = entry.details.get("fen")
    if entry.kind not in kinds:
        raise RuleBroken(section, N_("第 %(place)s 项：请选择类别。"), place=place)
    if not isinstance(fen, int) or not 0 <= fen < MOST_FEN:
        raise RuleBroken(section, N_("第 %(place)s 项：请填写金额，不能是负数。"), place=place)
    if with_period and entry.details.get("per") not in PER:
        raise RuleBroken(section, N_("第 %(place)s 项：请选择金额是每月、每年还是回溯期合计。"), place=place)


def _member_key(declaration: HouseholdDeclaration, member_id: int | None) -> int | None:
    if member_id is None:
        return None
    if member_id not in {member.id for member in declaration.members}:
        raise RuleBroken("members", N_("所选的人已不在家庭成员中，请刷新后重选。"))
    return member_id


def _account(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        return check_bank_account(text).normalised
    except Invalid as error:
        raise RuleBroken("account", error.message, **error.params) from None
