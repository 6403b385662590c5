"""The demo's rosters (花名册): a round of the cold season half handed out, and the New Year's round under review."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from portal import clock
from portal.db import session
from portal.demo.diary import Diary
from portal.demo.office import demo_actor
from portal.residents.models import Resident
from portal.services.assistance.models import SupportFile
from portal.services.assistance.schemes import PAID
from portal.services.rosters import actions
from portal.services.rosters.actions import Item
from portal.services.rosters.models import Roster
from portal.services.rosters.queries import lines_of

COLD = (Item("goods", "棉被", 16_800, 1, "床"), Item("goods", "大米", 6_050, 1, "袋"))
NEW_YEAR = (Item("money", "慰问金", 50_000), Item("goods", "食用油", 5_980, 1, "桶"))


def tell_rosters(diary: Diary) -> None:
    """Both rounds; the first goes to those who are supported, and most of them have signed."""
    diary.on(diary.ago(8), _start, diary, "cold", "送温暖物资发放", COLD, 8)
    diary.on(diary.ago(7), _agree, diary)
    diary.on(diary.ago(2), _hand_out, diary)
    diary.on(diary.ago(1), _start, diary, "new_year", "元旦走访慰问", NEW_YEAR, 5)


def _start(diary: Diary, name: str, title: str, items: tuple[Item, ...], count: int) -> None:
    clerk, today = demo_actor("clerk"), clock.today()
    roster = actions.start_roster(
        clerk,
        kind="holiday",
        title=f"{today.year}年{title}",
        starts_on=today,
        ends_on=today + dt.timedelta(days=40),
        purpose="按街道年度慰问计划，走访慰问低保、特困等困难家庭",
        items=items,
    )
    diary.keys[f"roster {name}"] = roster.id
    heads = (
        select(Resident)
        .join(SupportFile, SupportFile.head_id == Resident.id)
        .where(Resident.death_date.is_(None), SupportFile.state.in_(PAID))
    )
    for person in session.scalars(heads.order_by(SupportFile.id).limit(count)):
        paper = person.primary_paper
        actions.add_person(
            clerk,
            roster,
            version=None,
            name=person.name,
            identity=(paper.number or "") if paper else "",
            reason="困难家庭，社区推荐",
        )
    actions.submit_roster(clerk, roster, version=None)


def _cold(diary: Diary) -> Roster:
    return session.get_one(Roster, diary.keys["roster cold"])


def _agree(diary: Diary) -> None:
    actions.review_roster(demo_actor("reviewer"), _cold(diary), version=None)
    actions.agree_roster(demo_actor("leader"), _cold(diary), version=None)


def _hand_out(diary: Diary) -> None:
    """All but two have signed, one through a daughter."""
    clerk, lines = demo_actor("clerk"), lines_of(_cold(diary).id)
    actions.hand_out(clerk, lines[0], version=None, proxy_name="黄小梅", proxy_relation="女儿")
    for line in lines[1:-2]:
        actions.hand_out(clerk, line, version=None)
