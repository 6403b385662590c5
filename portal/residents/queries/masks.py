"""How much of a sealed number a reader sees without giving a reason. The whole of it is `actions.reveal_number`."""

from __future__ import annotations

from dataclasses import dataclass

from portal import settings
from portal.actor import Actor
from portal.errors import N_
from portal.residents.models import IdentityPaper, Resident
from portal.residents.numbers import TAIL
from portal.standards.identity import mask_identity
from portal.standards.phones import mask_phone

FIRST = settings.define(
    "residents.mask_first",
    "integer",
    6,
    N_("证件号码前面显示几位"),
    N_("居民"),
    hint=N_("有权查看全号的岗位在列表和档案中看到的位数；其他岗位只看到末尾几位。"),
    minimum=0,
    maximum=6,
)
LAST = settings.define(
    "residents.mask_last", "integer", TAIL, N_("证件号码末尾显示几位"), N_("居民"), minimum=0, maximum=6
)


@dataclass(frozen=True)
class MaskWidths:
    """How many places stay readable at the start and the end of a document number."""

    first: int
    last: int


def mask_widths(actor: Actor) -> MaskWidths:
    """What this actor's role sees: the office's setting; the start only for those who may ask for the whole number."""
    first = settings.value(FIRST.key) if actor.can("residents.reveal_number") else 0
    return MaskWidths(first, settings.value(LAST.key))


def masked_number(actor: Actor, paper: IdentityPaper | None, widths: MaskWidths | None = None) -> str:
    """A document number with its middle hidden, empty for no document; `widths` saves asking the settings for each row."""
    if paper is None or not paper.number:
        return ""
    seen = widths or mask_widths(actor)
    return mask_identity(paper.number, seen.first, seen.last)


def masked_phone(resident: Resident) -> str:
    """A resident's phone with its middle hidden, empty where none is known."""
    return mask_phone(resident.phone) if resident.phone else ""
