"""What the papers of a file say: a decision, a hearing, a file turned into the frozen facts of `papers`.

Numbers of persons go in masked. Words that stand on paper are Chinese in every language. Nothing here issues a paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portal import clock
from portal.residents.models import Resident
from portal.services import documents as hall
from portal.services.assistance.changes import KINDS, REASONS, WAYS
from portal.services.assistance.models import SupportChange, SupportDecision, SupportFile, SupportHearing
from portal.services.assistance.months import month_of, paper_day, paper_month
from portal.services.assistance.papers import (
    CalculationLine,
    ExitStatement,
    HearingRecord,
    ReviewMember,
    ReviewSheet,
    SupportDecisionLetter,
)
from portal.services.assistance.queries.decisions import decision_before, decision_in_force
from portal.services.assistance.queries.memberships import members_in
from portal.services.assistance.queries.reviews import last_review
from portal.services.assistance.rules.sheet import yuan
from portal.services.assistance.schemes import AREAS, CATEGORIES, DESTITUTE, SCHEMES
from portal.services.assistance.sums import sheet_lines
from portal.standards.amounts import capitals
from portal.standards.identity import mask_identity
from portal.standards.relations import RELATIONS

PAPER_ARTICLES = {
    "grant": "《中华人民共和国社会救助法》第十八条、第四十五条；《最低生活保障审核确认办法》第二十一条",
    "increase": "《中华人民共和国社会救助法》第四十六条、第四十八条；《最低生活保障审核确认办法》第三十二条",
    "reduce": "《中华人民共和国社会救助法》第四十八条；《最低生活保障审核确认办法》第三十二条",
    "fading": "《中华人民共和国社会救助法》第四十八条；《最低生活保障审核确认办法》第三十三条",
    "own_share": "《中华人民共和国社会救助法》第四十八条；《最低生活保障审核确认办法》第三十四条",
    "stop": "《中华人民共和国社会救助法》第四十八条；《最低生活保障审核确认办法》第三十二条",
}
PAPER_DESTITUTE = {
    "grant": "《中华人民共和国社会救助法》第十六条、第四十五条；《特困人员认定办法》",
    "other": "《中华人民共和国社会救助法》第四十六条、第四十八条；《特困人员认定办法》",
}
# 低保边缘家庭: 社会救助法 art. 21 lets the province draw the line; nothing is paid by the month.
PAPER_MARGINAL = "《中华人民共和国社会救助法》第二十一条、第四十五条；民发〔2022〕83号"
PAPER_RESULTS = {
    "recognise": "自{month}起认定为{scheme}，不按月发放保障金；可以按规定申请医疗、教育、住房等相应救助",
    "grant": "同意给予{scheme}，自{month}起按月发放，每月{figures}元（{capitals}）",
    "stop": "自{month}起停止发放{money}，本户保障终止",
    "suspend": "自{month}起暂停发放{money}，查清情况后恢复或停发",
    "resume": "自{month}起恢复发放{money}，每月{figures}元（{capitals}）",
    "fading": "自{month}起转入渐退期，至{until}止，每月仍发放{figures}元（{capitals}）；渐退期满依法办理停发",
    "head_change": "本户户主变更为{head}，保障金不变，每月{figures}元（{capitals}）",
    "other": "自{month}起，每月保障金由{before}元变更为{figures}元（{capitals}）",
}
PAPER_SUPPORT = "保障"
PAPER_MONEY = "金"
PAPER_AID = "救助金"
PAPER_DUTIES = "家庭人口、收入、财产等情况发生变化的，请及时向街道（乡镇）报告；隐瞒的，依法停发并追回。"
PAPER_FORMULA = "保障标准 {standard} 元 × {persons} 人 − 家庭月收入 {income} 元 = {base} 元"
PAPER_FLAT = "按规定标准确定，每月 {base} 元"
PAPER_NOTHING = "生效后不再发放，每月 0.00 元"
PAPER_HEARD = "已于{day}以{way}方式听取{name}的意见：{opinion}。{reply}"
PAPER_WAIVED = "当事人放弃陈述"
PAPER_NOBODY = "无人可听取意见，亲属联系情况：{kin}。"
PAPER_PLANNED = "{kind}：自{month}起，每月保障金由{before}元变更为{figures}元"
PAPER_PLANNED_FADING = (
    "{kind}：自{month}起至{until}止，每月发放{figures}元（原为{before}元）；渐退期满依法办理停发"
)
PAPER_SURVIVORS = "{head}的近亲属"
PAPER_COUNTS = {True: "计入", False: "不计入"}
PAPER_REPLY = "答复：{}。"
PAPER_REASONS = "{}。{}"
PAPER_STOP = "。"
PAPER_COLON = "："
PAPER_TOTAL = "每月发放合计"
PAPER_EXTRA = "分类施保金"
PAPER_BASE = "基本保障金"
PAPER_REVIEWED = "{day}，{note}"
_KIND_OF_RESULT = frozenset(PAPER_RESULTS) - {"other", "recognise"}


def month_words(month: dt.date) -> str:
    """A month as it stands on paper: 2026年12月."""
    return paper_month(month)


def decision_letter(decision: SupportDecision) -> SupportDecisionLetter:
    """The notice of one decision, with its calculation; raises RuleBroken when figures and capitals differ."""
    file, day = decision.file, decision.decided_on
    before = decision_before(decision)
    words = {
        "scheme": SCHEMES[file.scheme].name,
        "money": money_words(SCHEMES[file.scheme].name),
        "month": month_words(decision.effective_month),
        "figures": yuan(decision.total_fen),
        "capitals": capitals(decision.total_fen),
        "before": yuan(before.total_fen) if before else "0.00",
        "head": file.head_name,
        "until": _fading_until(decision.change),
    }
    pays = SCHEMES[file.scheme].pays_monthly
    result = decision.kind if decision.kind in _KIND_OF_RESULT else "other"
    if not pays and decision.kind == "grant":
        result = "recognise"
    return SupportDecisionLetter(
        **household_facts(file, day),
        addressee=_survivors(file),
        pays=pays,
        persons=decision.persons,
        before_figures=words["before"] if before else "",
        figures=words["figures"],
        capitals=words["capitals"],
        month=words["month"],
        facts_text=_facts_text(decision),
        calculation=calculation(decision),
        heard=_heard(decision),
        articles=articles_of(file.scheme, _article(decision)),
        result=PAPER_RESULTS[result].format(**words),
        duties="" if decision.kind == "stop" else PAPER_DUTIES,
        remedies=hall.remedies(file.street_id, day),
        decided_on=day,
    )


def _survivors(file: SupportFile) -> str:
    """Who is written to where everybody who was supported is dead; empty otherwise."""
    died = [member.resident.death_date is not None for member in file.members if member.is_counted]
    return PAPER_SURVIVORS.format(head=file.head_name) if died and all(died) else ""


def money_words(scheme: str) -> str:
    """What is paid by a scheme, as running text names it: 最低生活保障 pays 最低生活保障金."""
    return scheme + (PAPER_MONEY if scheme.endswith(PAPER_SUPPORT) else PAPER_AID)


def articles_of(scheme: str, kind: str) -> str:
    """What a decision stands on: a destitute person's on rules of its own, everybody else's on those of minimum living."""
    if scheme == DESTITUTE:
        return PAPER_DESTITUTE["grant" if kind == "grant" else "other"]
    if kind == "grant" and not SCHEMES[scheme].pays_monthly:
        return PAPER_MARGINAL
    return PAPER_ARTICLES[kind]


def calculation(decision: SupportDecision) -> tuple[CalculationLine, ...]:
    """The lines of the sheet as they were reckoned, or what can be said of a decision that came without one."""
    lines = _sheet(decision.sheet)
    if not lines:
        lines = [CalculationLine(label=PAPER_BASE, text=_formula(decision), figures=yuan(decision.base_fen))]
        if decision.extra_fen:
            lines.append(CalculationLine(label=PAPER_EXTRA, figures=yuan(decision.extra_fen)))
    return _with_total(lines, decision.total_fen)


def planned_lines(planned: Mapping[str, Any]) -> tuple[CalculationLine, ...]:
    """The calculation of a proposal, as its page shows it; empty as long as nothing was reckoned."""
    if planned.get("total_fen") is None:
        return ()
    return _with_total(_sheet(planned.get("sheet")), planned["total_fen"])


def _sheet(sheet: dict[str, Any] | None) -> list[CalculationLine]:
    return [
        CalculationLine(label=line.label, text=line.text, figures="" if line.fen is None else yuan(line.fen))
        for line in sheet_lines(sheet)
    ]


def _with_total(lines: list[CalculationLine], total_fen: int) -> tuple[CalculationLine, ...]:
    """The lines, ending with what is paid; a sheet that ends with it says it once."""
    total = CalculationLine(label=PAPER_TOTAL, figures=yuan(total_fen))
    return tuple(lines) if lines and lines[-1].figures == total.figures else (*lines, total)


def hearing_record(hearing: SupportHearing, staff_one: str, staff_two: str) -> HearingRecord:
    """听取意见记录 of a proposal, as it was heard."""
    change, words = hearing.change, hearing.words or {}
    planned = change.planned or {}
    before, figures = yuan(planned.get("before_fen") or 0), yuan(planned.get("total_fen") or 0)
    return HearingRecord(
        **household_facts(change.file, hearing.heard_on),
        planned=(PAPER_PLANNED_FADING if change.kind == "fading" else PAPER_PLANNED).format(
            kind=KINDS[change.kind].name,
            month=month_words(change.effective_month),
            until=_fading_until(change),
            before=before,
            figures=figures,
        ),
        reasons=PAPER_REASONS.format(REASONS.get(change.reason_code, ""), change.reason),
        before_figures=before,
        figures=figures,
        told_on=hearing.told_on,
        heard_on=hearing.heard_on,
        way=WAYS[hearing.way],
        heard_name=hearing.heard_name,
        is_waived=hearing.is_waived,
        opinion=words.get("opinion", ""),
        evidence=words.get("evidence", ""),
        reply=words.get("reply", ""),
        staff_one=staff_one,
        staff_two=staff_two,
    )


def _fading_until(change: SupportChange | None) -> str:
    """The last month of a 渐退期 in words, empty for any other change."""
    until = (change.planned or {}).get("fading_until") if change is not None else None
    return month_words(dt.date.fromisoformat(until)) if until else ""


def exit_statement(file: SupportFile) -> ExitStatement:
    """自愿退出声明 with the household's facts, for its own hand."""
    today = clock.today()
    now = decision_in_force(file, month_of(today))
    return ExitStatement(
        **household_facts(file, today),
        figures=yuan(now.total_fen) if now else "",
        persons=now.persons if now else 0,
        printed_on=today,
    )


