"""A version of an item turned into the facts of its printed guide. Nothing here issues a paper."""

from __future__ import annotations

import re

from portal import clock
from portal.services.definitions import ItemDefinition, MaterialDefinition
from portal.services.documents import guide_phones, office_facts
from portal.services.guides.papers import GuideLine, GuideMaterial, ServiceGuide
from portal.services.models import ItemVersion
from portal.units.models import Unit

PAPER_KINDS = {
    "licence": "行政许可",
    "confirmation": "行政确认",
    "payment": "行政给付",
    "public_service": "公共服务",
    "other": "其他",
}
PAPER_SUBJECTS = {"resident": "个人", "household": "家庭", "organisation": "单位"}
PAPER_NECESSITY = {"required": "必要", "optional": "非必要", "conditional": "视情形"}
PAPER_FORMS = {"original": "原件", "copy": "复印件", "electronic": "电子件"}
PAPER_CASES = {True: "即办件", False: "承诺件"}
# The lines of a guide in the order of reference F.4, by the guide's own field or by what is reckoned beside it.
PAPER_BASICS = {
    "kind": "事项类型",
    "case_type": "办件类型",
    "subject": "服务对象",
    "audience": "面向对象",
    "legal_basis": "设定依据",
    "organ": "实施主体",
    "organ_nature": "实施主体性质",
    "accepting_body": "受理机构",
    "level": "行使层级",
    "statutory": "法定期限",
    "promised": "承诺期限",
    "fee": "收费",
    "fee_basis": "收费依据和减免",
    "result": "办理结果",
    "delivery": "送达方式",
    "visits": "到现场次数",
    "place": "办理地点",
    "directions": "交通指引",
    "hours": "办理时间",
    "appointment": "预约办理",
    "online_depth": "网办深度",
    "served_area": "通办范围",
    "phone": "咨询电话",
    "complaint_phone": "监督投诉",
}
PAPER_MORE = {
    "limit_note": "期限说明",
    "notes": "特殊情形",
    "prohibited": "禁止性要求",
    "standards": "审查标准",
    "rights": "权利义务",
    "questions": "常见问题",
    "intermediaries": "中介服务",
}
PAPER_DAYS = "{0} 个工作日"
PAPER_TIMES = "{0} 次"
PAPER_LATER = "可容缺，{0} 个工作日内补交"
PAPER_FLOW = "受理—审核—决定—领取"
PAPER_AGENT = "由他人代办时提交"
PAPER_ONLY = "仅用于：{0}"
PAPER_STATED = "可以用书面承诺代替"
PAPER_SHARED = "能通过共享获取的，不用提交"
_ARROW = re.compile(r"[—\-－→>]+")
LONGEST_STEP = 14


def service_guide(version: ItemVersion, unit: Unit) -> ServiceGuide:
    """办事指南 of a version, as this office hands it out."""
    definition = version.definition
    guide = definition.guide
    flow = guide.flow or PAPER_FLOW
    more = ((label, getattr(guide, name)) for name, label in PAPER_MORE.items())
    return ServiceGuide(
        **office_facts(unit, clock.today(), definition),
        item=definition.name,
        item_code=definition.printed_code,
        version=version.number,
        valid_from=version.valid_from,
        basics=_basics(definition, guide_phones(unit, clock.today(), definition)),
        conditions=tuple(one.text for one in definition.conditions),
        materials=tuple(_material(definition, one) for one in definition.materials),
        flow=flow,
        steps=_steps(flow),
        more=tuple(GuideLine(label=label, text=text) for label, text in more if text),
    )


def _basics(definition: ItemDefinition, phones: tuple[str, str]) -> tuple[GuideLine, ...]:
    guide = definition.guide
    said = {
        "kind": PAPER_KINDS[definition.kind],
        "case_type": PAPER_CASES[definition.is_done_at_once],
        "subject": PAPER_SUBJECTS[definition.subject],
        "statutory": PAPER_DAYS.format(definition.statutory_days),
        "promised": PAPER_DAYS.format(definition.promised_days),
        "visits": PAPER_TIMES.format(guide.visits),
        "phone": phones[0],
        "complaint_phone": phones[1],
    }
    rows = ((label, said.get(name) or getattr(guide, name)) for name, label in PAPER_BASICS.items())
    return tuple(GuideLine(label=label, text=text) for label, text in rows if text)


def _material(definition: ItemDefinition, one: MaterialDefinition) -> GuideMaterial:
    names = [business.name for code in one.only_for if (business := definition.business(code))]
    notes = (
        PAPER_ONLY.format("、".join(names)) if names else "",
        PAPER_AGENT if one.only_with_agent else "",
        one.hint,
        one.filling,
        PAPER_STATED if one.can_be_stated else "",
        PAPER_SHARED if one.is_shared else "",
    )
    return GuideMaterial(
        name=one.name,
        necessity=PAPER_NECESSITY[one.necessity],
        forms="、".join(PAPER_FORMS[form] for form in one.forms),
        copies=one.copies,
        source=" ".join(text for text in (one.source, one.issuer) if text),
        later=PAPER_LATER.format(one.promise_days) if one.can_be_promised else "",
        notes="；".join(text for text in notes if text),
    )


def _steps(flow: str) -> tuple[str, ...]:
    """The flow as boxes, where it is written as short words with dashes or arrows between them."""
    found = tuple(one.strip(" 。；") for one in _ARROW.split(flow))
    return found if len(found) > 1 and all(0 < len(one) <= LONGEST_STEP for one in found) else ()
