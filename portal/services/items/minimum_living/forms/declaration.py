"""The pages of the declaration: family, income, property, supporters, near relatives, and the head of the form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal import clock
from portal.errors import N_, RuleBroken
from portal.services.assistance.holders import BASES, LONGEST_RELATION
from portal.services.assistance.schemes import AREAS
from portal.services.assistance.terms_settings import income_rules
from portal.services.forms.choices import worded
from portal.services.forms.intake import CheckboxesField
from portal.services.forms.people import PersonField
from portal.services.items.minimum_living.actions import (
    HeadBlock,
    LineEntry,
    MemberEntry,
    RelativeEntry,
    SupporterEntry,
)
from portal.services.items.minimum_living.alone import LONGEST_NOTE
from portal.services.items.minimum_living.forms.rows import Block, Blocks, RowsForm, choices_with_none, fen
from portal.services.items.minimum_living.vocabulary import (
    AWAY,
    EMPLOYMENT,
    INCOME_KINDS,
    LABOUR,
    PER,
    PROPERTY_KINDS,
    REASONS,
    SINGLE_GROUNDS,
    STUDIES,
)
from portal.standards.codes import DISABILITY_GRADES, DISABILITY_KINDS, EDUCATION, MARITAL
from portal.standards.identity import check_identity
from portal.standards.invalid import Invalid
from portal.standards.relations import RELATIONS
from portal.web.forms import BoundedInteger
from portal.web.money import YuanField

# From so many digits on, a number is meant for a citizen's; documents of others are shorter or have letters.
SHORTEST_CITIZEN = 12
RELATION_CHOICES = {code: text for code, text in RELATIONS.items() if code not in {"01", "02"}}
OVERRIDES = {"": N_("按规则"), "count": N_("改为计入"), "leave": N_("改为不计入")}
CONSENT = {"": N_("未询问"), "given": N_("同意核对"), "refused": N_("拒绝核对")}
DETAILS = (
    "marital",
    "education",
    "study",
    "school",
    "disability_kind",
    "disability_grade",
    "is_ill",
    "labour",
    "employment",
    "employer",
    "needs_care",
    "lives_elsewhere",
    "away",
    "away_since",
    "override",
    "override_reason",
)


def _select(label: Any, words: dict[str, str], *, empty: bool = True) -> SelectField:
    choices = choices_with_none(worded(words)) if empty else worded(words)
    return SelectField(label, [Optional()], choices=choices)


class MemberBlock(Block):
    """One member of the family; the name is the register's."""

    resident_id = HiddenField()
    is_in = BooleanField(_l("是共同生活的家庭成员"), default=True)
    relation = _select(_l("与申请人关系"), RELATION_CHOICES)
    marital = _select(_l("婚姻状况"), MARITAL)
    education = _select(_l("文化程度"), EDUCATION)
    labour = _select(_l("劳动能力"), LABOUR)
    employment = _select(_l("就业状况"), EMPLOYMENT)
    employer = StringField(_l("工作单位"), [Optional(), Length(max=100)])
    study = _select(_l("就读阶段"), STUDIES, empty=False)
    school = StringField(_l("学校"), [Optional(), Length(max=100)])
    disability_kind = _select(_l("残疾类别"), DISABILITY_KINDS)
    disability_grade = _select(_l("残疾等级"), DISABILITY_GRADES)
    is_ill = BooleanField(_l("重病（已按规定认定）"))
    needs_care = BooleanField(_l("成年但不能独立生活"))
    lives_elsewhere = BooleanField(_l("不共同居住"))
    away = _select(_l("不计入的情形"), AWAY, empty=False)
    away_since = DateField(_l("从哪一天起"), [Optional()])
    override = _select(_l("是否计入"), OVERRIDES, empty=False)
    override_reason = StringField(_l("与规则不同的理由"), [Optional(), Length(max=200)])

    def is_filled(self) -> bool:
        """Always: the name stands there."""
        return True

    def faults(self) -> Iterator[tuple[str, RuleBroken]]:
        """A disability has both its kind and its grade, by which extras and labour are judged; a day away is one that came."""
        if not self.is_in.data:
            return
        if self.disability_kind.data and not self.disability_grade.data:
            yield "disability_grade", RuleBroken(None, N_("请选择残疾等级。"))
        if self.disability_grade.data and not self.disability_kind.data:
            yield "disability_kind", RuleBroken(None, N_("请选择残疾类别。"))
        if self.away_since.data and self.away_since.data > clock.today():
            yield "away_since", RuleBroken(None, N_("日期不能晚于今天。"))


