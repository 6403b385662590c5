"""Who has an application on the desk: handing open work over to a colleague (移交)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portal import clock
from portal.accounts.queries import get_account
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, NotFound, RuleBroken
from portal.services.actions.moves import note_event, read_reason
from portal.services.models import Application
from portal.services.states import OPEN
from portal.units.queries import list_posts, unit_and_below, within_scope


def hand_over(
    actor: Actor, *, to_account_id: int, application_ids: Sequence[int], reason: str
) -> list[Application]:
    """Put open applications on a colleague's desk; raises RuleBroken at `to_account_id`, `reason` or `application_ids`.

    The colleague must hold a post today at the application's unit, or above it. Raises NotFound for one out of sight.
    """
    actor.must("services.hand_over")
    note = read_reason(reason)
    colleague = get_account(to_account_id)
    if not colleague.is_active:
        raise RuleBroken("to_account_id", N_("%(name)s的账号已停用，不能接手。"), name=colleague.name)
    if not application_ids:
        raise RuleBroken("application_ids", N_("请选择要移交的办件。"))
    statement = (
        select(Application)
        .where(Application.id.in_(application_ids), within_scope(actor, Application.unit_id))
        .order_by(Application.id)
        .with_for_update()  # the second of two who hand over the same case sees what the first has done
        .execution_options(populate_existing=True)
    )
    found = list(session.scalars(statement))
    if len(found) != len(set(application_ids)):
        raise NotFound
    reach: set[int] = set()
    for post in list_posts(to_account_id, on=clock.today()):
        reach |= unit_and_below(post.unit_id)
    for application in found:
        if application.state not in OPEN:
            raise RuleBroken("application_ids", N_("已办结的办件不需要移交。"))
        if application.handler_id == colleague.id:
            raise RuleBroken(
                "application_ids", N_("所选办件已经由%(name)s经办，不需要移交。"), name=colleague.name
            )
        if application.unit_id not in reach:
            raise RuleBroken("to_account_id", N_("%(name)s在该单位没有岗位，不能接手。"), name=colleague.name)
        note_event(actor, application, verb="hand_over", note=f"{colleague.name}：{note}")
        application.handler_id = colleague.id
    session.flush()
    return found
