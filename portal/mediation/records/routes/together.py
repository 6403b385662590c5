"""The page on which all who signed a printed record are entered at once, with one scan."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from portal import clock
from portal.errors import RuleBroken
from portal.mediation.forms.choices import CheckboxesField, worded
from portal.mediation.records import signing
from portal.mediation.records.actions.together import Signer, is_named, name_of, party_of, sign_together
from portal.mediation.records.kinds import WAYS
from portal.mediation.records.routes.desk import Answer, blueprint, form_page, keep_uploads
from portal.mediation.records.subjects import subject_of
from portal.web.access import current_actor, requires
from portal.web.forms import PortalForm
from portal.web.wording import in_words


class SignTogetherForm(PortalForm):
    """Who signed on one day, and the scan; a further name is asked of each whom the record does not name."""

    signers = CheckboxesField(_l("在纸上签了名的人"))
    way = RadioField(
        _l("当事人怎么签的"),
        choices=worded({code: WAYS[code] for code in ("paper", "fingerprint")}),
        default="paper",
    )
    on = DateField(_l("签名日期"), [InputRequired()])
    file = FileField(
        _l("签名页的扫描件"), description=_l("PDF、JPG 或 PNG，不超过 10 MB；每个人的签名都附这一份")
    )

    def refuse(self, error: RuleBroken) -> None:
        """A name that is missing stands at its own field."""
        field = self._fields.get((error.field or "").replace("-", "_"))
        if field is None or error.field in self._fields:
            super().refuse(error)
        else:
            field.errors = [*field.errors, in_words(error)]


@blueprint.route("/mediation/signatures/<kind>/<int:record_id>/together", methods=["GET", "POST"])
@requires("mediation.mediate")
def sign_together_on_paper(kind: str, record_id: int) -> Answer:
    """All who signed on paper on one day, on one scan."""
    actor = current_actor()
    subject = subject_of(kind)
    record = subject.find(actor, record_id)
    back = url_for(".list_signatures", kind=kind, record_id=record_id)
    wanted = signing.missing_wanted(record.case, record, wants_seal=subject.wants_seal)
    if not wanted or signing.signed_kind(record).not_yet(record):
        flash(_("现在没有要登记的签名。"), "info")
        return redirect(back, 303)
    form = _form(record, wanted)

    def act() -> list[Any]:
        files = keep_uploads(actor, [form.file.data], "file")
        chosen = [one for one in wanted if one.code in (form.signers.data or [])]
        return sign_together(
            actor,
            record,
            version=form.seen_version,
            signers=[Signer(one, _typed(form, one.code)) for one in chosen],
            way=form.way.data or "",
            on=form.on.data or clock.today(),
            file=files[0] if files else None,
        )

    return form_page(
        form,
        record.case,
        act,
        title=_("一次登记纸上的签名"),
        action=url_for(".sign_together_on_paper", kind=kind, record_id=record_id),
        label=_("登记所勾选的签名"),
        cancel=back,
        advice=_("打印出来的纸上，同一天签的一次登记。没有签的去掉勾选；由代理人代签的，请逐个登记。"),
        to=back,
        done=lambda made: _("已登记 %(count)s 个签名。", count=len(made)),
    )


def _form(record: Any, wanted: list[signing.Wanted]) -> SignTogetherForm:
    """The form with a field for each name that is not known; everybody is ticked to begin with."""
    names = {
        f"name_{one.code}": StringField(
            _("签名人姓名：%(who)s", who=one.words),
            [Optional(), Length(max=100)],
            default=name_of(one, party_of(record, one)),
        )
        for one in wanted
        if not is_named(one, party_of(record, one))
    }
    made = type("SignTogetherForm", (SignTogetherForm,), names)
    form: SignTogetherForm = made(
        version=str(record.version), on=clock.today(), signers=[one.code for one in wanted]
    )
    form.signers.choices = [(one.code, one.words) for one in wanted]
    return form


def _typed(form: SignTogetherForm, code: str) -> str:
    name = f"name_{code}"
    return (form[name].data or "") if name in form else ""