class SaveFamilyForm(RowsForm):
    """Who belongs to the family."""

    members = Blocks(FormField(MemberBlock), row=_l("成员"))
    newcomer = PersonField(
        _l("再加一位成员"),
        [Optional()],
        description=_l("填证件号码，或“姓名 尾号四位”；须已在居民中登记。保存后在上面补充情况"),
    )

    new_relation = _select(_l("新成员与申请人关系"), RELATION_CHOICES)

    def entries(self) -> list[MemberEntry]:
        """Those who are ticked, and the newcomer."""
        found = []
        for block in self.members.entries:
            data = block.data
            if data["is_in"] and str(data["resident_id"]).isdecimal():
                details = {key: data[key] for key in DETAILS if data[key] not in (None, "", False)}
                if "away_since" in details:
                    details["away_since"] = details["away_since"].isoformat()
                found.append(MemberEntry(int(data["resident_id"]), data["relation"] or "", details))
        if self.newcomer.data:
            found.append(MemberEntry(self.newcomer.data, self.new_relation.data or "", {}))
        return found


class MoneyBlock(Block):
    """What every line of money has."""

    anchors: tuple[str, ...] = ("amount",)

    member = SelectField(_l("谁的"), [Optional()])
    amount = YuanField(_l("金额"), [Optional(), NumberRange(0, 99999999)], places=2, rounding=None)
    label = StringField(_l("说明、凭证"), [Optional(), Length(max=100)])


class IncomeBlock(MoneyBlock):
    """One income."""

    kind = SelectField(_l("收入类别"), [Optional()], choices=choices_with_none(worded(INCOME_KINDS)))
    per = SelectField(_l("按"), [Optional()], choices=choices_with_none(worded(PER)))
    uncounted = SelectField(_l("不计入的项目"), [Optional()])


class DeductionBlock(MoneyBlock):
    """One thing that may be deducted."""

    kind = SelectField(_l("扣减项目"), [Optional()])
    per = SelectField(_l("按"), [Optional()], choices=choices_with_none(worded(PER)))


class MoneyForm(RowsForm):
    """A page of money lines, whose members are chosen from the family."""

    def offer(self, members: Sequence[tuple[str, str]], whose: str) -> None:
        """Set what the lists of every block offer."""
        people = [SelectChoice("", whose), *(SelectChoice(key, name) for key, name in members)]
        rules = income_rules()
        for blocks in (field for field in self if isinstance(field, Blocks)):
            for entry in blocks.entries:
                if "member" in entry.form:
                    entry.form.member.choices = people
                if "uncounted" in entry.form:
                    left = [SelectChoice(one.code, one.name) for one in rules.uncounted.values()]
                    entry.form.uncounted.choices = [SelectChoice("", _l("计入")), *left]
                if isinstance(entry.form, DeductionBlock):
                    entry.form.kind.choices = choices_with_none(
                        [SelectChoice(one.code, one.name) for one in rules.deductions.values()]
                    )


class SaveIncomeForm(MoneyForm):
    """Income and deductions of the last months."""

    incomes = Blocks(FormField(IncomeBlock), row=_l("收入"))
    deductions = Blocks(FormField(DeductionBlock), row=_l("可扣减的支出"))


class PropertyBlock(MoneyBlock):
    """One thing that the family has."""

    anchors: tuple[str, ...] = ("amount", "label")

    kind = SelectField(_l("财产类别"), [Optional()], choices=choices_with_none(worded(PROPERTY_KINDS)))
    is_exempt = BooleanField(_l("生活必需，不计入"))


class SavePropertyForm(MoneyForm):
    """What the family has."""

    lines = Blocks(FormField(PropertyBlock), row=_l("财产"))


class SupporterBlock(Block):
    """Somebody outside who owes support."""

    anchors: tuple[str, ...] = ("name",)

    name = StringField(_l("姓名"), [Optional(), Length(max=100)])
    relation = StringField(_l("与申请人关系"), [Optional(), Length(max=40)])
    number = StringField(_l("证件号码"), [Optional(), Length(max=30)])
    address = StringField(_l("住址"), [Optional(), Length(max=200)])
    work = StringField(_l("职业、单位"), [Optional(), Length(max=100)])
    persons = BoundedInteger(_l("家庭人口"), [Optional(), NumberRange(1, 50)])
    income = YuanField(_l("家庭月收入"), [Optional(), NumberRange(0, 99999999)], places=2, rounding=None)
    pays = YuanField(_l("每月支付"), [Optional(), NumberRange(0, 99999999)], places=2, rounding=None)
    consent = SelectField(_l("是否同意核对"), [Optional()], choices=worded(CONSENT))

    def faults(self) -> Iterator[tuple[str, RuleBroken]]:
        """Whose check is asked for is found by this number: one that reads as a citizen's must be right."""
        yield from super().faults()
        number = (self.number.data or "").strip()
        if len(number) > SHORTEST_CITIZEN and number[:SHORTEST_CITIZEN].isdecimal():
            try:
                check_identity(number, clock.today())
            except Invalid as error:
                yield "number", RuleBroken(None, error.message, **error.params)


