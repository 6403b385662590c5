"""The forms of the head's opinion on closing reports: one by one, and several at once."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.mediation.forms.choices import CheckboxesField, keyed
from portal.mediation.models import CommitteeMember, MediationCase
from portal.mediation.states import MEMBER_ROLES
from portal.web.addresses import key_of
from portal.web.forms import PortalForm


class GiveOpinionForm(PortalForm):
    """Who signs, what they say, since when; the scan where somebody else enters it from paper."""

    head_id = SelectField(_l("签署人"), [InputRequired()], coerce=key_of)
    opinion = TextAreaField(_l("领导意见"), [InputRequired(), Length(max=4000)])
    on = DateField(_l("签署日期"), [InputRequired()])
    file = FileField(
        _l("签名的结案报告表（扫描件）"),
        [Optional()],
        description=_l("本人在这里签署的不用；代为登记的必须上传。PDF、JPG 或 PNG，不超过 10 MB"),
    )

    def offer(self, heads: Iterable[CommitteeMember]) -> None:
        """The heads who may sign."""
        self.head_id.choices = keyed(
            (row.id, f"{row.mediator.name}（{gettext(MEMBER_ROLES[row.role])}）") for row in heads
        )


class GiveOpinionsForm(PortalForm):
    """The same words for several cases."""

    cases = CheckboxesField(_l("案件"), [InputRequired()], coerce=key_of)
    opinion = TextAreaField(_l("领导意见"), [InputRequired(), Length(max=4000)])

    def offer(self, cases: Iterable[MediationCase]) -> None:
        """The cases that wait."""
        self.cases.choices = keyed(
            (case.id, f"{case.number or case.dispute.number} {case.dispute.title}") for case in cases
        )
