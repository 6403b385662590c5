"""What the papers of the hall say: an application or an enquiry turned into the frozen facts of `documents.papers`.

Numbers of persons go in masked. Words that stand on paper are Chinese in every language. Nothing here issues a paper.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import settings
from portal.db import session
from portal.documents.papers import (
    AcceptanceReceipt,
    ClosingSlip,
    MaterialLine,
    MaterialPromise,
    NonAcceptanceNotice,
    OneTimeNotice,
    PromisedMaterial,
    RequiredMaterial,
    ServiceReceipt,
)
from portal.errors import N_
from portal.residents.groups import Household, Organisation
from portal.residents.models import Resident
from portal.services.definitions import FORMS, ItemDefinition, MaterialDefinition
from portal.services.items.registry import hooks_of
from portal.services.models import Application, ApplicationMaterial, Enquiry
from portal.services.states import ENQUIRY_KINDS, REFUSAL_REASONS, RESULTS, STATES
from portal.standards.identity import mask_identity
from portal.standards.papers import PAPERS
from portal.standards.phones import mask_phone
from portal.units.models import Unit
from portal.units.queries import street_above

PAPER_STATES = {
    "received": "已收",
    "waived": "免交",
    "promised": "容缺",
    "missing": "待补",
    "not_needed": "不需",
    "unchecked": "未核",
}
PAPER_KINDS = {"on_the_spot": "即办件", "promised": "承诺件"}
PAPER_ARTICLES = {
    "not_required": "参照《中华人民共和国行政许可法》第三十二条第一款第（一）项",
    "not_this_office": "参照《中华人民共和国行政许可法》第三十二条第一款第（二）项",
    "not_eligible": "参照《中华人民共和国行政许可法》第三十四条、第三十八条及本事项办事指南的受理条件",
    "not_supplied": "参照《中华人民共和国行政许可法》第三十二条第一款第（四）项、第（五）项",
    "false_material": "参照《中华人民共和国行政许可法》第三十一条、第七十八条",
}
PAPER_REMEDIES = (
    "如不服本决定，可以自收到之日起六十日内依法{organ}申请行政复议，"
    "或者自知道作出决定之日起六个月内依法向{court}提起行政诉讼。"
)
PAPER_ANY_COURT = "人民法院"
PAPER_TO_ORGAN = "向{organ}"
PAPER_SUPPLY_EFFECT = "逾期未补正又未说明理由的，视为放弃本次申请，可以在材料齐全后重新申请。"
PAPER_PROMISE_EFFECT = "承诺期限内未补齐的，本单位中止办理，已作出的决定可以依法撤销，并记入信用记录。"
PAPER_REASON_MISSING = "未提交"
PAPER_CREDIT_CODE = "统一社会信用代码"
PAPER_HOUSEHOLD = "户号"
PAPER_DEEMED = "告知期限届满未告知，自收到申请之日起视为受理。"
PAPER_DELIVERY = "窗口领取"
PAPER_BUSINESS = "{item}（{business}）"
PAPER_LIMIT = "法定期限 {statutory} 个工作日，承诺期限 {promised} 个工作日"

_GROUP = N_("便民服务")
settings.define("services.complaint_phone", "text", "12345", N_("监督投诉电话"), _GROUP)
settings.define(
    "services.remedies",
    "text",
    PAPER_REMEDIES,
    N_("救济途径"),
    _GROUP,
    hint=N_("印在不予受理通知书、办结单等文书上。{organ} 处印复议机关，{court} 处印人民法院的名称。"),
)
settings.define(
    "services.review_organ",
    "text",
    "",
    N_("行政复议机关"),
    _GROUP,
    hint=N_("写全称，例如“某某区人民政府”；不填的，文书上只写可以申请行政复议。"),
    per_unit=True,
)
settings.define(
    "services.court",
    "text",
    "",
    N_("受理行政诉讼的人民法院"),
    _GROUP,
    hint=N_("写全称；不填的，文书上只写人民法院。"),
    per_unit=True,
)


def remedies(unit_id: int, on: dt.date) -> str:
    """The legal remedies as they are printed: 行政复议 and 行政诉讼, with time limits and where to go (社会救助法 art. 76)."""
    text, organ, court = (
        str(settings.value(f"services.{name}", on=on, unit_id=unit_id))
        for name in ("remedies", "review_organ", "court")
    )
    where = PAPER_TO_ORGAN.replace("{organ}", organ) if organ else ""
    return text.replace("{organ}", where).replace("{court}", court or PAPER_ANY_COURT)


def name_of(subject: Resident | Household | Organisation) -> str:
    """The name under which somebody applies; a household answers with its head's."""
    if isinstance(subject, Household):
        return subject.head.name if subject.head else subject.number
    return subject.name[:100]


