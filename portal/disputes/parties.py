"""A party as it is typed: one name of one person or organisation, and the few facts that the forms print. No database."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.disputes.kinds import PARTY_KINDS, SIDES
from portal.errors import N_, RuleBroken
from portal.standards.credit_code import check_credit_code
from portal.standards.invalid import InvalidCreditCode, InvalidName, InvalidPhone
from portal.standards.names import propose_name
from portal.standards.phones import check_phone

# What the forms ask of a party (人民调解文书格式, reference A.3 no. 1), and nothing that a mediation does not need.
DETAILS: dict[str, str] = {
    "sex": N_("性别"),
    "ethnic_group": N_("民族"),
    "birth": N_("出生日期"),
    "age": N_("年龄"),
    "job": N_("职业或职务"),
    "phone": N_("联系方式"),
    "address": N_("住址"),
    "employer": N_("单位"),
    "legal_representative": N_("法定代表人"),
    "credit_code": N_("统一社会信用代码"),
    "attending": N_("到场人"),
}
LONGEST_DETAIL = 150
LONGEST_NAME = 100
_BETWEEN_PEOPLE = re.compile(r"[、，,;；/／&＆|｜+＋\r\n\t\u3000]|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
_BETWEEN_BODIES = re.compile(r"[、；;\r\n\t]")
_BETWEEN_PHONES = re.compile(r"[、，,；;/／\r\n]")
# A firm's service line, a hotline, and a number abroad are kept as they are typed.
_OTHER_PHONE = re.compile(r"(400|800)[- 0-9]{7,10}|9[56][- 0-9]{3,9}|1[0-9]{2,4}|\+(?!86)[- 0-9]{6,20}")
_AND = re.compile(r"^[^·]{2,4}[和与及跟][^·]{2,4}$")
_AND_OTHERS = re.compile(
    r"等([0-9一二两三四五六七八九十百]+[人名户位]?)?$|[0-9一二两三四五六七八九十]+[人名户]$"
)
_BODY_AND_BODY = re.compile(
    r"(公司|厂|店|部|中心|合作社|委员会|医院|学校|银行)[和与及，,](.+)(公司|厂|店|部|中心|合作社|委员会|医院|学校|银行)"
)
# 厂 and 店 alone may end a short given name; a firm's name is longer.
_BODY = re.compile(
    r"(公司|集团|中心|合作社|合作联社|委员会|居委会|村委会|业委会|医院|卫生院|诊所|学校|小学|中学|大学|学院|幼儿园|银行|信用社|协会|"
    r"事务所|经营部|门市部|服务部|超市|商行|饭店|酒店|宾馆|工作室|派出所|养老院|敬老院|..厂|..店)([（(][^（）()]*[）)])?$"
)
# The shortest name that may hold 和 between two others: 欧阳和平 is one person, 张三和李四 are two.
_TWO_NAMES = 5


@dataclass(frozen=True, kw_only=True)
class NewParty:
    """A party to be entered: `side` and `kind` are codes, keys name records of the register, `details` has keys of DETAILS."""

    side: str
    name: str
    kind: str = "person"
    resident_id: int | None = None
    organisation_id: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    cannot_read: bool = False


def read_name(text: str, kind: str, where: str | None = "name") -> str:
    """The one name of a party as it is kept; raises RuleBroken at `where` for none, for two in one field, or a wrong one."""
    name = text.strip()
    if not name:
        raise RuleBroken(where, N_("请填写当事人的姓名或名称。"))
    if len(name) > LONGEST_NAME:
        raise RuleBroken(where, N_("最多 %(most)s 个字。"), most=LONGEST_NAME)
    if kind == "organisation":
        if _BETWEEN_BODIES.search(name) or _BODY_AND_BODY.search(name):
            raise RuleBroken(
                where, N_("“%(name)s”像是两个单位。一行只填一个单位，另一个请另起一行。"), name=name
            )
        return name
    if is_several(name):
        raise RuleBroken(
            where, N_("“%(name)s”像是两个人（或几个人）。一行只填一个人，其他人请各起一行。"), name=name
        )
    try:
        return propose_name(name, foreign=name.isascii()).text
    except InvalidName as error:
        raise RuleBroken(where, error.message, **error.params) from error


def looks_like_body(name: str) -> bool:
    """Whether what stands in the field of a person's name ends as the names of companies, shops and institutions do."""
    return _BODY.search(name.strip()) is not None


def is_several(name: str) -> bool:
    """Whether what stands in the field of one person's name reads as more than one person."""
    if _BETWEEN_PEOPLE.search(name) or _AND_OTHERS.search(name):
        return True
    return len(name) >= _TWO_NAMES and _AND.match(name) is not None


def read_party(new: NewParty, where: str = "") -> tuple[str, dict[str, str]]:
    """The name and the details of a party as they are kept; raises RuleBroken at `<where>name` or at the detail's field."""
    if new.side not in SIDES or new.kind not in PARTY_KINDS:
        raise RuleBroken(None, N_("请从所列选项中选择。"))
    name = read_name(new.name, new.kind, f"{where}name")
    return name, read_details(new.details, where)


def _checked(key: str, text: str, where: str) -> str:
    try:
        if key == "credit_code":
            return check_credit_code(text).normalised
        if key == "phone" and any((sign.isascii() and sign.isalnum()) or sign.isdigit() for sign in text):
            parts = (part.strip() for part in _BETWEEN_PHONES.split(text) if part.strip())
            return "、".join(
                one if _OTHER_PHONE.fullmatch(one) else check_phone(one).normalised for one in parts
            )
    except (InvalidCreditCode, InvalidPhone) as error:
        raise RuleBroken(f"{where}{key}", error.message, **error.params) from error
    return text


def read_details(given: Mapping[str, str], where: str = "") -> dict[str, str]:
    """What is known of a party, empty ones left out; raises RuleBroken at the field of one that is too long, KeyError."""
    kept: dict[str, str] = {}
    for key, value in given.items():
        if key not in DETAILS:
            raise KeyError(f"a party has no detail {key}")
        text = str(value or "").strip()
        if len(text) > LONGEST_DETAIL:
            raise RuleBroken(f"{where}{key}", N_("最多 %(most)s 个字。"), most=LONGEST_DETAIL)
        if text:
            kept[key] = _checked(key, text, where)
    return kept
