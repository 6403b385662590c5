"""The categories of both schemes (纠纷类别): a new one, another name or mapping from a day, the end with what follows it.

A dispute keeps the category of its time: no row that was in force is changed, a new one follows it.
"""

from __future__ import annotations

import datetime as dt
import re

from sqlalchemy import func, select

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.disputes.kinds import SCHEMES
from portal.disputes.models import Dispute, DisputeCategory
from portal.errors import N_, RuleBroken

KEEP = "disputes.keep_categories"
ONE_DAY = dt.timedelta(days=1)
_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
LONGEST_NAME = 60


def add_category(
    actor: Actor,
    *,
    scheme: str,
    code: str,
    name: str,
    valid_from: dt.date,
    parent_code: str = "",
    governance_code: str = "",
) -> DisputeCategory:
    """Add a category at the end of its scheme, before 其他. Raises RuleBroken at the field, Forbidden."""
    actor.must(KEEP)
    if scheme not in SCHEMES:
        raise RuleBroken("scheme", N_("请从所列选项中选择。"))
    if not _CODE.fullmatch(code):
        raise RuleBroken("code", N_("代码用小写字母开头，只用小写字母、数字和下划线，2 到 30 个字符。"))
    if _rows(scheme, code):
        raise RuleBroken("code", N_("这个代码已经有了。改名称或对应关系，请在原来的类别上办理。"))
    made = DisputeCategory(
        scheme=scheme,
        code=code,
        name=_name(scheme, name, valid_from, code),
        parent_code=_parent(scheme, parent_code, code, valid_from),
        governance_code=_governance(scheme, governance_code, valid_from),
        position=_position(scheme),
        valid_from=valid_from,
    )
    session.add(made)
    session.flush()
    audit.record(actor, "disputes.add_category", made, scheme=scheme, code=code, name=made.name)
    return made


def change_category(
    actor: Actor,
    row: DisputeCategory,
    *,
    valid_from: dt.date,
    name: str,
    parent_code: str = "",
    governance_code: str = "",
) -> DisputeCategory:
    """Another name or mapping from a day: the old row ends the day before. Gives the row that holds then.

    From its own first day a row is corrected in place while no dispute has it. Raises RuleBroken at the field, Forbidden.
    """
    actor.must(KEEP)
    _must_hold(row)
    wanted = {
        "name": _name(row.scheme, name, valid_from, row.code),
        "parent_code": _parent(row.scheme, parent_code, row.code, valid_from),
        "governance_code": _governance(row.scheme, governance_code, valid_from),
    }
    if valid_from < row.valid_from:
        raise RuleBroken(
            "valid_from", N_("启用日期不能早于这个类别现在的启用日期 %(day)s。"), day=row.valid_from
        )
    if valid_from == row.valid_from:
        if wanted["name"] != row.name and _is_used(row.id):
            raise RuleBroken(
                "valid_from", N_("已有纠纷用了这个名称。请选一个以后的启用日期，旧纠纷保留旧名称。")
            )
        for key, value in wanted.items():
            setattr(row, key, value)
        made = row
    else:
        _must_be_unused_from(row, valid_from)
        row.valid_to = valid_from - ONE_DAY
        made = DisputeCategory(
            scheme=row.scheme, code=row.code, position=row.position, valid_from=valid_from, **wanted
        )
        session.add(made)
    session.flush()
    audit.record(actor, "disputes.change_category", made, code=made.code, name=made.name, day=valid_from)
    return made


