"""Changing a setting: never by overwriting, always from a day on and with a reason."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.settings import changes
from portal.settings.models import SettingValue
from portal.settings.registry import definition


def change_setting(
    actor: Actor, *, key: str, text: str, valid_from: dt.date | None, reason: str, unit_id: int | None = None
) -> SettingValue:
    """Set a value from a day on; raises RuleBroken at `value`, `valid_from`, `unit_id` or `reason`.

    A day in the past is refused: decisions already made under the old value must stay explainable.
    """
    actor.must("settings.change_setting")
    day = valid_from or clock.today()
    if day < clock.today():
        raise RuleBroken("valid_from", N_("生效日期不能早于今天，以免改变已作出的决定。"))
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明修改原因。"))
    declared = definition(key)
    if unit_id is not None and not declared.per_unit:
        raise RuleBroken("unit_id", N_("这一项只能全街道统一设置。"))
    parsed = declared.parse(text)
    made = SettingValue(
        key=key,
        unit_id=unit_id,
        content={"value": parsed},
        valid_from=day,
        reason=reason,
        set_by=actor.account_id,
    )
    session.add(made)
    session.flush()
    audit.record(
        actor,
        "settings.change_setting",
        made,
        key=key,
        value=parsed,
        valid_from=day,
        unit_id=unit_id,
        reason=reason,
    )
    changes.announce(actor, key)
    return made
