"""A case turned into the frozen facts of its papers, and the issuing of those up to its end without agreement.

The issuing unit is the committee (`case.unit_id`); which local papers (受理、不予受理、终止通知书 …) are used is set for each
committee. `case_facts` is for the papers of every piece of this room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from portal import clock, settings
from portal.actor import Actor
from portal.disputes.kinds import SIDES
from portal.disputes.models import DisputeParty
from portal.documents.actions import issue_document
from portal.documents.models import Document
from portal.errors import N_
from portal.mediation import papers
from portal.mediation.limits import GROUP
from portal.mediation.models import CaseExtension, MediationCase, Mediator, Recusal
from portal.mediation.numbering import numbered
from portal.mediation.states import CASE_SOURCES, NATURES, REFUSALS, TERMINATIONS
from portal.residents.models import Resident
from portal.standards.ages import age_on
from portal.standards.codes import ETHNIC_GROUPS, SEX
from portal.units.queries import get_unit

# Which local papers a committee uses (reference A.3, "Local additions").
SWITCHES = {
    kind: settings.define(
        f"mediation.paper.{kind}", "flag", default, label, GROUP, hint=hint, per_unit=True
    ).key
    for kind, default, label, hint in (
        (
            "mediation_acceptance",
            True,
            N_("使用受理通知书"),
            N_("受理登记表总是制作；通知书各地做法不同。简易调解不发通知书。"),
        ),
        ("mediation_refusal", True, N_("使用不予受理通知书"), N_("不使用的，仍须登记理由和告知其他途径。")),
        (
            "mediation_termination",
            True,
            N_("使用终止调解通知书"),
            N_("不使用的，仍须登记理由和告知其他途径。"),
        ),
        ("mediation_extension", True, N_("使用延期调解申请（决定）书"), ""),
        ("mediation_withdrawal", True, N_("使用撤回调解申请书"), N_("不使用的，在调解记录中注明。")),
        ("mediation_recusal", True, N_("使用回避申请（决定）书"), ""),
        ("mediation_suspension", True, N_("使用中止调解告知书"), ""),
    )
}
# Three kinds of mediation are never mixed up (reference A.2): what else is open differs with them.
PAPER_CAME = "（到场：{}）"
PAPER_FOR_FIRM = "{firm}（{person}，盖章）"
PAPER_ITS_PERSON = "代表人"
PAPER_REMEDIES = {
    "people": "当事人可以依法通过仲裁、行政、司法等途径维护自己的权利，任何人不得因调解而阻止当事人依法维权。",
    "administrative": (
        "当事人可以依法申请仲裁或者向人民法院提起诉讼；对行政机关的处理不服的，可以依法申请行政复议或者提起行政诉讼。"
    ),
    "judicial": "人民法院将依法及时审理；当事人也可以依法撤回起诉后另行解决。",
}
PAPER_BRING = "身份证明；与纠纷有关的合同、收据、照片等证据材料；委托他人参加的，另带授权委托书。"


def is_used(kind: str, case: MediationCase, day: dt.date) -> bool:
    """Whether the committee of the case uses a local paper on a day."""
    return bool(settings.value(SWITCHES[kind], on=day, unit_id=case.unit_id))


def case_facts(
    case: MediationCase, day: dt.date, parties: Sequence[DisputeParty] | None = None
) -> dict[str, Any]:
    """The fields of `papers.CaseFacts` for a paper of a day: the committee's name then, the case, and its parties."""
    unit = get_unit(case.unit_id)
    shown = case.parties if parties is None else parties
    return {
        "office": unit.name_on(day),
        "office_phone": unit.phone,
        "office_address": unit.address,
        "nature": NATURES[case.nature],
        "case_number": case.number or "",
        "title": case.dispute.title,
        "category": case.dispute.category.name,
        "parties": tuple(party_line(party, day) for party in shown),
    }


def party_line(party: DisputeParty, day: dt.date) -> papers.PartyLine:
    """One party as the forms print it: what was typed for this dispute, else what the register knows."""
    known = dict(party.details or {})
    if party.kind == "organisation":
        return papers.PartyLine(
            side=side_word(party),
            name=party.name,
            is_person=False,
            phone=known.get("phone", "") or (party.organisation.phone or "" if party.organisation else ""),
            address=known.get("address", "") or (party.organisation.address if party.organisation else ""),
            legal_representative=_who_speaks(party, known),
            credit_code=known.get("credit_code", "")
            or ((party.organisation.credit_code or "") if party.organisation else ""),
        )
    resident = party.resident
    home = known.get("address", "") or ((resident.address or resident.household_address) if resident else "")
    return papers.PartyLine(
        side=side_word(party),
        name=party.name,
        sex=SEX.get(known.get("sex", "") or (resident.sex if resident else ""), ""),
        ethnic_group=ETHNIC_GROUPS.get(
            known.get("ethnic_group", "") or (resident.ethnic_group if resident else ""), ""
        ),
        age=_age(known, resident, day),
        job=known.get("job", ""),
        phone=known.get("phone", "") or ((resident.phone or "") if resident else ""),
        address="，".join(text for text in (known.get("employer", ""), home) if text),
        cannot_read=party.cannot_read,
    )


