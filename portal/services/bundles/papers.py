"""The combined receipt of a bundle (一件事受理回执): every item with its own number and due date, what was left out and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.documents.papers import MaterialLine
from portal.errors import N_
from portal.services import documents
from portal.services.bundles.models import BundleCase
from portal.services.definitions import FORMS
from portal.services.models import Application
from portal.services.states import BEFORE_ACCEPTANCE

KIND = "bundle_receipt"
PAPER_STATES = {"accepted": "已受理", "waiting": "待补材料", "left": "未申办"}


@dataclass(frozen=True, kw_only=True)
class BundleLine:
    """One item: its number and last day once it is accepted, else what is missing, or why it was left out."""

    name: str = said("事项名称")
    number: str = said("受理编号", default="")
    state: str = said("办理状态")
    due_on: dt.date | None = None
    note: str = said("说明", default="")


@dataclass(frozen=True, kw_only=True)
class BundleReceipt(PaperFacts):
    """一件事受理回执: one visit, one set of materials, several items."""

    bundle: str = said("一件事名称")
    applicant: str = said("申请人")
    identity_masked: str = said("证件号码", default="")
    contact_phone: str = said("联系电话", default="")
    agent: str = said("代办人", default="")
    agent_relation: str = said("代办人与申请人关系", default="")
    lines: tuple[BundleLine, ...] = said("事项")
    materials: tuple[MaterialLine, ...] = said("申请材料", default=())
    accepted_on: dt.date
    accepted_by: str = said("受理人")


define_number_kind("bundle", N_("一件事受理回执编号"), "联")
define_kind(KIND, "一件事受理回执", BundleReceipt, number_kind="bundle", seal="受理专用章")


def bundle_receipt(case: BundleCase, *, accepted_by: str, on: dt.date) -> BundleReceipt:
    """The facts of the receipt as the case stands on a day."""
    first = case.applications[0]
    who = documents.applicant_facts(first)
    return BundleReceipt(
        **documents.office_facts(case.unit, on, None),
        bundle=case.definition.name,
        applicant=case.subject_name,
        # A household is named by its head; the number stands there only if it is that very person's.
        identity_masked=who["identity_masked"] if who["applicant"] == case.subject_name else "",
        contact_phone=who["contact_phone"],
        agent=who["agent"],
        agent_relation=who["agent_relation"],
        lines=tuple(_lines(case)),
        materials=_materials(case),
        accepted_on=on,
        accepted_by=accepted_by,
    )


def _lines(case: BundleCase) -> list[BundleLine]:
    found = []
    for line in case.lines:
        application = line.application if line.is_included else None
        if application is None:
            found.append(BundleLine(name=line.item_name, state=PAPER_STATES["left"], note=line.reason))
        elif application.state in BEFORE_ACCEPTANCE:
            found.append(
                BundleLine(name=line.item_name, state=PAPER_STATES["waiting"], note=_missing(application))
            )
        else:
            found.append(
                BundleLine(
                    name=line.item_name,
                    number=application.number or "",
                    state=PAPER_STATES["accepted"],
                    due_on=application.due_on,
                )
            )
    return found


def _missing(application: Application) -> str:
    return "、".join(m.name for m in application.materials if m.state in {"missing", "unchecked"})


def _materials(case: BundleCase) -> tuple[MaterialLine, ...]:
    """Each material once, by its name, in the state of the first item that has it."""
    found: dict[str, MaterialLine] = {}
    for application in case.applications:
        for one in application.materials:
            if one.name not in found and one.state not in {"not_needed", "unchecked", "missing"}:
                found[one.name] = MaterialLine(
                    name=one.name,
                    form=FORMS.get(one.form, ""),
                    copies=one.copies,
                    state=documents.PAPER_STATES[one.state],
                )
    return tuple(found.values())
