"""The form of an agreement with its rows of what is owed; its striking and its conclusion."""

from __future__ import annotations

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
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal import clock
from portal.disputes.models import DisputeParty
from portal.errors import RuleBroken
from portal.mediation.agreements.forms.fields import PreventionFields, Row, RowsForm, YuanField
from portal.mediation.agreements.kinds import FORMS
from portal.mediation.agreements.models import Agreement
from portal.mediation.agreements.terms import LONGEST_TEXT, NewAgreement, NewObligation
from portal.mediation.forms.choices import keyed, worded
from portal.web.addresses import key_of
from portal.web.forms import BoundedInteger, PortalForm
from portal.web.wording import in_words

MOST_ROWS = 60
FIRST_ROWS = 2
_AT_ROW = re.compile(r"obligations-(\d+)-(\w+)")


class ObligationFields(Row):
    """One thing owed: who, to whom, how much or what, by when. An empty row says nothing."""

    debtor = SelectField(_l("履行人"), coerce=key_of, validate_choice=False)
    creditor = SelectField(_l("对方"), coerce=key_of, validate_choice=False)
    amount = YuanField(_l("金额"))
    what = StringField(_l("做什么（不是付款的填这里）"), [Length(max=300)])
    due_on = DateField(_l("最迟哪一天"), [Optional()])

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything of its own."""
        return bool(self.amount.data or self.what.data or self.due_on.data)


class AgreementForm(RowsForm):
    """An agreement, written or oral."""

    form = RadioField(_l("协议形式"), [InputRequired()], choices=worded(FORMS), default="written")
    reached_on = DateField(_l("达成协议的日期"), [InputRequired()])
    place = StringField(_l("调解地点"), [Optional(), Length(max=150)])
    recorder = StringField(_l("记录人"), [Optional(), Length(max=100)])
    facts = TextAreaField(_l("纠纷主要事实"), [InputRequired(), Length(max=LONGEST_TEXT)])
    issues = TextAreaField(_l("争议事项"), [Optional(), Length(max=LONGEST_TEXT)])
    terms = TextAreaField(
        _l("协议内容"), [InputRequired(), Length(max=LONGEST_TEXT)], description=_l("一条写一行")
    )
    manner = TextAreaField(
        _l("履行方式、地点"), [Optional(), Length(max=2000)], description=_l("例如：在调委会现金给付")
    )
    amount = YuanField(_l("协议金额"), description=_l("没有金额的不填"))
    amount_capitals = StringField(
        _l("大写"),
        [Optional(), Length(max=100)],
        description=_l("可以不填，自动按小写写出；填了须与小写一致"),
    )
    is_performed_at_once = BooleanField(_l("当场履行完毕"))
    is_asked_in_writing = BooleanField(_l("当事人要求书面协议"))
    copies = BoundedInteger(
        _l("份数"), [Optional(), NumberRange(1, 99)], description=_l("不填的按当事人数加一份")
    )
    obligations = FieldList(FormField(ObligationFields), min_entries=FIRST_ROWS, max_entries=MOST_ROWS)
    strike_because = StringField(_l("修改原因（原来的签名会划去）"), [Optional(), Length(max=300)])

    def offer(self, parties: Iterable[DisputeParty]) -> None:
        """Offer the parties in every row, whichever way the row came."""
        named = [(party.id, party.name) for party in parties]
        for entry in self.obligations.entries:
            entry.form.debtor.choices = keyed(named)
            entry.form.creditor.choices = [("", gettext("（不适用）")), *keyed(named)]
        self._default_sides = [key for key, _name in named]

    def begin(self, agreement: Agreement | None, parties: list[DisputeParty]) -> None:
        """What stands in the form when it is first shown: the agreement as it is, or the other side paying the applicant."""
        if agreement is not None:
            self.amount.process_data(agreement.amount_fen)
            while len(self.obligations.entries) < min(MOST_ROWS, len(agreement.obligations) + 1):
                self.obligations.append_entry()
            for entry, one in zip(self.obligations.entries, agreement.obligations, strict=False):
                row = entry.form
                row.debtor.data, row.creditor.data = one.debtor_id, one.creditor_id
                row.amount.process_data(one.fen)
                row.what.data, row.due_on.data = one.what or "", one.due_on
        filled = len(agreement.obligations) if agreement else 0
        for entry in self.obligations.entries[filled:]:
            entry.form.debtor.data = next((p.id for p in parties if p.side == "respondent"), parties[0].id)
            entry.form.creditor.data = next((p.id for p in parties if p.side == "applicant"), None)

    def add_row(self) -> None:
        """One more row, like the last one."""
        if len(self.obligations.entries) < MOST_ROWS:
            last = self.obligations.entries[-1].form
            added = self.obligations.append_entry().form
            added.debtor.data, added.creditor.data = last.debtor.data, last.creditor.data

    @property
    def filled(self) -> list[ObligationFields]:
        """The rows that say something, in order."""
        return [entry.form for entry in self.obligations.entries if entry.form.is_filled]

    def refuse(self, error: RuleBroken) -> None:
        """A rule about a row stands at that row's field."""
        found = _AT_ROW.fullmatch(error.field or "")
        rows = self.filled
        if found is not None and int(found[1]) < len(rows):
            inner: Any = rows[int(found[1])]._fields.get(found[2])
            if inner is not None:
                inner.errors = [*inner.errors, in_words(error)]
                self.obligations.errors = [entry.errors for entry in self.obligations.entries]
                return
        if error.field == "obligations" or found is not None:
            error.field = None
        super().refuse(error)

    def agreement(self) -> NewAgreement:
        """What was typed, empty rows left out; raises RuleBroken for a row without its day."""
        rows = []
        for place, row in enumerate(self.filled):
            if row.due_on.data is None:
                raise RuleBroken(f"obligations-{place}-due_on", gettext("请填写这一项。"))
            is_money = bool(row.amount.fen)
            rows.append(
                NewObligation(
                    debtor_id=row.debtor.data or 0,
                    creditor_id=row.creditor.data
                    if is_money or row.creditor.data != row.debtor.data
                    else None,
                    fen=row.amount.fen,
                    what=row.what.data or "",
                    due_on=row.due_on.data,
                )
            )
        return NewAgreement(
            form=self.form.data or "",
            reached_on=self.reached_on.data or clock.today(),
            facts=self.facts.data or "",
            issues=self.issues.data or "",
            terms=self.terms.data or "",
            manner=self.manner.data or "",
            place=self.place.data or "",
            recorder=self.recorder.data or "",
            amount_fen=self.amount.fen,
            amount_capitals=self.amount_capitals.data or "",
            copies=self.copies.data,
            is_asked_in_writing=bool(self.is_asked_in_writing.data),
            is_performed_at_once=bool(self.is_performed_at_once.data),
            obligations=tuple(rows),
        )


class StrikeAgreementForm(PortalForm):
    """Why an agreement that was not signed is void."""

    reason = TextAreaField(_l("原因"), [InputRequired(), Length(max=300)])


class VoidCaseForm(PortalForm):
    """Why a case of the door that was entered by mistake is void."""

    reason = TextAreaField(_l("作废的原因"), [InputRequired(), Length(max=300)])


class ConcludeForm(PreventionFields, PortalForm):
    """The committee's seal, with its day; what the mediation kept from happening."""

    sealed_on = DateField(_l("调委会盖章日期"), [Optional()])
