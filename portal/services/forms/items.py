"""The administrator's forms of the catalogue: a new version of an item, and switching an item off and on."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Field, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from portal.services.definitions import KINDS, SUBJECTS, Guide, ItemDefinition, from_dict
from portal.services.forms.choices import worded
from portal.services.models import ServiceItem
from portal.web.forms import BoundedInteger, PortalForm

PLAIN = (
    "name",
    "official_code",
    "short_name",
    "kind",
    "subject",
    "on_the_spot",
    "on_the_spot_alone",
    "four_eyes",
    "sample_percent",
    "statutory_days",
    "promised_days",
    "supplement_days",
)
GUIDE = (
    "legal_basis",
    "organ",
    "audience",
    "place",
    "hours",
    "phone",
    "complaint_phone",
    "fee",
    "flow",
    "result",
    "delivery",
    "notes",
    "prohibited",
)
# The rest of the guide stands with the lists.
MORE_GUIDE = tuple(one.name for one in fields(Guide) if one.name not in GUIDE)
PARTS = (
    "businesses",
    "conditions",
    "fields",
    "materials",
    "steps",
    "hooks",
    "result_paper",
    "result_title",
    "result_text",
    "result_word",
)
LONGEST_GUIDE = 4000
LONGEST_PARTS = 100_000


class PublishItemForm(PortalForm):
    """Every text of an item in a field of its own; the lists (materials, questions, …) as JSON."""

    code = StringField(
        _l("系统编码"),
        [
            InputRequired(),
            Length(max=40),
            Regexp(r"[a-z][a-z0-9_-]*\Z", message=_l("用小写字母、数字和连字符，以字母开头。")),
        ],
    )
    valid_from = DateField(_l("生效日期"), [InputRequired()])
    name = StringField(_l("事项名称"), [InputRequired(), Length(max=100)])
    official_code = StringField(
        _l("事项编码"),
        [Length(max=60)],
        description=_l("政务服务事项目录中的编码，印在文书、指南和台账上；没有的留空，用系统编码"),
    )
    short_name = StringField(_l("简称"), [Length(max=40)])
    kind = SelectField(_l("事项类型"), choices=worded(KINDS))
    subject = SelectField(_l("服务对象"), choices=worded(SUBJECTS))
    on_the_spot = BooleanField(_l("即办件"))
    on_the_spot_alone = BooleanField(_l("可由一人当场办结"))
    four_eyes = BooleanField(_l("受理与审核、决定须为不同的人"), default=True)
    sample_percent = BoundedInteger(_l("当场办结的抽查比例（%）"), [NumberRange(0, 100)], default=10)
    statutory_days = BoundedInteger(_l("法定期限（工作日）"), [NumberRange(0, 999)], default=20)
    promised_days = BoundedInteger(_l("承诺期限（工作日）"), [NumberRange(0, 999)], default=5)
    supplement_days = BoundedInteger(_l("补正期限（工作日）"), [NumberRange(0, 999)], default=5)
    legal_basis = TextAreaField(_l("设定依据"), [Length(max=LONGEST_GUIDE)])
    organ = StringField(_l("实施主体"), [Length(max=200)])
    audience = TextAreaField(_l("服务对象说明"), [Length(max=LONGEST_GUIDE)])
    place = StringField(_l("办理地点"), [Length(max=200)])
    hours = StringField(_l("办理时间"), [Length(max=200)])
    phone = StringField(_l("咨询电话"), [Length(max=60)])
    complaint_phone = StringField(_l("监督投诉电话"), [Length(max=60)])
    fee = StringField(_l("收费"), [Length(max=200)], default="不收费")
    flow = TextAreaField(_l("办理流程"), [Length(max=LONGEST_GUIDE)])
    result = StringField(_l("办理结果"), [Length(max=200)])
    delivery = StringField(_l("送达方式"), [Length(max=200)], default="窗口领取")
    notes = TextAreaField(_l("特殊情形与注意事项"), [Length(max=LONGEST_GUIDE)])
    prohibited = TextAreaField(_l("禁止性要求"), [Length(max=LONGEST_GUIDE)])
    parts = TextAreaField(
        _l("业务类型、条件、字段、材料、步骤（JSON）"), [InputRequired(), Length(max=LONGEST_PARTS)]
    )

    def __init__(
        self,
        *args: Any,
        definition: ItemDefinition | None = None,
        obj: ServiceItem | None = None,
        **kwargs: Any,
    ) -> None:
        if obj is not None and obj.versions:
            definition = obj.versions[-1].definition
        if definition is not None:
            plain = definition.to_dict()
            guide = {name: plain["guide"][name] for name in GUIDE}
            kwargs = {name: plain[name] for name in ("code", *PLAIN)} | guide | kwargs
        else:
            plain = ItemDefinition(code="", name="").to_dict()
        parts = {k: plain[k] for k in PARTS} | {"guide": {k: plain["guide"][k] for k in MORE_GUIDE}}
        kwargs.setdefault("parts", json.dumps(parts, ensure_ascii=False, indent=2))
        super().__init__(*args, **kwargs)

    def validate_parts(self, field: Field) -> None:
        """JSON of an object; what it must hold is said by the definition itself."""
        try:
            read = json.loads(field.data)
        except ValueError as error:
            where = {"line": getattr(error, "lineno", 1), "column": getattr(error, "colno", 1)}
            raise ValidationError(
                gettext(
                    "第 %(line)s 行第 %(column)s 列附近不是有效的 JSON，请检查括号、引号和逗号。", **where
                )
            ) from None
        known = {*PARTS, "guide"}
        if (
            not isinstance(read, dict)
            or not set(read) <= known
            or not isinstance(read.get("guide", {}), dict)
        ):
            raise ValidationError(gettext("最外层须是对象，只能含：%(parts)s。", parts="、".join(PARTS)))

    def definition(self) -> ItemDefinition:
        """What was typed as a definition; raises RuleBroken when it is not one."""
        plain = {name: self[name].data for name in ("code", *PLAIN)}
        parts = json.loads(self.parts.data or "{}")
        guide = {name: self[name].data or "" for name in GUIDE} | parts.pop("guide", {})
        return from_dict({**plain, "guide": guide, **parts})


class SwitchItemForm(PortalForm):
    """Why an item is taken off the counter, or put back."""

    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=500)])