def review_sheet(file: SupportFile) -> ReviewSheet:
    """核查表 for a visit: what the file says today, with room for what is found."""
    today = clock.today()
    month = month_of(today)
    now, last = decision_in_force(file, month), last_review(file)
    return ReviewSheet(
        **household_facts(file, today),
        area=AREAS[file.area],
        category=CATEGORIES.get(file.category, ""),
        figures=yuan(now.total_fen) if now else "",
        income_figures=yuan(now.income_fen) if now else "",
        members=tuple(
            ReviewMember(
                name=m.resident.name,
                relation=RELATIONS.get(m.relation, ""),
                since=month_words(m.since_month),
                counts=PAPER_COUNTS[m.is_counted],
            )
            for m in members_in(file, month)
        ),
        last_review=PAPER_REVIEWED.format(day=last.done_on.isoformat(), note=last.note)
        if last and last.done_on
        else "",
        due_on=file.next_review_on,
        printed_on=today,
    )


def household_facts(file: SupportFile, day: dt.date) -> dict[str, Any]:
    """What every paper says about office and household; the head's number masked."""
    paper = file.head.primary_paper
    return {
        **hall.office_facts(file.street, day, None),
        "recipient": file.head_name,
        "identity_masked": mask_identity(paper.number) if paper and paper.number else "",
        "file_number": file.number,
        "scheme": SCHEMES[file.scheme].name,
        "community": file.unit.name_on(day),
    }