def end_category(
    actor: Actor, row: DisputeCategory, *, valid_to: dt.date, successor_code: str = ""
) -> DisputeCategory:
    """The last day of a category, and the one that is chosen instead from then on. Raises RuleBroken at the field, Forbidden."""
    actor.must(KEEP)
    _must_hold(row)
    if valid_to < row.valid_from:
        raise RuleBroken("valid_to", N_("停用日期不能早于启用日期 %(day)s。"), day=row.valid_from)
    if successor_code == row.code or (
        successor_code and not _held(row.scheme, successor_code, valid_to + ONE_DAY)
    ):
        raise RuleBroken("successor_code", N_("请选一个停用以后仍在用的类别。"))
    if row.code == "other":
        raise RuleBroken(None, N_("“其他”不能停用，否则有的纠纷没有类别可选。"))
    children = [one.name for one in _held_on(row.scheme, valid_to + ONE_DAY) if one.parent_code == row.code]
    if children:
        raise RuleBroken(None, N_("请先停用它下面的类别：%(names)s。"), names="、".join(children))
    _must_be_unused_from(row, valid_to + ONE_DAY)
    row.valid_to, row.successor_code = valid_to, successor_code
    session.flush()
    audit.record(actor, "disputes.end_category", row, code=row.code, day=valid_to, successor=successor_code)
    return row


def _name(scheme: str, name: str, day: dt.date, code: str) -> str:
    word = name.strip()
    if not word or len(word) > LONGEST_NAME:
        raise RuleBroken("name", N_("请填写名称，不超过 %(most)s 个字。"), most=LONGEST_NAME)
    if any(one.name == word and one.code != code for one in _held_on(scheme, day)):
        raise RuleBroken("name", N_("已有叫“%(name)s”的类别。"), name=word)
    return word


def _parent(scheme: str, parent: str, code: str, day: dt.date) -> str:
    if not parent:
        return ""
    rows = _held(scheme, parent, day)
    if not rows or parent == code:
        raise RuleBroken("parent_code", N_("请从所列选项中选择。"))
    if rows[0].parent_code or any(one.parent_code == code for one in _held_on(scheme, day)):
        raise RuleBroken("parent_code", N_("只能分两级：上级类别不能再有上级。"))
    return parent


def _governance(scheme: str, code: str, day: dt.date) -> str:
    if scheme != "justice":
        if code:
            raise RuleBroken("governance_code", N_("只有人民调解统计类别要对应到综治排查类别。"))
        return ""
    if not _held("governance", code, day):
        raise RuleBroken("governance_code", N_("请选择对应的综治排查类别。"))
    return code


def _position(scheme: str) -> int:
    """Behind all others but 其他, which stays last."""
    rows = list(session.scalars(select(DisputeCategory).where(DisputeCategory.scheme == scheme)))
    place = max((one.position for one in rows), default=0)
    last = [one for one in rows if one.code == "other"]
    for one in last:
        one.position = place + 1
    return place


def _rows(scheme: str, code: str) -> list[DisputeCategory]:
    statement = select(DisputeCategory).where(DisputeCategory.scheme == scheme, DisputeCategory.code == code)
    return list(session.scalars(statement))


def _held(scheme: str, code: str, day: dt.date) -> list[DisputeCategory]:
    return [one for one in _rows(scheme, code) if one.is_valid_on(day)]


def _held_on(scheme: str, day: dt.date) -> list[DisputeCategory]:
    rows = session.scalars(select(DisputeCategory).where(DisputeCategory.scheme == scheme))
    return [one for one in rows if one.is_valid_on(day)]


def _must_hold(row: DisputeCategory) -> None:
    if row.valid_to is not None:
        raise RuleBroken(None, N_("这个类别已经停用，或者已有新的一行接续，不能再改。"))


def _is_used(category_id: int) -> bool:
    return session.scalar(select(Dispute.id).where(Dispute.category_id == category_id).limit(1)) is not None


def _must_be_unused_from(row: DisputeCategory, day: dt.date) -> None:
    count = session.scalar(
        select(func.count(Dispute.id)).where(Dispute.category_id == row.id, Dispute.found_on >= day)
    )
    if count:
        raise RuleBroken(
            None, N_("%(day)s 起已有 %(count)s 件纠纷用了这个类别，请选更晚的日期。"), day=day, count=count
        )