def last_fours(application: Application) -> list[str]:
    """The last four characters by which applicant and agent may ask how far the matter is; never kept in clear."""
    found = []
    for person in (application.resident, person_of(application), application.agent):
        if person is not None:
            found += [person.phone] if person.phone else []
            found += [p.number for p in person.papers if p.number and not p.former]
    organisation = application.organisation
    if organisation is not None:
        found += [text for text in (organisation.credit_code, organisation.phone) if text]
    return list(dict.fromkeys(text[-4:].upper() for text in found if len(text) >= 4))


def acceptance_receipt(application: Application, *, accepted_by: str) -> AcceptanceReceipt:
    """受理通知书 of an application whose acceptance is entered (day, due date)."""
    definition, day = application.definition, _on(application.accepted_on)
    return AcceptanceReceipt(
        **office_facts(application.unit, day, definition),
        **applicant_facts(application),
        case_type=_case_type(definition),
        applied_on=application.applied_on,
        legal_basis=definition.guide.legal_basis,
        materials=_lines(application),
        accepted_on=day,
        accepted_by=accepted_by,
        due_on=application.due_on,
        due_provisional=application.due_is_provisional,
        promised_days=hooks_of(definition).promised_days(application),
        statutory_days=definition.statutory_days,
        fee=definition.guide.fee,
        note=PAPER_DEEMED if application.is_deemed else "",
    )


def one_time_notice(
    application: Application, *, told_by: str, told_on: dt.date, provisional: bool
) -> OneTimeNotice:
    """一次性告知书: everything that the item asks for, what is missing ticked, all of it at once."""
    definition = application.definition
    guide = definition.guide
    return OneTimeNotice(
        **office_facts(application.unit, told_on, definition),
        **applicant_facts(application),
        legal_basis=guide.legal_basis,
        conditions="；".join(c.text for c in definition.conditions),
        process=guide.flow,
        time_limit=_time_limit(definition),
        fee=guide.fee,
        place=guide.place,
        materials=tuple(_required(application, record) for record in application.materials),
        special_cases=guide.notes,
        supply_by=application.supplement_due_on,
        supply_provisional=provisional,
        effect=PAPER_SUPPLY_EFFECT,
        remedies=remedies(application.unit_id, told_on),
        told_on=told_on,
        told_by=told_by,
    )


def non_acceptance_notice(
    application: Application,
    *,
    reason_code: str,
    text: str,
    where_else: str,
    decided_by: str,
    decided_on: dt.date,
) -> NonAcceptanceNotice:
    """不予受理通知书: the reason with its article, where else to go, and the remedies."""
    return NonAcceptanceNotice(
        **office_facts(application.unit, decided_on, application.definition),
        **applicant_facts(application),
        applied_on=application.applied_on,
        reason_code=REFUSAL_REASONS[reason_code],
        reason=text,
        article=PAPER_ARTICLES[reason_code],
        where_else=where_else,
        remedies=remedies(application.unit_id, decided_on),
        decided_on=decided_on,
        decided_by=decided_by,
    )


def material_promise(application: Application, *, told_by: str) -> MaterialPromise:
    """容缺承诺书 of the promised materials of an accepted application."""
    day = _on(application.accepted_on)
    promised = tuple(
        PromisedMaterial(name=m.name, promised_by=m.promised_by)
        for m in application.materials
        if m.state == "promised" and m.promised_by is not None
    )
    return MaterialPromise(
        **office_facts(application.unit, day, application.definition),
        **applicant_facts(application),
        application_number=application.number or "",
        materials=promised,
        consequences=PAPER_PROMISE_EFFECT,
        promised_on=day,
        told_by=told_by,
    )


def closing_slip(application: Application, *, handled_by: str) -> ClosingSlip:
    """办结单 of an application done on the spot, whose acceptance, decision and result are entered."""
    definition, day = application.definition, _on(application.decided_on)
    denied = application.result == "denied"
    return ClosingSlip(
        **office_facts(application.unit, day, definition),
        **applicant_facts(application),
        case_type=PAPER_KINDS["on_the_spot"],
        accepted_on=_on(application.accepted_on),
        materials=_lines(application),
        decided_on=day,
        result=RESULTS[application.result],
        result_papers=application.result_text,
        reasons=application.reasons,
        delivery=definition.guide.delivery or PAPER_DELIVERY,
        handled_by=handled_by,
        fee=definition.guide.fee,
        remedies=remedies(application.unit_id, day) if denied else "",
    )