def last_fours(head: Resident) -> list[str]:
    """The last four characters by which the head may ask whether a paper is genuine."""
    found = [head.phone] if head.phone else []
    found += [p.number for p in head.papers if p.number and not p.former]
    return list(dict.fromkeys(text[-4:].upper() for text in found if len(text) >= 4))


def _facts_text(decision: SupportDecision) -> str:
    said = [REASONS.get(decision.reason_code, ""), decision.reason]
    return PAPER_COLON.join(text for text in said if text)


def _formula(decision: SupportDecision) -> str:
    if decision.total_fen == 0:
        return PAPER_NOTHING
    if decision.method != "difference":
        return PAPER_FLAT.format(base=yuan(decision.base_fen))
    return PAPER_FORMULA.format(
        standard=yuan(decision.standard_fen),
        persons=decision.persons,
        income=yuan(decision.income_fen),
        base=yuan(decision.base_fen),
    )


def _article(decision: SupportDecision) -> str:
    if decision.reason_code == "refused_work":
        return "own_share"
    known = {"increase": "increase", "resume": "increase", "transfer_in": "increase", "suspend": "stop"}
    return known.get(decision.kind, decision.kind if decision.kind in PAPER_ARTICLES else "reduce")


def _heard(decision: SupportDecision) -> str:
    change = decision.change
    if change is None:
        return ""
    if change.nobody_to_hear:
        return PAPER_NOBODY.format(kin=change.kin_contact)
    if not change.hearings:
        return ""
    hearing = change.hearings[-1]
    words = hearing.words or {}
    day = hearing.heard_on
    return PAPER_HEARD.format(
        day=paper_day(day),
        way=WAYS[hearing.way],
        name=hearing.heard_name,
        opinion=PAPER_WAIVED if hearing.is_waived else words.get("opinion", "").rstrip(PAPER_STOP),
        reply=PAPER_REPLY.format(words["reply"].rstrip(PAPER_STOP)) if words.get("reply") else "",
    )
