"""What a hospital tells of a birth, as plain values, and the rules that it must keep. No database here."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from portal.errors import N_, RuleBroken
from portal.residents.numbers import read_phone
from portal.residents.person import check_name, check_number, check_text
from portal.standards.codes import SEX

LONGEST_EVENT = 40
MOST_CHILDREN = 9
HEAVIEST = 9999
_TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
_EVENT = re.compile(r"[0-9A-Za-z\-_/]+")


@dataclass(frozen=True)
class ChildFacts:
    """One child: sex as a code of GB/T 2261.1, weight in grams (None: not told), `is_lost` for a stillbirth or a death."""

    sex: str = "0"
    weight: int | None = None
    is_lost: bool = False


@dataclass(frozen=True)
class NoticeFacts:
    """One birth as typed or read from a list; `children` in the order of birth. An empty text means not told."""

    event_number: str
    hospital: str
    born_on: dt.date | None
    born_at: str = ""
    mother_name: str = ""
    paper_kind: str = "citizen"
    number: str = ""
    phone: str = ""
    address: str = ""
    is_opted_out: bool = False
    children: tuple[ChildFacts, ...] = ()


def check_notice(facts: NoticeFacts, today: dt.date) -> NoticeFacts:
    """The facts in their normal form; raises RuleBroken at the first field that is wrong.

    The mother's number may be missing (无证件): she is then found by name, or chosen. The house's rules on names and
    documents hold for foreigners and residents of Hong Kong, Macau and Taiwan alike.
    """
    event = facts.event_number.strip()
    if not event or len(event) > LONGEST_EVENT or not _EVENT.fullmatch(event):
        raise RuleBroken("event_number", N_("请填写医院的事件编号，用数字、字母和连字符，最多 40 位。"))
    if re.search(r"\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)", event):
        raise RuleBroken("event_number", N_("事件编号中不能有证件号码或手机号。"))
    if not facts.hospital.strip():
        raise RuleBroken("hospital", N_("请填写医院。"))
    check_text("hospital", facts.hospital)
    check_text("address", facts.address)
    if facts.born_on is None or facts.born_on > today:
        raise RuleBroken("born_on", N_("请填写出生日期，不能晚于今天。"))
    check_name(facts.mother_name, facts.paper_kind)
    number = ""
    if facts.number.strip():
        paper = check_number(facts.paper_kind, facts.number, today)
        number = paper.suggestion or paper.normalised
    return replace(
        facts,
        event_number=event,
        hospital=facts.hospital.strip(),
        born_at=_time(facts.born_at),
        mother_name=facts.mother_name.strip(),
        number=number,
        phone=read_phone(facts.phone),
        address=facts.address.strip(),
        children=_children(facts.children),
    )


def _time(text: str) -> str:
    if not text.strip():
        return ""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise RuleBroken("born_at", N_("出生时间请写成 8:05 这样的 24 小时制。"))
    return f"{int(found[1]):02}:{found[2]}"


def _children(children: tuple[ChildFacts, ...]) -> tuple[ChildFacts, ...]:
    if not 1 <= len(children) <= MOST_CHILDREN:
        raise RuleBroken("children", N_("请填写 1 到 %(most)s 个孩子。"), most=MOST_CHILDREN)
    for child in children:
        if child.sex not in SEX:
            raise RuleBroken("children", N_("请从所列选项中选择性别。"))
        if child.weight is not None and not 0 < child.weight <= HEAVIEST:
            raise RuleBroken("children", N_("体重请填克数，1 到 %(most)s。"), most=HEAVIEST)
    return children
