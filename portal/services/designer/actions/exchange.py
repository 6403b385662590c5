"""Items as files: written for another office, read back as drafts, and the examples that come with the portal."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.accounts.roles import all_permissions
from portal.actor import Actor
from portal.errors import N_, NotFound, RuleBroken
from portal.services import definitions
from portal.services.definitions import ItemDefinition
from portal.services.designer.actions.drafts import LISTS, MOST_ROWS, start_draft, start_version
from portal.services.designer.models import ItemDraft
from portal.services.designer.problems import STEP_RIGHTS
from portal.services.queries.catalogue import find_item, newest_version

FORMAT = "portal-item-1"
MOST_BYTES = 512 * 1024
# What the designer's own forms let through: days and counts, and how long an answer may be.
MOST, LONGEST_ANSWER = 999, 2000
_LINES = "\n\r\t"
_DIGIT = re.compile(r"\d")
# What belongs to one item alone, and is therefore empty in a copy.
OWN = {"official_code": "", "short_name": "", "result_title": "", "result_word": ""}
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
    """What a file holds; raises RuleBroken at `file` for one that is none, was changed since, is too big, or holds what the
    designer's forms would refuse: characters that cannot be shown, too many rows, numbers out of bounds."""
    if len(content) > MOST_BYTES:
        raise RuleBroken("file", N_("文件太大，不像是事项文件。"))
    try:
        whole = json.loads(content.decode("utf-8-sig"))
        has_odd_text = any(map(_is_odd, _texts(whole)))
    except (ValueError, RecursionError):
        raise RuleBroken("file", N_("这不是事项文件：读不出 JSON 内容。")) from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise RuleBroken("file", N_("这不是由本系统导出的事项文件，或者版本不同。"))
    if has_odd_text:
        raise RuleBroken("file", N_("文件里有不能显示的字符，请重新导出。"))
    plain = whole.get("definition")
    if not isinstance(plain, dict) or definitions.digest(plain) != whole.get("digest"):
        raise RuleBroken("file", N_("文件在导出以后被改动过（校验值不符），请重新导出。"))
    try:
        made = definitions.read({**plain, "hooks": "", "result_paper": ""})
        _check_size(made.to_dict())
    except (RuleBroken, OverflowError, RecursionError) as error:
        if isinstance(error, RuleBroken) and error.field == "file":
            raise
        raise RuleBroken("file", N_("文件里的事项定义读不出来，可能来自更新的版本。")) from None
    return Package(made, str(whole["digest"]))


def import_item(actor: Actor, *, content: bytes, name: str) -> ItemDraft:
    """Bring an item in from a file, as a draft: of a new item, or of the next version of one with the same code.

    Its digest stands in the draft's origin, with the file's name without its digits. Raises RuleBroken at `file`, for steps
    that ask for a right which no step may ask for too.
    """
    package = read_package(content)
    definition = package.definition
    _check_rights(definition)
    note = f"{_shown_name(name)} SHA-256 {package.digest}"
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
    """A draft of a new item with the content of an example; raises NotFound, or RuleBroken at `code` or `name`.

    What names the example and nothing else (事项编码, its short name, title and 发文字 of its paper) stays behind.
    """
    found = example(example_code)
    content = {**found.to_dict(), **OWN}
    return start_draft(actor, code=code, name=name, content=content, origin="example", origin_note=found.name)


def _texts(whole: Any) -> Iterator[str]:
    """Every text of plain values, names included."""
    if isinstance(whole, str):
        yield whole
    elif isinstance(whole, dict):
        for name, value in whole.items():
            yield name
            yield from _texts(value)
    elif isinstance(whole, list):
        for value in whole:
            yield from _texts(value)


def _is_odd(text: str) -> bool:
    """Whether a text holds half a character, or a control character other than the end of a line and a tab."""
    return any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _LINES for sign in text)


def _check_size(plain: dict[str, Any]) -> None:
    """Raise RuleBroken at `file` for more rows, or larger numbers, than the designer's forms take."""
    tables = [one["columns"] for one in plain["fields"]]
    if any(len(rows) > MOST_ROWS for rows in [*(plain[name] for name in LISTS), *tables]):
        raise RuleBroken("file", N_("文件里有一个列表超过 %(most)s 行。"), most=MOST_ROWS)
    if any(column["columns"] for rows in tables for column in rows):
        raise RuleBroken("file", N_("文件里的表格套着表格，不能导入。"))
    parts = [one for name in LISTS for one in plain[name]] + [column for rows in tables for column in rows]
    for part in (plain, plain["guide"], *parts):
        for name, value in part.items():
            most = LONGEST_ANSWER if name == "max_length" else MOST
            if isinstance(value, int) and not 0 <= value <= most:
                raise RuleBroken(
                    "file", N_("文件里有超出范围的数字：天数和份数应在 0 到 %(most)s 之间。"), most=MOST
                )


def _check_rights(definition: ItemDefinition) -> None:
    """Steps ask for the rights that the designer offers, or those of the version in force where code stands behind it."""
    item = find_item(definition.code)
    newest = newest_version(item) if item is not None else None
    own = {step.permission for step in newest.definition.steps} if newest is not None else set()
    if not {step.permission for step in definition.steps} <= (own | set(STEP_RIGHTS)) & all_permissions():
        raise RuleBroken("file", N_("文件里有办理步骤要求本系统没有的权限，不能导入。"))


def _shown_name(name: str) -> str:
    """A file's name as the draft may keep it: people put numbers of residents into names."""
    return _DIGIT.sub("*", "".join(sign for sign in name if sign.isprintable()))