class SaveSupportersForm(RowsForm):
    """Those who owe support."""

    supporters = Blocks(FormField(SupporterBlock), row=_l("义务人"))

    def entries(self) -> list[SupporterEntry]:
        """What was filled in."""
        found = []
        for data in self.supporters.filled:
            details: dict[str, Any] = {
                key: data[key] for key in ("number", "address", "work", "persons") if data[key]
            }
            details |= {key: fen(data[key]) for key in ("income", "pays") if data[key] is not None}
            found.append(
                SupporterEntry(data["name"] or "", data["relation"] or "", data["consent"] or "", details)
            )
        return found


class RelativeBlock(Block):
    """A near relative among the staff."""

    anchors: tuple[str, ...] = ("name",)

    member = SelectField(_l("哪位家庭成员的近亲属"), [Optional()])
    relation = StringField(_l("关系"), [Optional(), Length(max=40)])
    name = StringField(_l("工作人员姓名"), [Optional(), Length(max=100)])
    post = StringField(_l("单位和职务"), [Optional(), Length(max=100)])


class RegisterRelativesForm(MoneyForm):
    """Near relatives, or the statement that there are none."""

    relatives = Blocks(FormField(RelativeBlock), row=_l("近亲属"))
    has_none = BooleanField(_l("已询问，没有近亲属从事社会救助工作或者担任居（村）委会成员"))

    def entries(self) -> list[RelativeEntry]:
        """What was filled in."""
        return [
            RelativeEntry(
                key_of(data["member"]), data["name"] or "", data["post"] or "", data["relation"] or ""
            )
            for data in self.relatives.filled
        ]


class SaveHeadForm(RowsForm):
    """The head of the form."""

    area = RadioField(_l("城乡"), [InputRequired()], choices=worded(AREAS))
    reasons = CheckboxesField(_l("致困原因"), [Optional()], choices=worded(REASONS))
    story = TextAreaField(
        _l("家庭情况"), [Optional(), Length(max=2000)], description=_l("不要写病名和完整的证件号码")
    )
    years_here = BoundedInteger(_l("现住址居住年限"), [Optional(), NumberRange(0, 120)])
    is_apart = BooleanField(_l("人户分离"))
    alone_ground = SelectField(
        _l("单独申请的情形"),
        [Optional()],
        choices=choices_with_none(worded(SINGLE_GROUNDS)),
        description=_l(
            "前两种须所在家庭已认定为最低生活保障边缘家庭；残疾、重病、就业情况在“家庭成员”中登记"
        ),
    )
    alone_since = DateField(
        _l("从哪一天起在宗教场所居住"), [Optional()], description=_l("只有宗教教职人员填写")
    )
    alone_note = StringField(
        _l("所依据的规定"),
        [Optional(), Length(max=LONGEST_NOTE)],
        description=_l("只有“其他人员”填写，例如文件名称和条款"),
    )
    bank_name = StringField(_l("开户银行"), [Optional(), Length(max=100)])
    account = StringField(_l("银行账号"), [Optional(), Length(max=40)])
    account_holder = StringField(_l("户名"), [Optional(), Length(max=100)])
    account_relation = StringField(
        _l("户名人与申请人的关系"),
        [Optional(), Length(max=LONGEST_RELATION)],
        description=_l("户名不是申请人本人的填写，例如女儿、村委会"),
    )
    account_basis = SelectField(
        _l("代领依据"), [Optional()], choices=[SelectChoice("", _l("户名是申请人本人")), *worded(BASES)]
    )
    agreement = FileField(
        _l("代领协议或监护证明"), [Optional()], description=_l("户名不是申请人本人的，上传扫描件")
    )
    has_promised = BooleanField(_l("申请人已签署诚信承诺：申报内容真实、完整"))

    def leave_out_alone(self) -> None:
        """A family's page does not ask why somebody applies alone."""
        del self.alone_ground
        del self.alone_since
        del self.alone_note

    def block(self, agreement: Any) -> HeadBlock:
        """What was typed."""
        alone = ("ground", "since", "note")
        return HeadBlock(
            area=self.area.data or "urban",
            reasons=self.reasons.data or [],
            story=self.story.data or "",
            years_here=self.years_here.data,
            is_apart=bool(self.is_apart.data),
            bank_name=self.bank_name.data or "",
            account=self.account.data or "",
            account_holder=self.account_holder.data or "",
            account_relation=self.account_relation.data or "",
            account_basis=self.account_basis.data or "",
            agreement=agreement,
            has_promised=bool(self.has_promised.data),
            alone={key: self[f"alone_{key}"].data for key in alone if f"alone_{key}" in self},
        )


def key_of(text: str | None) -> int | None:
    """A member's key as the lists send it; none for the household as a whole."""
    return int(text) if text and text.isdecimal() else None


def line_entries(blocks: Blocks, *extra: str) -> list[LineEntry]:
    """The lines that were filled in; `extra` names what the details hold besides sum and note."""
    found = []
    for data in blocks.filled:
        details = {"fen": fen(data["amount"]) or 0, "label": data["label"] or ""}
        details |= {key: data[key] for key in extra if data[key]}
        found.append(LineEntry(data["kind"] or "", key_of(data["member"]), details))
    return found
