"""Keeping the catalogue: publishing a version of an item, switching an item off and on, seeding the items written in code."""

from __future__ import annotations

import datetime as dt

from portal import audit, clock, settings
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services import definitions
from portal.services.definitions import ItemDefinition
from portal.services.items.registry import coded_items
from portal.services.models import ItemVersion, ServiceItem
from portal.services.queries.catalogue import find_item, get_item, newest_version

FIRST_DAY = dt.date(2020, 1, 1)
FOUR_EYES = settings.define(
    "services.item_four_eyes",
    "flag",
    True,
    N_("事项须由另一人发布"),
    N_("便民服务"),
    hint=N_("编制或修改事项的人不能自己发布。只有一名管理员、又无分管领导账号的单位可以关闭。"),
)


def needs_four_eyes() -> bool:
    """Whether an item is published by another person than those who wrote it."""
    return bool(settings.value(FOUR_EYES.key))


def publish_alone(
    actor: Actor, *, definition: ItemDefinition, valid_from: dt.date | None = None, version: int | None = None
) -> ItemVersion:
    """Write and publish a version in one step; raises RuleBroken where four eyes are asked for."""
    actor.must("services.publish_item")
    if needs_four_eyes():
        raise RuleBroken(None, N_("事项须由另一人发布：请在“事项草稿”中编制，试运行后提交。"))
    return publish_item_version(actor, definition=definition, valid_from=valid_from, version=version)


def publish_item_version(
    actor: Actor, *, definition: ItemDefinition, valid_from: dt.date | None = None, version: int | None = None
) -> ItemVersion:
    """Publish a version of an item from a day on (today when None); applications accepted before keep theirs.

    Raises RuleBroken at `valid_from` for a day in the past or before the last version's, at `name` for an unchanged text.
    """
    actor.must("services.publish_item")
    day = valid_from or clock.today()
    if day < clock.today():
        raise RuleBroken("valid_from", N_("生效日期不能早于今天，以免改变已受理的办件。"))
    definition = definitions.with_agent_materials(definition)
    definitions.check(definition)
    item = find_item(definition.code)
    if item is not None:
        item.expect_version(version)
        newest = newest_version(item)
        if newest and day < newest.valid_from:
            raise RuleBroken("valid_from", N_("生效日期不能早于上一版的 %(day)s。"), day=newest.valid_from)
        if newest and newest.definition == definition:
            raise RuleBroken("name", N_("内容与现行版本相同，不需要发布。"))
    made = _publish(actor, definition, day)
    audit.record(
        actor, "services.publish_item", made.item, code=definition.code, number=made.number, valid_from=day
    )
    return made


def switch_item(
    actor: Actor, *, code: str, is_offered: bool, version: int | None, reason: str
) -> ServiceItem:
    """Take an item off the counter, or put it back; what was accepted runs on. Raises RuleBroken at `reason`."""
    actor.must("services.switch_item")
    item = get_item(code)
    item.expect_version(version)
    if not reason.strip():
        raise RuleBroken("reason", N_("请写明停办或恢复的原因。"))
    item.is_offered = is_offered
    session.flush()
    audit.record(actor, "services.switch_item", item, code=code, is_offered=is_offered, reason=reason)
    return item


def seed_items(actor: Actor | None = None) -> list[ItemVersion]:
    """Bring the items written in code into the catalogue; a changed definition becomes a new version from today.

    Does nothing for an unchanged one, nor for one whose newest version an administrator published.
    """
    made = []
    for coded in coded_items():
        definition = definitions.with_agent_materials(coded.definition)
        item = find_item(definition.code)
        newest = newest_version(item) if item else None
        if newest is not None and (
            newest.published_by is not None
            or definitions.digest(newest.content) == definitions.digest(definition.to_dict())
        ):
            continue
        definitions.check(definition)
        version = _publish(None, definition, clock.today() if newest else FIRST_DAY)
        audit.record(actor, "services.seed_item", version.item, code=definition.code, number=version.number)
        made.append(version)
    return made


def _publish(actor: Actor | None, definition: ItemDefinition, day: dt.date) -> ItemVersion:
    item = find_item(definition.code) or ServiceItem(code=definition.code, name=definition.name)
    item.name = definition.name
    session.add(item)
    newest = newest_version(item)
    version = ItemVersion(
        number=newest.number + 1 if newest else 1,
        content=definition.to_dict(),
        valid_from=day,
        published_by=actor.account_id if actor else None,
    )
    item.versions.append(version)
    item.touch()
    session.flush()
    return version