def service_receipt(enquiry: Enquiry, *, served_by: str) -> ServiceReceipt:
    """居民服务回执 of an enquiry."""
    return ServiceReceipt(
        **office_facts(enquiry.unit, enquiry.day, None),
        resident=enquiry.name,
        contact_phone=mask_phone(enquiry.phone) if enquiry.phone else "",
        service_kind=ENQUIRY_KINDS[enquiry.kind],
        asked=enquiry.matter,
        answer=enquiry.answer,
        next_step=enquiry.next_step,
        served_on=enquiry.day,
        served_by=served_by,
    )


def progress_of(application_id: int) -> str:
    """How far an application is, in one sentence that names nobody, for the public check of a paper."""
    application = session.get(Application, application_id)
    return STATES[application.state] if application else ""


def office_facts(unit: Unit, day: dt.date, definition: ItemDefinition | None) -> dict[str, Any]:
    """What every paper says about the office; an item may name a complaint phone of its own."""
    guide_phone = definition.guide.complaint_phone if definition else ""
    return {
        "office": unit.name_on(day),
        "office_phone": unit.phone,
        "complaint_phone": guide_phone or settings.value("services.complaint_phone", on=day, unit_id=unit.id),
        "office_address": unit.address,
    }


def guide_phones(unit: Unit, day: dt.date, definition: ItemDefinition) -> tuple[str, str]:
    """Where to ask about an item and where to complain: the item's own numbers, else the office's or its street's."""
    street = street_above(unit.id, day)
    own = definition.guide.phone or unit.phone or (street.phone if street else "")
    return own, office_facts(unit, day, definition)["complaint_phone"]


def applicant_facts(application: Application) -> dict[str, Any]:
    """What every paper of an application says about who applies for what; numbers and phones masked."""
    person = person_of(application)
    kind, number, phone = _identity(application, person)
    definition, agent = application.definition, application.agent
    business = definition.business(application.business)
    return {
        "applicant": person.name if person else application.subject_name,
        "identity_kind": kind,
        "identity_masked": number,
        "contact_phone": mask_phone(phone) if phone else "",
        "agent": agent.name if agent else "",
        "agent_relation": application.agent_relation,
        "item": PAPER_BUSINESS.format(item=definition.name, business=business.name)
        if business
        else definition.name,
        "item_code": definition.printed_code,
    }


def person_of(application: Application) -> Resident | None:
    """The person who applies for a household; None where a person or an organisation applies for itself."""
    return hooks_of(application.definition).applicant(application) if application.household_id else None


def _identity(application: Application, person: Resident | None) -> tuple[str, str, str]:
    """Kind of document, masked number and phone of whoever applies; for a household, of the person who applied for it."""
    subject = person or application.subject
    if isinstance(subject, Resident):
        paper = subject.primary_paper
        number = mask_identity(paper.number) if paper and paper.number else ""
        return (PAPERS[paper.kind].label if paper else "", number, subject.phone or "")
    if isinstance(subject, Organisation):
        return PAPER_CREDIT_CODE, subject.credit_code or "", subject.phone or ""
    return PAPER_HOUSEHOLD, mask_identity(subject.number), ""


def _lines(application: Application) -> tuple[MaterialLine, ...]:
    """The materials of a receipt: everything that was asked for, except what turned out not to be needed."""
    shown = [m for m in application.materials if m.state not in {"not_needed", "unchecked"}]
    return tuple(
        MaterialLine(name=m.name, form=FORMS.get(m.form, ""), copies=m.copies, state=PAPER_STATES[m.state])
        for m in shown
    )


def _required(application: Application, record: ApplicationMaterial) -> RequiredMaterial:
    wanted: MaterialDefinition | None = next(
        (m for m in application.definition.materials if m.code == record.code), None
    )
    missing = record.state == "missing"
    return RequiredMaterial(
        name=record.name,
        form="/".join(FORMS[form] for form in wanted.forms) if wanted else "",
        copies=wanted.copies if wanted else record.copies,
        issuer=wanted.issuer if wanted else "",
        missing=missing,
        reason=(record.note or PAPER_REASON_MISSING) if missing else "",
    )


def _case_type(definition: ItemDefinition) -> str:
    return PAPER_KINDS["on_the_spot" if definition.is_done_at_once else "promised"]


def _time_limit(definition: ItemDefinition) -> str:
    return PAPER_LIMIT.format(statutory=definition.statutory_days, promised=definition.promised_days)


def _on(day: dt.date | None) -> dt.date:
    if day is None:
        raise ValueError("the day must be entered before the paper is made")
    return day
