"""The fixed words of a committee's letters to courts, police and others, and the sheet of opinions of a joint mediation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind
from portal.mediation.papers import READ, CaseFacts

ENTRUSTED = {"before": "委派", "after": "委托"}
REPLY_TITLE = {
    "agreed": "关于{entrusted}调解结果的复函",
    "failed": "关于{entrusted}调解不成的复函",
    "refused": "关于不予受理的复函",
    "time_over": "关于{entrusted}调解期限届满的复函",
}
OUT_TITLE = {"not_ours": "不予调解函", "entrusted": "委托调解函"}
TRANSFER_TITLE = "关于移送派出所联合调解室调解的函"
RECORDS, EVIDENCE, AGREEMENT, TERMINATION = (
    "人民调解记录",
    "证据材料清单",
    "人民调解协议书（登记表）副本",
    "终止调解告知材料",
)
REFUSAL = "不予受理理由说明"
AND, MORE, BETWEEN = "、", "等{count}人", "与"
LEAD_TASK = "牵头组织联合调解，汇总各单位意见，制作调解文书"
ROOM = "联合调解室"
SENT, NO_NUMBER = "移送", "（无文号）"


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a reply says about a case: days, numbers, who sat at the table how often."""

    number: str
    parties: str
    category: str
    accepted_on: dt.date | None
    mediators: str
    sessions: Sequence[dt.date]
    outcome: str
    ended_on: dt.date | None
    due_on: dt.date | None
    reason: str = ""
    has_evidence: bool = False


def matter(parties: str, category: str) -> str:
    """The dispute as a letter names it: parties and category, which may or may not end in the word itself."""
    return parties + category + ("" if category.endswith(("纠纷", "争议")) else "纠纷")


def day(value: dt.date | None) -> str:
    """A day as it stands in a letter; empty without one."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def reply_title(outcome: str, entrusting: str) -> str:
    """The title of a reply, which stands in lists: without names."""
    return REPLY_TITLE[outcome].format(entrusted=ENTRUSTED.get(entrusting, SENT))


def reply(*, number: str, received_on: dt.date, entrusting: str, told: Told) -> str:
    """The text of a reply, a paragraph a line: what was sent, what was done, how it stands."""
    verb = ENTRUSTED.get(entrusting, SENT)
    lines = [
        f"贵单位{number or NO_NUMBER}{verb}我委员会调解的{matter(told.parties, told.category)}，"
        f"我委员会于{day(received_on)}收到。",
    ]
    if told.accepted_on is not None:
        lines.append(
            f"我委员会于{day(told.accepted_on)}受理，案号{told.number}，由{told.mediators or '本委员会'}主持。"
        )
        lines.append(_sessions(told.sessions))
    lines.append(_result(told))
    return "\n".join(lines)


def _sessions(sessions: Sequence[dt.date]) -> str:
    if not sessions:
        return "至今尚未召集当事人调解，有关材料附后。"
    days = "、".join(day(one) for one in sessions)
    return f"共组织调解{len(sessions)}次（{days}），调解记录附后。"


def _result(told: Told) -> str:
    ended, told_ways = day(told.ended_on), "并已告知当事人其他解决途径。请贵单位依法处理。"
    if told.outcome == "agreed":
        return f"经调解，双方当事人于{ended}自愿达成人民调解协议，特此函复。"
    if told.outcome == "failed":
        return f"因{told.reason or '当事人未能达成一致'}，我委员会于{ended}终止调解，{told_ways}"
    if told.outcome == "refused":
        return f"因{told.reason or '不符合受理条件'}，我委员会于{ended}决定不予受理，{told_ways}"
    along = [name for name, there in ((RECORDS, told.sessions), (EVIDENCE, told.has_evidence)) if there]
    sent = f"现将{'、'.join(along)}一并函送。" if along else ""
    return (
        f"调解期限已于{day(told.due_on)}届满，双方当事人尚未达成协议，也没有一致同意延期。{sent}"
        "本案在我委员会尚未终止，请贵单位依法处理；当事人愿意继续调解的，我委员会将继续调解。"
    )


def refer_out(
    *, code: str, parties: str, category: str, applied_on: dt.date, explanation: str, consents: str
) -> str:
    """The text of a letter by which the committee passes a dispute on: 不予调解函, or 委托调解函."""
    lines = [
        f"{matter(parties, category)}，当事人于{day(applied_on)}向我委员会申请调解（或由我委员会发现）。"
    ]
    if code == "entrusted":
        lines.append(f"{consents}现委托贵单位调解。请将调解结果函复我委员会。")
    else:
        lines.append(
            "经审查，该纠纷不属于我委员会的受理范围，不予调解；已告知当事人。现函告贵单位，请依法处理。"
        )
    if explanation:
        lines.append(explanation)
    return "\n".join(lines)


def transfer(*, parties: str, category: str, area: str, court: str, consents: str, room: str) -> str:
    """The text of the letter to the joint room of the police station of the respondent's area (驻所)."""
    from_court = f"该纠纷属{court}管辖的一审民事案件，尚未立案。" if court else "该纠纷尚未立案。"
    return "\n".join(
        (
            f"{matter(parties, category)}，被申请人住所地在{area}辖区。{from_court}",
            f"{consents}现移送贵所{room}调解。",
            "请将调解结果函复我委员会；调解不成的，由当事人依法向人民法院起诉。",
        )
    )


OPINIONS, PROXY_POWER = "mediation_opinions", "petition_proxy_power"
PAPER_OPINIONS, PAPER_PROXY_POWER = "联合调解参加单位意见表", "授权委托书"


@dataclass(frozen=True, kw_only=True)
class BodyOpinion:
    """One body: what it was asked, when it signed for that, whom it sent, what it answered under which number."""

    role: str = said("身份")
    name: str = said("单位")
    task: str = said("任务")
    sent_on: dt.date
    due_on: dt.date
    signed_for_on: dt.date | None = None
    person: str = said("参加人员", default="")
    is_answered: bool = False
    answered_on: dt.date | None = None
    number: str = said("意见文号", default="")
    opinion: tuple[str, ...] = said("书面意见", default=())


@dataclass(frozen=True, kw_only=True)
class JointOpinions(CaseFacts):
    """The bodies of a joint mediation, the leading one first; `is_people` when a people's mediation committee leads."""

    lead: str = said("牵头单位")
    is_people: bool = True
    bodies: tuple[BodyOpinion, ...] = said("单位", default=())
    made_on: dt.date
    made_by: str = said("制表人")


@dataclass(frozen=True, kw_only=True)
class ProxyPower(PaperFacts):
    """授权委托书 of a petition proxy (信访代理): `office` is the street or community. What is empty is filled in by hand."""

    proxy: str = said("信访代理员")
    proxy_post: str = said("职务", default="")
    proxy_phone: str = said("代理员电话", default="")
    petitioner: str = said("委托人", default="")
    petitioner_phone: str = said("委托人电话", default="")
    petition_number: str = said("信访编号", default="")
    matter: str = said("委托事项", default="")
    authority: str = said("代理权限", default="")
    valid_to: dt.date | None = None

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return self.petitioner


define_kind(OPINIONS, PAPER_OPINIONS, JointOpinions, template=OPINIONS, formats=("a4",), permission=READ)
define_kind(
    PROXY_POWER,
    PAPER_PROXY_POWER,
    ProxyPower,
    template=PROXY_POWER,
    formats=("a4",),
    permission="mediation.take_matter",
)
