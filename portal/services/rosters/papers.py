"""The paper of a roster: the slip that a proxy signs (代领单). The roster itself is printed as a ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from portal import clock
from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_
from portal.ledgers.wording import yuan
from portal.services.documents import office_facts
from portal.services.rosters.models import RosterItem, RosterLine
from portal.standards.amounts import capitals

NUMBER = "roster"
PROXY_RECEIPT = "proxy_receipt"
PAPER_TITLE = "慰问救助代领单"
PAPER_THING = "{name} {quantity}{unit}"
PAPER_NONE = "无"


@dataclass(frozen=True, kw_only=True)
class ProxyReceipt(PaperFacts):
    """代领单: who takes what for whom, by which relation, on which day, handed over by whom."""

    roster: str = said("花名册编号")
    round: str = said("发放名称")
    position: int
    community: str = said("社区")
    name: str = said("领取人")
    identity_masked: str = said("领取人证件号码", default="")
    why: str = said("列入原因")
    proxy_name: str = said("代领人")
    proxy_relation: str = said("代领人与领取人关系")
    figures: str = said("金额小写", default="")
    capitals: str = said("金额大写", default="")
    goods: str = said("物资", default="")
    received_on: dt.date
    handed_by: str = said("发放人")

    @property
    def own_number(self) -> str:
        """The roster's number with the place on it."""
        return f"{self.roster}-{self.position}"

    @property
    def holder(self) -> str:
        """Whose portion it is."""
        return self.name


define_number_kind(NUMBER, N_("慰问救助花名册编号"), "慰册")
define_kind(PROXY_RECEIPT, PAPER_TITLE, ProxyReceipt, formats=("a5",), permission="rosters.read_roster")


def goods_text(items: Iterable[RosterItem]) -> str:
    """What each person gets besides money, in words."""
    return "；".join(
        PAPER_THING.format(name=one.name, quantity=one.quantity, unit=one.unit)
        for one in items
        if one.kind == "goods"
    )


def proxy_receipt(line: RosterLine, *, handed_by: str) -> ProxyReceipt:
    """The facts of the slip of a line that a proxy takes today."""
    roster, day = line.roster, line.received_on or clock.today()
    return ProxyReceipt(
        **office_facts(roster.street, day, None),
        roster=roster.number,
        round=roster.title,
        position=line.position,
        community=line.unit.name_on(day),
        name=line.name,
        identity_masked=line.identity_masked,
        why=line.why,
        proxy_name=line.proxy_name,
        proxy_relation=line.proxy_relation,
        figures=yuan(line.money_fen) if line.money_fen else "",
        capitals=capitals(line.money_fen) if line.money_fen else "",
        goods=goods_text(roster.items),
        received_on=day,
        handed_by=handed_by,
    )
