"""The paper of a delivery (送达回证, reference F.2): what goes where by whom, with room for the signatures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from portal.documents.facts import PaperFacts, said
from portal.documents.kinds import define_kind, define_number_kind
from portal.errors import N_

RECEIPT, NUMBER = "delivery_receipt", "delivery"


@dataclass(frozen=True, kw_only=True)
class DeliveryReceipt(PaperFacts):
    """送达回证. `methods` are all ways with the chosen one in `method`; `second_deliverer` is needed where a paper is left."""

    addressee: str = said("受送达人")
    paper_title: str = said("送达文书名称")
    paper_number: str = said("送达文书文号", default="")
    copies: int = 1
    place: str = said("送达地点", default="")
    method: str = said("送达方式")
    methods: tuple[str, ...] = said("送达方式", default=())
    deliverer: str = said("送达人")
    second_deliverer: str = said("送达人", default="")
    prepared_on: dt.date

    @property
    def holder(self) -> str:
        """Whose paper it is."""
        return self.addressee


define_number_kind(NUMBER, N_("送达回证编号"), "送")
define_kind(RECEIPT, "送达回证", DeliveryReceipt, formats=("a4",), number_kind=NUMBER, seal="单位公章")
