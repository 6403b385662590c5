"""The preliminary opinion (初审意见) with its frozen reckoning, and its public notice (公示)."""

from __future__ import annotations

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.documents.actions import issue_document
from portal.errors import N_, RuleBroken
from portal.services.actions.decision import note_step
from portal.services.actions.moves import read_note, read_reason
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.schemes import CATEGORIES, FLAT, MARGINAL, MINIMUM_LIVING, SCHEMES
from portal.services.documents import last_fours
from portal.services.items.minimum_living import definition, documents, signing
from portal.services.items.minimum_living.alone import ground_of
from portal.services.items.minimum_living.family import sheet_of
from portal.services.items.minimum_living.models import HouseholdDeclaration, PreliminaryOpinion
from portal.services.items.minimum_living.queries import (
    counts_alone,
    current_opinion,
    unauthorised,
    uncorrected,
)
from portal.services.items.minimum_living.vocabulary import OPINIONS, SECTIONS
from portal.services.models import Application
from portal.services.notices.actions import announce
from portal.services.notices.models import PublicNotice
from portal.services.notices.queries import find_notice, may_post_again

PAPER_NOTICE_TITLE = "{scheme}初审公示"
PAPER_NOTICE_OPINION = "经入户调查和家庭经济状况核对，拟同意给予{scheme}。"
PAPER_POSTED = "公示期 {first} 至 {last}"
PAPER_SCHEMES = {
    MINIMUM_LIVING: "最低生活保障",
    MARGINAL: "最低生活保障边缘家庭",
    FLAT: "特困救助（按户定额）",
}
UNCORRECTED = N_("核对结果与申报不一致：请先按核对结果更正申报并保存（%(names)s），重新核算后再写初审意见。")
PAPER_BASIS = "《最低生活保障审核确认办法》第十九条"


def proposed_scheme(application: Application, sheet: Reckoning) -> str:
    """What the sheet entitles to: the support that was applied for, 边缘家庭 where income lies between, or nothing (empty)."""
    if application.business == definition.MARGINAL:
        return MARGINAL if sheet.is_marginal or sheet.eligible else ""
    if application.business == definition.HOUSEHOLD_SUM:
        return FLAT if sheet.eligible else ""
    return MINIMUM_LIVING if sheet.eligible else MARGINAL if sheet.is_marginal else ""


def write_opinion(
    actor: Actor,
    declaration: HouseholdDeclaration,
    *,
    version: int | None,
    opinion: str,
    category: str = "",
    reason: str = "",
) -> PreliminaryOpinion:
    """Write the opinion on what was found; the sheet of today is frozen with it, and the form (申请审批表) signed as handled.

    A later one takes its place, where an objection held or the case was given back. Raises RuleBroken while visit or check
    are missing, at `opinion` for one that the sheet does not bear, at `category` or `reason`.
    """
    actor.must("services.write_opinion")
    declaration.expect_version(version)
    application = declaration.application
    _must_be_ready(declaration)
    if opinion not in OPINIONS:
        raise RuleBroken("opinion", N_("请选择初审意见。"))
    sheet = sheet_of(declaration, clock.today(), category=category)
    scheme = proposed_scheme(application, sheet) if opinion == "agree" else ""
    if opinion == "agree":
        _must_have_ground(declaration)
        _must_bear(sheet, scheme, category, reason)
    text = read_reason(reason) if opinion == "disagree" else read_note(reason, "reason")
    _replace(actor, declaration)
    made = PreliminaryOpinion(
        declaration=declaration,
        opinion=opinion,
        scheme=scheme,
        category=category if opinion == "agree" else "",
        month=sheet.terms.month,
        persons=sheet.persons,
        total_fen=sheet.total_fen if scheme and SCHEMES[scheme].pays_monthly else 0,
        sheet=sheet.to_plain(),
        reason=text,
        written_on=clock.today(),
        written_by=actor.account_id,
    )
    session.add(made)
    declaration.category = made.category
    declaration.touch()
    session.flush()
    audit.record(
        actor, "services.write_opinion", declaration, opinion=opinion, scheme=scheme, persons=made.persons
    )
    note_step(actor, application, definition.OPINION, OPINIONS[opinion])
    signing.sign_if_next(actor, application, signing.HANDLE)
    return made


