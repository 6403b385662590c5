"""What is still wrong with a draft, each with the section, row and field where it is mended. Pure rules.

`definitions.check` says the same of a whole definition and has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any

from portal.documents.kinds import all_number_kinds
from portal.errors import N_, RuleBroken
from portal.services import definitions, placeholders
from portal.services.definitions import FIELD_KINDS, FieldDefinition, ItemDefinition
from portal.services.results import FAMILY

PAPER_PATTERN = "{{org}}{0}〔{{YYYY}}〕{{seq}}号"
CODE = re.compile(r"[a-z][a-z0-9_-]{0,39}")
STEP_RIGHTS = {
    "services.accept_application": N_("窗口人员"),
    "services.review_application": N_("审核人"),
    "services.decide_application": N_("决定人"),
}
DURING = {"accepted": N_("受理后、审核前"), "reviewed": N_("审核后、决定前")}


@dataclass(frozen=True)
class Problem:
    """One thing to mend: `row` is the place in the section's list (None: no list), `of` the table that a column is in."""

    section: str
    field: str
    message: str
    row: int | None = None
    of: str = ""
    params: dict[str, Any] = part(default_factory=dict)


def find_problems(definition: ItemDefinition) -> list[Problem]:
    """Everything that keeps this draft from being published, in the order of the sections."""
    found = [
        *_basics(definition),
        *_businesses(definition),
        *_conditions(definition),
        *_fields(definition.fields, definition),
        *_materials(definition),
        *_steps(definition),
        *_result(definition),
    ]
    if not found:
        try:
            definitions.check(definition)
        except RuleBroken as error:
            found.append(Problem("basics", error.field or "", error.message, params=error.params))
    return found


def _basics(definition: ItemDefinition) -> Iterator[Problem]:
    if not definition.name.strip():
        yield Problem("basics", "name", N_("请填写事项名称。"))
    if definition.promised_days > definition.statutory_days:
        yield Problem("basics", "promised_days", N_("承诺时限不能长于法定时限。"))
    if definition.on_the_spot_alone and not definition.on_the_spot:
        yield Problem("basics", "on_the_spot", N_("只有即办件可以由一人当场办结。"))
    if definition.on_the_spot and not definition.is_done_at_once:
        message = N_(
            "承诺 %(days)s 个工作日的是承诺件。要作即办件的，请把承诺时限改为 0，或者允许一人当场办结。"
        )
        yield Problem("basics", "on_the_spot", message, params={"days": definition.promised_days})


def _businesses(definition: ItemDefinition) -> Iterator[Problem]:
    yield from _codes("businesses", definition.businesses)
    for row, one in enumerate(definition.businesses):
        if not one.name.strip():
            yield Problem("businesses", "name", N_("请填写业务类型的名称。"), row)


def _conditions(definition: ItemDefinition) -> Iterator[Problem]:
    for row, one in enumerate(definition.conditions):
        if not one.text.strip():
            yield Problem("conditions", "text", N_("请写明条件，或者删去这一行。"), row)


def _fields(
    fields: Sequence[FieldDefinition], definition: ItemDefinition, section: str = "fields", of: str = ""
) -> Iterator[Problem]:
    yield from _codes(section, fields, of)
    known = {one.code for one in definition.businesses}
    labels = [one.label.strip() for one in fields]
    for row, one in enumerate(fields):
        if not labels[row]:
            yield Problem(section, "label", N_("请填写字段名称。"), row, of)
        elif labels.index(labels[row]) < row:
            yield Problem(section, "label", N_("已有同名的字段，请换一个名称。"), row, of)
        elif not of and labels[row] in placeholders.PAPER_PLACES:
            yield Problem(
                section,
                "label",
                N_("“%(label)s”是文书里的固定项，请换一个名称，例如“%(label)s（填写）”。"),
                row,
                params={"label": labels[row]},
            )
        if one.kind not in FIELD_KINDS or (of and one.kind in {"rows", "file"}):
            yield Problem(section, "kind", N_("请选择类型。"), row, of)
        if one.kind == "choice" and not one.options:
            yield Problem(section, "options", N_("单选字段须列出选项，每行一个。"), row, of)
        if one.kind == "rows":
            if not one.columns:
                yield Problem(section, "kind", N_("请为这个表格添加栏目。"), row, of)
            yield from _fields(one.columns, definition, "columns", one.code)
        if not set(one.only_for) <= known:
            yield Problem(section, "only_for", N_("指向了不存在的业务类型。"), row, of)


def _materials(definition: ItemDefinition) -> Iterator[Problem]:
    yield from _codes("materials", definition.materials)
    known = {one.code for one in definition.businesses}
    for row, one in enumerate(definition.materials):
        if not one.name.strip():
            yield Problem("materials", "name", N_("请填写材料名称。"), row)
        if not one.forms or not set(one.forms) <= set(definitions.FORMS):
            yield Problem("materials", "forms", N_("请至少选择一种形式。"), row)
        if one.copies < 1:
            yield Problem("materials", "copies", N_("份数至少是 1。"), row)
        if not set(one.only_for) <= known:
            yield Problem("materials", "only_for", N_("指向了不存在的业务类型。"), row)


def _steps(definition: ItemDefinition) -> Iterator[Problem]:
    yield from _codes("steps", definition.steps)
    for row, one in enumerate(definition.steps):
        if not one.name.strip():
            yield Problem("steps", "name", N_("请填写步骤名称。"), row)
        if one.during not in DURING:
            yield Problem("steps", "during", N_("请选择步骤在何时办理。"), row)


def _result(definition: ItemDefinition) -> Iterator[Problem]:
    try:
        placeholders.check(definition.result_text, [one.label for one in definition.fields])
    except RuleBroken as error:
        yield Problem("result", "result_text", error.message, params=error.params)
    pattern = PAPER_PATTERN.format(definition.result_word)
    own = f"{FAMILY}:{definition.result_word}"
    if definition.result_word and any(
        kind.pattern == pattern and kind.code != own for kind in all_number_kinds()
    ):
        yield Problem(
            "result",
            "result_word",
            N_("发文字“%(word)s”已用于别的文书，请换一个。"),
            params={"word": definition.result_word},
        )
    if definition.result_title and not definition.result_text.strip():
        yield Problem("result", "result_text", N_("写了文书名称，还没有写正文。"))


def _codes(section: str, parts: Iterable[Any], of: str = "") -> Iterator[Problem]:
    seen: set[str] = set()
    for row, one in enumerate(parts):
        if not CODE.fullmatch(one.code):
            yield Problem(section, "code", N_("用小写字母、数字和连字符，以字母开头。"), row, of)
        elif one.code in seen:
            yield Problem(section, "code", N_("编码重复，请换一个。"), row, of)
        seen.add(one.code)
