"""From a draft to a version: handed in by its editors after a test run, published or given back by somebody else."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services import definitions
from portal.services.actions import needs_four_eyes, publish_item_version
from portal.services.designer.actions.drafts import RIGHT, must_be_open
from portal.services.designer.models import ItemDraft
from portal.services.designer.problems import find_problems
from portal.services.models import ItemVersion
from portal.services.queries.catalogue import newest_version

LONGEST_REASON = 500


def submit_draft(
    actor: Actor, draft: ItemDraft, *, version: int | None, valid_from: dt.date | None = None
) -> ItemDraft:
    """Hand a draft in for publication from a day on. Raises RuleBroken while it has gaps or was not tried out as it is now."""
    actor.must(RIGHT)
    draft.expect_version(version)
    must_be_open(draft)
    must_be_ready(draft)
    if valid_from is not None and valid_from < clock.today():
        raise RuleBroken("valid_from", N_("生效日期不能早于今天，以免改变已受理的办件。"))
    draft.state, draft.submitted_by, draft.submitted_at = "submitted", actor.account_id, clock.now()
    draft.valid_from, draft.return_reason = valid_from, ""
    session.flush()
    audit.record(actor, "services.submit_item_draft", draft, code=draft.code)
    return draft


def return_draft(actor: Actor, draft: ItemDraft, *, version: int | None, reason: str) -> ItemDraft:
    """Give a submitted draft back to its editors, with what is to be mended. Raises RuleBroken at `reason`."""
    actor.must("services.publish_item")
    draft.expect_version(version)
    if draft.state != "submitted":
        raise RuleBroken(None, N_("这份草稿不在待发布状态。"))
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise RuleBroken("reason", N_("请写明退回的理由，最多 %(longest)s 个字。"), longest=LONGEST_REASON)
    draft.state, draft.return_reason = "open", why
    session.flush()
    audit.record(actor, "services.return_item_draft", draft, code=draft.code, reason=why)
    return draft


def publish_draft(
    actor: Actor, draft: ItemDraft, *, version: int | None, valid_from: dt.date | None = None
) -> ItemVersion:
    """Publish a draft as a version, from the day handed in (or another). What is running keeps its version.

    With four eyes (the setting) the draft must have been handed in, and nobody who changed it may publish it. Raises
    Forbidden, RuleBroken at `valid_from`, or without a field when another version was published meanwhile.
    """
    actor.must("services.publish_item")
    draft.expect_version(version)
    must_be_open(draft)
    if needs_four_eyes():
        if draft.state != "submitted":
            raise RuleBroken(None, N_("这份草稿还没有提交发布。"))
        if actor.account_id in draft.editors:
            raise RuleBroken(None, N_("您编制或修改过这份草稿，须由另一人发布。"))
    must_be_ready(draft)
    _must_be_newest(draft)
    definition = definitions.from_dict(draft.content)
    made = publish_item_version(
        actor,
        definition=definition,
        valid_from=valid_from or _day_of(draft),
        version=draft.item.version if draft.item else None,
    )
    draft.state, draft.published_version, draft.item = "published", made, made.item
    draft.valid_from = made.valid_from
    session.flush()
    audit.record(actor, "services.publish_item_draft", draft, code=draft.code, number=made.number)
    return made


def must_be_ready(draft: ItemDraft) -> None:
    """Raise RuleBroken for a draft with gaps, or one that was not tried out since its last change."""
    problems = find_problems(definitions.read(draft.content))
    if problems:
        raise RuleBroken(None, N_("还有 %(count)s 处需要补充或更正，请先按提示改好。"), count=len(problems))
    if draft.tested_digest != definitions.digest(draft.content):
        raise RuleBroken(None, N_("内容改动以后还没有试运行，请先试运行一遍。"))


def _day_of(draft: ItemDraft) -> dt.date:
    """The day asked for, or today where it has come meanwhile."""
    return max(draft.valid_from or clock.today(), clock.today())


def _must_be_newest(draft: ItemDraft) -> None:
    newest = newest_version(draft.item) if draft.item else None
    if newest is not None and newest.number != draft.base_number:
        raise RuleBroken(
            None,
            N_("起草以后已经发布了第 %(number)s 版，请退回起草人，在新版本上重新修改。"),
            number=newest.number,
        )
