"""The pages of signatures under any record: who is missing, signing on paper or on the screen, striking what was wrong."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import audit, clock
from portal.disputes.models import DisputeParty
from portal.errors import NotFound
from portal.mediation.records import forms, queries, signing
from portal.mediation.records.kinds import SIGNERS, WAYS
from portal.mediation.records.models import Signature
from portal.mediation.records.routes.desk import (
    Answer,
    around,
    blueprint,
    case_href,
    file_answer,
    form_page,
    keep_uploads,
)
from portal.mediation.records.strokes import draw
from portal.mediation.records.subjects import Subject, subject_for, subject_of
from portal.web.access import current_actor, requires
from portal.web.carrying_out import carry_out
from portal.web.htmx import render


@blueprint.get("/mediation/signatures/<kind>/<int:record_id>")
@requires("mediation.read_case")
def list_signatures(kind: str, record_id: int) -> str:
    """Who has signed a record, and who is missing."""
    actor = current_actor()
    subject = subject_of(kind)
    record = subject.find(actor, record_id)
    return render(
        "mediation/records/list_signatures.html",
        subject=subject,
        record=record,
        wanted=signing.wanted_signers(record.case, record, wants_seal=subject.wants_seal),
        missing=signing.missing_wanted(record.case, record, wants_seal=subject.wants_seal),
        there=signing.signatures_of(record, with_struck=True),
        not_yet=signing.signed_kind(record).not_yet(record),
        fixed=signing.why_fixed(record),
        signers=SIGNERS,
        ways=WAYS,
        back=_back(subject, record),
        may_write=actor.can("mediation.mediate"),
        **around(record.case),
    )


@blueprint.route("/mediation/signatures/<kind>/<int:record_id>/<code>/paper", methods=["GET", "POST"])
@requires("mediation.mediate")
def sign_on_paper(kind: str, record_id: int, code: str) -> Answer:
    """Note a signature that was made on paper, with its day and perhaps a scan."""
    actor = current_actor()
    _subject, record, wanted = _wanted(kind, record_id, code)
    form = forms.SignForm(
        version=str(record.version), on=clock.today(), way="seal" if wanted.seal_only else "paper"
    )
    _shape(form, wanted, record)

    def act() -> None:
        files = keep_uploads(actor, [form.file.data], "file")
        signing.sign(
            actor,
            record,
            way=form.way.data or "",
            on=form.on.data or clock.today(),
            file=files[0] if files else None,
            version=form.seen_version,
            **_signer(form, wanted, record),
        )

    return form_page(
        form,
        record.case,
        act,
        title=_("登记签名：%(who)s", who=wanted.words),
        action=url_for(".sign_on_paper", kind=kind, record_id=record_id, code=code),
        label=_("登记签名"),
        cancel=_list_href(kind, record_id),
        advice=_("本人已经在打印出来的纸上签好了，才在这里登记。"),
        to=_list_href(kind, record_id),
        done=_("已登记：%(who)s。", who=wanted.words),
    )


@blueprint.route("/mediation/signatures/<kind>/<int:record_id>/<code>/screen", methods=["GET", "POST"])
@requires("mediation.mediate")
def sign_on_screen(kind: str, record_id: int, code: str) -> Answer:
    """Write a signature on the screen, with finger, pen or mouse."""
    actor = current_actor()
    subject, record, wanted = _wanted(kind, record_id, code)
    if wanted.seal_only:
        raise NotFound
    form = forms.ScreenForm(version=str(record.version))
    _shape(form, wanted, record)
    return carry_out(
        form,
        lambda: signing.sign(
            actor,
            record,
            way="screen",
            on=clock.today(),
            strokes=form.strokes.data or "",
            device=request.user_agent.string,
            version=form.seen_version,
            **_signer(form, wanted, record),
        ),
        show=lambda: render(
            "mediation/records/sign_on_screen.html",
            form=form,
            subject=subject,
            record=record,
            wanted=wanted,
            action=url_for(".sign_on_screen", kind=kind, record_id=record_id, code=code),
            on_paper=url_for(".sign_on_paper", kind=kind, record_id=record_id, code=code),
            back=_list_href(kind, record_id),
            **around(record.case),
        ),
        to=_list_href(kind, record_id),
        done=_("签名已保存。"),
    )


@blueprint.route("/mediation/signatures/<int:signature_id>/strike", methods=["GET", "POST"])
@requires("mediation.mediate")
def strike_signature(signature_id: int) -> Answer:
    """Strike one signature that was entered wrongly."""
    actor = current_actor()
    found = queries.get_signature(actor, signature_id)
    kind, record = _record_of(found)
    fixed = signing.why_fixed(record)
    if fixed and request.method == "GET":
        flash(_(fixed), "warning")
        return redirect(_list_href(kind, record.id), 303)
    form = forms.ReasonForm(version=str(record.version))
    return form_page(
        form,
        found.case,
        lambda: signing.strike_one(
            actor, record, found, reason=form.reason.data or "", version=form.seen_version
        ),
        title=_("划去 %(name)s 的签名", name=found.name),
        action=url_for(".strike_signature", signature_id=found.id),
        label=_("划去"),
        cancel=_list_href(kind, record.id),
        advice=_("登记错了的签名可以划去，划去的仍可查看。"),
        kind="danger",
        to=_list_href(kind, record.id),
        done=_("签名已划去。"),
    )


@blueprint.get("/mediation/signatures/<int:signature_id>/picture")
@requires("mediation.read_case")
def read_signature(signature_id: int) -> Response:
    """How a signature looks: drawn from its strokes, or the scan; that somebody looked at it is noted."""
    actor = current_actor()
    found = queries.get_signature(actor, signature_id)
    audit.record_afterwards(actor, "mediation.read_signature", found.case)
    if found.strokes:
        return Response(draw(found.strokes), mimetype="image/jpeg")
    if found.file is None:
        raise NotFound
    return file_answer(found.file)


def _wanted(kind: str, record_id: int, code: str) -> tuple[Subject, Any, signing.Wanted]:
    """The record and the signature that the address names; raises NotFound when none such is wanted."""
    subject = subject_of(kind)
    record = subject.find(current_actor(), record_id)
    for one in signing.wanted_signers(record.case, record, wants_seal=subject.wants_seal):
        if one.code == code:
            return subject, record, one
    raise NotFound


def _record_of(found: Signature) -> tuple[str, Any]:
    subject = subject_for(found.subject_type)
    return subject.code, subject.find(current_actor(), found.subject_id)


def _shape(form: Any, wanted: signing.Wanted, record: Any) -> None:
    """Ask only what this signature needs: a name where none is known, an agent where one is in force."""
    party = _party(wanted, record)
    agents = [
        one for one in queries.agents_now(record.case) if party is not None and one.party_id == party.id
    ]
    form.agent.choices = [
        ("", _("本人（法定代表人）")),
        *((one.name, _("代理人 %(name)s", name=one.name)) for one in agents),
    ]
    if wanted.kind != "party" or wanted.seal_only or not agents:
        del form.agent
    is_known = wanted.name or wanted.mediator_id is not None or wanted.seal_only
    if is_known or (wanted.kind == "party" and party is not None and party.kind == "person"):
        del form.name
    if "way" in form:
        codes = ("seal",) if wanted.seal_only else ("paper", "fingerprint")
        form.way.choices = [(code, _(WAYS[code])) for code in codes]


def _signer(form: Any, wanted: signing.Wanted, record: Any) -> dict[str, Any]:
    """Who signs, for the action: the wanted one, or an agent in the place of a party."""
    mediators = {row.mediator_id: row.mediator for row in record.case.mediators}
    agent = form.agent.data if "agent" in form else ""
    typed = (form.name.data or "") if "name" in form else ""
    return {
        "kind": "agent" if agent else wanted.kind,
        "party": _party(wanted, record),
        "mediator": mediators.get(wanted.mediator_id),
        "name": agent or wanted.name or typed,
    }


def _party(wanted: signing.Wanted, record: Any) -> DisputeParty | None:
    return next((one for one in record.case.dispute.parties if one.id == wanted.party_id), None)


def _list_href(kind: str, record_id: int) -> str:
    return url_for(".list_signatures", kind=kind, record_id=record_id)


def _back(subject: Subject, record: Any) -> str:
    if subject.endpoint:
        return url_for(subject.endpoint, **{subject.key: record.id})
    return case_href(record.case, "people-at-the-table")
