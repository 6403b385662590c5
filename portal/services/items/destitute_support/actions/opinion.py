"""The preliminary opinion (初审意见) with the way of care, the account and the frozen sheet, and its public notice (公示)."""

from __future__ import annotations

from dataclasses import dataclass

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.files.models import StoredFile
from portal.residents.numbers import read_phone
from portal.services.actions.decision import note_step
from portal.services.actions.moves import read_note, read_reason
from portal.services.assistance.holders import LONGEST_RELATION, is_anothers, must_have_basis
from portal.services.items.destitute_support import queries, signing
from portal.services.items.destitute_support.definition import HOME, NOTICE, OPINION
from portal.services.items.destitute_support.models import DestituteCase
from portal.services.items.destitute_support.vocabulary import CARE_WAYS, OPINIONS
from portal.services.notices.actions import announce
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import find_notice, may_post_again
from portal.standards.bank import check_bank_account
from portal.standards.invalid import Invalid

PAPER_TITLE = "特困人员救助供养初审公示"
PAPER_OPINION = "经入户调查和生活自理能力评估，拟同意给予特困人员救助供养。"
PAPER_BASIS = "《特困人员认定办法》"
PAPER_POSTED = "公示至 {last}"


@dataclass(frozen=True)
class Care:
    """Who looks after the person, at home or in an institution, and where the money goes.

    When the account is not the person's own: `holder_relation`, `basis` (a code of `holders.BASES`), and `agreement`, the scan.
    """

    way: str = ""
    carer: str = ""
    relation: str = ""
    phone: str = ""
    bank: str = ""
    account: str = ""
    holder: str = ""
    agreement: StoredFile | None = None
    holder_relation: str = ""
    basis: str = ""


def write_opinion(
    actor: Actor, case: DestituteCase, *, version: int | None, opinion: str, care: Care, reason: str = ""
) -> DestituteCase:
    """Write the opinion on what was found; the sheet of today is frozen with it, and the form signed as handled.

    Raises RuleBroken at `opinion` where a condition does not hold, at `way`, `carer`, `bank`, `account`, `agreement`,
    `reason`; Conflict when out of date.
    """
    actor.must("services.write_opinion")
    case.expect_version(version)
    application, today = case.application, clock.today()
    if application.state != "accepted":
        raise RuleBroken(None, N_("受理以后、审核以前才能写初审意见。"))
    if opinion not in OPINIONS:
        raise RuleBroken("opinion", N_("请选择初审意见。"))
    _put_former_aside(actor, case)
    sheet = queries.sheet_of(case, today)
    if opinion == "agree":
        failed = [one.label for one in queries.conditions_of(case, today) if not one.holds]
        if failed:
            raise RuleBroken(
                "opinion", N_("调查结果不符合：%(names)s，只能建议不予。"), names="、".join(failed)
            )
        _set_care(case, care)
    case.reason = read_reason(reason) if opinion == "disagree" else read_note(reason, "reason")
    case.opinion, case.sheet = opinion, sheet.to_plain()
    case.total_fen = sheet.total_fen if opinion == "agree" else 0
    case.written_on, case.written_by = today, actor.account_id
    case.report_way = case.answer = ""
    case.touch()
    application.touch()
    session.flush()
    audit.record(actor, "services.write_opinion", application, opinion=opinion, fen=case.total_fen)
    note_step(actor, application, OPINION, OPINIONS[opinion])
    signing.sign_if_next(actor, application, signing.HANDLE)
    return case


def announce_opinion(
    actor: Actor, case: DestituteCase, *, version: int | None, phone: str, place: str = ""
) -> PublicNotice:
    """Draw up the public notice: name, one person, the sum, and nothing else. Raises RuleBroken without a favourable opinion."""
    actor.must("services.announce")
    case.expect_version(version)
    application = case.application
    if case.opinion != "agree" or application.state != "accepted":
        raise RuleBroken(None, N_("有了“建议给予”的初审意见才能公示。"))
    line = {"name": application.subject_name, "members": 1, "amount_fen": case.total_fen}
    notice = announce(
        actor,
        application,
        unit_id=queries.community_of(application),
        title=PAPER_TITLE,
        lines=[line],
        channel_phone=phone,
        channel_place=place,
        opinion=PAPER_OPINION,
        basis=PAPER_BASIS,
        subject_label=f"{application.number} {application.item.name}",
        subject_href=f"/services/applications/{application.id}",
    )
    case.touch()
    note_step(actor, application, NOTICE, PAPER_POSTED.format(last=notice.until))
    return notice


def _put_former_aside(actor: Actor, case: DestituteCase) -> None:
    """Another opinion only after an objection that holds, or while nothing was announced."""
    if not case.opinion:
        return
    notice = find_notice(case.application)
    if notice is not None and not may_post_again(notice):
        raise RuleBroken(None, N_("初审意见正在公示，不能改；须更正的请先取消公示，或者在异议成立后再改。"))
    signing.start_again(actor, case.application)


def _set_care(case: DestituteCase, care: Care) -> None:
    if care.way not in CARE_WAYS:
        raise RuleBroken("way", N_("请选择供养方式。"))
    if not care.carer.strip():
        raise RuleBroken("carer", N_("请填写照料人姓名或者供养服务机构名称。"))
    if care.way == HOME and not care.relation.strip():
        raise RuleBroken("relation", N_("请填写照料人与本人的关系，例如邻居、社区。"))
    phone = read_phone(care.phone)
    if not care.bank.strip():
        raise RuleBroken("bank", N_("请填写开户银行和账号。"))
    try:
        account = check_bank_account(care.account)
    except Invalid as error:
        raise RuleBroken("account", error.message, **error.params) from None
    holder = care.holder.strip() or case.resident.name
    must_have_basis(
        holder,
        case.resident.name,
        relation=care.holder_relation,
        basis=care.basis,
        has_scan=care.agreement is not None,
    )
    anothers = is_anothers(holder, case.resident.name)
    case.account_relation = care.holder_relation.strip()[:LONGEST_RELATION] if anothers else ""
    case.account_basis = care.basis if anothers else ""
    case.care_way = care.way
    case.carer = {
        "name": care.carer.strip()[:100],
        "relation": care.relation.strip()[:50],
        "phone": phone,
    }
    case.bank_name, case.account_holder = care.bank.strip()[:100], holder[:100]
    case.account, case.account_agreement = account.normalised, care.agreement
