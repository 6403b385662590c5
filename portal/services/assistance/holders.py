"""When money goes to an account in another's name (代领): who that is to the household, on what it rests, and its scan.

57号 art. 26: somebody else holds the passbook only by a written agreement. Pure; asked wherever an account is entered.
"""

from __future__ import annotations

from portal.errors import N_, RuleBroken

BASES: dict[str, str] = {
    "agreement": N_("代领协议（双方签字）"),
    "guardian": N_("监护人代领（监护关系证明）"),
    "institution": N_("供养服务机构托管（托管协议）"),
}
LONGEST_RELATION = 40
IN_ANOTHERS_NAME = N_(
    "户名与%(owner)s不同：请写明户名人与本人的关系、代领依据，并上传协议或监护证明（57号第二十六条）。"
)


def is_anothers(holder: str, owner: str) -> bool:
    """Whether an account stands in somebody else's name; an empty holder is the owner."""
    return bool(holder.strip()) and holder.strip() != owner.strip()


def lacks_basis(holder: str, owner: str, *, relation: str, basis: str, has_scan: bool) -> str:
    """The field that is still wanted of an account in another's name: `account_relation`, `account_basis` or `agreement`; or
    nothing (empty)."""
    if not is_anothers(holder, owner):
        return ""
    if not relation.strip():
        return "account_relation"
    if basis not in BASES:
        return "account_basis"
    return "" if has_scan else "agreement"


def must_have_basis(holder: str, owner: str, *, relation: str, basis: str, has_scan: bool) -> None:
    """Raise RuleBroken at the field that is wanted of an account in another's name."""
    field = lacks_basis(holder, owner, relation=relation, basis=basis, has_scan=has_scan)
    if field:
        raise RuleBroken(field, IN_ANOTHERS_NAME, owner=owner)
