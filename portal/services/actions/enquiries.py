"""A plain consultation or small help (来访咨询、服务登记): one line, and a service receipt (居民服务回执) where one is wanted."""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.residents.queries import get_resident
from portal.services import documents
from portal.services.actions.moves import must_hold_no_number
from portal.services.models import Enquiry
from portal.services.queries.applications import unit_in_sight
from portal.services.states import ENQUIRY_KINDS
from portal.standards.invalid import Invalid
from portal.standards.names import LONGEST
from portal.standards.phones import check_phone

LONGEST_TEXT = 500


def record_enquiry(
    actor: Actor,
    *,
    unit_id: int,
    matter: str,
    answer: str,
    kind: str = "enquiry",
    name: str = "",
    phone: str = "",
    resident_id: int | None = None,
    next_step: str = "",
    is_settled: bool = True,
    with_receipt: bool = True,
) -> Enquiry:
    """Note what somebody asked and was told. A registered resident lends name and phone where none is typed.

    An anonymous caller is one line without a receipt. Raises RuleBroken at the field, NotFound for a unit out of sight.
    """
    actor.must("services.record_enquiry")
    unit = unit_in_sight(actor, unit_id)
    if kind not in ENQUIRY_KINDS:
        raise RuleBroken("kind", N_("请从所列选项中选择。"))
    resident = get_resident(actor, resident_id) if resident_id else None
    name = name.strip() or (resident.name if resident else "")
    if with_receipt and not name:
        raise RuleBroken("name", N_("要打印回执，请填写姓名。"))
    if len(name) > LONGEST:
        raise RuleBroken("name", N_("姓名最多 %(longest)s 个字。"), longest=LONGEST)
    number = _phone(phone) or ((resident.phone or "") if resident else "")
    enquiry = Enquiry(
        unit_id=unit.id,
        day=clock.today(),
        kind=kind,
        name=name,
        resident_id=resident.id if resident else None,
        matter=_text("matter", matter, N_("请填写咨询或服务的事项。")),
        answer=_text("answer", answer, N_("请填写答复或办理情况。")),
        next_step=_text("next_step", next_step, "") if next_step.strip() else "",
        is_settled=is_settled,
        received_by=actor.account_id,
    )
    enquiry.phone = number or None
    session.add(enquiry)
    session.flush()
    if with_receipt:
        _issue_receipt(actor, enquiry, number)
    audit.record(
        actor, "services.record_enquiry", enquiry, kind=kind, unit=unit_id, receipt=enquiry.document_id
    )
    return enquiry


def _issue_receipt(actor: Actor, enquiry: Enquiry, phone: str) -> None:
    document = issue_document(
        actor,
        kind="service_receipt",
        facts=documents.service_receipt(enquiry, served_by=actor.name),
        unit_id=enquiry.unit_id,
        subject=enquiry,
        last_fours=[phone[-4:]] if phone else [],
    )
    enquiry.document_id = document.id
    session.flush()


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return check_phone(text).normalised
    except Invalid as error:
        raise RuleBroken("phone", error.message, **error.params) from error


def _text(field: str, text: str, wanted: str) -> str:
    text = text.strip()
    if not text:
        raise RuleBroken(field, wanted)
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(field, N_("最多 %(longest)s 个字。"), longest=LONGEST_TEXT)
    must_hold_no_number(text, field)
    return text
