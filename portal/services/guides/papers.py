"""What a printed guide says (reference F.4), as frozen facts; the same lines make the paper of one item and the handbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind

GUIDE = "service_guide"


@dataclass(frozen=True, kw_only=True)
class GuideLine:
    """One line of a guide: what it is called and what it says."""

    label: str = said("项目")
    text: str = said("内容")


@dataclass(frozen=True, kw_only=True)
class GuideMaterial:
    """One material: in which form, how many, from whom, whether it may follow later."""

    name: str = said("材料名称")
    necessity: str = said("必要性", default="")
    forms: str = said("材料形式", default="")
    copies: int = 1
    source: str = said("材料来源", default="")
    later: str = said("容缺", default="")
    notes: str = said("填写须知", default="")


@dataclass(frozen=True, kw_only=True)
class ServiceGuide(PaperFacts):
    """办事指南 of one version of an item. `steps` is the flow as boxes (流程图), `more` what some items say besides."""

    item: str = said("事项名称")
    item_code: str = said("事项编码", default="")
    version: int
    valid_from: dt.date
    basics: tuple[GuideLine, ...] = said("基本信息", default=())
    conditions: tuple[str, ...] = said("受理条件", default=())
    materials: tuple[GuideMaterial, ...] = said("申请材料", default=())
    flow: str = said("办理流程", default="")
    steps: tuple[str, ...] = said("办理流程", default=())
    more: tuple[GuideLine, ...] = said("其他说明", default=())


define_kind(GUIDE, "办事指南", ServiceGuide, formats=("a4",))
