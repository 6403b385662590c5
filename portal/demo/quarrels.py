"""Who quarrels in the demo: parties with the particulars that the papers ask for, and since when somebody mediates."""

from __future__ import annotations

import datetime as dt

from portal import clock
from portal.disputes.parties import NewParty
from portal.mediation.models import MediationCase

# What the register of firms would say: (法定代表人, 统一社会信用代码, 地址).
BODIES = {
    "示范物业服务有限公司": ("周样本", "91119901MA0D0021XM", "晨光路1号"),
    "示范餐饮有限公司": ("钱样本", "91119901MA0D00228M", "新华路22号"),
    "示范家电商店": ("孙样本", "92119901MA0D00236D", "新华路30号"),
    "示范建筑装饰有限公司": ("周样本", "91119901MA0D00244B", "和平里商业街6号"),
}
_JOBS = ("退休", "个体经营", "公司职员", "教师", "驾驶员", "务工")
_STREETS = ("晨光路", "新华路", "和平里")


def parties_of(applicant: str, respondent: str) -> list[NewParty]:
    """The two sides by their names."""
    return [_party("applicant", applicant), _party("respondent", respondent)]


def _party(side: str, name: str) -> NewParty:
    told = BODIES.get(name)
    if told is not None:
        head, code, address = told
        details = {"legal_representative": head, "credit_code": code, "address": address}
        return NewParty(side=side, name=name, kind="organisation", details=details | {"phone": "13900000290"})
    mark = sum(ord(letter) for letter in name)  # the same person is told alike at every filling
    details = {
        "sex": "12"[mark % 2],
        "ethnic_group": "01",
        "birth": dt.date(1955 + mark % 45, 1 + mark % 12, 1 + mark % 28).isoformat(),
        "job": _JOBS[mark % len(_JOBS)],
        "phone": f"139000002{mark % 90:02d}",
        "address": f"{_STREETS[mark % 3]}{1 + mark % 40}号",
    }
    if int(details["birth"][:4]) < 1966:
        details["job"] = _JOBS[0]
    elif details["job"] == _JOBS[0]:
        details["job"] = _JOBS[2]
    return NewParty(side=side, name=name, details=details)


def serve_from_today(case: MediationCase, hour: int = 9) -> None:
    """Whoever mediates the case does so from this day of the diary, not from the instant of its filling."""
    for row in case.mediators:
        row.since = dt.datetime.combine(clock.today(), dt.time(hour), clock.OFFICE_ZONE)