def announce_opinion(
    actor: Actor, declaration: HouseholdDeclaration, *, version: int | None, phone: str, place: str = ""
) -> PublicNotice:
    """Draw up the public notice: name of the applicant, number of members, sum, and nothing else (57号 art. 19, 24).

    Raises RuleBroken without a favourable opinion, and at `channel_phone`.
    """
    actor.must("services.announce")
    declaration.expect_version(version)
    opinion, application = current_opinion(declaration), declaration.application
    if opinion is None or opinion.opinion != "agree" or application.state != "accepted":
        raise RuleBroken(None, N_("有了“建议给予”的初审意见才能公示。"))
    scheme = PAPER_SCHEMES[opinion.scheme]
    line = {
        "name": application.subject_name,
        "members": opinion.persons,
        "amount_fen": opinion.total_fen if SCHEMES[opinion.scheme].pays_monthly else None,
    }
    notice = announce(
        actor,
        application,
        unit_id=board_of(application),
        title=PAPER_NOTICE_TITLE.format(scheme=scheme),
        lines=[line],
        channel_phone=phone,
        channel_place=place,
        opinion=PAPER_NOTICE_OPINION.format(scheme=scheme),
        basis=PAPER_BASIS,
        subject_label=f"{application.number} {application.item.name}",
        subject_href=f"/services/applications/{application.id}",
    )
    declaration.touch()
    note_step(
        actor, application, definition.NOTICE, PAPER_POSTED.format(first=notice.post_on, last=notice.until)
    )
    return notice


def board_of(application: Application) -> int:
    """The community on whose board it hangs: the household's, else the one that took the application."""
    household = application.household
    return household.unit_id if household and household.unit_id else application.unit_id


def issue_approval_form(actor: Actor, application: Application, declaration: HouseholdDeclaration) -> None:
    """Issue the form with everybody who has signed so far (申请审批表)."""
    opinion = current_opinion(declaration)
    if opinion is not None:
        opinion.document = issue_document(
            actor,
            kind="approval_form",
            facts=documents.approval_form(declaration, opinion),
            unit_id=application.unit_id,
            subject=application,
            last_fours=last_fours(application),
        )
        session.flush()


def _must_be_ready(declaration: HouseholdDeclaration) -> None:
    application = declaration.application
    if application.state != "accepted" or declaration.ended_on is not None:
        raise RuleBroken(None, N_("受理以后、审核以前才能写初审意见。"))
    stale = uncorrected(declaration)
    if stale:
        raise RuleBroken(None, UNCORRECTED, names="、".join(SECTIONS[code] for code in stale))
    missing = unauthorised(declaration, clock.today())
    if missing:
        raise RuleBroken(None, N_("还有成员没有授权核对，请先在“核对授权”中登记。"))
    done = {step.code for step in application.steps}
    names = {
        step.code: step.name
        for step in application.definition.steps
        if step.code in {definition.VISIT, definition.CHECK}
    }
    left = [name for code, name in names.items() if code not in done]
    if left:
        raise RuleBroken(None, N_("请先完成：%(names)s。"), names="、".join(left))


def _must_bear(sheet: Reckoning, scheme: str, category: str, reason: str) -> None:
    if not scheme:
        raise RuleBroken(
            "opinion", N_("人均月收入不低于标准（也不在边缘家庭范围内），按计算表只能建议不予。")
        )
    if sheet.is_over_property and not reason.strip():
        raise RuleBroken("reason", N_("家庭财产超过规定，仍建议给予的请写明理由。"))
    if scheme == MINIMUM_LIVING and category not in CATEGORIES:
        raise RuleBroken("category", N_("请选择类别（A、B、C），它决定多久核查一次。"))


def _must_have_ground(declaration: HouseholdDeclaration) -> None:
    if counts_alone(declaration.application) and ground_of(declaration) is None:
        raise RuleBroken(
            "opinion",
            N_(
                "按已登记的情况，申请人不能单独申请；请在“申请信息和账户”中核对单独申请的情形，或者建议不予。"
            ),
        )


def _replace(actor: Actor, declaration: HouseholdDeclaration) -> None:
    """Put the earlier opinion aside: only after an objection that holds, or while nothing was announced."""
    former, application = current_opinion(declaration), declaration.application
    if former is None:
        return
    notice = find_notice(application)
    if notice is not None and not may_post_again(notice):
        raise RuleBroken(None, N_("初审意见正在公示，不能改；须更正的请先取消公示，或者在异议成立后再改。"))
    former.replaced_on = clock.today()
    signing.start_again(actor, application)


def reopen_declaration(
    actor: Actor, declaration: HouseholdDeclaration, *, version: int | None, reason: str
) -> HouseholdDeclaration:
    """Put the opinion aside so that the declaration can be corrected; another opinion is wanted then. Raises RuleBroken."""
    actor.must("services.write_opinion")
    declaration.expect_version(version)
    if declaration.application.state != "accepted" or current_opinion(declaration) is None:
        raise RuleBroken(None, N_("没有可以撤回的初审意见。"))
    why = read_reason(reason)
    _replace(actor, declaration)
    declaration.touch()
    session.flush()
    audit.record(actor, "services.write_opinion", declaration, opinion="", reason=why)
    return declaration
