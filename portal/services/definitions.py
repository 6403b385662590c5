"""What a service item is, as plain data: guide, conditions, fields, materials, steps, promised days, papers.

A definition is kept as JSON in `ItemVersion` and never changes once published; items written in code seed one and may
add hooks (see `items`), items made in the browser live from the definition alone. Field names after GB/T 36114.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import cattrs

from portal.errors import N_, RuleBroken
from portal.services import placeholders

FIELD_KINDS = (
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "person",
    "household",
    "file",
    "rows",
)
LONGEST_WORD = 6
LONGEST_RESULT_TITLE = 30
NECESSITY = {"required": N_("必要"), "optional": N_("非必要"), "conditional": N_("视情形")}
FORMS = {"original": N_("原件"), "copy": N_("复印件"), "electronic": N_("电子件")}
SUBJECTS = {"resident": N_("个人"), "household": N_("家庭"), "organisation": N_("单位")}
KINDS = {
    "licence": N_("行政许可"),
    "confirmation": N_("行政确认"),
    "payment": N_("行政给付"),
    "public_service": N_("公共服务"),
    "other": N_("其他"),
}


@dataclass(frozen=True)
class Guide:
    """办事指南: what a resident reads before coming, after GB/T 36114. `notes` are the special cases (特殊情形).

    `visits` is how often somebody has to come (到现场次数), `served_area` where else it may be asked for (通办范围),
    `standards` what is examined (审查标准), `questions` what is often asked (常见问题).
    """

    legal_basis: str = ""
    organ: str = ""
    audience: str = ""
    place: str = ""
    hours: str = ""
    phone: str = ""
    complaint_phone: str = ""
    fee: str = "不收费"
    flow: str = ""
    result: str = ""
    delivery: str = "窗口领取"
    notes: str = ""
    prohibited: str = ""
    organ_nature: str = ""
    accepting_body: str = ""
    level: str = ""
    limit_note: str = ""
    fee_basis: str = ""
    directions: str = ""
    appointment: str = ""
    visits: int = 1
    online_depth: str = ""
    served_area: str = ""
    standards: str = ""
    rights: str = ""
    intermediaries: str = ""
    questions: str = ""


@dataclass(frozen=True)
class Business:
    """One kind of business inside an item (首发、换发、注销); an item without any is one business."""

    code: str
    name: str
    hint: str = ""


@dataclass(frozen=True)
class Condition:
    """A condition of acceptance, told in the guide; `hook` names the check in code that tests it, if any."""

    text: str
    hook: str = ""


@dataclass(frozen=True)
class FieldDefinition:
    """One question of the application form beyond what the register of residents knows.

    `only_for` names the kinds of business that ask it; empty means all of them.
    """

    code: str
    label: str
    kind: str = "text"
    required: bool = False
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    max_length: int = 200
    columns: tuple[FieldDefinition, ...] = ()
    only_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class MaterialDefinition:
    """One material: which form it may come in, how many copies, and whether it may follow later (容缺).

    `kind` is its type (材料类型), `filling` how it is filled in (填写须知), `sample` where a sample is. `can_be_stated`: a
    statement may take its place (可告知承诺); `is_shared`: the office can fetch it itself (可共享获取). `promise_days` are
    working days. `only_for` names the kinds of business that ask it; empty means all of them.
    """

    code: str
    name: str
    necessity: str = "required"
    forms: tuple[str, ...] = ("original", "copy")
    copies: int = 1
    source: str = ""
    issuer: str = ""
    hint: str = ""
    can_be_promised: bool = False
    promise_days: int = 10
    only_with_agent: bool = False
    only_for: tuple[str, ...] = ()
    kind: str = ""
    filling: str = ""
    sample: str = ""
    can_be_stated: bool = False
    is_shared: bool = False


# What whoever acts for the applicant (代办人) hands in, whatever the item.
AGENT_LETTER = MaterialDefinition(
    "letter",
    "授权委托书",
    forms=("original",),
    source="窗口领取或自拟",
    hint="写明委托事项，由申请人签字或捺印",
    only_with_agent=True,
)
AGENT_IDENTITY = MaterialDefinition(
    "agent_identity",
    "代办人居民身份证",
    forms=("original", "copy", "electronic"),
    source="代办人自备",
    issuer="公安机关",
    hint="核验原件后退还，留复印件一份",
    only_with_agent=True,
)
AGENT_MATERIALS = (AGENT_LETTER, AGENT_IDENTITY)
_AGENT_WORDS = {AGENT_LETTER.code: "委托书", AGENT_IDENTITY.code: "身份证"}


@dataclass(frozen=True)
class StepDefinition:
    """A named step of this item inside the shared life: done while the application is in state `during`."""

    code: str
    name: str
    during: str = "accepted"
    permission: str = "services.review_application"
    required: bool = True
    days: int = 0


@dataclass(frozen=True)
class ItemDefinition:
    """One version of a service item. Days are working days; `sample_percent` of on-the-spot items are checked later.

    `code` names it inside the portal, `official_code` in the list of the authorities (事项编码, e.g. 62052400MZ-XK-0001).
    An item without code whose `result_text` is filled hands out that paper (`placeholders`), titled `result_title` and
    numbered in the book of `result_word` (发文字).
    """

    code: str
    name: str
    official_code: str = ""
    short_name: str = ""
    kind: str = "public_service"
    subject: str = "resident"
    on_the_spot: bool = False
    on_the_spot_alone: bool = False
    four_eyes: bool = True
    sample_percent: int = 10
    statutory_days: int = 20
    promised_days: int = 5
    supplement_days: int = 5
    guide: Guide = field(default_factory=Guide)
    businesses: tuple[Business, ...] = ()
    conditions: tuple[Condition, ...] = ()
    fields: tuple[FieldDefinition, ...] = ()
    materials: tuple[MaterialDefinition, ...] = ()
    steps: tuple[StepDefinition, ...] = ()
    hooks: str = ""
    result_paper: str = ""
    result_title: str = ""
    result_text: str = ""
    result_word: str = ""

    @property
    def is_done_at_once(self) -> bool:
        """Whether it is a 即办件: promised for the visit itself. What is promised in working days is a 承诺件."""
        return self.on_the_spot and (self.on_the_spot_alone or self.promised_days == 0)

    @property
    def hands_out(self) -> bool:
        """Whether something is handed over at the end: a card or paper of ours, or what the guide names as the result."""
        return bool(self.hooks or self.result_paper or self.result_text.strip() or self.guide.result.strip())

    @property
    def printed_code(self) -> str:
        """The code as guide, paper and ledger say it: the official one, or the portal's own where there is none."""
        return self.official_code or self.code

    def material(self, code: str) -> MaterialDefinition:
        """The material with this code; raises KeyError."""
        for one in self.materials:
            if one.code == code:
                return one
        raise KeyError(code)

    def business(self, code: str) -> Business | None:
        """The kind of business with this code, or None."""
        return next((one for one in self.businesses if one.code == code), None)

    def fields_for(self, business: str) -> tuple[FieldDefinition, ...]:
        """The questions that this kind of business asks."""
        return tuple(one for one in self.fields if not one.only_for or business in one.only_for)

    def to_dict(self) -> dict[str, Any]:
        """As it is kept and exported."""
        plain: dict[str, Any] = cattrs.unstructure(self)
        return plain


