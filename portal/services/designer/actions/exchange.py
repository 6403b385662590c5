"""Items as files: written for another office, read back as drafts, and the examples that come with the portal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.actor import Actor
from portal.errors import N_, NotFound, RuleBroken
from portal.services import definitions
from portal.services.definitions import ItemDefinition
from portal.services.designer.actions.drafts import start_draft, start_version
from portal.services.designer.models import ItemDraft
from portal.services.queries.catalogue import find_item

FORMAT = "portal-item-1"
MOST_BYTES = 512 * 1024
EXAMPLES = Path(__file__).parents[1] / "examples"


@dataclass(frozen=True)
class Package:
    """An item as it came from a file, with the digest that both offices can compare."""

    definition: ItemDefinition
    digest: str


def package_of(plain: dict[str, Any]) -> bytes:
    """A definition as the bytes of a file: readable JSON with its digest. Coded hooks stay at home."""
    content = {**plain, "hooks": "", "result_paper": ""}
    whole = {"format": FORMAT, "digest": definitions.digest(content), "definition": content}
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def read_package(content: bytes) -> Package:
    """What a file holds; raises RuleBroken at `file` for one that is none, was changed since, or is too big."""
    if len(content) > MOST_BYTES:
        raise RuleBroken("file", N_("文件太大，不像是事项文件。"))
    try:
        whole = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError):
        raise RuleBroken("file", N_("这不是事项文件：读不出 JSON 内容。")) from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise RuleBroken("file", N_("这不是由本系统导出的事项文件，或者版本不同。"))
    plain = whole.get("definition")
    if not isinstance(plain, dict) or definitions.digest(plain) != whole.get("digest"):
        raise RuleBroken("file", N_("文件在导出以后被改动过（校验值不符），请重新导出。"))
    try:
        made = definitions.read({**plain, "hooks": "", "result_paper": ""})
    except RuleBroken:
        raise RuleBroken("file", N_("文件里的事项定义读不出来，可能来自更新的版本。")) from None
    return Package(made, str(whole["digest"]))


def import_item(actor: Actor, *, content: bytes, name: str) -> ItemDraft:
    """Bring an item in from a file, as a draft: of a new item, or of the next version of one with the same code.

    Its digest stands in the draft's origin. Raises RuleBroken at `file`.
    """
    package = read_package(content)
    definition = package.definition
    note = f"{name} SHA-256 {package.digest}"
    try:
        if find_item(definition.code) is not None:
            return start_version(actor, item=definition.code, content=definition.to_dict(), origin_note=note)
        return start_draft(
            actor,
            code=definition.code,
            name=definition.name,
            content=definition.to_dict(),
            origin="file",
            origin_note=note,
        )
    except RuleBroken as error:
        raise RuleBroken("file", error.message, **error.params) from error


def list_examples() -> list[ItemDefinition]:
    """The items that come with the portal, to begin from, by name of file."""
    return [read_package(path.read_bytes()).definition for path in sorted(EXAMPLES.glob("*.json"))]


def example(code: str) -> ItemDefinition:
    """One of them; raises NotFound."""
    for one in list_examples():
        if one.code == code:
            return one
    raise NotFound


def start_from_example(actor: Actor, *, example_code: str, code: str, name: str) -> ItemDraft:
    """A draft of a new item with the content of an example; raises NotFound, or RuleBroken at `code` or `name`."""
    found = example(example_code)
    return start_draft(
        actor, code=code, name=name, content=found.to_dict(), origin="example", origin_note=found.name
    )