def _who_speaks(party: DisputeParty, known: dict[str, str]) -> str:
    """The legal representative of an organisation, and who came for it where that is somebody else."""
    head = _head_of(party, known)
    came = known.get("attending", "")
    return head if not came or came == head else f"{head}{PAPER_CAME.format(came)}"


def _head_of(party: DisputeParty, known: dict[str, str]) -> str:
    return known.get("legal_representative", "") or (
        party.organisation.legal_representative if party.organisation else ""
    )


def who_signs_for(party: DisputeParty) -> str:
    """Who most likely signs in an organisation's name: who came for it, or its legal representative; "" where nobody is known."""
    known: dict[str, str] = party.details or {}
    return known.get("attending", "") or _head_of(party, known)


def signing_name(party: DisputeParty) -> str:
    """A party's name at its place to sign; an organisation signs by a person and puts its seal."""
    if party.kind == "person":
        return party.name
    return PAPER_FOR_FIRM.format(firm=party.name, person=who_signs_for(party) or PAPER_ITS_PERSON)


def side_word(party: DisputeParty) -> str:
    """What a party is called on paper."""
    return SIDES[party.side]


def last_fours(case: MediationCase, parties: Sequence[DisputeParty] | None = None) -> list[str]:
    """The last four characters of the parties' numbers and phones, by which they may check a paper."""
    fours: list[str] = []
    for party in case.parties if parties is None else parties:
        paper = party.resident.primary_paper if party.resident else None
        phone = (party.details or {}).get("phone", "") or (party.resident.phone if party.resident else "")
        fours.extend(
            text[-4:] for text in ((paper.number if paper else "") or "", phone or "") if len(text) >= 4
        )
    return list(dict.fromkeys(fours))


def issue(actor: Actor, case: MediationCase, kind: str, facts: papers.CaseFacts, *, day: dt.date) -> Document:
    """Issue a paper of a case in the committee's name, its number from the committee's own books."""
    return issue_document(
        actor,
        kind=kind,
        facts=facts,
        unit_id=case.unit_id,
        subject=case,
        on=day,
        last_fours=last_fours(case),
    )


def issue_application(actor: Actor, case: MediationCase, *, day: dt.date) -> Document:
    """1 人民调解申请书, for the applicant's signature."""
    facts = papers.ApplicationForm(
        **case_facts(case, day),
        story=case.dispute.story or "",
        demands=numbered((case.dispute.demand or "").splitlines()),
        applied_on=case.applied_on,
    )
    return issue(actor, case, "mediation_application", facts, day=day)


def issue_acceptance(actor: Actor, case: MediationCase, *, day: dt.date, bring: str = "") -> Document:
    """2 人民调解受理登记表, and the notice beside it where the committee uses one and the case is not settled at the door."""
    common = case_facts(case, day)
    facts = papers.AcceptanceForm(
        **common,
        accepted_on=day,
        is_initiative=case.source == "initiative",
        source=CASE_SOURCES[case.source],
        source_note=case.source_note,
        sources=source_choices(case),
        story=case.dispute.story or "",
        registered_by=actor.name,
    )
    form = issue(actor, case, "mediation_acceptance_form", facts, day=day)
    if is_used("mediation_acceptance", case, day) and not case.is_simple and case.due_on is not None:
        notice = papers.AcceptanceNotice(
            **common,
            addressees=addressees(case),
            source=CASE_SOURCES[case.source],
            applied_on=case.applied_on,
            accepted_on=day,
            due_on=case.due_on,
            mediator=case.lead.name if case.lead else "",
            bring=bring.strip() or PAPER_BRING,
        )
        issue(actor, case, "mediation_acceptance", notice, day=day)
    return form


def source_choices(case: MediationCase) -> tuple[str, ...]:
    """The boxes of the form: the two of the national form, and the third that local ones add where it is needed."""
    choices = [CASE_SOURCES["application"], CASE_SOURCES["initiative"]]
    return tuple(choices + ([] if CASE_SOURCES[case.source] in choices else [CASE_SOURCES[case.source]]))


def addressees(case: MediationCase) -> str:
    """Everybody whom a notice goes to."""
    return "、".join(party.name for party in case.parties)


