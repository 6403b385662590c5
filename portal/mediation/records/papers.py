"""What the papers of the table say (frozen facts): identity proofs, power of attorney, investigation, evidence, session.

Nos. 4–8 of the volume (司发通〔2010〕239号, reference A.3). Each page of a record has places to sign.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import said
from portal.documents.kinds import define_kind
from portal.mediation.papers import READ, CaseFacts

IDENTITY, POWER, INVESTIGATION, EVIDENCE, SESSION = (
    "mediation_identity",
    "mediation_power",
    "mediation_investigation",
    "mediation_evidence",
    "mediation_session",
)


@dataclass(frozen=True, kw_only=True)
class SpokenLine:
    """Who said what."""

    who: str = said("发言人", default="")
    what: str = said("记录内容")


@dataclass(frozen=True, kw_only=True)
class SignPlace:
    """A place to sign: as what, whose, and a signature written on the screen as a picture with its day, where there is one."""

    label: str = said("签名人身份")
    name: str = said("签名人", default="")
    image: bytes | None = None
    day: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ProofLine:
    """One identity proof, or one piece of evidence; `number` is that of its list."""

    number: int
    owner: str = said("当事人", default="")
    name: str = said("材料名称")
    source: str = said("来源", default="")
    form: str = said("形式", default="")
    pages: int = 1
    supplied_by: str = said("提交人", default="")
    supplied_on: dt.date
    returned: str = said("退还情况", default="")


@dataclass(frozen=True, kw_only=True)
class IdentityList(CaseFacts):
    """4 身份证明清单: the proofs in the order in which they follow this sheet."""

    proofs: tuple[ProofLine, ...] = said("身份证明", default=())
    without: str = said("尚未提交的当事人", default="")
    made_on: dt.date
    made_by: str = said("经办人")


@dataclass(frozen=True, kw_only=True)
class EvidenceList(CaseFacts):
    """7 证据材料清单: number, name, source, original or copy, pages, supplied by whom and when, returned when."""

    items: tuple[ProofLine, ...] = said("证据材料", default=())
    made_on: dt.date
    made_by: str = said("接收人")


@dataclass(frozen=True, kw_only=True)
class PowerPaper(CaseFacts):
    """5 授权委托书: principal, agent, matters, how far the authority goes and how long. `party` is the principal's place."""

    party: int = 0
    principal: str = said("委托人")
    agent: str = said("受委托人")
    sex: str = said("受委托人性别", default="")
    age: str = said("受委托人年龄", default="")
    identity: str = said("受委托人身份证号码", default="")
    employer: str = said("受委托人工作单位", default="")
    phone: str = said("受委托人联系电话", default="")
    relation: str = said("与委托人的关系", default="")
    matters: str = said("委托事项")
    is_special: bool = False
    powers: tuple[str, ...] = said("特别授权事项", default=())
    granted_on: dt.date
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class InvestigationPaper(CaseFacts):
    """6 人民调解调查记录: when, where, who asked whom, question and answer by line."""

    day: dt.date
    start: str = said("开始时间")
    end: str = said("结束时间")
    place: str = said("地点")
    investigators: str = said("调查人")
    recorder: str = said("记录人")
    asked: str = said("被调查人")
    sex: str = said("被调查人性别", default="")
    age: str = said("被调查人年龄", default="")
    ethnic_group: str = said("被调查人民族", default="")
    job: str = said("被调查人职业", default="")
    employer: str = said("被调查人单位或住址", default="")
    phone: str = said("被调查人联系方式", default="")
    relation: str = said("与当事人的关系", default="")
    lines: tuple[SpokenLine, ...] = said("记录", default=())
    signs: tuple[SignPlace, ...] = said("签名", default=())

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return self.asked


@dataclass(frozen=True, kw_only=True)
class SessionPaper(CaseFacts):
    """8 人民调解记录, one for each session: when, where, who, the course, the result, the places to sign."""

    position: int
    day: dt.date
    start: str = said("开始时间")
    end: str = said("结束时间")
    place: str = said("地点")
    is_public: bool = True
    rights_told: bool = True
    absent: str = said("未到场当事人", default="")
    agents: str = said("代理人", default="")
    participants: str = said("参加人", default="")
    mediators: str = said("人民调解员")
    recorder: str = said("记录人")
    lines: tuple[SpokenLine, ...] = said("调解记录", default=())
    result: str = said("调解结果")
    outcome: str = said("调解结果类别", default="")
    next_on: dt.date | None = None
    signs: tuple[SignPlace, ...] = said("签名", default=())


for _code, _title, _facts in (
    (IDENTITY, "当事人身份证明清单", IdentityList),
    (POWER, "授权委托书", PowerPaper),
    (INVESTIGATION, "人民调解调查记录", InvestigationPaper),
    (EVIDENCE, "证据材料清单", EvidenceList),
    (SESSION, "人民调解记录", SessionPaper),
):
    define_kind(_code, _title, _facts, template=_code, formats=("a4",), permission=READ)
