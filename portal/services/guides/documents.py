"""A version of an item turned into the facts of its printed guide. Nothing here issues a paper."""

from __future__ import annotations

import re

from portal import clock
from portal.services.definitions import ItemDefinition, MaterialDefinition
from portal.services.documents import office_facts
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
    more = (
        ("期限说明", guide.limit_note),
        ("特殊情形", guide.notes),
        ("禁止性要求", guide.prohibited),
        ("审查标准", guide.standards),
        ("权利义务", guide.rights),
        ("常见问题", guide.questions),
        ("中介服务", guide.intermediaries),
    )
    return ServiceGuide(
        **office_facts(unit, clock.today(), definition),
        item=definition.name,
        item_code=definition.printed_code,
        version=version.number,
        valid_from=version.valid_from,
        basics=_basics(definition),
        conditions=tuple(one.text for one in definition.conditions),
        materials=tuple(_material(definition, one) for one in definition.materials),
        flow=flow,
        steps=_steps(flow),
        more=tuple(GuideLine(label=label, text=text) for label, text in more if text),
    )


def _basics(definition: ItemDefinition) -> tuple[GuideLine, ...]:
    guide = definition.guide
    rows = (
        ("事项类型", PAPER_KINDS[definition.kind]),
        ("办件类型", "即办件" if definition.on_the_spot else "承诺件"),
        ("服务对象", PAPER_SUBJECTS[definition.subject]),
        ("面向对象", guide.audience),
        ("设定依据", guide.legal_basis),
        ("实施主体", guide.organ),
        ("实施主体性质", guide.organ_nature),
        ("受理机构", guide.accepting_body),
        ("行使层级", guide.level),
        ("法定期限", PAPER_DAYS.format(definition.statutory_days)),
        ("承诺期限", PAPER_DAYS.format(definition.promised_days)),
        ("收费", guide.fee),
        ("收费依据和减免", guide.fee_basis),
        ("办理结果", guide.result),
        ("送达方式", guide.delivery),
        ("到现场次数", PAPER_TIMES.format(guide.visits)),
        ("办理地点", guide.place),
        ("交通指引", guide.directions),
        ("办理时间", guide.hours),
        ("预约办理", guide.appointment),
        ("网办深度", guide.online_depth),
        ("通办范围", guide.served_area),
        ("咨询电话", guide.phone),
        ("监督投诉", guide.complaint_phone),
    )
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
