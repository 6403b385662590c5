"""What the ledger of disputes lets be read of people (reference B.4): the family name, and a phone without its middle."""

from __future__ import annotations

from collections.abc import Iterable

from portal.disputes.models import DisputeParty
from portal.standards.phones import mask_phone

HIDDEN = "*"
# Family names of two characters that are met most; a given name is never shown in their stead.
PAPER_DOUBLE = frozenset(
    "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 令狐 慕容 宇文 长孙 司徒 夏侯 独孤 南宫 端木 申屠 澹台 轩辕".split()  # noqa: SIM905
)
_DOT = "·"
_LEAST_WITH_DOUBLE = 3


def mask_name(name: str) -> str:
    """A person's name with the given name hidden: 张**, 欧阳*; of a name with a dot only its first part is shown."""
    if _DOT in name:
        first = name.split(_DOT, maxsplit=1)[0]
        return first[:1] + HIDDEN * max(1, len(first) - 1) + _DOT + HIDDEN
    known = 2 if len(name) >= _LEAST_WITH_DOUBLE and name[:2] in PAPER_DOUBLE else 1
    return name[:known] + HIDDEN * max(1, len(name) - known)


def party_words(parties: Iterable[DisputeParty]) -> str:
    """The parties as the ledger names them: persons masked with their masked phone, organisations by their name."""
    found = []
    for party in parties:
        if party.left_on is not None:
            continue
        phone = str((party.details or {}).get("phone", ""))
        name = mask_name(party.name) if party.kind == "person" else party.name
        found.append(f"{name} {mask_phone(phone)}" if phone else name)
    return "、".join(found)


def masked_title(title: str, parties: Iterable[DisputeParty]) -> str:
    """A dispute's title without the names of persons that are its parties."""
    for party in sorted(parties, key=lambda one: -len(one.name)):
        if party.kind == "person" and party.name:
            title = title.replace(party.name, mask_name(party.name))
    return title
