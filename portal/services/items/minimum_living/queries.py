"""Reading declarations: the one of an application, what it still lacks, who must authorise, whom the register proposes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.db import session
from portal.errors import N_
from portal.residents.groups import Household
from portal.residents.models import Resident
from portal.services.applicants import applicant_of
from portal.services.assistance import schemes
from portal.services.assistance.holders import lacks_basis
from portal.services.assistance.models import SupportFile
from portal.services.assistance.rules.counting import is_adult
from portal.services.items.minimum_living.alone import ground_of
from portal.services.items.minimum_living.definition import HOUSEHOLD_SUM, MARGINAL, SINGLE
from portal.services.items.minimum_living.models import (
    CheckAuthorisation,
    DataCheck,
    DeclaredMember,
    HouseholdDeclaration,
    HouseholdInvestigation,
    PreliminaryOpinion,
    SupportConfirmation,
)
from portal.services.items.minimum_living.vocabulary import SECTIONS
from portal.services.models import Application
from portal.standards.relations import RELATIONS

# Pages that a household must have gone through before acceptance, in the order in which they are filled in.
REQUIRED = ("family", "income", "property", "supporters", "relatives", "head")


@dataclass(frozen=True)
class Proposed:
    """Somebody of the register's household, proposed as a member of the declaration."""

    resident: Resident
    relation: str


@dataclass(frozen=True)
class SectionState:
    """One page of the declaration: whether it was saved, and what is still missing on it, in sentences."""

    code: str
    label: str
    is_saved: bool
    missing: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Saved, with nothing missing."""
        return self.is_saved and not self.missing


@dataclass(frozen=True)
class Signature:
    """What stands of one member's authorisation: the newest answer, and whether a guardian must sign."""

    member: DeclaredMember
    is_minor: bool
    answer: CheckAuthorisation | None

    @property
    def is_given(self) -> bool:
        """Given and not run out."""
        return self.answer is not None and self.answer.answer == "given"


def find_declaration(application: Application) -> HouseholdDeclaration | None:
    """The declaration of an application, with all that belongs to it, or None before its first page is saved."""
    statement = (
        select(HouseholdDeclaration)
        .where(HouseholdDeclaration.application_id == application.id)
        .options(
            selectinload(HouseholdDeclaration.members)
            .selectinload(DeclaredMember.resident)
            .selectinload(Resident.papers),
            selectinload(HouseholdDeclaration.lines),
            selectinload(HouseholdDeclaration.supporters),
            selectinload(HouseholdDeclaration.authorisations),
            selectinload(HouseholdDeclaration.relatives),
            selectinload(HouseholdDeclaration.investigations),
            selectinload(HouseholdDeclaration.checks),
            selectinload(HouseholdDeclaration.opinions),
            selectinload(HouseholdDeclaration.confirmations),
        )
    )
    return session.scalars(statement).first()


def proposed_members(application: Application) -> list[Proposed]:
    """The applicant and the others of the register's household, with the relation to the applicant where it is known."""
    household, applicant = application.household, applicant_of(application)
    if household is None or applicant is None:
        return []
    relations = _relations_in(household)
    is_head = relations.get(applicant.id) in {"01", "02"} or household.head_id == applicant.id
    found = [Proposed(applicant, "01")]
    for member in household.members:
        person = member.resident
        if member.until is None and person.id != applicant.id and person.death_date is None:
            found.append(Proposed(person, member.relation if is_head else ""))
    return found


def _relations_in(household: Household) -> dict[int, str]:
    return {member.resident_id: member.relation for member in household.members if member.until is None}


def signatures(declaration: HouseholdDeclaration, on: dt.date) -> list[Signature]:
    """Each member with the newest answer to the request for authorisation; a minor's guardian signs for them."""
    newest: dict[int, CheckAuthorisation] = {}
    for one in declaration.authorisations:
        newest[one.member_id] = one
    found = []
    for member in declaration.members:
        birth = member.resident.birth_date
        answer = newest.get(member.id)
        if answer is not None and answer.valid_until is not None and answer.valid_until < on:
            answer = None
        found.append(Signature(member, birth is not None and not is_adult(birth, on), answer))
    return found


def unauthorised(declaration: HouseholdDeclaration, on: dt.date) -> list[Signature]:
    """Those whose authorisation is not given: nothing may be asked about anybody before this is empty."""
    return [one for one in signatures(declaration, on) if not one.is_given]


