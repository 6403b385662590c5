"""The one page of a quarrel that is settled at the door: five things to type, the rest stands there already."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp

from portal import clock
from portal.disputes.kinds import PARTY_KINDS, SIDES
from portal.disputes.parties import LONGEST_NAME, NewParty
from portal.errors import N_, RuleBroken
from portal.mediation.agreements.actions.settling import SIGNING_WAYS, Settled
from portal.mediation.agreements.forms.fields import PreventionFields, Row, RowsForm, YuanField
from portal.mediation.forms.bodies import asks_for_body, lacks_names, must_be_people
from portal.mediation.forms.choices import worded
from portal.mediation.models import Mediator
from portal.standards.codes import SEX
from portal.standards.identity import check_identity
from portal.standards.invalid import InvalidIdentity
from portal.web.addresses import key_of
from portal.web.wording import in_words

MOST_ROWS = 10
_AT_PARTY = re.compile(r"parties-(\d+)-(\w+)")
_WAYS = {
    "paper": N_("纸上签名（打印后当场签）"),
    "fingerprint": N_("捺指印（打印后当场捺）"),
    "screen": N_("屏幕签名"),
}
_PAYERS = {"0": N_("第 1 人"), "1": N_("第 2 人")}


class PartyRow(Row):
    """A party in one line. `resident_id` is a person of the register whom somebody chose for this name."""

    side = SelectField(_l("地位"), choices=worded(SIDES), default="applicant")
    kind = SelectField(_l("个人或单位"), choices=worded(PARTY_KINDS), default="person")
    name = StringField(_l("姓名（名称）"), [Length(max=LONGEST_NAME)])
    phone = StringField(_l("电话"), [Optional(), Length(max=50)])
    address = StringField(_l("住址"), [Optional(), Length(max=150)])
    identity = StringField(
        _l("身份号码"), [Optional(), Length(max=40)], description=_l("只用来算出性别、年龄，不保存")
    )
    sex = SelectField(_l("性别"), choices=worded(SEX | {"0": N_("未填")}), default="0")
    age = StringField(
        _l("年龄"), [Regexp(r"(1[0-4][0-9]|[1-9]?[0-9])?\Z", message=_l("请填写 0 到 149 的整数。"))]
    )
    cannot_read = BooleanField(_l("不识字"))
    is_person = BooleanField(_l("确实是个人姓名"))
    resident_id = HiddenField()
    strokes = HiddenField()

    @property
    def asks_for_body(self) -> bool:
        """Whether the name reads as an organisation's, so that the row asks whether it is a person's."""
        return asks_for_body(self)

    @property
    def is_filled(self) -> bool:
        """Whether the row names somebody."""
        return bool(self.name.data or self.phone.data or self.address.data)

    def party(self) -> NewParty:
        """What was typed and chosen; of an identity number only sex and birth are kept. Raises InvalidIdentity."""
        details = {name: self[name].data or "" for name in ("phone", "address") if self[name].data}
        if self.kind.data == "person":
            details |= self._person()
        return NewParty(
            side=self.side.data or "",
            kind=self.kind.data or "person",
            name=self.name.data or "",
            resident_id=key_of(self.resident_id.data) if self.kind.data == "person" else None,
            details=details,
            cannot_read=bool(self.cannot_read.data),
        )

    def _person(self) -> dict[str, str]:
        """Sex and age as typed; by the identity number where one was given."""
        if self.identity.data:
            found = check_identity(self.identity.data, clock.today())
            return {"sex": found.sex, "birth": found.birth.isoformat()}
        told = {"sex": self.sex.data or "", "age": self.age.data or ""}
        return {name: text for name, text in told.items() if text not in ("", "0")}


class SettleCaseForm(PreventionFields, RowsForm):
    """Parties, matter, agreement, performance, signatures: everything that the two minutes need."""

    parties = FieldList(FormField(PartyRow), min_entries=2, max_entries=MOST_ROWS)
    category_id = SelectField(_l("纠纷类别"), [InputRequired()], coerce=str)
    story = TextAreaField(
        _l("为什么事"),
        [InputRequired(), Length(max=6000)],
        description=_l("什么时间、什么地点、因为什么事争吵"),
    )
    terms = TextAreaField(
        _l("怎么解决的"),
        [InputRequired(), Length(max=6000)],
        description=_l("双方口头说定的内容，一条写一行"),
    )
    has_other_sums = BooleanField(_l("条款里的其他金额不是协议金额"))
    amount = YuanField(_l("金额"), description=_l("没有金额的不填"))
    payer = RadioField(
        _l("由谁付款或履行"),
        choices=worded(_PAYERS),
        validate_choice=False,
        description=_l("有金额或者以后履行的选"),
    )
    when = RadioField(
        _l("履行"),
        choices=worded({"at_once": N_("当场履行完毕"), "later": N_("约定以后履行")}),
        default="at_once",
    )
    perform_by = DateField(_l("最迟哪一天履行"), [Optional()], description=_l("以后履行的填"))
    way = RadioField(_l("当事人怎么签"), choices=worded(_WAYS), default="paper")
    reader = StringField(_l("宣读人"), [Optional(), Length(max=100)], description=_l("有人不识字的填"))
    witness = StringField(
        _l("见证人"), [Optional(), Length(max=100)], description=_l("不能是当事人或者调解员")
    )
    on = DateField(_l("日期"), [InputRequired()])
    remark = StringField(
        _l("补登原因"), [Optional(), Length(max=300)], description=_l("早几天的事现在才登记的填，记入备注")
    )
    is_another = BooleanField(_l("确实是另一件纠纷"))
    place = StringField(_l("地点"), [Optional(), Length(max=150)])
    mediator_id = SelectField(_l("调解员"), [InputRequired()], coerce=key_of)

    def offer(self, categories: Iterable[tuple[int, str]], mediators: Iterable[Mediator]) -> None:
        """Offer the categories in force and the committee's mediators."""
        self.category_id.choices = [
            ("", gettext("请选择")),
            *((str(key), name) for key, name in categories),
        ]
        self.mediator_id.choices = [(one.id, one.name) for one in mediators]

    def begin(self) -> None:
        """One who complains, and the other side."""
        self.parties[1].form.side.data = "respondent"

    def add_row(self) -> None:
        """One more party."""
        if len(self.parties.entries) < MOST_ROWS:
            self.parties.append_entry()
            self.parties.entries[-1].form.side.data = "respondent"

    @property
    def filled(self) -> list[PartyRow]:
        """The rows that name somebody, in order."""
        return [entry.form for entry in self.parties.entries if entry.form.is_filled]

    def validate(self, extra_validators: Any = None) -> bool:
        """Names, a day and who pays are asked for together with what else is empty."""
        ok = super().validate(extra_validators)
        is_later = self.when.data == "later"
        if is_later and self.perform_by.data is None and not self.perform_by.errors:
            self.perform_by.errors = [gettext("请填写最迟哪一天履行。")]
            ok = False
        if self.payer.data not in _PAYERS and (self.amount.fen or is_later):
            self.payer.errors = [gettext("请选择由谁履行。")]
            ok = False
        return not lacks_names(self.parties, 2) and ok

    def refuse(self, error: RuleBroken) -> None:
        """A rule stands where it is mended: at the party's field, at the sum, at the text."""
        found = _AT_PARTY.fullmatch(error.field or "")
        if found is not None and int(found[1]) < len(self.filled):
            inner: Any = self.filled[int(found[1])]._fields.get(found[2])
            if inner is not None:
                inner.errors = [*inner.errors, in_words(error)]
                self.parties.errors = [entry.errors for entry in self.parties.entries]
                return
        field = {"amount_capitals": "amount", "facts": "story", "reached_on": "on", "told_at": "on"}.get(
            error.field or "", error.field
        )
        error.field = None if field not in self._fields or field == "parties" else field
        super().refuse(error)

    def settled(self, device: str) -> Settled:
        """What was typed; raises RuleBroken where a row's number is wrong or its name is no person's."""
        is_chosen = self.payer.data in _PAYERS
        rows = self.filled
        must_be_people(rows)
        return Settled(
            parties=_parties(rows),
            category_id=key_of(self.category_id.data) or 0,
            story=self.story.data or "",
            terms=self.terms.data or "",
            on=self.on.data or clock.today(),
            place=self.place.data or "",
            amount_fen=self.amount.fen,
            payer=int(self.payer.data) if is_chosen else 1,
            perform_by=self.perform_by.data if self.when.data == "later" else None,
            way=self.way.data if self.way.data in SIGNING_WAYS else "",
            strokes={place: row.strokes.data for place, row in enumerate(rows) if _drawn(row.strokes.data)},
            device=device,
            reader=self.reader.data or "",
            witness=self.witness.data or "",
            has_other_sums=bool(self.has_other_sums.data),
            is_another=bool(self.is_another.data),
            remark=self.remark.data or "",
            preventions={kind: number for kind, number in self.preventions().items() if number},
        )


def _parties(rows: Iterable[PartyRow]) -> list[NewParty]:
    """The parties of the rows; a wrong identity number is told in its row."""
    found = []
    for place, row in enumerate(rows):
        try:
            found.append(row.party())
        except InvalidIdentity as error:
            raise RuleBroken(f"parties-{place}-identity", error.message, **error.params) from error
    return found


def _drawn(text: str | None) -> bool:
    try:
        return bool(json.loads(text or "[]"))
    except ValueError:
        return False
