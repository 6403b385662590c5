"""Judicial confirmation as pages: the joint application, and each answer of the court."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.errors import NotFound
from portal.files.actions import open_file
from portal.mediation.agreements import documents, queries
from portal.mediation.agreements.actions import confirming
from portal.mediation.agreements.forms.following import (
    AnswerConfirmationForm,
    AskConfirmationForm,
    FileConfirmationForm,
    ReasonForm,
    RulingForm,
)
from portal.mediation.agreements.models import Confirmation
from portal.mediation.agreements.routes.desk import Answer, around, blueprint, form_page, upload_of
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.forms import PortalForm
from portal.web.htmx import render


@blueprint.route("/mediation/agreements/<int:agreement_id>/confirmation/new", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def ask_confirmation(agreement_id: int) -> Answer:
    """Prepare the joint application: both days are shown, and every party's consent is asked."""
    actor = current_actor()
    agreement = queries.get_agreement(actor, agreement_id)
    form = AskConfirmationForm(version=str(agreement.version), consent_on=clock.today())
    form.consents.choices = [(party.id, party.name) for party in agreement.case.parties]

    def act() -> None:
        consent = confirming.Consent(form.consent_on.data or clock.today(), form.consent_way.data or "")
        confirming.ask_confirmation(
            actor,
            agreement,
            version=form.seen_version,
            court=form.court.data or "",
            consents={key: consent for key in form.consents.data or () if key is not None},
            excluded=form.excluded.data or "",
            reasons=form.reasons.data or "",
        )

    return carry_out(
        form,
        act,
        show=lambda: render(
            "mediation/agreements/ask_confirmation.html",
            form=form,
            agreement=agreement,
            standing=confirming.standing(agreement, clock.today()),
            blank=documents.left_blank(agreement.case),
            **around(agreement.case),
        ),
        to=_href(agreement_id),
        done=_("申请书已制作，请打印，各方签名后向法院提出。"),
    )


@blueprint.route("/mediation/confirmations/<int:confirmation_id>/file", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def file_confirmation(confirmation_id: int) -> Answer:
    """The court has got the application."""
    actor = current_actor()
    row = queries.get_confirmation(actor, confirmation_id)
    form = FileConfirmationForm(version=str(row.version), on=clock.today())
    return _page(
        form,
        row,
        lambda: confirming.file_confirmation(
            actor, row, version=form.seen_version, on=form.on.data or clock.today()
        ),
        _("已向法院提出"),
        "file_confirmation",
    )


@blueprint.route("/mediation/confirmations/<int:confirmation_id>/answer", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def answer_confirmation(confirmation_id: int) -> Answer:
    """The court accepts the application, or does not."""
    actor = current_actor()
    row = queries.get_confirmation(actor, confirmation_id)
    form = AnswerConfirmationForm(version=str(row.version), on=clock.today())
    return _page(
        form,
        row,
        lambda: confirming.answer_confirmation(
            actor,
            row,
            version=form.seen_version,
            is_accepted=form.is_accepted.data == "yes",
            on=form.on.data or clock.today(),
            number=form.number.data or "",
            refusal_code=form.refusal_code.data or "",
        ),
        _("登记法院是否受理"),
        "answer_confirmation",
    )


@blueprint.route("/mediation/confirmations/<int:confirmation_id>/ruling", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def enter_ruling(confirmation_id: int) -> Answer:
    """The court's ruling, with its scan."""
    actor = current_actor()
    row = queries.get_confirmation(actor, confirmation_id)
    form = RulingForm(version=str(row.version), on=clock.today())
    return _page(
        form,
        row,
        lambda: confirming.enter_ruling(
            actor,
            row,
            version=form.seen_version,
            is_valid=form.is_valid.data == "yes",
            on=form.on.data or clock.today(),
            number=form.number.data or "",
            rejection_code=form.rejection_code.data or "",
            note=form.note.data or "",
            upload=upload_of(form.file),
        ),
        _("登记裁定"),
        "enter_ruling",
    )


@blueprint.route("/mediation/confirmations/<int:confirmation_id>/withdraw", methods=["GET", "POST"])
@requires("mediation.follow_agreement")
def withdraw_confirmation(confirmation_id: int) -> Answer:
    """The parties take the application back."""
    actor = current_actor()
    row = queries.get_confirmation(actor, confirmation_id)
    form = ReasonForm(version=str(row.version))
    return _page(
        form,
        row,
        lambda: confirming.withdraw_confirmation(
            actor, row, version=form.seen_version, reason=form.reason.data or ""
        ),
        _("撤回司法确认申请"),
        "withdraw_confirmation",
        kind="danger",
    )


@blueprint.get("/mediation/confirmations/<int:confirmation_id>/scan")
@requires("mediation.read_case")
def read_ruling(confirmation_id: int) -> Response:
    """The scan of the ruling; that somebody looked at it is noted."""
    actor = current_actor()
    row = queries.get_confirmation(actor, confirmation_id)
    if row.file is None:
        raise NotFound
    audit.record_afterwards(actor, "mediation.read_ruling", row.agreement.case)
    return Response(open_file(row.file), mimetype=row.file.media_type)


def _href(agreement_id: int) -> str:
    return url_for(".read_agreement", agreement_id=agreement_id, _anchor="confirmation")


def _page(
    form: PortalForm,
    row: Confirmation,
    act: Callable[[], Confirmation],
    title: str,
    endpoint: str,
    kind: str = "primary",
) -> Answer:
    return form_page(
        form,
        row.agreement.case,
        act,
        title=title,
        action=url_for(f".{endpoint}", confirmation_id=row.id),
        to=_href(row.agreement_id),
        done=_("已登记。"),
        back=_href(row.agreement_id),
        kind=kind,
        facts=[(_("人民法院"), row.court), (_("协议编号"), row.agreement.number or "")],
    )
