"""The forms of deliveries: the receipt to take along, and how it ended."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from portal.services.deliveries.ways import METHODS, RECEIVERS
from portal.services.forms.choices import worded
from portal.web.forms import BoundedInteger, PortalForm

_SIGNERS = {code: RECEIVERS[code] for code in ("self", "other")}


class PrepareDeliveryForm(PortalForm):
    """To whom, how, by whom."""

    addressee = StringField(_l("受送达人"), [InputRequired(), Length(max=100)])
    method = SelectField(_l("送达方式"), choices=worded(METHODS))
    place = StringField(
        _l("送达地点"), [Optional(), Length(max=200)], description=_l("住址、邮寄单号、网址或公告栏")
    )
    copies = BoundedInteger(_l("份数"), [InputRequired()], default=1)
    deliverer_id = SelectField(_l("送达人"), choices=[], coerce=int)
    second_deliverer = StringField(
        _l("另一名送达人"), [Optional(), Length(max=100)], description=_l("留置送达须有两名送达人")
    )


class RecordDeliveryForm(PortalForm):
    """When it arrived, who signed, or why it was refused."""

    method = SelectField(_l("送达方式"), choices=worded(METHODS))
    on = DateField(_l("送达日期"), [InputRequired()])
    time = StringField(_l("时间"), [Optional(), Length(max=5)], description=_l("例如 14:30，可不填"))
    receiver_kind = RadioField(_l("由谁签收"), [Optional()], choices=worded(_SIGNERS), default="self")
    receiver = StringField(_l("代收人姓名"), [Optional(), Length(max=100)])
    relation = StringField(_l("与受送达人的关系"), [Optional(), Length(max=40)])
    reason = StringField(_l("代收理由"), [Optional(), Length(max=200)])
    refusal = TextAreaField(
        _l("拒收事由"), [Optional(), Length(max=300)], description=_l("拒绝签收、留置送达时填写")
    )
    witness = StringField(_l("见证人姓名和单位"), [Optional(), Length(max=100)])
    second_deliverer = StringField(_l("另一名送达人"), [Optional(), Length(max=100)])
    place = StringField(_l("送达地点"), [Optional(), Length(max=200)])
    note = StringField(_l("备注"), [Optional(), Length(max=300)])
    scan = FileField(_l("签好的送达回证"), description=_l("扫描件或照片，可以以后再补"))


class DeliveryReasonForm(PortalForm):
    """Why it did not arrive, or why the receipt is void."""

    reason = TextAreaField(_l("理由"), [InputRequired(), Length(max=300)])