def issue_refusal(actor: Actor, case: MediationCase, *, day: dt.date) -> Document | None:
    """不予受理通知书, where the committee uses one."""
    if not is_used("mediation_refusal", case, day):
        return None
    applicants = [party.name for party in case.parties if party.side == "applicant"]
    facts = papers.RefusalNotice(
        **case_facts(case, day),
        addressees="、".join(applicants) or addressees(case),
        applied_on=case.applied_on,
        reasons=tuple(REFUSALS.values()),
        reason=REFUSALS[case.refusal_code],
        explanation=case.reason or "",
        remedies=PAPER_REMEDIES[case.nature],
        decided_on=day,
    )
    return issue(actor, case, "mediation_refusal", facts, day=day)


def issue_rights(
    actor: Actor,
    case: MediationCase,
    *,
    parties: Sequence[DisputeParty],
    way: str,
    told_at: dt.datetime,
    told_by: Mediator,
) -> Document:
    """3 当事人权利义务告知书, for the signatures of those who were told."""
    local = clock.office_time(told_at)
    facts = papers.RightsNotice(
        **case_facts(case, local.date(), parties),
        way=way,
        told_on=local.date(),
        told_time=f"{local:%H:%M}",
        told_by=told_by.name,
    )
    return issue(actor, case, "mediation_rights", facts, day=local.date())


def issue_termination(actor: Actor, case: MediationCase, *, day: dt.date) -> Document | None:
    """终止调解通知书, where the committee uses one."""
    if not is_used("mediation_termination", case, day):
        return None
    facts = papers.TerminationNotice(
        **case_facts(case, day),
        addressees=addressees(case),
        accepted_on=case.accepted_on or case.applied_on,
        reason=TERMINATIONS[case.end_code],
        explanation=case.reason or "",
        remedies=PAPER_REMEDIES[case.nature],
        ended_on=day,
    )
    return issue(actor, case, "mediation_termination", facts, day=day)


def issue_extension(
    actor: Actor, case: MediationCase, row: CaseExtension, *, day: dt.date
) -> Document | None:
    """延期调解申请（决定）书, for the parties' signatures."""
    if not is_used("mediation_extension", case, day):
        return None
    facts = papers.ExtensionPaper(
        **case_facts(case, day),
        accepted_on=case.accepted_on or case.applied_on,
        reason=row.reason,
        consents=tuple(
            papers.Consent(name=one["name"], day=dt.date.fromisoformat(one["day"]), way=one["way"])
            for one in row.consents or ()
        ),
        old_due_on=row.old_due_on,
        new_due_on=row.new_due_on,
        asked_on=row.asked_on,
        decided_on=day,
        decided_by=actor.name,
    )
    return issue(actor, case, "mediation_extension", facts, day=day)


def issue_withdrawal(
    actor: Actor, case: MediationCase, *, asked_by: str, reason: str, day: dt.date
) -> Document | None:
    """撤回调解申请书, for the signature of who takes it back."""
    if not is_used("mediation_withdrawal", case, day):
        return None
    facts = papers.WithdrawalForm(**case_facts(case, day), asked_by=asked_by, reason=reason, asked_on=day)
    return issue(actor, case, "mediation_withdrawal", facts, day=day)


def issue_recusal(
    actor: Actor, case: MediationCase, recusal: Recusal, *, asked_by: str, day: dt.date
) -> Document | None:
    """回避申请（决定）书, once the chair has decided."""
    if not is_used("mediation_recusal", case, day):
        return None
    facts = papers.RecusalPaper(
        **case_facts(case, day),
        mediator=recusal.mediator.name,
        asked_by=asked_by,
        asked_on=recusal.asked_on,
        reason=recusal.reason or "",
        is_granted=bool(recusal.is_granted),
        decision_note=recusal.decision_note,
        decided_by=actor.name,
        decided_on=day,
    )
    return issue(actor, case, "mediation_recusal", facts, day=day)


def issue_suspension(actor: Actor, case: MediationCase, *, reason: str, day: dt.date) -> Document | None:
    """中止调解告知书, where the committee uses one."""
    if not is_used("mediation_suspension", case, day):
        return None
    facts = papers.SuspensionNotice(
        **case_facts(case, day),
        addressees=addressees(case),
        accepted_on=case.accepted_on or case.applied_on,
        reason=reason,
        suspended_on=day,
    )
    return issue(actor, case, "mediation_suspension", facts, day=day)


def _age(known: dict[str, str], resident: Resident | None, day: dt.date) -> str:
    if known.get("age"):
        return known["age"]
    birth = resident.birth_date if resident else None
    if known.get("birth"):
        birth = dt.date.fromisoformat(known["birth"])
    return str(age_on(birth, day)) if birth is not None and birth <= day else ""