def section_states(declaration: HouseholdDeclaration | None, application: Application) -> list[SectionState]:
    """Every page with what is missing on it; the first unfinished one is the obvious next step."""
    saved = set(declaration.sections) if declaration else set()
    found = [
        SectionState(code, SECTIONS[code], code in saved, _missing(declaration, application, code))
        for code in REQUIRED
    ]
    waiting = unauthorised(declaration, application.applied_on) if declaration else []
    names = tuple(one.member.resident.name for one in waiting)
    is_saved = declaration is not None and bool(declaration.members) and not waiting
    return [*found, SectionState("authorisations", SECTIONS["authorisations"], is_saved, names)]


def _missing(
    declaration: HouseholdDeclaration | None, application: Application, section: str
) -> tuple[str, ...]:
    if declaration is None:
        return ()
    if section == "family":
        return tuple(
            m.resident.name for m in declaration.members if m.relation not in RELATIONS or m.details is None
        )
    if section == "head":
        pays = schemes.SCHEMES[applied_scheme(application)].pays_monthly
        wanted = {
            N_("单独申请的情形"): not counts_alone(application) or ground_of(declaration) is not None,
            N_("致困原因"): bool(declaration.reasons),
            N_("诚信承诺"): declaration.promised_on is not None,
            N_("开户银行和账号"): not pays or bool(declaration.account),
            N_("代领人关系、依据和协议"): not declaration.account
            or not lacks_basis(
                declaration.account_holder,
                declaration.applicant.name,
                relation=declaration.account_relation,
                basis=declaration.account_basis,
                has_scan=declaration.account_agreement_id is not None,
            ),
        }
        return tuple(label for label, there in wanted.items() if not there)
    return ()


def is_complete(declaration: HouseholdDeclaration | None, application: Application) -> bool:
    """Whether nothing is missing before acceptance."""
    return all(state.is_done for state in section_states(declaration, application))


def visits(declaration: HouseholdDeclaration, kind: str) -> list[HouseholdInvestigation]:
    """The visits of one kind, oldest first."""
    return [visit for visit in declaration.investigations if visit.kind == kind]


def newest_check(declaration: HouseholdDeclaration) -> DataCheck | None:
    """The round of checking that counts: the last that was not withdrawn."""
    return next((check for check in reversed(declaration.checks) if check.state != "withdrawn"), None)


def uncorrected(declaration: HouseholdDeclaration) -> list[str]:
    """The pages that are still to be corrected to what a check found, before an opinion may reckon with them."""
    check = newest_check(declaration)
    if check is None or check.state != "settled":
        return []
    return [code for code in ("income", "property") if code not in declaration.sections]


def current_opinion(declaration: HouseholdDeclaration) -> PreliminaryOpinion | None:
    """The preliminary opinion that stands, or None."""
    return next((one for one in reversed(declaration.opinions) if one.replaced_on is None), None)


def current_confirmation(declaration: HouseholdDeclaration) -> SupportConfirmation | None:
    """The newest report to whoever confirms, with its answer if there is one; one that was returned counts no more."""
    newest = declaration.confirmations[-1] if declaration.confirmations else None
    return None if newest is None or newest.answer == "returned" else newest


def find_file(application: Application) -> SupportFile | None:
    """The file that was opened for a granted application, or None."""
    return session.scalars(select(SupportFile).where(SupportFile.application_id == application.id)).first()


def applied_scheme(application: Application) -> str:
    """The scheme that is applied for: a code of `SCHEMES`."""
    return {MARGINAL: schemes.MARGINAL, HOUSEHOLD_SUM: schemes.FLAT}.get(
        application.business, schemes.MINIMUM_LIVING
    )


def counts_alone(application: Application) -> bool:
    """Whether this is an application of one person out of the family (单人户)."""
    return application.business == SINGLE


__all__ = [
    "REQUIRED",
    "Proposed",
    "SectionState",
    "Signature",
    "applicant_of",
    "applied_scheme",
    "counts_alone",
    "current_confirmation",
    "current_opinion",
    "find_declaration",
    "find_file",
    "is_complete",
    "newest_check",
    "proposed_members",
    "section_states",
    "signatures",
    "unauthorised",
    "uncorrected",
    "visits",
]
