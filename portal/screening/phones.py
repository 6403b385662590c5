"""The telephone that a report names for questions (联系电话): one number or several that can be called."""

from __future__ import annotations

from portal.disputes.parties import read_details
from portal.errors import N_, RuleBroken

LONGEST_PHONE = 30


def read_contact_phone(text: str) -> str:
    """The number as it is kept, empty where none was typed: mobile, landline with its area code and extension, or a hotline.

    Raises RuleBroken at `phone`.
    """
    typed = text.strip()
    if typed and not any(sign.isdigit() for sign in typed):
        raise RuleBroken("phone", N_("请填写能打通的电话号码；没有的留空。"))
    phone = read_details({"phone": typed}).get("phone", "")
    if len(phone) > LONGEST_PHONE:
        raise RuleBroken("phone", N_("最多 %(most)s 个字。"), most=LONGEST_PHONE)
    return phone
