"""What the papers and letters of a household's application say: its declaration turned into frozen facts of `papers`.

Numbers of persons go in masked, but whole in the authorisation and the letter of the check, which serve nothing else than to
find these persons; health stands on none of these; what the signed 申请书 shows of it is in `form`. Words that
stand on paper are Chinese in every language.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal import clock, settings
from portal.residents.models import Resident
from portal.services.assistance.rules.reckoning import Reckoning
from portal.services.assistance.rules.sheet import exact_yuan, yuan
from portal.services.assistance.schemes import CATEGORIES, FLAT, MARGINAL, MINIMUM_LIVING
from portal.services.documents import applicant_facts, office_facts, remedies
from portal.services.items.minimum_living import terms
from portal.services.items.minimum_living.family import counted_of
from portal.services.items.minimum_living.models import (
    DataCheck,
    DeclaredMember,
    HouseholdDeclaration,
    HouseholdInvestigation,
    PreliminaryOpinion,
    SupportConfirmation,
)
from portal.services.items.minimum_living.papers import (
    ApprovalForm,
    CheckAuthorisationForm,
    CheckResultNotice,
    FamilyLine,
    InvestigationForm,
    ReckoningLine,
    RefusalLetter,
    SignerLine,
)
from portal.services.items.minimum_living.queries import current_confirmation, current_opinion, signatures
from portal.services.items.minimum_living.signing import CHAIN
from portal.services.items.minimum_living.vocabulary import EMPLOYMENT, REASONS
from portal.signoffs import printed_signers
from portal.standards.ages import age_on
from portal.standards.chinese_dates import chinese_date
from portal.standards.identity import mask_identity
from portal.standards.relations import RELATIONS
from portal.units.queries import get_unit, street_above

PAPER_SCHEMES = {
    MINIMUM_LIVING: "最低生活保障",
    MARGINAL: "最低生活保障边缘家庭",
    FLAT: "特困救助（按户定额）",
    "": "—",
}
PAPER_SIGNS = "本人签字"
PAPER_GUARDIAN_SIGNS = "未成年，监护人签字"
PAPER_AGE = "{age}周岁"
PAPER_CHECK_TITLE = "关于核对申请家庭经济状况的函"
PAPER_AUTHORISATIONS = "家庭经济状况核对授权书"
PAPER_CHECK_BODY = (
    "{name}家庭（受理编号{number}，共{count}人）于{day}申请{item}。"
    "全体成年家庭成员（未成年人由监护人）已签署核对授权书。"
    "现因办理该申请，请对下列家庭成员的经济状况进行核对并书面答复：{people}。"
    "查询目的和范围以授权书为限。"
)
PAPER_PERSON = "{name}（{identity}）"
PAPER_SUPPORTER = "{name}（{relation}，{identity}）"
PAPER_CHECK_SUPPORTERS = "另请对已经书面同意核对的下列赡养、抚养、扶养义务人一并核对：{people}。"
PAPER_REPORT_TITLE = "关于报送最低生活保障申请审核材料的报告"
PAPER_REPORT_BODY = (
    "{name}家庭（受理编号{number}，申请{scheme}）已完成入户调查、家庭经济状况核对、初审和公示，"
    "审核意见：{opinion}。保障人口{persons}人，月保障金{amount}元。现将材料报上，请审核确认。{relative}"
)
# Only who is to be granted something is announced (57号 art. 19).
PAPER_REPORT_REFUSAL = (
    "{name}家庭（受理编号{number}，申请{scheme}）已完成入户调查、家庭经济状况核对和初审，"
    "审核意见：{opinion}。理由：{reason}。现将材料报上，请审核确认。{relative}"
)
PAPER_RELATIVE = "该家庭有近亲属备案，请依《最低生活保障审核确认办法》第二十条入户核查。"
PAPER_REPORT_ENCLOSURES = ("申请审批表", "家庭申报和授权材料", "入户调查表", "核对报告", "公示情况反馈单")
PAPER_OBJECT = (
    "对核对结果有异议的，可以自收到本告知书之日起五个工作日内向本单位说明情况并提供证明材料，"
    "本单位将组织复核；逾期未提出的，按核对结果办理。"
)
PAPER_OPINIONS = {"agree": "建议给予{scheme}", "disagree": "建议不予确认"}
PAPER_FACTS = (
    "{name}家庭申报共同生活的家庭成员{declared}人，计入{persons}人。经入户调查和家庭经济状况核对，"
    "家庭月收入{income}元，人均月收入{per_head}元。"
)
PAPER_COMPARISON = (
    "人均月收入{per_head}元{than}当地最低生活保障标准{standard}元；"
    "最低生活保障边缘家庭收入线为{limit}元，{marginal}。"
)
PAPER_OVER = "家庭财产超过规定：{over}。"
PAPER_NOT_BELOW = "不低于"
PAPER_BELOW = "低于"
PAPER_IN_MARGIN = "人均月收入低于该线，可以申请认定为最低生活保障边缘家庭"
PAPER_OVER_MARGIN = "人均月收入也不低于该线"
PAPER_BELOW_MARGIN = "人均月收入低于该线"
PAPER_ARTICLES = "《中华人民共和国社会救助法》第十八条、第四十五条，《最低生活保障审核确认办法》第二十一条"
PAPER_ARTICLE_29 = "《最低生活保障审核确认办法》第二十九条"
PAPER_RESULT = "不予确认。理由：{reasons}"
PAPER_ENDED = "终止审核确认程序，不予确认。理由：{reasons}"
PAPER_NUMBER = "确认意见文号：{number}。"
PAPER_CONFIRMED = "{body}于{day}审核确认同意{number}。"
PAPER_CONFIRMED_NUMBER = "（确认意见文号：{number}）"
PAPER_DECIDED = "本街道受委托于{day}审核确认同意。"
PAPER_DISTRICT = "区级民政部门"


def authorisation_form(declaration: HouseholdDeclaration, *, until: dt.date) -> CheckAuthorisationForm:
    """The form that every adult signs, a guardian for each minor."""
    today = clock.today()
    rows = {one.member.id: one.is_minor for one in signatures(declaration, today)}
    lines = tuple(
        _line(member, today, note=PAPER_GUARDIAN_SIGNS if rows[member.id] else PAPER_SIGNS, in_full=True)
        for member in declaration.members
    )
    return CheckAuthorisationForm(
        **_head(declaration, today),
        identity_number=_number(declaration.applicant),
        members=lines,
        purpose=terms.PAPER_PURPOSE,
        scope=str(settings.value(terms.SCOPE.key)),
        valid_from=today,
        valid_until=until,
    )


def investigation_form(visit: HouseholdInvestigation) -> InvestigationForm:
    """The form of a visit at the home."""
    declaration, found = visit.declaration, visit.found or {}
    household = declaration.application.household
    return InvestigationForm(
        **_head(declaration, visit.visited_on),
        members=_members(declaration, visit.visited_on),
        address=household.address if household else "",
        visited_on=visit.visited_on,
        first_name=visit.first_name,
        second_name=visit.second_name,
        signed_by=visit.signed_by,
        **{key: found.get(key, "") for key in ("housing", "living", "differences", "opinion")},
    )


def check_letter(declaration: HouseholdDeclaration, check: DataCheck) -> str:
    """The words of the letter that asks for the check: case, purpose, who. Numbers stand whole: by them the other body checks."""
    application = declaration.application
    people = "、".join(
        PAPER_PERSON.format(name=m.resident.name, identity=_number(m.resident)) for m in declaration.members
    )
    body = PAPER_CHECK_BODY.format(
        name=application.subject_name,
        number=application.number,
        count=len(declaration.members),
        day=chinese_date(application.applied_on),
        item=application.item.name,
        people=people,
    )
    outside = "、".join(
        PAPER_SUPPORTER.format(
            name=one.name,
            relation=one.relation,
            identity=(one.details or {}).get("number") or "—",
        )
        for one in declaration.supporters
        if one.consent == "given"
    )
    return body + PAPER_CHECK_SUPPORTERS.format(people=outside) if outside else body


def report_letter(declaration: HouseholdDeclaration) -> str:
    """The words of the letter of report."""
    application, opinion = declaration.application, current_opinion(declaration)
    relative = PAPER_RELATIVE if declaration.relatives else ""
    if opinion is not None and opinion.opinion != "agree":
        return PAPER_REPORT_REFUSAL.format(
            name=application.subject_name,
            number=application.number,
            scheme=application.item.name,
            opinion=PAPER_OPINIONS[opinion.opinion].format(scheme=application.item.name),
            reason=opinion.reason.rstrip("。"),
            relative=relative,
        )
    scheme = PAPER_SCHEMES[opinion.scheme if opinion else ""]
    return PAPER_REPORT_BODY.format(
        name=application.subject_name,
        number=application.number,
        scheme=scheme,
        opinion=PAPER_OPINIONS[opinion.opinion].format(scheme=scheme) if opinion else "—",
        persons=opinion.persons if opinion else 0,
        amount=yuan(opinion.total_fen if opinion else 0),
        relative=relative,
    )


def report_enclosures(declaration: HouseholdDeclaration) -> tuple[str, ...]:
    """What goes with the report: the slip of a notice only where one was posted."""
    opinion = current_opinion(declaration)
    is_announced = opinion is None or opinion.opinion == "agree"
    return PAPER_REPORT_ENCLOSURES if is_announced else PAPER_REPORT_ENCLOSURES[:-1]


def check_result_notice(check: DataCheck, differences: str) -> CheckResultNotice:
    """What the applicant is told of a check that differs."""
    application, today = check.declaration.application, clock.today()
    return CheckResultNotice(
        **office_facts(application.unit, today, application.definition),
        **applicant_facts(application),
        application_number=application.number or "",
        report_number=check.report_number,
        differences=differences,
        how_to_object=PAPER_OBJECT,
        told_on=today,
        told_by=application.handler.name if application.handler else "",
    )


def approval_form(declaration: HouseholdDeclaration, opinion: PreliminaryOpinion) -> ApprovalForm:
    """The form with the frozen calculation and everybody who has signed."""
    sheet = Reckoning.from_plain(opinion.sheet)
    scheme = PAPER_SCHEMES[opinion.scheme]
    words = PAPER_OPINIONS[opinion.opinion].format(scheme=scheme)
    return ApprovalForm(
        **_head(declaration, opinion.written_on),
        members=_members(declaration, opinion.written_on),
        category=CATEGORIES.get(opinion.category, ""),
        scheme=scheme,
        reasons="、".join(REASONS[code] for code in declaration.reasons or []),
        reckoning=_reckoning(sheet),
        persons=opinion.persons,
        amount=yuan(opinion.total_fen),
        opinion=f"{words}。{opinion.reason}" if opinion.reason else f"{words}。",
        written_on=opinion.written_on,
        signers=tuple(
            SignerLine(label=one.label, name=one.name, post=one.post, day=one.day)
            for one in printed_signers(declaration.application, CHAIN)
        ),
    )


def refusal_letter(declaration: HouseholdDeclaration) -> RefusalLetter:
    """不予确认同意告知书 of a decided application: facts, both numbers, articles, reasons, remedies."""
    application = declaration.application
    opinion = current_opinion(declaration)
    sheet = Reckoning.from_plain(opinion.sheet) if opinion and opinion.sheet else None
    day = application.decided_on or clock.today()
    confirmation = current_confirmation(declaration)
    number = PAPER_NUMBER.format(number=confirmation.number) if confirmation and confirmation.number else ""
    ended = declaration.ended_on is not None
    return RefusalLetter(
        **_head(declaration, day),
        members=_members(declaration, day),
        accepted_on=application.accepted_on or day,
        facts=declaration.ended_because if ended else _facts(declaration, sheet),
        reckoning=_reckoning(sheet) if sheet and not ended else (),
        comparison=comparison(sheet) if sheet and not ended else "",
        article=PAPER_ARTICLE_29 if ended else PAPER_ARTICLES,
        result=(PAPER_ENDED if ended else PAPER_RESULT).format(reasons=application.reasons) + number,
        remedies=remedies(application.unit_id, day),
        decided_on=day,
    )


def grant_facts(declaration: HouseholdDeclaration, sheet: Reckoning) -> str:
    """What a grant stands on: the household as it was found, and who confirmed it, under which number, on which day."""
    return _facts(declaration, sheet) + _confirmed(declaration)


def _confirmed(declaration: HouseholdDeclaration) -> str:
    confirmation, application = current_confirmation(declaration), declaration.application
    if confirmation is None or confirmation.answered_on is None:
        return (
            PAPER_DECIDED.format(day=chinese_date(application.decided_on)) if application.decided_on else ""
        )
    number = confirmation.number
    return PAPER_CONFIRMED.format(
        body=_body_of(declaration, confirmation),
        day=chinese_date(confirmation.answered_on),
        number=PAPER_CONFIRMED_NUMBER.format(number=number) if number else "",
    )


def _body_of(declaration: HouseholdDeclaration, confirmation: SupportConfirmation) -> str:
    """Who confirmed, by name: the letter's addressee, else the body that the setting names, else the unit above the street
    on that day."""
    if confirmation.letter is not None:
        return confirmation.letter.addressee
    named = str(settings.value(terms.DISTRICT_BODY.key, unit_id=declaration.application.unit_id))
    if named:
        return named
    day = confirmation.answered_on or clock.today()
    street = street_above(declaration.application.unit_id, day)
    above = street.parent_id_on(day) if street else None
    return get_unit(above).name_on(day) if above else PAPER_DISTRICT


def comparison(sheet: Reckoning) -> str:
    """Income a head against the standard, and against the line of 边缘家庭: both numbers, whichever way it went."""
    limit = sheet.terms.marginal_ratio * sheet.standard_fen
    above = PAPER_IN_MARGIN if sheet.is_marginal else PAPER_OVER_MARGIN
    marginal = PAPER_BELOW_MARGIN if sheet.eligible else above
    over = "；".join(finding.text for finding in sheet.findings if finding.is_over)
    words = PAPER_COMPARISON.format(
        per_head=exact_yuan(sheet.per_head),
        than=PAPER_BELOW if sheet.eligible else PAPER_NOT_BELOW,
        standard=yuan(sheet.standard_fen),
        limit=exact_yuan(limit),
        marginal=marginal,
    )
    return words + PAPER_OVER.format(over=over) if over else words


def _facts(declaration: HouseholdDeclaration, sheet: Reckoning | None) -> str:
    if sheet is None:
        return declaration.application.reasons
    return PAPER_FACTS.format(
        name=declaration.application.subject_name,
        declared=len(declaration.members),
        persons=sheet.persons,
        income=yuan(sheet.income_fen),
        per_head=exact_yuan(sheet.per_head),
    )


def _reckoning(sheet: Reckoning) -> tuple[ReckoningLine, ...]:
    return tuple(
        ReckoningLine(label=line.label, text=line.text, amount="" if line.fen is None else yuan(line.fen))
        for line in sheet.lines
    )


def _head(declaration: HouseholdDeclaration, day: dt.date) -> dict[str, Any]:
    application = declaration.application
    household = application.household
    unit = household.unit if household else None
    return {
        **office_facts(application.unit, day, application.definition),
        **applicant_facts(application),
        "application_number": application.number or "",
        "community": unit.name_on(day) if unit else "",
    }


def _members(declaration: HouseholdDeclaration, day: dt.date) -> tuple[FamilyLine, ...]:
    found = []
    for member in declaration.members:
        counted = counted_of(member, day)
        found.append(_line(member, day, note="" if counted.counts else counted.text))
    return tuple(found)


def _line(member: DeclaredMember, day: dt.date, *, note: str, in_full: bool = False) -> FamilyLine:
    birth = member.resident.birth_date
    return FamilyLine(
        name=member.resident.name,
        relation=RELATIONS.get(member.relation, ""),
        identity_masked=_identity(member),
        identity_number=_number(member.resident) if in_full else "",
        age=PAPER_AGE.format(age=age_on(birth, day)) if birth and birth <= day else "",
        situation=EMPLOYMENT.get((member.details or {}).get("employment", ""), ""),
        note=note,
    )


def _number(person: Resident) -> str:
    """The whole number of somebody's first document."""
    paper = person.primary_paper
    return (paper.number if paper else "") or "—"


def _identity(member: DeclaredMember) -> str:
    paper = member.resident.primary_paper
    return mask_identity(paper.number) if paper and paper.number else "—"
