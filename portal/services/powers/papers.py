"""What the power of attorney says (reference A.3 no. 5, F.2), as frozen facts. Like its kin it bears no number and no seal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind

KIND = "hall_power"
PAPER_TITLE = "授权委托书"


@dataclass(frozen=True, kw_only=True)
class HallPower(PaperFacts):
    """授权委托书: who empowers whom for which matter. What is empty is a line to be written by hand; numbers come masked."""

    item: str = said("委托办理的事项")
    item_code: str = said("事项编码", default="")
    application_number: str = said("受理编号", default="")
    applicant: str = said("委托人", default="")
    applicant_identity: str = said("委托人证件号码", default="")
    applicant_phone: str = said("委托人联系电话", default="")
    applicant_address: str = said("委托人住址", default="")
    agent: str = said("受委托人", default="")
    agent_sex: str = said("受委托人性别", default="")
    agent_identity: str = said("受委托人证件号码", default="")
    agent_phone: str = said("受委托人联系电话", default="")
    agent_relation: str = said("与委托人关系", default="")
    printed_on: dt.date


define_kind(KIND, PAPER_TITLE, HallPower, formats=("a4",))
