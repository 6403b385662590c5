"""Beginning a draft, saving it section by section, and giving it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal import audit
from portal.actor import Actor
from portal.db import session
from portal.errors import N_, RuleBroken
from portal.services import definitions
from portal.services.definitions import ItemDefinition
from portal.services.designer.models import ItemDraft
from portal.services.designer.problems import CODE
from portal.services.designer.queries import find_open_draft
from portal.services.queries.catalogue import find_item, get_item, newest_version

RIGHT = "services.draft_item"
LISTS = ("businesses", "conditions", "fields", "materials", "steps")
MOST_ROWS = 60


def start_draft(
    actor: Actor,
    *,
    code: str,
    name: str,
    content: Mapping[str, Any] | None = None,
    origin: str = "blank",
    origin_note: str = "",
) -> ItemDraft:
    """A draft of a new item, empty or with the content of an example or a file. Raises RuleBroken at `code` or `name`."""
    actor.must(RIGHT)
    if not CODE.fullmatch(code):
        raise RuleBroken("code", N_("用小写字母、数字和连字符，以字母开头。"))
    if find_item(code) is not None:
        raise RuleBroken("code", N_("已有这个编码的事项，请在事项目录里修改它，或换一个编码。"))
    _must_be_free(code)
    if not name.strip():
        raise RuleBroken("name", N_("请填写事项名称。"))
    plain = dict(content or ItemDefinition(code=code, name=name).to_dict())
    # The new item has no code of its own behind it, whatever the one it was made after has.
    plain |= {"code": code, "name": name.strip(), "hooks": "", "result_paper": ""}
    return _start(actor, plain, origin=origin, origin_note=origin_note)


def start_version(
    actor: Actor, *, item: str, content: Mapping[str, Any] | None = None, origin_note: str = ""
) -> ItemDraft:
    """A draft of the next version of an item, begun from its newest, or from the content of a file. Raises RuleBroken."""
    actor.must(RIGHT)
    found = get_item(item)
    newest = newest_version(found)
    _must_be_free(item)
    plain = newest.definition.to_dict() if newest else ItemDefinition(code=item, name=found.name).to_dict()
    if content is not None:
        plain = {**content, "code": item, "hooks": plain["hooks"], "result_paper": plain["result_paper"]}
    made = _start(actor, plain, origin="file" if content is not None else "item", origin_note=origin_note)
    made.item, made.base_number = found, newest.number if newest else None
    session.flush()
    return made


def save_section(
    actor: Actor, draft: ItemDraft, *, version: int | None, values: Mapping[str, Any]
) -> ItemDraft:
    """Keep what was typed into a section, gaps and all; a submitted draft goes back to its editors.

    `values` replace the properties of the definition that they name. Raises Conflict when out of date, RuleBroken for
    values that are no definition, or too many rows.
    """
    actor.must(RIGHT)
    draft.expect_version(version)
    must_be_open(draft)
    content = {**draft.content, **values}
    for name in LISTS:
        if len(content[name]) > MOST_ROWS:
            raise RuleBroken(None, N_("最多 %(most)s 行。"), most=MOST_ROWS)
    # What JSON gives back is what is kept: equal texts have equal digests.
    made = definitions.read({**content, "code": draft.code, "hooks": draft.content["hooks"]})
    draft.content = made.to_dict()
    draft.name = made.name[:100]
    draft.state, draft.submitted_by, draft.submitted_at = "open", None, None
    if actor.account_id not in draft.editors:
        draft.editors = [*draft.editors, actor.account_id]
    draft.touch()
    session.flush()
    audit.record(actor, "services.save_item_draft", draft, code=draft.code, parts=sorted(values))
    return draft


def discard_draft(actor: Actor, draft: ItemDraft, *, version: int | None) -> ItemDraft:
    """Give a draft up; it stays in the book of drafts. Raises RuleBroken for one that is published."""
    actor.must(RIGHT)
    draft.expect_version(version)
    must_be_open(draft)
    draft.state = "discarded"
    session.flush()
    audit.record(actor, "services.discard_item_draft", draft, code=draft.code)
    return draft


def must_be_open(draft: ItemDraft) -> None:
    """Raise RuleBroken for a draft that has ended."""
    if draft.state not in {"open", "submitted"}:
        raise RuleBroken(None, N_("这份草稿已经发布或放弃，不能再改。"))


def _must_be_free(code: str) -> None:
    if find_open_draft(code) is not None:
        raise RuleBroken("code", N_("这个事项已有一份没有发布的草稿，请接着编辑它，或先放弃它。"))


def _start(actor: Actor, plain: dict[str, Any], *, origin: str, origin_note: str) -> ItemDraft:
    made = definitions.read(plain)
    if origin == "blank":  # whatever else a draft begins from is kept as it came; publishing completes it
        made = definitions.with_agent_materials(made)
    draft = ItemDraft(
        code=made.code,
        name=made.name[:100],
        content=made.to_dict(),
        origin=origin,
        origin_note=origin_note[:200],
        editors=[actor.account_id],
        started_by=actor.account_id,
    )
    session.add(draft)
    session.flush()
    audit.record(actor, "services.draft_item", draft, code=draft.code, origin=origin)
    return draft