_converter = cattrs.Converter(forbid_extra_keys=True)


def from_dict(plain: dict[str, Any]) -> ItemDefinition:
    """A definition read back; raises RuleBroken (field None) when it is not one."""
    made = read(plain)
    check(made)
    return made


def read(plain: dict[str, Any]) -> ItemDefinition:
    """The same for one that may still have gaps (a draft): only its shape is asked for. Raises RuleBroken (field None)."""
    try:
        return _converter.structure(plain, ItemDefinition)
    except (cattrs.BaseValidationError, KeyError, TypeError, ValueError) as error:
        raise RuleBroken(None, N_("事项定义读不出来：%(reason)s"), reason=type(error).__name__) from error


def with_agent_materials(definition: ItemDefinition) -> ItemDefinition:
    """The same item, asking for what an agent hands in, unless it has its own words for it."""
    codes = {one.code for one in definition.materials}
    names = [one.name for one in definition.materials if one.only_with_agent]
    missing = tuple(
        one
        for one in AGENT_MATERIALS
        if one.code not in codes and not any(_AGENT_WORDS[one.code] in name for name in names)
    )
    return replace(definition, materials=(*definition.materials, *missing)) if missing else definition


def digest(plain: dict[str, Any]) -> str:
    """SHA-256 of a definition in one canonical spelling: the same content has the same digest."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(definition: ItemDefinition) -> None:
    """Raise RuleBroken with the first thing that would leave a clerk stuck."""
    if not definition.code or not definition.name:
        raise RuleBroken("name", N_("事项须有编码和名称。"))
    if definition.subject not in SUBJECTS:
        raise RuleBroken("subject", N_("服务对象须是个人、家庭或单位。"))
    if definition.on_the_spot_alone and not definition.on_the_spot:
        raise RuleBroken("on_the_spot", N_("只有即办件可以由一人当场办结。"))
    if not 0 <= definition.sample_percent <= 100:
        raise RuleBroken("sample_percent", N_("抽查比例须在 0 到 100 之间。"))
    _check_days(definition)
    for kind, codes in _codes(definition).items():
        if len(set(codes)) != len(codes) or not all(codes):
            raise RuleBroken(kind, N_("同一事项中的编码不能为空，也不能重复。"))
    for one in definition.fields:
        _check_field(one)
    for material in definition.materials:
        _check_material(material)
    _check_businesses(definition)
    _check_result(definition)
    placeholders.check(definition.result_text, [one.label for one in definition.fields])
    for step in definition.steps:
        if step.during not in {"accepted", "reviewed"}:
            raise RuleBroken("step", N_("步骤“%(name)s”只能在受理后或审核后办理。"), name=step.name)


def _check_result(definition: ItemDefinition) -> None:
    word = definition.result_word
    if len(word) > LONGEST_WORD or (word and not word.isalpha()):
        raise RuleBroken(
            "result_word", N_("发文字用 1 到 %(longest)s 个汉字或字母，例如“居”。"), longest=LONGEST_WORD
        )
    if len(definition.result_title) > LONGEST_RESULT_TITLE:
        raise RuleBroken("result_title", N_("最多 %(longest)s 个字。"), longest=LONGEST_RESULT_TITLE)


def _codes(definition: ItemDefinition) -> dict[str, list[str]]:
    parts: dict[str, Iterable[Any]] = {
        "field": definition.fields,
        "material": definition.materials,
        "step": definition.steps,
        "business": definition.businesses,
    }
    return {kind: [part.code for part in things] for kind, things in parts.items()}


def _check_days(definition: ItemDefinition) -> None:
    if min(definition.promised_days, definition.statutory_days, definition.supplement_days) < 0:
        raise RuleBroken("promised_days", N_("时限不能是负数。"))
    if definition.promised_days > definition.statutory_days:
        raise RuleBroken("promised_days", N_("承诺时限不能长于法定时限。"))


def _check_field(one: FieldDefinition) -> None:
    lacks_parts = (one.kind == "choice" and not one.options) or (one.kind == "rows" and not one.columns)
    if one.kind not in FIELD_KINDS or lacks_parts or not one.label:
        raise RuleBroken("field", N_("字段“%(label)s”的类型或选项不完整。"), label=one.label)
    for column in one.columns:
        if column.kind in {"rows", "file"}:
            raise RuleBroken("field", N_("表格“%(label)s”的栏目不能再是表格或附件。"), label=one.label)
        _check_field(column)


def _check_material(material: MaterialDefinition) -> None:
    has_form = bool(material.forms) and set(material.forms) <= set(FORMS)
    if not has_form or material.necessity not in NECESSITY or material.copies < 1 or not material.name:
        raise RuleBroken("material", N_("材料“%(name)s”的形式或必要性不完整。"), name=material.name)


def _check_businesses(definition: ItemDefinition) -> None:
    known = {one.code for one in definition.businesses}
    wanted = [part.only_for for part in definition.materials] + [part.only_for for part in definition.fields]
    for codes in wanted:
        if not set(codes) <= known:
            raise RuleBroken("business", N_("有材料或字段指向不存在的业务类型。"))
